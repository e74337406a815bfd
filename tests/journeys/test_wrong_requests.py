"""Requests that no page of ours would make: they change nothing, show nothing more, and break nothing."""

from http.client import HTTPConnection
from urllib.parse import quote, quote_from_bytes, urlsplit

import pytest

from blog.accounts.account import Role
from blog.storage import db
from blog.web.secret_addresses import is_secret, takes_one_click
from tests.builders import an_account, sign_in, token
from tests.corpora import corpus
from tests.journeys.doors import everything_stored, filled, posts
from tests.whole_blog import a_whole_blog, every_page

FIELDS = {
    "body": "b",
    "name": "n",
    "email": "e@visitors.example",
    "title": "t",
    "verdict": "approve",
    "role": "owner",
}


@pytest.fixture
def blog(app):
    return a_whole_blog()


def client_of(app, account):
    return sign_in(app.test_client(), account) if account else app.test_client()


def test_get_and_head_change_nothing(app, blog):
    before = everything_stored()
    for _endpoint, path, role in every_page(blog):
        for account in {None, blog.people.get(role), blog.people[Role.OWNER]}:
            client = client_of(app, account)
            assert client.get(path).status_code < 500, path
            assert client.head(path).status_code < 500, path
    for rule in posts(app):
        path = filled(rule, app, blog)
        assert client_of(app, blog.people[Role.OWNER]).get(path, query_string=FIELDS).status_code < 500, path
    assert everything_stored() == before


@pytest.mark.sqlite_only
def test_every_post_of_a_signed_in_person_needs_their_token(app, blog):
    owner = client_of(app, blog.people[Role.OWNER])
    foreign = token(client_of(app, an_account(Role.OWNER)), "/desk")
    before = everything_stored()
    for rule in posts(app):
        path = filled(rule, app, blog)
        tries = [
            owner.post(path, data=FIELDS),
            owner.post(path, data=FIELDS | {"csrf_token": "made-up"}),
            owner.post(path, data=FIELDS | {"csrf_token": foreign}),
            owner.post(path, data=FIELDS, headers={"X-CSRFToken": foreign}),
            owner.post(path, json=FIELDS),
            owner.post(path, data="verdict=approve", content_type="text/plain"),
            owner.post(path, data=FIELDS, query_string={"csrf_token": token(owner, "/desk")}),
        ]
        # Who is signed in already is only sent on from the sign-in page.
        refused = {"accounts.enter": {303}}.get(rule.endpoint, {400})
        assert {answer.status_code for answer in tries} == refused, path
    assert everything_stored() == before


