"""Which comments a rule speaks about, and what becomes of them."""

import re

import pytest
from flask import current_app
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.moderating.finding import Finding, Ground, Outcome
from blog.moderating.rules.expressions import NotAnExpression, compiled
from blog.moderating.rules.folding import Phrase, folded, tokens
from blog.moderating.rules.networks import make_network_rule
from blog.moderating.rules.patterns import NotAPattern, pattern_of
from blog.moderating.rules.rule import DecisionByRule, Draft, Kind, Mode, switch_rule, write_rule
from blog.moderating.verdict import approve
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account
from tests.commenting.posted import post


def a_rule(kind, typed="", *, outcome=Outcome.HOLD, mode=Mode.ON, part=False, kept=(), **where):
    pattern = pattern_of(kind, typed, keys=current_app.config["KEYS"], part=part, kept=kept)
    by = an_account(Role.MODERATOR)
    return write_rule(Draft(kind, pattern, outcome, mode, **where), by=by)


def rules_found(comment):
    """[(rule id, whether in shadow, what was found)] of the finding about a Comment."""
    reasons = db.session.get(Finding, comment.id).reasons
    return [(r.rule_id, r.shadow, r.facts["found"]) for r in reasons if r.ground is Ground.RULE]


@pytest.mark.parametrize(
    ("phrase", "part", "text", "is_in"),
    [
        ("press", False, "WordPress is fine", False),
        ("press", True, "WordPress is fine", True),
        ("press", False, "Press!", True),
        ("free  Offer", False, "a FREE\noffer.", True),
        ("free offer", False, "free offers", False),
        ("straße", False, "STRASSE", True),
        ("ﬁx", False, "a fix", True),
        ("viagra", False, "v\u200bia\u00adgra", True),
        ("viagra", False, "v\u034fi\ufe0fa\u3164g\uffa0r\u2800a\U000e0100", True),
        ("c++", False, "I like C++.", True),
        ("c++", False, "abc++", False),
        ("$$$", False, "win $$$$ now", True),
        ("猫", False, "吾輩は猫である", True),
        ("नमस्ते", False, "नमस्तेजी", False),
        ("cafe", False, "café", False),
    ],
)
def test_words_are_whole_unless_it_is_said_otherwise(phrase, part, text, is_in):
    text = folded(text)
    assert Phrase(phrase, part=part).is_in(text, tokens(text)) is is_in


@pytest.mark.parametrize(
    ("kind", "typed", "hit", "miss"),
    [
        (Kind.WORDS, "casino\ncheap loans", {"body": "Cheap   LOANS here"}, {"body": "A loan, cheap"}),
        (Kind.WORDS, "casino", {"name": "Casino Royale"}, {"name": "Cassino"}),
        (
            Kind.LINKS,
            "2",
            {"body": "http://a.example http://b.example http://c.example"},
            {"body": "http://a.example http://b.example"},
        ),
        (
            Kind.DOMAINS,
            "evil.example",
            {"body": "[x](https://Sub.EVIL.example./a)"},
            {"body": "https://notevil.example"},
        ),
        (
            Kind.DOMAINS,
            "https://bücher.example/shop",
            {"website": "https://xn--bcher-kva.example"},
            {"website": "https://bucher.example"},
        ),
        (Kind.DOMAINS, "evil.test", {"body": "go to evil.test now"}, {"body": "evil. test"}),
        (Kind.NAMES, "Ann", {"name": "ANN"}, {"name": "Ann Lee"}),
        (
            Kind.ADDRESSES,
            "Bad@Visitors.example",
            {"email": "bad@visitors.example"},
            {"email": "good@visitors.example"},
        ),
        (
            Kind.ADDRESS_DOMAINS,
            "@Trash.example",
            {"email": "x@trash.example"},
            {"email": "x@nottrash.example"},
        ),
        (Kind.REGEX, r"(buy|sell)\s+gold", {"body": "BUY   gold"}, {"body": "buy silver"}),
    ],
)
def test_each_kind_finds_what_it_says_and_nothing_else(app, kind, typed, hit, miss):
    version = a_rule(kind, typed)
    held, free = a_comment(**hit), a_comment(**miss)
    assert [each[:2] for each in rules_found(held)] == [(version.rule_id, False)]
    assert rules_found(free) == []
    assert db.session.get(Finding, held.id).outcome is Outcome.HOLD


