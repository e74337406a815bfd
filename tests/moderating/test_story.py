"""All that happened to a comment is told on its page, and nothing of an address."""

from datetime import timedelta

from flask import current_app

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.contact import Contact
from blog.commenting.erasure import erase_comments
from blog.commenting.mend import mend
from blog.commenting.moving import move, undo_move
from blog.commenting.proposal import refuse_proposal
from blog.commenting.revision import edit_comment, edition_of, revisions_of
from blog.commenting.thread_closure import close_thread, reopen_thread
from blog.moderating.ban import NETWORK, ban, lift
from blog.moderating.verdict import approve, reject, undo
from blog.storage import db
from blog.storage.site_setting import site_settings
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, send
from tests.moderating.groups.alike import many_alike

THERE = "203.0.113.9"


def test_everything_is_told_in_its_order(app):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    article, keys = a_public_article(title="Bread"), current_app.config["KEYS"]
    root = an_approved_comment(article, name="Ada", network=THERE)
    comment = a_comment(article, name="Grace", network=THERE, website="https://grace.example")
    approve(comment, by=moderator)
    edit_comment(comment, by=moderator, body="Mended words.", name="Grace H", website="")
    mend(comment, body="Once more.", site=site_settings())
    refuse_proposal(comment, by=moderator)
    move(comment, under=root, by=moderator, because="An answer.")
    undo_move(comment, by=moderator)
    close_thread(comment, by=moderator, sentence="Enough.", because="Long.")
    reopen_thread(comment, by=moderator)
    reject(comment, by=moderator, because="Spoilt.")
    appeal(comment, words="Please.")
    lift(ban(comment, by=moderator, keys=keys, what=NETWORK), by=moderator)
    told = [
        "Ban lifted by Mo Tanaka",
        "Network banned by Mo Tanaka",
        "Put back to waiting by whoever wrote it; it was rejected",
        "Appealed by whoever wrote it: “Please.”",
        "Rejected by Mo Tanaka; it was approved “Spoilt.”",
        "Thread opened again by Mo Tanaka",
        "Thread closed by Mo Tanaka. Visitors read: “Enough.” “Long.”",
        "Moved back by Mo Tanaka",
        "Moved by Mo Tanaka: it began a thread on Bread, and since then it answers Ada’s comment on Bread",
        "Refused by Mo Tanaka: what its writer mended",
        "Edited by Mo Tanaka; before, the name was Grace; before, the website was https://grace.example",
        "Approved by Mo Tanaka; it was waiting",
        "Looked at as it came",
        "Left by Grace on Bread",
        "1 other comment had come from the same network",
    ]
    story = _story(client, comment)
    assert [words for words in told if words not in story] == [], story
    places = [story.index(words) for words in told]
    assert places == sorted(places)


def test_an_erasure_and_who_saw_the_address_are_told(app):
    client, _moderator = as_moderator(app, name="Mo Tanaka")
    comment = a_comment()
    send(client, f"/moderation/comments/{comment.public_id}/address")
    assert "Address shown to Mo Tanaka" in _story(client, comment)
    erase_comments([comment], words=True, because="Asked for.")
    assert "Erased: its name and address, and its words. Asked for." in _story(client, comment)


def test_it_holds_no_address_and_no_digest(app):
    client, moderator = as_moderator(app)
    comment = a_comment(email="secret@visitors.example", network=THERE)
    ban(comment, by=moderator, keys=current_app.config["KEYS"], what=NETWORK)
    contact = db.session.get(Contact, comment.id)
    page = client.get(f"/moderation/comments/{comment.public_id}").text
    for private in ("secret@", THERE, contact.digest, contact.network_digest, contact.range_digest):
        assert private not in page


