"""What such software got wrong elsewhere, row by row of the threat model, and the tests that show it is not so here.

The table names where each row is proved; what follows are the tests that belong to no room alone.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.storage import db
from blog.text.markdown import render_comment
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, sign_in, token
from tests.corpora import corpus
from tests.real_forms import form_to

TESTS = Path(__file__).parent.parent
PROVED = {
    "1 script in a comment": [
        "attack/test_batches.py",
        "attack/test_single.py",
        "text/test_attack_strings.py",
    ],
    "2 script in name, website, email": ["attack/test_batches.py", "text/test_websites.py"],
    "3 only in the moderation page or feed": ["attack/test_batches.py", "attack/test_single.py"],
    "4 changed after cleaning": [
        "text/test_attack_strings.py::cleaning_an_attack_string_again_changes_nothing"
    ],
    "5 an unmaintained cleaner": [
        "text/test_attack_strings.py::a_second_cleaner_finds_nothing_to_take_away",
        "web/test_headers.py",
    ],
    "6 forged requests": [
        "journeys/test_wrong_requests.py::every_post_of_a_signed_in_person_needs_their_token"
    ],
    "7 unapproved words": [
        "journeys/test_canary.py",
        "reading/test_nothing_leaks.py",
        "commenting/test_leaks.py",
    ],
    "8 personal details": ["journeys/test_canary.py", "moderating/test_queue.py"],
    "9 moderation dodged": ["commenting/test_posting.py::nobody_can_say_more_than_the_form_asks"],
    "10 rights by comparing paths": ["moderating/test_addresses.py", "publishing/test_rights.py"],
    "11 SQL injection": [
        "journeys/test_wrong_requests.py::nothing_in_an_address_breaks_a_page",
        "moderating/test_queue.py::search_looks_for_every_word_as_it_is_typed",
    ],
    "12 limits dodged or turned on the victim": [
        "accounts/test_throttle.py",
        "accounts/test_limit_counter.py::a_hundred_thousand_counts_are_swept_piece_by_piece",
        "web/test_headers.py::no_proxy_header_counts_unless_proxies_are_trusted",
    ],
    "13 fetching what somebody typed": ["journeys/test_wrong_fetches.py"],
    "14 people's files as pages": [
        "publishing/test_pictures.py::html_behind_a_picture_is_not_kept",
        "publishing/test_pictures.py::everybody_gets_the_file_with_fixed_headers",
    ],
    "15 the wrong page to the wrong person": [
        "reading/test_same_bytes.py",
        "journeys/test_wrong_requests.py::odd_headers_change_no_page",
    ],
    "17 made slow": ["text/test_hard_inputs.py", "commenting/test_conversation.py", "reading/test_depth.py"],
    "18 lines and headers forged": [
        "journeys/test_wrong_fetches.py::the_log_holds_no_secret_and_no_forged_line"
    ],
    "19 sign-in": [
        "accounts/test_signing_in.py::every_way_of_being_wrong_gets_the_same_answer",
        "accounts/test_signing_in.py::signing_in_starts_a_new_session",
        "accounts/test_signing_in.py::signing_out_ends_this_session_and_no_other",
        "accounts/test_open_redirect.py",
    ],
    "20 secrets and debuggers shipped": [
        "storage/test_keys.py",
        "journeys/test_wrong_requests.py::nothing_beside_the_application_is_served",
    ],
}


@pytest.mark.parametrize("threat", PROVED)
def test_each_threat_is_proved_where_the_table_says(threat):
    for place in PROVED[threat]:
        path, _, name = place.partition("::")
        assert f"def test_{name}" in (TESTS / path).read_text(encoding="utf-8"), place


class _Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, *sorted(name for name, _value in attributes)))


def markup(page):
    """The elements of a page with their attributes' names, each once."""
    return set(_Elements(page).found)


QUOTING = (
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'onmouseover='alert(1)",
    'https://a.example/?q="><script>alert(1)</script>',
    "https://a.example/#`${alert(1)}`",
)


@pytest.mark.parametrize("website", QUOTING)
def test_a_quote_in_a_website_ends_no_attribute_on_any_way_in(app, website):
    """New, edited by a moderator, remembered by a cookie: of three ways in, one was forgotten elsewhere."""
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    plain = an_approved_comment(article, by=moderator, website="https://a.example/")
    visitor, staff = app.test_client(), sign_in(app.test_client(), moderator)
    address = f"/articles/{article.slug}"
    edit = f"/moderation/comments/{plain.public_id}/edit"
    form = {"csrf_token": token(staff, "/moderation"), "body": "b", "name": "n", "edited": ""}
    assert staff.post(edit, data=form | {"website": "https://a.example/"}).status_code == 303
    undisturbed = markup(visitor.get(address).text)
    form["edited"] = form_to(staff.get(edit).text, edit)["edited"]
    assert staff.post(edit, data=form | {"website": website}).status_code == 303
    left = {"body": "b", "name": "m", "email": "e@visitors.example", "website": website, "remember": "y"}
    assert visitor.post(f"{address}/comments", data=left).status_code == 303
    pages = [visitor.get(address).text, staff.get("/moderation").text, staff.get(edit).text]
    assert markup(app.test_client().get(address).text) == undisturbed
    for page in pages:
        assert not [names for _tag, *names in markup(page) if any(name.startswith("on") for name in names)]
        assert "<script>" not in page