def test_addresses_and_networks_are_kept_as_digests(app):
    comment = a_comment(email="bad@visitors.example", network="192.0.2.7", name="Eve")
    contact = db.session.get(Contact, comment.id)
    network = make_network_rule(comment, by=an_account(Role.MODERATOR), keys=current_app.config["KEYS"])
    a_rule(Kind.ADDRESSES, "bad@visitors.example")
    a_rule(Kind.ADDRESS_DOMAINS, "secret-place.example")
    kept = str([version.pattern for version in db.session.scalars(select(type(network)))])
    for words in ("bad@", "192.0.2.7", "secret-place"):
        assert words not in kept
    assert [each[0] for each in rules_found(a_comment(network="192.0.2.7"))] == [network.rule_id]
    assert rules_found(a_comment(network="192.0.2.8")) == []
    reasons = db.session.get(Finding, a_comment(network="192.0.2.7").id).reasons
    assert contact.network_digest not in str([reason.facts for reason in reasons])


def test_a_rule_can_be_about_one_article_or_one_authors(app):
    author = an_account()
    here, theirs, elsewhere = a_public_article(by=author), a_public_article(by=author), a_public_article()
    on_article = a_rule(Kind.EVERYTHING, article_id=here.id)
    by_author = a_rule(Kind.EVERYTHING, author_id=author.id)
    found = [
        sorted(each[0] for each in rules_found(a_comment(article))) for article in (here, theirs, elsewhere)
    ]
    assert found == [[on_article.rule_id, by_author.rule_id], [by_author.rule_id], []]


def test_what_a_rule_calls_spam_is_spam_and_says_which_rule(app):
    version = a_rule(Kind.WORDS, "casino", outcome=Outcome.SPAM)
    comment = a_comment(body="The casino.")
    assert comment.status is Status.SPAM
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.by_id, decision.because) == (None, "A house rule says so.")
    made = db.session.scalars(select(DecisionByRule)).one()
    assert (made.decision_id, made.rule_id, made.rule_version) == (decision.id, version.rule_id, 1)


def test_in_shadow_it_only_records_and_off_it_is_silent(app):
    version = a_rule(Kind.WORDS, "casino", outcome=Outcome.SPAM, mode=Mode.SHADOW)
    comment = a_comment(body="The casino.")
    assert (comment.status, rules_found(comment)) == (Status.PENDING, [(version.rule_id, True, "casino")])
    switch_rule(version.rule, Mode.OFF, by=version.by, seen=1)
    assert rules_found(a_comment(body="The casino again.")) == []
    switch_rule(version.rule, Mode.ON, by=version.by, seen=2)
    assert a_comment(body="The casino once more.").status is Status.SPAM


def newest():
    return db.session.scalars(select(Comment).order_by(Comment.id.desc()).limit(1)).one()


def test_only_known_visitors_are_let_in_by_a_rule_and_no_other_rule_may_hold_them(app, visitor):
    article = a_public_article()
    a_rule(Kind.EVERYTHING, outcome=Outcome.APPROVE, article_id=article.id)
    post(visitor, article, body="First words.", remember="y")
    assert newest().status is Status.PENDING
    approve(newest(), by=an_account(Role.MODERATOR))
    post(visitor, article, body="Second words.", remember="y")
    assert newest().status is Status.APPROVED
    assert app.test_cli_runner().invoke(args=["commenting", "verify"]).exit_code == 0
    post(app.test_client(), article, body="Typed by a stranger.")
    assert newest().status is Status.PENDING
    a_rule(Kind.WORDS, "third")
    post(visitor, article, body="Third words.", remember="y")
    assert newest().status is Status.PENDING