def test_a_very_long_story_is_told_in_parts(app, count_queries):
    client, moderator = as_moderator(app)
    short, long = an_approved_comment(), an_approved_comment()
    at = now()
    for n in range(230):
        undo(long, by=moderator, at=at + timedelta(seconds=n))
    first = _story(client, long)
    assert first.count("who took a decision back") == 100
    assert "What happened before" in first
    second, third = (_story(client, long, story=n) for n in (2, 3))
    assert (second.count("who took"), third.count("who took")) == (100, 30)
    assert "Left by" in third
    assert "What happened before" not in third
    numbers = []
    for comment in (short, long):
        with count_queries() as asked:
            client.get(f"/moderation/comments/{comment.public_id}")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_a_page_that_cannot_be_is_the_first_or_an_empty_one(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    for page in ("0", "-3", "x", "99999999999999"):
        assert "Left by" in _story(client, comment, story=page)
    assert "Left by" not in _story(client, comment, story=7)


def test_earlier_words_come_back_by_a_button(app):
    client, moderator = as_moderator(app)
    comment = an_approved_comment(body="First.", name="Ada")
    for words in ("Second.", "Third."):
        edit_comment(comment, by=moderator, body=words, name="A")
    first = db.session.scalars(revisions_of(comment)).first()
    answer = _restore(client, comment, first.id)
    assert (answer.status_code, comment.body, comment.name) == (303, "First.", "Ada")
    assert [each.body for each in db.session.scalars(revisions_of(comment))] == [
        "First.",
        "Second.",
        "Third.",
    ]


def test_words_that_changed_meanwhile_are_not_written_over(app):
    client, moderator = as_moderator(app)
    comment = an_approved_comment(body="First.")
    edit_comment(comment, by=moderator, body="Second.", name="A")
    seen = edition_of(comment)
    edit_comment(comment, by=an_account(Role.EDITOR), body="Theirs.", name="A")
    first = db.session.scalars(revisions_of(comment)).first()
    assert _restore(client, comment, first.id, edited=seen).status_code == 409
    assert comment.body == "Theirs."


def test_what_is_not_its_own_edition_is_not_restored(app):
    client, moderator = as_moderator(app)
    comment, other = an_approved_comment(body="Mine."), an_approved_comment(body="Other.")
    edit_comment(other, by=moderator, body="Changed.", name="O")
    foreign = db.session.scalars(revisions_of(other)).one()
    for number in (foreign.id, 0, "x", 99999):
        assert _restore(client, comment, number).status_code == 404
    assert comment.body == "Mine."


def test_erased_words_are_not_restored(app):
    client, moderator = as_moderator(app)
    comment = an_approved_comment(body="First.")
    edit_comment(comment, by=moderator, body="Second.", name="A")
    first = db.session.scalars(revisions_of(comment)).one()
    erase_comments([comment], words=True)
    assert _restore(client, comment, first.id).status_code == 409
    assert comment.body == ""


def _restore(client, comment, number, **fields):
    fields = {"revision": number, "edited": edition_of(comment)} | fields
    return send(client, f"/moderation/comments/{comment.public_id}/restore", **fields)


def _story(client, comment, **args):
    page = client.get(f"/moderation/comments/{comment.public_id}", query_string=args).text
    told = page.split("Its story")[1].replace(' class="soft"', "")
    for tag in ("strong", "p", "li", "ul", "a"):
        told = told.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    told = " ".join(told.split())
    link = '<a href="/moderation/comments/'
    while link in told:
        before, _link, rest = told.partition(link)
        told = before + rest.partition(">")[2]
    return told


def test_an_author_is_told_of_no_more_than_what_they_may_decide_about(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own = many_alike(2, a_public_article(by=author), network=THERE)
    many_alike(4, first=2, network=THERE)
    page = " ".join(client.get(f"/moderation/comments/{own[1].public_id}").text.split())
    assert "One of 2 that are alike." in page
    assert "1 other comment to articles of yours had come from the same network." in page
    moderator, _account = as_moderator(app)
    page = " ".join(moderator.get(f"/moderation/comments/{own[1].public_id}").text.split())
    assert "One of 6 that are alike." in page
    assert "1 other comment had come from the same network." in page