def test_a_vector_that_a_cut_would_break_open_stays_words(app):
    """Excerpts end after so many letters, wherever in a vector that falls, whatever letters stand before it."""
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    staff = sign_in(app.test_client(), moderator)
    vectors = [
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;",
        "[a](javascript:1)",
        "`<b>`<i>",
        "&#x3c;b&#x3e;",
    ]
    parent = an_approved_comment(article, by=moderator, body="plain")
    a_comment(article, parent=parent)
    undisturbed = markup(staff.get("/moderation").text)
    for padding in ("a", "\U0001f600"):
        for vector in vectors:
            for cut in range(1, len(vector), 3):
                parent.body = padding * (240 - cut) + vector
                parent.body_html = render_comment(parent.body)
                assert markup(staff.get("/moderation").text) == undisturbed


def test_a_vector_at_a_limit_is_refused_and_never_cut(app, visitor):
    article, vector = a_public_article(), "<img src=x onerror=alert(1)>"
    said = {"body": "b", "name": "n", "email": "e@visitors.example", "website": ""}
    for field, limit in (("body", 10_000), ("name", 100)):
        too_long = "\U0001f600" * (limit - 5) + vector
        answer = visitor.post(f"/articles/{article.slug}/comments", data=said | {field: too_long})
        assert answer.status_code == 422 and "<img" not in answer.text
    assert db.session.scalar(db.select(db.func.count(Comment.id))) == 0


def test_typing_somebody_elses_address_gains_nothing(app, visitor):
    author = an_account(Role.AUTHOR, email="ada@staff.example", name="Ada")
    article = a_public_article(by=author)
    for _ in range(3):
        an_approved_comment(article, email="regular@visitors.example", name="Regular")
    for name, email in (("Regular", "regular@visitors.example"), ("Ada", "ada@staff.example")):
        said = {"name": name, "email": email, "body": f"Not {name}, but who could tell?"}
        visitor.post(f"/articles/{article.slug}/comments", data=said)
        left = db.session.scalar(db.select(Comment).where(Comment.body == said["body"]))
        assert (left.status, left.account_id, left.decision_count) == (Status.PENDING, None, 0)
        assert said["body"] not in app.test_client().get(f"/articles/{article.slug}").text


def test_nothing_beside_the_forms_fields_is_believed(app, visitor):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    more = {
        "status": "approved",
        "verdict": "approve",
        "decision_count": "7",
        "account_id": str(moderator.id),
    }
    more |= {
        "by": str(moderator.id),
        "article_id": "99",
        "id": "99",
        "public_id": "f" * 16,
        "left_at": "2001-01-01",
    }
    more |= {"body_html": "<script>", "avatar_seed": "0", "root_id": "1", "is_admin": "1", "role": "owner"}
    said = {"name": "n", "email": "e@visitors.example", "body": "b"}
    address = f"/articles/{article.slug}/comments"
    assert visitor.post(address, data=said | more, query_string=more).status_code == 303
    left = db.session.scalar(db.select(Comment))
    assert (left.status, left.decision_count, left.account_id) == (Status.PENDING, 0, None)
    assert (left.article_id, left.root_id, left.body_html) == (article.id, left.id, "<p>b</p>\n")
    assert left.public_id != "f" * 16 and left.left_at.year > 2001
    assert visitor.post(address, json=said | more).status_code == 422
    assert db.session.scalar(db.select(db.func.count(Comment.id))) == 1


def test_tried_with_every_sql_string_a_search_finds_nothing_it_should_not(app):
    staff = sign_in(app.test_client(), an_account(Role.MODERATOR))
    an_approved_comment(body="one", name="Ada", email="a@visitors.example")
    for entry in corpus("text"):
        if entry["kind"] == "sqli" and not re.search("one|ada|visitors|example|^a$", entry["input"], re.I):
            answer = staff.get("/moderation", query_string={"status": "approved", "q": entry["input"]})
            assert answer.status_code == 200, entry["id"]
            assert (
                not entry["input"].strip(" \n")
                or len(entry["input"]) < 3
                or 'class="queue"' not in answer.text
            )
