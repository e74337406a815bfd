"""Behind nginx with TLS: the same forms, with the cookies and headers that https asks for."""

import re
import shutil
import subprocess

import httpx
import pytest

from blog.accounts.account import Role
from blog.storage import db
from tests.builders import PASSWORD, a_public_article, an_account
from tests.live import serving
from tests.real_forms import form_to
from tests.services import free_port, missing, wait_until

pytestmark = pytest.mark.sqlite_only

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/site.crt; ssl_certificate_key {folder}/site.key;
    location / {{
      proxy_pass {upstream};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-Host $http_host;
    }}
  }}
}}
"""


@pytest.fixture
def https_blog(made_sqlite, tmp_path):
    """(https address, LiveBlog behind it)."""
    for program in ("nginx", "openssl"):
        if not shutil.which(program):
            missing(f"{program} is not installed (Debian: apt-get install {program})")
    shutil.copytree(made_sqlite, tmp_path / "instance")
    port = free_port()
    address = f"https://127.0.0.1:{port}"
    with serving(tmp_path, BLOG_URL=address, BLOG_TRUSTED_PROXIES="1") as blog:
        proxy = _nginx(tmp_path, port, blog.url)
        try:
            wait_until(lambda: _answers(address), what="nginx")
            yield address, blog
        finally:
            proxy.terminate()
            proxy.wait(10)


def _nginx(folder, port, upstream):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        + ["-keyout", f"{folder}/site.key", "-out", f"{folder}/site.crt"],
        check=True,
        capture_output=True,
    )
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port, upstream=upstream))
    return subprocess.Popen(
        ["nginx", "-c", f"{folder}/nginx.conf", "-p", str(folder)], stderr=subprocess.DEVNULL
    )


def _answers(address):
    try:
        return httpx.get(address, verify=False).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_visitor_comments_and_a_moderator_signs_in_and_approves(https_blog, browser_page, javascript):
    address, blog = https_blog
    with blog.app.app_context():
        slug = a_public_article().slug
        an_account(Role.MODERATOR, email="morgan@staff.example", password=PASSWORD)
        db.session.commit()
    blog.url = address
    page = browser_page(blog, javascript=javascript, ignore_https_errors=True)
    page.goto(f"/articles/{slug}")
    page.get_by_label(re.compile("^Comment")).fill("Said over https.")
    page.get_by_label(re.compile("^Name")).fill("Grace")
    page.get_by_label(re.compile("^Email")).fill("grace@visitors.example")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url(re.compile("/receipts/"))

    desk = browser_page(blog, javascript=javascript, ignore_https_errors=True)
    desk.goto("/moderation")
    desk.get_by_label(re.compile("^Email")).fill("morgan@staff.example")
    desk.get_by_label(re.compile("^Password")).fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_role("button", name=re.compile("^Approve")).first.click()
    desk.get_by_text("No comments are waiting").wait_for()

    reader = browser_page(blog, javascript=javascript, ignore_https_errors=True)
    reader.goto(f"/articles/{slug}")
    reader.get_by_text("Said over https.").wait_for()
    for context in (page.context, desk.context):
        assert {cookie["secure"] for cookie in context.cookies()} == {True}
        assert {cookie["httpOnly"] for cookie in context.cookies()} == {True}
        assert {cookie["sameSite"] for cookie in context.cookies()} == {"Lax"}


def test_only_our_own_origin_may_post(https_blog):
    address, blog = https_blog
    with blog.app.app_context():
        slug = a_public_article().slug
        db.session.commit()
    with httpx.Client(base_url=address, verify=False) as visitor:
        article = visitor.get(f"/articles/{slug}")
        assert article.headers["Strict-Transport-Security"].startswith("max-age=")
        fields = form_to(article.text, f"/articles/{slug}/comments")
        fields |= {"body": "Hello.", "name": "Grace", "email": "grace@visitors.example"}

        def status(**headers):
            return visitor.post(f"/articles/{slug}/comments", data=fields, headers=headers).status_code

        assert status(Origin="https://evil.example") == 403
        assert status(Origin=address.replace("https", "http")) == 403
        assert status(Origin="null") == 403
        assert status(**{"Sec-Fetch-Site": "cross-site"}) == 403
        assert status(Origin=address) == 303