@pytest.mark.sqlite_only
def test_no_post_is_taken_from_a_page_of_another_site(app, blog):
    before = everything_stored()
    for account in (None, blog.people[Role.OWNER]):
        client = client_of(app, account)
        for rule in posts(app):
            path = filled(rule, app, blog)
            if takes_one_click(path):  # from the button of whichever mailbox
                continue
            elsewhere = [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
            # A page whose address is a secret does not say where it is, and whoever posts there knows it.
            for said in elsewhere if is_secret(path) else [*elsewhere, {"Origin": "null"}]:
                assert client.post(path, data=FIELDS, headers=said).status_code == 403, path
    assert everything_stored() == before


ODD = (
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"},
    {"X-Forwarded-For": "1.2.3.4", "X-Real-IP": "1.2.3.4", "Forwarded": "for=1.2.3.4;host=evil.example"},
    {"X-Original-URL": "/moderation", "X-Rewrite-URL": "/moderation"},
    {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "POST", "X-Method-Override": "PUT"},
    {
        "X-Preview": "1",
        "X-Ghost-Preview": "1",
        "Accept": "application/json",
        "X-Requested-With": "XMLHttpRequest",
    },
    {"Host": "evil.example"},
)


@pytest.mark.sqlite_only
def test_odd_headers_change_no_page(app, blog):
    for _endpoint, path, role in every_page(blog):
        if role is None:
            plain = app.test_client().get(path)
            for headers in ODD:
                odd = app.test_client().get(path, headers=headers)
                assert (path, headers, odd.status_code, odd.data) == (
                    path,
                    headers,
                    plain.status_code,
                    plain.data,
                )
                assert "evil" not in str(odd.headers), (path, headers)


def test_a_page_that_holds_something_of_a_person_is_kept_by_nobody_else(app, blog):
    for _endpoint, path, role in every_page(blog):
        if role is not None:
            answer = client_of(app, blog.people[role]).get(path)
            assert answer.headers["Cache-Control"] == "private, no-store", path
    address = f"/articles/{blog.articles['public'].slug}"
    visitor = app.test_client()
    visitor.post(f"{address}/comments", data=FIELDS | {"remember": "y"})
    assert "e@visitors.example" in visitor.get(address).text
    assert visitor.get(address).headers["Cache-Control"] == "private, no-store"
    assert "e@visitors.example" not in app.test_client().get(address).text


READ = {
    "/": ("before", "after"),
    "/tags/bread": ("before", "after", "page"),
    "/articles/a-public-article": ("from",),
    "/articles/a-public-article/comments/new": ("parent",),
    "/sign-in": ("next",),
    "/moderation": ("status", "q", "after", "comment", "done", "skipped"),
    "/desk/articles": ("state", "before", "after", "of"),
    "/desk/articles/new": ("from", "title"),
}
KINDS = {"sqli", "control-chars", "format-strings", "integer-overflow", "crlf", "ssti", "utf8", "unicode"}


def awkward(kinds=KINDS):
    plain = [quote(entry["input"], safe="") for entry in corpus("text") if entry["kind"] in kinds]
    raw = [quote_from_bytes(bytes.fromhex(entry["input"]), safe="") for entry in corpus("bytes")]
    return [*plain, *raw, "1000000000", "-1", "9" * 400, "%00", "%ff", "", "%"]


def test_nothing_in_an_address_breaks_a_page(app, blog):
    owner, visitor = client_of(app, blog.people[Role.OWNER]), app.test_client()
    asked = [(path, name) for path, names in READ.items() for name in names]
    for number, text in enumerate(awkward()):
        for path, name in (asked * 2)[number * 4 % len(asked) :][:4]:
            client = owner if path.startswith(("/desk", "/moderation")) else visitor
            assert client.get(f"{path}?{name}={text}").status_code < 500, (path, name, text)


def test_each_parameter_withstands_sql(app, blog):
    owner, visitor = client_of(app, blog.people[Role.OWNER]), app.test_client()
    for text in awkward({"sqli"})[::3]:
        for path, client, names in (
            ("/", visitor, "before after"),
            (f"/articles/{blog.articles['public'].slug}", visitor, "from"),
            (f"/articles/{blog.articles['public'].slug}/comments/new", visitor, "parent"),
            ("/moderation", owner, "q status after"),
        ):
            for name in names.split():
                answer = client.get(f"{path}?{name}={text}")
                assert answer.status_code in {200, 400, 404, 409}, (path, name, text)


def test_nothing_in_a_path_breaks_a_page(app, blog):
    client = client_of(app, blog.people[Role.OWNER])
    for text in awkward():
        for place in (
            "/articles/",
            "/authors/",
            "/tags/",
            "/receipts/",
            "/media/",
            "/moderation/comments/",
            "/desk/people/",
        ):
            assert client.get(place + text).status_code < 500, (place, text)


def test_bytes_that_are_no_form_break_nothing(app, blog):
    owner, visitor = client_of(app, blog.people[Role.OWNER]), app.test_client()
    forms = (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        "",
    )
    paths = [filled(rule, app, blog) for rule in posts(app)]
    for number, entry in enumerate(corpus("bytes")):
        raw, kind = bytes.fromhex(entry["input"]), forms[number % len(forms)]
        path = paths[number % len(paths)]
        for body in (
            raw,
            b"body=" + raw + b"&name=" + raw,
            b"--x\r\nContent-Disposition: form-data; name=" + raw,
        ):
            for client in (visitor, owner):
                assert client.post(path, data=body, content_type=kind).status_code < 500, (
                    path,
                    entry["id"],
                    kind,
                )


BESIDE = [
    "/console",
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/instance/blog.sqlite",
    "/instance/keys/sign_in",
    "/static/../app.py",
    "/assets/../app.py",
    "/assets/0/../../app.py",
    "/assets/%2e%2e/app.py",
    "/assets/..%2f..%2fapp.py",
    "/media/../blog.sqlite",
    "/media/..%2fblog.sqlite",
    "/media/%2e%2e%2fblog.sqlite",
    "/media/..%5cblog.sqlite",
    "/media/....//blog.sqlite",
    "/media//etc/passwd",
    "/media/%2fetc%2fpasswd",
    "/static/css/base.css",
    "/blog.sqlite",
    "/blog.sqlite-wal",
    "/app.py",
    "/Makefile",
    "/server-status",
    "/debug",
    "/?__debugger__=yes&cmd=resource&f=debugger.js",
    "/moderation/../desk",
    "/robots.txt/../app.py",
    "/%2e%2e/%2e%2e/etc/passwd",
]


@pytest.mark.sqlite_only
def test_nothing_beside_the_application_is_served(live_blog):
    home = ask(live_blog, "/")
    for path in BESIDE:
        status, body = ask(live_blog, path)
        assert status in {302, 308, 400, 404} or path.startswith("/?") or (status, body) == home, (
            path,
            status,
        )
        for secret in (b"SQLite format", b"create_app", b"root:", b"[core]", b"Traceback", b"Werkzeug"):
            assert secret not in body, path


def ask(blog, path):
    """(status, body) of a path sent as it is: other clients tidy it first."""
    connection = HTTPConnection(urlsplit(blog.url).netloc, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_an_error_tells_no_visitor_what_broke(app, visitor):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/breaks", view_func=lambda: db.session.execute(db.text("SELECT secret FROM nowhere")))
    answer = visitor.get("/breaks")
    assert answer.status_code == 500
    assert not [word for word in ("secret", "nowhere", "Traceback", "sqlalchemy") if word in answer.text]
