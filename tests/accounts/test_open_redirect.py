"""`next` leads to a place on this site or to the desk."""

import pytest

from blog.web.links import is_local_path
from tests.accounts.test_signing_in import enter
from tests.builders import PASSWORD, an_account, sign_in
from tests.corpora import corpus

OUR_OWN = [
    "/desk/profile",
    "/moderation?status=spam&q=a%20b",
    "/desk/articles/1#end",
    "/tags/%C3%BC",
    "/tags/ü",
]
CLEVER = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "",
]


def addresses():
    return [entry["input"] for entry in corpus("urls")]


def stays_here(location):
    """What a browser makes of it, told without the product's own code."""
    kept = "".join(letter for letter in location.strip(" \t\r\n") if letter not in "\t\r\n").replace(
        "\\", "/"
    )
    return kept.startswith("/") and not kept.startswith("//")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("address", OUR_OWN)
def test_an_address_of_ours_is_kept(visitor, address):
    sign_in(visitor, an_account())
    assert visitor.get("/sign-in", query_string={"next": address}).location == address.replace("ü", "%C3%BC")


@pytest.mark.sqlite_only
def test_no_address_of_the_corpus_leads_away(visitor):
    sign_in(visitor, an_account())
    for address in [*CLEVER, *addresses()]:
        answer = visitor.get("/sign-in", query_string={"next": address})
        if "\0" in address:
            assert answer.status_code == 400, address
            continue
        assert answer.status_code == 302, address
        assert stays_here(answer.location), address


@pytest.mark.sqlite_only
@pytest.mark.parametrize("address", CLEVER)
def test_after_the_password_neither(visitor, address):
    account = an_account(password=PASSWORD)
    assert enter(visitor, email=account.email, next=address).location == "/desk"


@pytest.mark.browser
def test_a_browser_agrees(chromium):
    """Every address that counts as local is on the same origin to Chromium's own parser."""
    page = chromium.new_page()
    local = [address for address in addresses() if is_local_path(address)]
    origins = page.evaluate(
        "addresses => addresses.map(a => new URL(a, 'https://blog.example/sign-in').origin)", local + OUR_OWN
    )
    page.close()
    assert set(origins) == {"https://blog.example"}
