"""A comment's own page tells its whole story, to those who may decide about it."""

from blog.accounts.account import Role
from blog.commenting.revision import edit_comment
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, send


def test_it_holds_every_decision_with_who_when_and_why(app):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    editor = an_account(Role.EDITOR, name="Ed Long")
    comment = a_comment(name="Ada")
    reject(comment, by=moderator, because="Not about the article.")
    approve(comment, by=editor, because="It is, in the third line.")
    undo(comment, by=moderator)
    story = _plain(client, comment).split("Its story")[1]
    told = [
        "Rejected by Mo Tanaka, who took a decision back; it was approved",
        "Approved by Ed Long; it was rejected",
        "“It is, in the third line.”",
        "Rejected by Mo Tanaka; it was waiting",
        "“Not about the article.”",
        "Left by Ada",
    ]
    places = [story.index(words) for words in told]
    assert places == sorted(places)


def test_a_reason_can_be_given_and_stands_in_the_story(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    path = f"/moderation/comments/{comment.public_id}"
    assert 'name="because"' in client.get(path).text
    answer = send(client, f"{path}/decision?from=comment", verdict="reject", seen=0, because="Off topic.")
    assert answer.location == f"{path}?done={comment.public_id}"
    page = client.get(answer.location).text
    assert "Off topic." in page
    assert f"Rejected {comment.name}’s comment." in page


def test_its_buttons_are_what_can_still_be_said(app):
    client, moderator = as_moderator(app)
    comment = a_comment()
    offered = {}
    for act in (None, approve, reject, mark_as_spam):
        if act:
            act(comment, by=moderator)
        page = client.get(f"/moderation/comments/{comment.public_id}").text
        verdicts = ("approve", "reject", "spam", "undo")
        offered[str(comment.status)] = [each for each in verdicts if f'value="{each}"' in page]
    assert offered == {
        "pending": ["approve", "reject", "spam"],
        "approved": ["reject", "spam", "undo"],
        "rejected": ["approve", "spam", "undo"],
        "spam": ["approve", "reject", "undo"],
    }


def test_only_a_public_comment_has_a_place_to_be_seen_in(app):
    client, moderator = as_moderator(app)
    waiting, public = a_comment(), an_approved_comment(by=moderator)
    link = "/articles/{0.article.slug}/comments/{0.public_id}"
    assert link.format(public) in client.get(f"/moderation/comments/{public.public_id}").text
    assert link.format(waiting) not in client.get(f"/moderation/comments/{waiting.public_id}").text


def test_an_author_sees_it_for_their_own_articles_only(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own, other = a_comment(a_public_article(by=author)), a_comment()
    assert client.get(f"/moderation/comments/{own.public_id}").status_code == 200
    assert client.get(f"/moderation/comments/{other.public_id}").status_code == 404


def test_a_long_story_asks_as_often_as_a_short_one(app, count_queries):
    client, moderator = as_moderator(app)
    comment = an_approved_comment(by=moderator)
    path = f"/moderation/comments/{comment.public_id}"
    edit_comment(comment, by=moderator, body="Edited.", name="A")
    db.session.commit()
    with count_queries() as for_short:
        client.get(path)
    for n in range(5):
        undo(comment, by=an_account(Role.MODERATOR))
        edit_comment(comment, by=an_account(Role.EDITOR), body=f"Edited {n}.", name="A")
    db.session.commit()
    with count_queries() as for_long:
        client.get(path)
    assert len(for_long) == len(for_short)


def _plain(client, comment):
    page = client.get(f"/moderation/comments/{comment.public_id}").text
    return " ".join(page.replace("<strong>", "").replace("</strong>", "").split())
