"""Fifty people leave their email; nobody but who may moderate them ever sees it, nor anything made of it."""

import hashlib
import shutil
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import SimpleNamespace

import httpx
import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.contact import Contact
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.publishing.deletion import delete
from blog.publishing.publication import publish
from blog.storage import db
from tests.builders import a_draft, a_public_article, an_account
from tests.journeys.canaries import addresses, crawled, everything_said, found_in, traces_of
from tests.live import serving
from tests.real_forms import form_to
from tests.whole_blog import NO_PAGE, a_whole_blog, every_page

pytestmark = pytest.mark.sqlite_only

# Words that are not public: of whom they are tells which test lets them through.
HIDDEN = "zqhiddenwordszq"


@pytest.fixture(scope="module")
def told(made_sqlite, tmp_path_factory):
    folder = tmp_path_factory.mktemp("canary")
    shutil.copytree(made_sqlite, folder / "instance")
    with serving(folder) as live_blog:
        yield everything_told(live_blog)


def everything_told(live_blog):
    """The blog after fifty comments of every fate, with all its addresses, posts that go wrong, and what is secret."""
    with live_blog.app.app_context():
        blog = a_whole_blog(email="noise-{}@elsewhere.example")
        other = a_public_article(title="Somebody else's", by=an_account(Role.AUTHOR, name="Another Author"))
        _hide_articles(blog.people[Role.AUTHOR])
        db.session.commit()
        pages = every_page(blog)
        articles = [
            f"/articles/{each.slug}" for each in (blog.articles["public"], blog.articles["older"], other)
        ]
        cookies = {role: live_blog.cookie_of(account)["value"] for role, account in blog.people.items()}
    emails = addresses()
    receipts = [_leave(live_blog.url, articles[n % 3], n, email) for n, email in enumerate(emails)]
    with live_blog.app.app_context():
        _decide(blog.people[Role.MODERATOR], emails)
        digests = _digests_kept()
    traces = set().union(*map(traces_of, emails)) | digests
    told = SimpleNamespace(
        url=live_blog.url, log=live_blog.log, articles=articles, cookies=cookies, pages=pages
    )
    told.emails, told.receipts, told.traces = emails, receipts, traces
    told.answers = visits(told)
    return told


def _hide_articles(author):
    words = {"by": author, "title": f"{HIDDEN} title", "body": f"{HIDDEN} body", "tags": [HIDDEN]}
    a_draft(**words)
    publish(a_draft(**words), by=author, goes_live_at=author.created_at.replace(year=2999))
    delete(a_public_article(**words), by=author)


def _leave(url, article, number, email):
    words = HIDDEN if FATES[number % len(FATES)] is not approve else "Said in public."
    with httpx.Client(base_url=url) as visitor:
        fields = form_to(visitor.get(article).text, f"{article}/comments")
        fields |= {"name": f"Visitor {number}", "email": email, "body": f"{words} {number}"}
        fields |= {"website": f"https://{HIDDEN}.example/{number}"} if words == HIDDEN else {}
        fields |= {"subject": "buy"} if number % 7 == 0 else {}
        fields |= {"remember": "y"} if number % 5 == 0 else {}
        answer = visitor.post(f"{article}/comments", data=fields)
        assert answer.status_code == 303, (email, answer.text[-2000:])
        return answer.headers["Location"]


def _digests_kept():
    """What the database keeps to compare people and networks by: nobody outside has any use for it."""
    kept = (Contact.fingerprint, Contact.digest, Contact.domain_digest, Contact.words_digest)
    rows = db.session.execute(db.select(*kept, Contact.network_digest, Contact.range_digest))
    return {digest for row in rows for digest in row if digest}


def _take_back(comment, *, by):
    approve(comment, by=by)
    undo(comment, by=by)


FATES = (None, approve, reject, mark_as_spam, _take_back)


def _decide(moderator, emails):
    left = db.session.scalars(
        db.select(Comment).where(Comment.name.like("Visitor %")).order_by(Comment.id)
    ).all()
    named = {comment.name: comment for comment in left}
    for number in range(len(emails)):
        fate = FATES[number % len(FATES)]
        if fate is not None:
            fate(named[f"Visitor {number}"], by=moderator)
    db.session.commit()


def visits(told):
    """Every answer a visitor without cookies can get, by what was asked."""
    public = [path for _endpoint, path, role in told.pages if role is None]
    desk = [path for _endpoint, path, role in told.pages if role is not None]
    keeps_nothing = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    with httpx.Client(base_url=told.url, cookies=keeps_nothing) as visitor:
        answers = crawled(visitor, ["/", "/feed.xml", "/sitemap.xml", "/robots.txt", "/sign-in", *public])
        answers |= {
            path: visitor.get(path) for path in (*desk, "/nowhere", "/receipts/nobodys", "/articles/none")
        }
        answers |= dict(_wrong_posts(visitor, told))
    return answers


def _wrong_posts(visitor, told):
    path = f"{told.articles[1]}/comments"
    said = {"name": "Visitor 1", "body": "Said in public. 1", "email": "somebody@else.example"}
    yield "405", visitor.post("/feed.xml", data=said)
    yield "403", visitor.post(path, data=said, headers={"Origin": "https://evil.example"})
    yield "422", visitor.post(path, data=said | {"email": "nonsense", "website": "javascript:1"})
    yield "409", visitor.post(path, data=said)
    yield "409 with the right address", visitor.post(path, data=said | {"email": told.emails[1]})
    yield "404", visitor.post("/articles/none/comments", data=said)


