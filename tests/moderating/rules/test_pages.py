"""Staff write, try, change and take back rules; nothing is saved that was not seen in the rear-view mirror."""

import re

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.commenting.comment import Status
from blog.moderating.rules.plain_words import rules_in_plain_words
from blog.moderating.rules.record import RuleRecord, how_often_wrong
from blog.moderating.rules.rule import HouseRule, HouseRuleVersion, Kind, Mode, current_version
from blog.moderating.verdict import approve, reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, token
from tests.moderating.asking import as_moderator
from tests.moderating.rules.test_matching import a_rule

LINKS = " ".join(f"https://{word}.example" for word in ("one", "two", "three"))
PLAIN = {"typed": "casino", "outcome": "hold", "mode": "on", "article": "", "author": "", "note": ""}


def looked_for(page):
    return re.search(r'name="looked"[^>]*value="([^"]*)"', page)[1]


def send(client, path, **fields):
    return client.post(path, data={"csrf_token": token(client, "/moderation/rules")} | fields)


def save(client, path, **fields):
    """Looks back first, as the page asks, and saves then."""
    said = PLAIN | fields
    seen = send(client, path, **said, look="y")
    assert seen.status_code == 200, seen.text
    return send(client, path, **said, save="y", looked=looked_for(seen.text))


def rules():
    return db.session.scalar(select(func.count(HouseRule.id)))


def newest():
    return db.session.scalars(select(HouseRuleVersion).order_by(HouseRuleVersion.id.desc()).limit(1)).one()


