"""What visitors mended after it was published: word by word, accepted or refused as it was seen."""

from html import unescape

import pytest

from blog.accounts.account import Role
from blog.commenting.mend import mend
from blog.commenting.proposal import find_proposal
from blog.commenting.revision import edit_comment, revisions_of
from blog.commenting.withdrawal import withdraw_comment
from blog.housekeeping.desk_links import how_many_wait
from blog.moderating.mended import mended_count
from blog.moderating.verdict import undo
from blog.storage import db
from blog.storage.site_setting import site_settings
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, decide, send
from tests.real_forms import form_to


def a_mended_comment(words="Bread is <good>.", *, body="Bread is bad.", **details):
    comment = an_approved_comment(body=body, **details)
    mend(comment, body=words, site=site_settings())
    return comment


def settle_path(comment):
    return f"/moderation/comments/{comment.public_id}/proposal"


def as_shown(client, comment):
    """What the form of its entry would send, but for the button."""
    return form_to(client.get("/moderation/mended").text, settle_path(comment))


def test_it_shows_what_is_gone_and_what_is_new_and_says_so_to_those_who_listen(app):
    client, _moderator = as_moderator(app)
    a_mended_comment(name="Ada")
    noise = an_approved_comment(name="Noise")
    page = client.get("/moderation/mended").text
    difference = page.split('class="typed difference">')[1].split("</div>")[0]
    assert difference == (
        "Bread is "
        '<del><span class="visually-hidden">[taken out: </span>bad.<span class="visually-hidden">]</span></del>'
        '<ins><span class="visually-hidden">[put in: </span>&lt;good&gt;.<span class="visually-hidden">]</span></ins>'
    )
    assert noise.name not in page


def test_accepting_makes_it_public_as_edited_and_records_who(app, visitor):
    client, _moderator = as_moderator(app, name="Mo Tanaka")
    comment = a_mended_comment("Bread is *good*.")
    answer = client.post(settle_path(comment), data=as_shown(client, comment) | {"outcome": "accept"})
    assert (answer.status_code, answer.location) == (303, "/moderation/mended")
    page = visitor.get(f"/articles/{comment.article.slug}").text
    assert "Bread is <em>good</em>." in page and ">edited</span>" in page
    (before,) = db.session.scalars(revisions_of(comment))
    assert (before.body, before.by) == ("Bread is bad.", None)
    assert find_proposal(comment) is None
    assert f"Accepted what {comment.name} mended." in client.get(answer.location).text
    story = " ".join(client.get(f"/moderation/comments/{comment.public_id}").text.split())
    assert "<strong>Accepted</strong> by Mo Tanaka" in story
    assert "<strong>Mended</strong> by whoever wrote it" in story


def test_refusing_leaves_it_and_keeps_the_words_for_staff(app, visitor):
    client, _moderator = as_moderator(app, name="Mo Tanaka")
    comment = a_mended_comment("Buy watches.")
    answer = client.post(
        f"{settle_path(comment)}?from=comment", data=as_shown(client, comment) | {"outcome": "refuse"}
    )
    assert answer.location == f"/moderation/comments/{comment.public_id}"
    assert (comment.body, comment.edited_at, find_proposal(comment)) == ("Bread is bad.", None, None)
    assert "watches" not in visitor.get(f"/articles/{comment.article.slug}").text
    story = " ".join(client.get(answer.location).text.split())
    assert "<strong>Refused</strong> by Mo Tanaka" in story and "Buy watches." in story


@pytest.mark.parametrize("outcome", ["accept", "refuse"])
def test_what_was_mended_again_meanwhile_is_not_settled_unseen(app, outcome):
    client, _moderator = as_moderator(app)
    comment = a_mended_comment("Harmless.")
    shown = as_shown(client, comment)
    mend(comment, body="Buy watches.", site=site_settings())
    answer = client.post(settle_path(comment), data=shown | {"outcome": outcome})
    assert answer.status_code == 409
    assert (comment.body, find_proposal(comment).body) == ("Bread is bad.", "Buy watches.")


def test_nor_is_what_would_undo_the_edit_of_a_colleague(app):
    client, moderator = as_moderator(app)
    comment = a_mended_comment()
    shown = as_shown(client, comment)
    edit_comment(comment, by=moderator, body="Edited.", name=comment.name)
    assert client.post(settle_path(comment), data=shown | {"outcome": "accept"}).status_code == 409
    assert comment.body == "Edited."