def test_no_visitor_sees_an_email_or_anything_made_of_it(told):
    answers = told.answers
    assert {answers["405"].status_code, answers["403"].status_code} == {405, 403}
    assert {answers[name].status_code for name in ("409", "409 with the right address")} == {409}
    assert answers["422"].status_code == 422 and answers["404"].status_code == 404
    seen = {asked: found_in(everything_said(answer), told.traces) for asked, answer in answers.items()}
    assert {asked: traces for asked, traces in seen.items() if traces} == {}
    assert [asked for asked, answer in answers.items() if answer.status_code >= 500] == []


def test_an_address_typed_by_somebody_else_is_told_apart_by_nothing(told):
    answers = told.answers
    assert answers["409"].text == answers["409 with the right address"].text


def test_no_visitor_sees_words_that_are_not_public(told):
    assert [asked for asked, answer in told.answers.items() if HIDDEN in everything_said(answer)] == []


def test_a_receipt_shows_its_comment_and_no_email(told):
    for path in told.receipts:
        answer = httpx.get(told.url + path)
        assert (answer.status_code, found_in(everything_said(answer), told.traces)) == (200, [])
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_log_holds_no_email(told):
    assert "/feed.xml" in told.log.read_text(errors="replace")
    assert found_in(told.log.read_text(errors="replace"), told.traces) == []


def test_every_address_is_visited_or_named_with_its_reason(app):
    visited = {endpoint for endpoint, _path, _role in every_page(a_whole_blog())}
    gettable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert gettable - visited - set(NO_PAGE) == set()


def emails_on(told, role, paths):
    """Which of the fifty a member of staff sees on `paths` and wherever their links lead at the desk."""
    with httpx.Client(base_url=told.url, cookies={"sign_in": told.cookies[role]}) as staff:
        pages = [staff.get(path) for path in paths]
    seen = "\n".join(page.text for page in pages)
    assert any(page.status_code == 200 for page in pages)
    return {email for email in told.emails if traces_of(email) & set(found_in(seen, traces_of(email)))}


QUEUES = ["/desk", *(f"/moderation?status={each}" for each in ("pending", "approved", "rejected", "spam"))]


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.MODERATOR])
def test_who_moderates_everything_sees_a_glimpse_of_addresses(told, role):
    assert emails_on(told, role, QUEUES) != set()


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sees_a_whole_address_that_they_did_not_ask_for(told, role):
    with httpx.Client(base_url=told.url, cookies={"sign_in": told.cookies[role]}) as staff:
        seen = "\n".join(staff.get(path).text for path in [*QUEUES, *(path for _, path, _ in told.pages)])
    whole = {email.casefold() for email in told.emails} | {email.partition("@")[0] for email in told.emails}
    assert found_in(seen, whole) == []


def test_an_author_sees_a_glimpse_of_addresses_on_own_articles_only(told):
    theirs = {email for number, email in enumerate(told.emails) if number % 3 == 2}
    seen = emails_on(told, Role.AUTHOR, QUEUES)
    assert seen and not seen & theirs


def test_an_author_finds_no_address_of_other_articles_by_searching(told):
    theirs = [email for number, email in enumerate(told.emails) if number % 3 == 2]
    with httpx.Client(base_url=told.url, cookies={"sign_in": told.cookies[Role.AUTHOR]}) as author:
        for status in ("pending", "approved", "rejected", "spam"):
            right = author.get("/moderation", params={"status": status, "q": theirs[0]}).text
            wrong = author.get("/moderation", params={"status": status, "q": "nobody-at-all"}).text
            assert "No comment here holds" in right and "No comment here holds" in wrong


def test_a_contributor_sees_no_address(told):
    assert emails_on(told, Role.CONTRIBUTOR, ["/desk", *QUEUES, "/desk/articles"]) == set()


def test_a_planted_trace_is_found(told):
    for email in told.emails:
        digest = hashlib.md5(email.lower().encode()).hexdigest()
        for planted in (
            email,
            email.upper(),
            email.partition("@")[0],
            digest,
            hashlib.sha256(email.encode()).hexdigest(),
        ):
            assert found_in(f"<img src='//avatars.example/{planted}?s=48'>", told.traces), planted


@pytest.mark.sqlite_only
def test_an_error_of_the_database_logs_no_email(app, visitor, caplog):
    """What a broken statement was about would stand beside it in the log, if nobody said otherwise."""
    article = a_public_article()
    broken = "CREATE TRIGGER broken BEFORE INSERT ON contact BEGIN SELECT RAISE(ABORT, 'broken'); END"
    db.session.execute(db.text(broken))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    email = addresses()[0]
    said = {"name": "n", "email": email, "body": HIDDEN}
    assert visitor.post(f"/articles/{article.slug}/comments", data=said).status_code == 500
    assert "INSERT INTO contact" in caplog.text
    assert found_in(caplog.text, traces_of(email) | {HIDDEN}) == []
