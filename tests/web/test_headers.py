import pytest
from flask import request

from blog import create_app
from blog.web.assets import asset


@pytest.mark.parametrize("path", ["/", "/nowhere", "/favicon.ico", "/robots.txt", "/sign-in"])
def test_every_answer_carries_the_headers(visitor, path):
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and "data:" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_visitors_answer_sets_no_cookie_and_does_not_vary_by_it(visitor):
    for path in ("/", "/nowhere", "/sign-in"):
        answer = visitor.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.sqlite_only
def test_no_proxy_header_counts_unless_proxies_are_trusted(environ):
    odd = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    for trusted, seen in (("0", "127.0.0.1 http localhost"), ("1", "9.9.9.9 https evil.example")):
        app = create_app({**environ, "BLOG_TRUSTED_PROXIES": trusted})
        app.add_url_rule("/who", view_func=_who)
        assert app.test_client().get("/who", headers=odd).text == seen


def _who():
    return f"{request.remote_addr} {request.scheme} {request.host}"


def test_bundles_are_kept_for_ever_and_come_compressed(app, visitor):
    with app.test_request_context():
        path = asset("site.css")
    plain = visitor.get(path)
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    small = visitor.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert len(small.data) < len(plain.data)
    assert visitor.get(path.replace("/assets/", "/assets/0")).status_code == 404


@pytest.mark.parametrize("room", ["receipts", "set-up", "invitations", "passwords"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_secret_address_is_kept_nowhere_even_where_nothing_is_found(visitor, room, method):
    answer = visitor.open(f"/{room}/nobodys-token", method=method)
    assert answer.status_code in {404, 405, 409, 422}
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
