"""WordPress's lists are read line by line, and each line's fate is told before anything is saved."""

import pytest
from flask import current_app
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Status
from blog.moderating.finding import Outcome
from blog.moderating.rules.pasted import read_pasted
from blog.moderating.rules.rule import HouseRuleVersion, Kind, Mode
from blog.moderating.verdict import approve
from blog.storage import db
from tests.builders import a_comment, an_account
from tests.moderating.asking import as_moderator
from tests.moderating.rules.test_pages import looked_for, plain, send

PATH = "/moderation/rules/paste"


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("casino", (Kind.WORDS,)),
        ("cheap loans", (Kind.WORDS,)),
        ("evil.example", (Kind.DOMAINS, Kind.ADDRESS_DOMAINS)),
        ("https://www.evil.example/", (Kind.DOMAINS, Kind.ADDRESS_DOMAINS)),
        ("bad@visitors.example", (Kind.ADDRESSES,)),
        ("@trash.example", (Kind.ADDRESS_DOMAINS,)),
        ("192.0.2.7", (Kind.NETWORKS,)),
        ("2001:db8::7", (Kind.NETWORKS,)),
        ("192.0.2.", (Kind.NETWORKS,)),
        ("192.0.2.0/24", (Kind.NETWORKS,)),
        ("192.0.", ()),
        ("192.0.0.0/16", ()),
        ("2001:db8:", ()),
        ("Mozilla/5.0", (Kind.WORDS,)),
        ("v1.2", (Kind.WORDS,)),
    ],
)
def test_each_line_becomes_what_it_looks_like(app, line, kinds):
    read = read_pasted(line, Outcome.HOLD, keys=current_app.config["KEYS"], days=30)
    assert [each.kinds for each in read.lines] == [kinds]
    assert {draft.kind for draft in read.drafts} == set(kinds)


def test_nothing_is_saved_before_it_was_looked_at(app):
    client, moderator = as_moderator(app)
    approve(a_comment(body="WordPress is fine."), by=moderator)
    lists = {"hold": "press\r\n192.0.2.7\r\n10.", "spam": "evil.example\nbad@visitors.example", "mode": "on"}
    page = send(client, PATH, **lists, save="y")
    said = plain(page.text)
    assert page.status_code == 200
    for words in (
        "Words, also as part of others, in comment, name and website.",
        "A network, as a fingerprint that ends on",
        "Left out: of networks only fingerprints are kept",
        "An email address, as a fingerprint.",
        "Of the last 1 comment it would have held 1, of which people approved 1.",
    ):
        assert words in said
    assert db.session.scalars(select(HouseRuleVersion)).all() == []
    answer = send(client, PATH, **lists, save="y", looked=looked_for(page.text))
    assert answer.location == "/moderation/rules"
    saved = [
        (each.kind, each.outcome)
        for each in db.session.scalars(select(HouseRuleVersion).order_by(HouseRuleVersion.id))
    ]
    assert saved == [
        (Kind.WORDS, "hold"),
        (Kind.NETWORKS, "hold"),
        (Kind.DOMAINS, "spam"),
        (Kind.ADDRESSES, "spam"),
        (Kind.ADDRESS_DOMAINS, "spam"),
    ]
    for details in (
        {"email": "x@evil.example"},
        {"body": "https://a.evil.example"},
        {"email": "bad@visitors.example"},
    ):
        assert a_comment(**details).status is Status.SPAM
    assert a_comment(network="192.0.2.7").status is Status.PENDING


def test_they_begin_in_shadow_unless_it_is_said_otherwise(app):
    client, _moderator = as_moderator(app, Role.EDITOR)
    page = client.get(PATH).text
    assert '<option selected value="shadow">' in page
    seen = send(client, PATH, hold="casino", spam="", mode="shadow")
    send(client, PATH, hold="casino", spam="", mode="shadow", save="y", looked=looked_for(seen.text))
    assert db.session.scalars(select(HouseRuleVersion.mode)).all() == [Mode.SHADOW]


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"hold": " \n", "spam": ""}, "Paste at least one line"),
        ({"hold": "\n".join(f"word{n}" for n in range(1001)), "spam": ""}, "At most 1,000 lines"),
        ({"hold": "", "spam": "y" * 201}, "is too long: a line has at most 200 characters"),
        ({"hold": "x", "spam": "", "mode": "loud"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_the_lists_stay(app, lists, said):
    client, _moderator = as_moderator(app)
    page = send(client, PATH, **{"mode": "on"} | lists)
    assert page.status_code == 422
    assert said in page.text
    assert (lists["hold"].split("\n")[-1] or lists["spam"]) in page.text


def test_pasted_by_nobody_else(app):
    account = an_account(Role.AUTHOR)
    client, _author = as_moderator(app, Role.AUTHOR)
    assert client.post(PATH, data={"hold": "x"}).status_code in (400, 403, 422)
    assert account is not None