def test_a_hold_is_stronger_than_letting_known_visitors_in(app, visitor):
    article = a_public_article()
    change_site_setting("auto_approve_known", True, by=None)
    post(visitor, article, body="First words.", remember="y")
    approve(newest(), by=an_account(Role.MODERATOR))
    a_rule(Kind.WORDS, "second")
    post(visitor, article, body="Second words.", remember="y")
    assert newest().status is Status.PENDING


def test_staff_are_not_held_by_rules(app):
    author = an_account()
    a_rule(Kind.WORDS, "casino", outcome=Outcome.SPAM)
    own = a_comment(a_public_article(by=author), by=author, name="A", email=author.email, body="The casino.")
    assert own.status is Status.APPROVED


def test_the_writer_is_not_told_of_a_rule(app, visitor):
    a_rule(Kind.WORDS, "casino", outcome=Outcome.SPAM)
    pages = []
    for body in ("The casino.", "The garden."):
        answer = post(
            app.test_client(), a_public_article(title="T"), body=body, email=f"{len(body)}@visitors.example"
        )
        pages.append(visitor.get(answer.location).text)
    for page in pages:
        assert "rule" not in page.lower().replace("role=", "")
        assert "Your comment is waiting for a moderator." in page


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a(b", "At character 2"),
        ("ab)", "At character 3"),
        ("x(?=y)", "looking ahead or back is not possible"),
        (r"(a)\1", "referring back to a group is not possible"),
        ("*a", "At character 1"),
        ("ab**", "one sign of repetition follows another"),
    ],
)
def test_a_wrong_expression_names_the_place(pattern, said):
    with pytest.raises(NotAnExpression, match=re.escape(said)):
        compiled(pattern)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.WORDS, " \n "),
        (Kind.WORDS, "x" * 201),
        (Kind.WORDS, "\n".join(f"word{n}" for n in range(1001))),
        (Kind.LINKS, "many"),
        (Kind.LINKS, "41"),
        (Kind.DOMAINS, "not a domain"),
        (Kind.DOMAINS, "localhost"),
        (Kind.ADDRESSES, "nobody"),
        (Kind.ADDRESS_DOMAINS, "name@example.org"),
        (Kind.REGEX, ".*"),
        (Kind.REGEX, "a" * 501),
        (Kind.NETWORKS, "192.0.2.1"),
    ],
)
def test_what_could_not_match_or_matches_everything_is_no_pattern(app, kind, typed):
    with pytest.raises(NotAPattern):
        pattern_of(kind, typed, keys=current_app.config["KEYS"])


def test_an_arrival_asks_one_question_more_whatever_the_number_of_rules(app, visitor, count_queries):
    article, asked = a_public_article(), []
    for n in range(3):
        for _ in range(n * 5):
            a_rule(Kind.WORDS, "casino")
        post(visitor, article, body=f"Before {n}.")  # makes the rules ready
        with count_queries() as statements:
            post(visitor, article, body=f"Words {n}.")
        asked.append(sum("house_rule" in each for each in statements))
    assert asked == [1, 1, 1]


def test_an_address_in_what_an_expression_found_is_not_kept(app):
    a_rule(Kind.REGEX, r"write to \S+")
    assert [
        found for _rule, _shadow, found in rules_found(a_comment(body="Write to me@visitors.example!"))
    ] == [""]


def test_a_range_is_wider_than_an_address(app):
    comment = a_comment(network="192.0.2.7")
    make_network_rule(comment, by=an_account(Role.EDITOR), keys=current_app.config["KEYS"], wide=True)
    assert len(rules_found(a_comment(network="192.0.2.99"))) == 1
    assert rules_found(a_comment(network="192.0.3.7")) == []
