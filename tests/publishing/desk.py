"""An author's desk in tests: pages are opened and forms sent as a browser would."""

from html import unescape
from re import findall, search

from blog.accounts.account import Role
from tests.builders import an_account, sign_in, token

WORDS = {
    "title": "The winter ledger",
    "body": "What *forty years* say.",
    "summary": "",
    "tags": "",
    "slug": "",
}


class Desk:
    """`desk.account` is signed in with a client of its own."""

    def __init__(self, app, role=Role.AUTHOR, account=None):
        self.account = account or an_account(role)
        self.visitor = sign_in(app.test_client(), self.account)

    def get(self, path):
        return self.visitor.get(path)

    def post(self, path, **fields):
        fields.setdefault("csrf_token", token(self.visitor, "/desk/articles/new"))
        return self.visitor.post(path, data=fields)

    def write(self, **fields):
        return self.post("/desk/articles", **(WORDS | fields))

    def save(self, article, **fields):
        kept = {"title": article.title, "body": article.body, "version": article.version, "slug": ""}
        return self.post(f"/desk/articles/{article.id}", **(WORDS | kept | fields))

    def says(self, article, act, **fields):
        return self.post(f"/desk/articles/{article.id}/{act}", **fields)


def typed(page, name):
    """The value of the control `name` on the page."""
    found = search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page, flags=16)
    if found:
        return unescape(found[1])
    control = search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert control, f"no control {name}"
    value = search(r'value="([^"]*)"', control[0])
    return unescape(value[1]) if value else ""


def titles(page):
    """The titles in the list of articles, in order."""
    return [unescape(title) for title in findall(r'href="/desk/articles/\d+">([^<]*)</a>', page)]