def test_nor_twice_nor_what_was_taken_back(app):
    client, _moderator = as_moderator(app)
    comment, gone = a_mended_comment(), a_mended_comment()
    shown = as_shown(client, comment)
    withdraw_comment(gone)
    statuses = [
        client.post(settle_path(each), data=shown | {"outcome": "accept"}).status_code
        for each in (comment, comment, gone)
    ]
    assert statuses == [303, 409, 409]


def test_an_outcome_that_is_none_is_refused(app):
    client, _moderator = as_moderator(app)
    comment = a_mended_comment()
    assert send(client, settle_path(comment), outcome="maybe").status_code == 422
    assert send(client, settle_path(comment)).status_code == 422
    assert find_proposal(comment) is not None


def test_whose_comments_are_whose(app):
    author = an_account(Role.AUTHOR)
    own, other = a_mended_comment(article=a_public_article(by=author)), a_mended_comment()
    counts = {
        role: db.session.scalar(mended_count(an_account(role))) for role in Role if role is not Role.AUTHOR
    }
    assert counts == {Role.OWNER: 2, Role.EDITOR: 2, Role.CONTRIBUTOR: 0, Role.MODERATOR: 2}
    assert db.session.scalar(mended_count(author)) == 1
    client, _author = as_moderator(app, Role.AUTHOR)
    assert send(client, settle_path(other), outcome="accept").status_code == 404
    assert own.body == other.body == "Bread is bad."


def test_it_counts_as_waiting_at_the_desk_and_beside_the_tab(app):
    client, moderator = as_moderator(app)
    a_comment()
    a_mended_comment()
    hidden = a_mended_comment()
    undo(hidden, by=moderator)
    assert how_many_wait(moderator) == 3  # two comments that wait, and one that was mended
    page = " ".join(client.get("/moderation").text.split())
    assert 'href="/moderation/mended" >Mended <span class="number">1</span>' in page


def test_many_are_shown_a_page_at_a_time_in_as_many_queries_as_one(app, count_queries):
    client, moderator = as_moderator(app)
    article = a_public_article()
    a_mended_comment(article=article, by=moderator)
    db.session.commit()
    with count_queries() as for_one:
        client.get("/moderation/mended")
    for number in range(22):
        a_mended_comment(f"Mended {number}.", article=article, by=moderator)
    db.session.commit()
    with count_queries() as for_many:
        page = client.get("/moderation/mended").text
    assert len(for_many) == len(for_one)
    assert page.count("difference") == 20
    more = unescape(page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0])
    assert client.get(more).text.count("difference") == 3
    assert client.get("/moderation/mended?after=nonsense").status_code == 404


def test_nobody_approves_words_that_were_changed_since_they_were_seen(app):
    client, _moderator = as_moderator(app)
    comment, other = a_comment(body="Harmless."), a_comment()
    shown = form_to(
        client.get("/moderation").text,
        f"/moderation/comments/{comment.public_id}/decision?next={other.public_id}",
    )
    mend(comment, body="Buy watches.", site=site_settings())
    answer = decide(client, comment, "approve", **{name: shown[name] for name in ("seen", "edition")})
    assert answer.status_code == 409
    assert "Its words were changed since you saw them." in answer.text
    answer = send(client, "/moderation/decisions", verdict="approve", comment=f"{comment.public_id}.0.")
    assert f"skipped={comment.public_id}" in answer.location
    path = f"/moderation/comments/{comment.public_id}"
    answer = send(client, f"{path}/reply", body="My answer.", seen="0", edition="")
    assert answer.status_code == 409 and "My answer." in answer.text
    assert comment.status == "pending"
    fresh = form_to(client.get(path).text, f"{path}/decision?from=comment")
    assert decide(client, comment, "approve", seen=fresh["seen"], edition=fresh["edition"]).status_code == 303
    assert comment.status == "approved"


def test_each_earlier_edition_stands_beside_what_followed_it(app):
    client, moderator = as_moderator(app)
    comment = a_comment(body="One two three.")
    edit_comment(comment, by=moderator, body="One 2 three.", name=comment.name)
    edit_comment(comment, by=moderator, body="One 2 three, four.", name=comment.name)
    page = client.get(f"/moderation/comments/{comment.public_id}").text.split("Its story")[1]
    newest, oldest = (part.split("</div>")[0] for part in page.split('class="typed difference">')[1:])
    assert "three." in newest and "three, four." in newest and "One 2 " in newest
    assert "two" in oldest and ">2<" not in newest
