"""What there is to notice about a new comment."""

from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.doubt import settle_impersonation
from blog.moderating.finding import Finding, Ground
from blog.moderating.languages import language_of, script_of
from blog.moderating.links import host_of, links_of
from blog.moderating.verdict import approve, reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator

ENGLISH = (
    "We baked the bread on Sunday and it was good, but there is something that I do not understand about the "
    "starter: how can it be that you have to feed it with so much flour, and what do they say to this?"
)
GERMAN = (
    "Ich habe das Brot am Sonntag gebacken und es war sehr gut, aber ich verstehe nicht, wie man den Teig so lange "
    "stehen lassen kann, ohne dass er sauer wird. Das ist mir auch mit dem anderen Mehl noch nicht gelungen."
)
RUSSIAN = "Хлеб получился очень хороший, но я не понимаю, зачем столько муки."


def facts(comment, ground):
    """The facts of the reason with this ground, or None."""
    finding = db.session.get(Finding, comment.id)
    return next((reason.facts for reason in finding.reasons if reason.ground is ground), None)


@pytest.mark.parametrize(
    ("words", "number", "hosts"),
    [
        ("No link: 3.5 or e.g. this.", 0, ()),
        ("https://one.example/a", 1, ("one.example",)),
        (
            "[one](https://one.example) <a href='http://two.example/x'>two</a>",
            2,
            ("one.example", "two.example"),
        ),
        ("[url=http://one.example]http://one.example[/url]", 1, ("one.example",)),
        ("[url]http://one.example[/url] [url]http://one.example/2[/url]", 2, ("one.example",)),
        ("buy at cheap-pills.com or WWW.Pills.example/now", 2, ("cheap-pills.com", "pills.example")),
        ("http://safe.example:80@evil.example/", 1, ("evil.example",)),
        ("http://user:word@evil.example:8080/x", 1, ("evil.example",)),
        ("http://BÜCHER.example/ http://bücher.example./", 2, ("xn--bcher-kva.example",)),
        ("//comment in code, https:// nothing", 0, ()),
    ],
)
def test_links_are_counted_however_they_are_marked_up(words, number, hosts):
    found = links_of(words)
    assert (found.number, found.hosts) == (number, hosts)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.One.example/x", "one.example"),
        ("ONE．example", "one.example"),
        ("http://ex%61mple.example", "example.example"),
        ("localhost", None),
        ("", None),
        ("https://[::1]/", None),
    ],
)
def test_a_host_has_one_normal_form(address, host):
    assert host_of(address) == host


def test_several_links_are_a_fact_with_their_hosts(app):
    one = a_comment(body="https://one.example")
    many = a_comment(body=" ".join(f"https://host{n}.example" for n in range(9)))
    assert facts(one, Ground.LINKS) is None
    assert facts(many, Ground.LINKS) == {"links": 9, "hosts": [f"host{n}.example" for n in range(5)]}


@pytest.mark.parametrize(
    ("same", "details"),
    [("network", {"network": "192.0.2.7"}), ("address", {"email": "ada@visitors.example"})],
)
def test_three_within_ten_minutes_are_fast(app, same, details):
    at, article = now(), a_public_article()
    a_comment(article, at=at - timedelta(minutes=11), **details)
    a_comment(article, at=at)
    first = a_comment(article, at=at - timedelta(minutes=9), **details)
    second = a_comment(article, at=at - timedelta(minutes=1), **details)
    third = a_comment(article, at=at, **details)
    assert facts(first, Ground.SPEED) is None
    assert facts(second, Ground.SPEED) is None
    assert facts(third, Ground.SPEED) == {"comments": 3, "same": same, "minutes": 10}


def test_a_thread_is_heated_by_many_answers_or_by_rejected_ones(app):
    article, moderator, at = a_public_article(), an_account(Role.MODERATOR), now()
    lively = an_approved_comment(article, by=moderator)
    answers = [a_comment(article, parent=lively, at=now()) for _ in range(10)]
    assert [facts(each, Ground.HEATED) for each in answers] == [None] * 9 + [{"lately": 10, "refused": 0}]
    angry = an_approved_comment(article, by=moderator, at=at - timedelta(days=2))
    for _ in range(3):
        reject(a_comment(article, parent=angry, at=at - timedelta(days=1)), by=moderator)
    assert facts(a_comment(article, parent=angry, at=at), Ground.HEATED) == {"lately": 0, "refused": 3}
    assert facts(a_comment(article, at=at), Ground.HEATED) is None


@pytest.mark.parametrize(
    ("article", "said", "noticed"),
    [
        (ENGLISH, RUSSIAN, {"comment": "Cyrillic", "article": "Latin", "by": "script"}),
        (ENGLISH, GERMAN, {"comment": "German", "article": "English", "by": "words"}),
        (GERMAN, ENGLISH, {"comment": "English", "article": "German", "by": "words"}),
        (ENGLISH, ENGLISH, None),
        (ENGLISH, "Danke!", None),
        (ENGLISH, f"{GERMAN} That is what my grandmother said, and she was from there.", None),
        ("x = 1", GERMAN, None),
    ],
)
def test_another_language_is_noticed_where_it_can_be_told(app, article, said, noticed):
    comment = a_comment(a_public_article(body=article), body=said)
    assert facts(comment, Ground.LANGUAGE) == noticed


def test_scripts_and_languages_are_told_or_left_open():
    assert [
        script_of(words)
        for words in (
            ENGLISH,
            RUSSIAN,
            "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
            "Hi",
        )
    ] == [
        "Latin",
        "Cyrillic",
        "Han",
        None,
    ]
    assert [language_of(words) for words in (ENGLISH, GERMAN, "lorem ipsum " * 20, "Hi")] == [
        "English",
        "German",
        None,
        None,
    ]


def test_doubts_are_reasons_and_say_so_when_they_are_settled(app):
    client, moderator = as_moderator(app)
    approve(a_comment(email="ada@visitors.example"), by=moderator)
    comment = a_comment(email="ada@visitors.example")
    assert facts(comment, Ground.IMPERSONATION) == {}
    assert "Possible impersonation" in client.get("/moderation").text
    settle_impersonation(comment)
    page = client.get("/moderation").text
    assert "Possible impersonation" not in page
    assert "since then the address was confirmed by letter" in page
