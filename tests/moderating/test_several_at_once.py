"""Several comments decided about at once: those that were shown, as they were shown, and no others."""

from html import unescape
from re import findall, search

from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Status
from blog.commenting.decision import Decision
from blog.moderating.verdict import reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.asking import as_moderator, send


def test_only_what_was_selected_is_touched(app):
    client, _moderator = as_moderator(app)
    first, second, unselected = (a_comment() for _ in range(3))
    answer = send(client, "/moderation/decisions", verdict="approve", comment=_shown(first, second))
    assert answer.status_code == 303
    assert [c.status for c in (first, second, unselected)] == ["approved", "approved", "pending"]
    assert "Approved 2 comments." in client.get(answer.location).text


def test_what_changed_meanwhile_is_left_and_named(app):
    client, _moderator = as_moderator(app)
    changed, other = a_comment(name="Ada Byron"), a_comment()
    selection = _shown(changed, other)
    reject(changed, by=an_account(Role.EDITOR, name="Mo Tanaka"))
    answer = send(client, "/moderation/decisions", verdict="approve", comment=selection)
    assert (changed.status, other.status) == (Status.REJECTED, Status.APPROVED)
    page = " ".join(client.get(answer.location).text.split())
    assert "Ada Byron’s comment</a>: rejected by Mo Tanaka" in page
    assert f"Approved {other.name}’s comment." in page


def test_the_whole_batch_is_undone_with_one_button(app):
    client, moderator = as_moderator(app)
    first, second = a_comment(), a_comment()
    reject(second, by=moderator)
    answer = send(client, "/moderation/decisions", verdict="spam", comment=_shown(first, second))
    bar = client.get(answer.location).text.split("data-undo-bar")[1]
    action = unescape(search(r'action="([^"]+)"', bar)[1])
    selection = findall(r'name="comment"\s+value="([^"]+)"', bar)
    assert len(selection) == 2
    answer = send(client, action, verdict="undo", comment=selection)
    assert (first.status, second.status) == (Status.PENDING, Status.REJECTED)
    assert "Took back the decision about 2 comments." in client.get(answer.location).text


def test_pressed_twice_it_changes_nothing_more(app):
    client, _moderator = as_moderator(app)
    comments = [a_comment(), a_comment()]
    selection = _shown(*comments)
    for _ in range(2):
        answer = send(client, "/moderation/decisions", verdict="approve", comment=selection)
        assert "skipped" not in answer.location
    assert [comment.decision_count for comment in comments] == [1, 1]


def test_with_nothing_selected_it_says_so(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    answer = send(client, "/moderation/decisions", verdict="approve")
    assert answer.location == "/moderation"
    assert "Nothing was selected, so nothing was changed." in client.get(answer.location).text
    assert comment.status is Status.PENDING


def test_others_comments_and_nonsense_are_not_touched(app):
    client, _author = as_moderator(app, Role.AUTHOR)
    comment = a_comment()
    selection = [*_shown(comment), "x", "", "\x00.0", "0" * 16 + ".0", f"{comment.public_id}"]
    assert send(client, "/moderation/decisions", verdict="approve", comment=selection).status_code == 303
    assert comment.status is Status.PENDING


def test_without_a_number_a_selection_counts_as_unseen(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    for seen in ("", ".", ".x", ".²", ".-1"):
        send(client, "/moderation/decisions", verdict="approve", comment=[comment.public_id + seen])
    assert comment.status is Status.PENDING


def test_they_are_decided_article_by_article(app):
    """Each decision locks its article; in one order for all, two moderators never wait for each other in a ring."""
    client, _moderator = as_moderator(app)
    one, two = a_public_article(), a_public_article()
    comments = [a_comment(article) for article in (two, one, two, one)]
    send(client, "/moderation/decisions", verdict="approve", comment=_shown(*comments))
    decided = db.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [each.comment.article for each in decided] == [one, one, two, two]


def _shown(*comments):
    return [f"{comment.public_id}.{comment.decision_count}" for comment in comments]
