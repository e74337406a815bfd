"""Ten people ask for letters, hear what became of their comments, take their data and are erased: an address is
seen in its own letters and in its owner’s own data, and nowhere else: no page, no log, no file of the installation.
"""

import re
import shutil
from types import SimpleNamespace

import httpx
import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.moderating.verdict import approve, reject
from blog.storage import db
from tests.builders import a_public_article, an_account
from tests.journeys.canaries import addresses, everything_said, found_in, traces_of
from tests.live import serving
from tests.mail.smtp import start_mail_server
from tests.real_forms import form_to
from tests.services import wait_until
from tests.worker_beside import worker_beside

pytestmark = pytest.mark.sqlite_only

EMAILS = addresses()[:10]  # each shape twice


@pytest.fixture(scope="module")
def told(made_sqlite, tmp_path_factory):
    folder = tmp_path_factory.mktemp("canary-letters")
    shutil.copytree(made_sqlite, folder / "instance")
    smtp = start_mail_server()
    mail = {"BLOG_SMTP_URL": smtp.url, "BLOG_MAIL_FROM": "Forge <blog@forge.example>"}
    mail["BLOG_TRUSTED_PROXIES"] = "1"  # everybody comes from a network of their own
    try:
        with serving(folder, **mail) as blog, worker_beside(blog, folder / "worker.log", **mail) as log:
            yield _live_through(blog, smtp, log, folder)
    finally:
        smtp.controller.stop()


def _live_through(blog, smtp, log, folder):
    with blog.app.app_context():
        article, moderator = a_public_article(title="Bread"), an_account(Role.MODERATOR)
        db.session.commit()
        path, moderator_id = f"/articles/{article.slug}", moderator.id
    told = SimpleNamespace(url=blog.url, smtp=smtp, pages={}, own={}, logs=(blog.log, log), folder=folder)
    for number, email in enumerate(EMAILS):
        _ask(told, path, number, email)
    letters = _letters(told, "confirmation", len(EMAILS))
    for to, words in letters.items():
        _post(told, to, _link(words, "/confirmation"))
    with blog.app.app_context():
        decided = db.session.get(type(moderator), moderator_id)
        comments = db.session.scalars(db.select(Comment).order_by(Comment.id)).all()
        for number, comment in enumerate(comments):
            (reject if number % 4 == 3 else approve)(comment, by=decided, at=comment.left_at)
        db.session.commit()
    told.fates = _letters(told, "receipts", len(EMAILS))
    for number, (to, words) in enumerate(list(told.fates.items())[:4]):
        _take_data(told, to, _link(words, "/receipts/"), erase=number % 2)
    return told


def _ask(told, path, number, email):
    with httpx.Client(base_url=told.url, headers={"X-Forwarded-For": f"192.0.2.{number}"}) as visitor:
        fields = form_to(visitor.get(path).text, f"{path}/comments")
        fields |= {"name": f"Visitor {number}", "email": email, "body": f"Words {number}."}
        fields |= {"letters_fate": "y", "letters_answers": "y"}
        answer = visitor.post(f"{path}/comments", data=fields)
        assert answer.status_code == 303, answer.text[-500:]
        told.pages[f"receipt {number}"] = visitor.get(answer.headers["Location"])


def _letters(told, what, number):
    """{address: words} of the last letter to each that mentions `what`, once there are so many."""

    def found():
        # Letters are matched without case: a mail server may keep the case of a domain or not.
        return {
            each.to[0]: each.part("plain") for each in list(told.smtp.received) if what in each.part("plain")
        }

    wait_until(lambda: len(found()) >= number, what=f"{number} letters about {what}", seconds=90)
    return found()


def _link(words, part):
    return next(path for path in re.findall(r"https?://[^\s/]+(/\S*)", words) if part in path)


def _post(told, to, path, **fields):
    answer = httpx.post(told.url + path, data=fields, follow_redirects=True)
    assert answer.status_code == 200, answer.text[-500:]
    told.pages[f"{path} of {to}"] = answer


def _take_data(told, to, receipt, *, erase):
    token = receipt.rpartition("/")[2]
    _post(told, to, f"/receipts/{token}/data-letter")

    def letter():
        sent = [each for each in list(told.smtp.received) if each.to == [to]]
        return next((each.part("plain") for each in sent if "/my-data/" in each.part("plain")), None)

    wait_until(lambda: letter(), what="the letter with the link", seconds=90)
    path = _link(letter(), "/my-data/")
    httpx.post(f"{told.url}{path}/opening")
    wait_until(
        lambda: httpx.get(f"{told.url}{path}/my-data.json").status_code == 200, what="the data", seconds=90
    )
    told.own[to] = [httpx.get(told.url + path), httpx.get(f"{told.url}{path}/my-data.json")]
    if erase:
        _post(told, to, f"{path}/erasure", words="erase")


def _traces(emails):
    return set().union(*map(traces_of, emails))


def _others(address):
    """All that stands for somebody else than whoever has this address; staff get letters too."""
    mine = [email for email in EMAILS if _is_same(email, address)]
    return _traces(email for email in EMAILS if email not in mine) - _traces(mine)


def _is_same(email, address):
    return email.casefold() == address.casefold() or traces_of(email) & {address.casefold()}


def test_everybody_is_written_to_and_nobody_reads_of_another(told):
    written_to = {each.to[0] for each in told.smtp.received}
    assert all(any(_is_same(email, to) for to in written_to) for email in EMAILS)
    for letter in told.smtp.received:
        said = letter.content.decode("utf-8", "replace") + letter.part("plain") + letter.part("html")
        assert found_in(said, _others(letter.to[0])) == []


def test_an_address_stands_in_no_letters_words_not_even_its_own(told):
    """The envelope and To name it; whatever is forwarded or quoted does not."""
    for letter in told.smtp.received:
        said = letter.part("plain") + letter.part("html") + str(letter.message["Subject"])
        assert found_in(said, {email.casefold() for email in EMAILS}) == []


def test_ones_own_data_names_ones_own_address_and_no_other(told):
    assert len(told.own) == 4
    for to, (page, data) in told.own.items():
        assert _is_same(data.json()["address"], to)
        for answer in (page, data):
            assert found_in(everything_said(answer), _others(to)) == []
            assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_other_page_shows_an_address(told):
    seen = {name: found_in(everything_said(page), _traces(EMAILS)) for name, page in told.pages.items()}
    assert {name: traces for name, traces in seen.items() if traces} == {}


def test_no_log_of_web_or_worker_holds_an_address(told):
    for log in told.logs:
        assert found_in(log.read_text(errors="replace"), _traces(EMAILS)) == []
    # Not the web's: the tests' server logs each request, which the blog's own does not.
    worker = told.logs[1].read_text(errors="replace")
    assert re.findall(r"/(?:receipts|my-data|letters)/[\w.-]{20,}", worker) == []


def test_no_file_of_the_installation_holds_an_address(told):
    files = [path for path in (told.folder / "instance").rglob("*") if path.is_file()]
    assert {"blog.sqlite", "queue.sqlite"} <= {path.name for path in files}
    for path in files:
        said = path.read_bytes()
        text = said.decode("utf-8", "replace") + said.decode("latin-1")
        assert found_in(text, _traces(EMAILS)) == [], path.name