def plain(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_before_saving_it_shows_what_it_would_have_done_and_what_people_decided(app):
    client, moderator = as_moderator(app)
    for n in range(3):
        approve(a_comment(body=f"A casino in chapter {n}.", name=f"Ada {n}"), by=moderator)
    reject(a_comment(body="Casino! Casino!"), by=moderator)
    a_comment(body="My casino."), a_comment(body="Nothing of the kind.")
    page = send(client, "/moderation/rules/new?kind=words", **PLAIN, look="y")
    assert page.status_code == 200
    said = plain(page.text)
    assert "Of the last 6 comments it would have held 5, of which people approved 3." in said
    for words in ("Ada 0", "rejected", "nobody decided", "Found “casino” in: A casino in chapter 2."):
        assert words in said
    assert "Nothing of the kind" not in said
    assert rules() == 0


def test_it_is_saved_once_that_was_seen_and_not_before(app):
    client, moderator = as_moderator(app)
    path = "/moderation/rules/new?kind=words"
    unseen = send(client, path, **PLAIN, save="y")
    assert (unseen.status_code, rules()) == (200, 0)
    mark = looked_for(unseen.text)
    changed = send(client, path, **PLAIN | {"typed": "bread"}, save="y", looked=mark)
    assert (changed.status_code, rules()) == (200, 0)
    answer = save(client, path, note="They come in floods.")
    version = newest()
    assert answer.location == f"/moderation/rules/{version.rule.public_id}"
    assert (version.version, version.kind, version.pattern, version.by, version.note) == (
        1,
        Kind.WORDS,
        {"words": ["casino"], "part": False},
        moderator,
        "They come in floods.",
    )
    page = plain(client.get(answer.location).text)
    for words in (
        "Words “casino”",
        "Hold for a person.",
        "The rule is saved.",
        "It has found nothing so far.",
    ):
        assert words in page
    assert "Words “casino”" in plain(client.get("/moderation/rules").text)


@pytest.mark.parametrize("kind", [kind.value for kind in Kind if kind is not Kind.NETWORKS])
def test_each_kind_has_its_form_and_is_saved(app, kind):
    client, _moderator = as_moderator(app)
    article = a_public_article()
    typed = {
        "links": "2",
        "domains": "evil.example",
        "addresses": "bad@visitors.example",
        "address_domains": "@trash.example",
        "regex": "buy +gold",
    }.get(kind, "casino")
    path = f"/moderation/rules/new?kind={kind}"
    assert client.get(path).status_code == 200
    answer = save(client, path, typed=typed, article=f"https://blog.example/articles/{article.slug}")
    assert answer.status_code == 303
    assert (newest().kind, newest().article_id) == (kind, article.id)
    assert client.get(f"{answer.location}/edit").status_code == 200


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("regex", {"typed": "buy (gold"}, "At character 5, “(gold”: a bracket ( is opened and not closed."),
        ("words", {"typed": ""}, "Write at least one line."),
        ("links", {"typed": "two"}, "Write a whole number from 0 to 40"),
        ("domains", {"typed": "fine.example\nnot a domain"}, "“not a domain” is not a domain."),
        ("words", {"article": "no-such-article"}, "There is no such article."),
        ("words", {"author": "nobody"}, "Choose one of the people"),
        ("words", {"outcome": "delete"}, "Not a valid choice"),
        ("words", {"note": "n" * 201}, "At most 200 characters."),
        ("everything", {}, "Name an article or an author below."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(app, kind, wrong, said):
    client, _moderator = as_moderator(app)
    typed = PLAIN | {"note": "My note."} | wrong
    page = send(client, f"/moderation/rules/new?kind={kind}", **typed, save="y")
    assert (page.status_code, rules()) == (422, 0)
    assert said in plain(page.text).replace("&#34;", '"')
    if kind not in ("everything",):
        assert typed["typed"].split("\n")[-1] in page.text
    assert typed["note"] in page.text


def test_a_change_is_another_version_and_an_undo_a_third(app):
    client, _moderator = as_moderator(app)
    version = a_rule(Kind.WORDS, "casino")
    path = f"/moderation/rules/{version.rule.public_id}"
    assert save(client, f"{path}/edit", typed="casino\nroulette", seen="1").status_code == 303
    rule = db.session.get(HouseRule, version.rule_id)
    assert (current_version(rule).version, current_version(rule).pattern["words"]) == (
        2,
        ["casino", "roulette"],
    )
    assert send(client, f"{path}/undo", seen="2").status_code == 303
    now = current_version(rule)
    assert (now.version, now.undoes_version, now.pattern["words"]) == (3, 2, ["casino"])
    page = plain(client.get(path).text)
    assert "Took back version 2" in page
    late = send(client, f"{path}/undo", seen="2")
    assert (late.status_code, current_version(rule).version) == (409, 3)
    assert "Somebody else changed this rule since you saw it." in late.text


def test_it_is_switched_and_removed_and_brought_back(app):
    client, _moderator = as_moderator(app)
    version = a_rule(Kind.WORDS, "casino")
    path = f"/moderation/rules/{version.rule.public_id}"
    rule = version.rule
    for seen, mode in enumerate(("shadow", "off", "on"), start=1):
        assert send(client, f"{path}/mode", mode=mode, seen=seen).status_code == 303
        assert current_version(rule).mode == mode
    answer = send(client, f"{path}/mode", mode="removed", seen="4")
    page = client.get(answer.location).text
    assert "Removed: Words “casino”" in plain(page)
    assert "There are no rules yet." in page
    assert a_comment(body="A casino.").status is Status.PENDING
    send(client, f"{path}/undo", seen="5")
    assert current_version(rule).mode is Mode.ON
    assert send(client, f"{path}/mode", mode="loud", seen="6").status_code == 422


def test_what_is_kept_as_a_fingerprint_can_be_kept_or_forgotten(app):
    client, _moderator = as_moderator(app)
    version = a_rule(Kind.ADDRESSES, "bad@visitors.example\nworse@visitors.example")
    path = f"/moderation/rules/{version.rule.public_id}"
    form = client.get(f"{path}/edit").text
    assert "b…@visitors.example" in form
    assert "bad@" not in form + client.get(path).text
    assert version.pattern["addresses"][0]["digest"] not in form
    save(client, f"{path}/edit", typed="new@visitors.example", keep="1", seen="1")
    changed = current_version(version.rule).pattern["addresses"]
    assert changed[0] == version.pattern["addresses"][1]
    assert len(changed) == 2


def test_a_network_is_taken_from_a_comment(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(network="192.0.2.7", name="Eve")
    path = f"/moderation/rules/new?kind=networks&comment={comment.public_id}"
    link = f'href="{path.replace("&", "&amp;")}"'
    assert link in client.get(f"/moderation/comments/{comment.public_id}").text
    assert "the network of a comment of" in client.get(path).text
    assert save(client, path, typed="", keep="0", outcome="spam").status_code == 303
    assert (len(newest().pattern["networks"]), newest().pattern["networks"][0]["of"]) == (1, "address")
    assert a_comment(network="192.0.2.7").status is Status.SPAM
    without = a_comment()
    gone = client.get(f"/moderation/rules/new?kind=networks&comment={without.public_id}")
    assert gone.status_code == 409
    assert "is not kept any more" in gone.text


def test_how_often_it_was_wrong_is_counted(app):
    client, moderator = as_moderator(app)
    version = a_rule(Kind.WORDS, "casino")
    shadow = a_rule(Kind.WORDS, "roulette", mode=Mode.SHADOW)
    for n in range(3):
        approve(a_comment(body=f"A casino and roulette {n}."), by=moderator)
    reject(a_comment(body="The casino."), by=moderator)
    a_comment(body="Casino, waiting.")
    an_approved_comment(body="Noise.")
    assert how_often_wrong() == {version.rule_id: RuleRecord(fired=5, judged=4, otherwise=3)}
    page = plain(client.get("/moderation/rules").text)
    assert "Held 5 comments, of which people approved 3." in page
    assert "In shadow: Would have held 3 comments, of which people approved 3." in page
    assert "In shadow since" in plain(client.get(f"/moderation/rules/{shadow.rule.public_id}").text)


def test_the_public_reads_what_kinds_of_rules_there_are_and_no_word_of_them(app):
    a_rule(Kind.LINKS, "3")
    a_rule(Kind.WORDS, "casino", outcome="spam")
    a_rule(Kind.WORDS, "roulette", outcome="spam")
    a_rule(Kind.DOMAINS, "evil.example", mode=Mode.OFF)
    assert rules_in_plain_words() == [
        "Comments with certain words are put with the spam, where people look.",
        "Comments with more than 3 links wait for a person.",
    ]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OWNER, 200),
        (Role.EDITOR, 200),
        (Role.MODERATOR, 200),
        (Role.AUTHOR, 403),
        (Role.CONTRIBUTOR, 403),
    ],
)
def test_who_may_write_rules(app, role, status):
    client, _account = as_moderator(app, role)
    version = a_rule(Kind.WORDS, "casino")
    path = f"/moderation/rules/{version.rule.public_id}"
    pages = ("/moderation/rules", "/moderation/rules/new", "/moderation/rules/paste", path, f"{path}/edit")
    assert [client.get(page).status_code for page in pages] == [status] * 5
    if status == 403:
        key = {"csrf_token": token(client, "/desk"), "mode": "off", "seen": "1"}
        assert client.post(f"{path}/mode", data=key).status_code == 403
        assert current_version(version.rule).mode is Mode.ON


def test_nothing_is_there_under_a_wrong_address(app):
    client, _moderator = as_moderator(app)
    for path in (
        "/moderation/rules/0000000000000000",
        "/moderation/rules/x/edit",
        "/moderation/rules/new?kind=moon",
    ):
        assert client.get(path).status_code == 404


def test_the_list_asks_as_often_for_many_rules_as_for_one(app, count_queries):
    client, _moderator = as_moderator(app)
    asked = []
    for number in (1, 12):
        for _ in range(number):
            a_rule(Kind.WORDS, "casino", author_id=an_account().id)
            a_comment(body="casino")
        db.session.commit()
        with count_queries() as statements:
            assert client.get("/moderation/rules").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
