"""Which rules speak about a comment. Every rule is made ready once for each change of them; an arrival asks one question.

A rule that lets comments appear speaks only about known visitors. One in shadow speaks, and nothing comes of it.
"""

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from sqlalchemy import select

from blog.moderating.finding import Outcome
from blog.moderating.links import dotted_names, host_of, links_of, with_parents
from blog.moderating.rules.expressions import compiled, find, one_of
from blog.moderating.rules.folding import Phrase, folded, tokens
from blog.moderating.rules.rule import HouseRuleVersion, Kind, Mode, current_rules
from blog.storage import db

MOST_FOUND = 80  # code points of what was found, that are kept

_ready = WeakKeyDictionary()  # {engine: (the newest version, the rules made ready)}


class Reading:
    """A comment as rules read it: each view of it is made when the first rule asks, and once."""

    def __init__(self, comment, contact):
        self.comment, self.contact = comment, contact

    @cached_property
    def texts(self):
        """(folded text, its tokens) of the words, the name and the website."""
        said = (self.comment.body, self.comment.name, self.comment.website)
        return [(text, tokens(text)) for text in map(folded, filter(None, said))]

    @cached_property
    def name(self):
        return folded(self.comment.name)

    @cached_property
    def links(self):
        return links_of(self.comment.body).number

    @cached_property
    def domains(self):
        """Every domain that a host in it lies in."""
        hosts = dotted_names(self.comment.body)
        if website := host_of(self.comment.website or ""):
            hosts.add(website)
        return {domain for host in hosts for domain in with_parents(host)}


@dataclass(frozen=True)
class Speaking:
    """A version of a rule as it is kept ready, of plain values: it outlives every session."""

    rule_id: int
    public_id: str
    version: int
    kind: Kind
    outcome: Outcome
    is_shadow: bool
    pattern: dict
    article_id: int | None
    author_id: int | None


@dataclass(frozen=True)
class Match:
    """A rule (Speaking, or a Draft) that speaks about a comment; `found` is what it found, in words, or empty."""

    rule: object
    found: str = ""


def matching_rules(comment, contact, known):
    """Matches of the rules that are on or in shadow, for a Comment, its Contact or None, and whether it is by a known
    visitor and in no doubt. One query, unless the rules changed.
    """
    reading = Reading(comment, contact)
    return [match for look in _rules_made_ready() if (match := look(reading, known)) is not None]


def looking_for(said):
    """A function (Reading, known) -> Match or None, of Speaking or a Draft. Raises ValueError or KeyError."""
    find_in, outcome = FINDERS[said.kind](said.pattern), Outcome(said.outcome)
    article_id, author_id = said.article_id, said.author_id

    def look(reading, known):
        comment = reading.comment
        if outcome is Outcome.APPROVE and not known:
            return None
        if article_id is not None and comment.article_id != article_id:
            return None
        if author_id is not None and comment.article.author_id != author_id:
            return None
        found = find_in(reading)
        if found is None:
            return None
        return Match(said, "" if "@" in found else found[:MOST_FOUND])  # no address is kept with a finding

    return look


def _rules_made_ready():
    newest = db.session.execute(
        select(HouseRuleVersion.id, HouseRuleVersion.at).order_by(HouseRuleVersion.id.desc()).limit(1)
    ).first()
    mark = tuple(newest) if newest else None
    known, rules = _ready.get(db.engine, (None, []))
    if known != mark:
        speaking = current_rules().where(HouseRuleVersion.mode.in_((Mode.ON, Mode.SHADOW)))
        versions = db.session.scalars(speaking).all()
        rules = [looking_for(_speaking(version)) for version in versions]
        _ready[db.engine] = (mark, rules)
    return rules


def _speaking(version):
    is_shadow = version.mode is Mode.SHADOW
    where = {"article_id": version.article_id, "author_id": version.author_id}
    return Speaking(
        version.rule_id,
        version.rule.public_id,
        version.version,
        version.kind,
        version.outcome,
        is_shadow,
        version.pattern,
        **where,
    )


def _words(pattern):
    phrases = [Phrase(typed, part=pattern["part"]) for typed in pattern["words"]]
    any_of_them = one_of([phrase.text for phrase in phrases]) if pattern["part"] else None

    def find_in(reading):
        if any_of_them and not any(find(any_of_them, text) for text, _words in reading.texts):
            return None
        for phrase in phrases:
            if any(phrase.is_in(text, words) for text, words in reading.texts):
                return phrase.typed
        return None

    return find_in


def _names(pattern):
    if pattern["part"]:
        pieces = [(folded(typed), typed) for typed in pattern["names"]]
        return lambda reading: next((typed for piece, typed in pieces if piece in reading.name), None)
    names = {folded(typed): typed for typed in pattern["names"]}
    return lambda reading: names.get(reading.name)


def _links(pattern):
    most = pattern["more_than"]
    return lambda reading: str(reading.links) if reading.links > most else None


def _domains(pattern):
    domains = frozenset(pattern["domains"])
    return lambda reading: min(domains & reading.domains, default=None)


def _digests(name, column):
    def made_ready(pattern):
        digests = frozenset(entry["digest"] for entry in pattern[name])
        # What is known by its digest alone is never told.
        return lambda reading: "" if reading.contact and getattr(reading.contact, column) in digests else None

    return made_ready


def _networks(pattern):
    digests = frozenset(entry["digest"] for entry in pattern["networks"])

    def find_in(reading):
        contact = reading.contact
        where = {contact.network_digest, contact.range_digest} if contact else ()
        return "" if digests & set(where) else None

    return find_in


def _regex(pattern):
    expression = compiled(pattern["pattern"])

    def find_in(reading):
        comment = reading.comment
        said = (comment.body, comment.name, comment.website)
        return next((found for text in said if text and (found := find(expression, text)) is not None), None)

    return find_in


FINDERS = {
    Kind.WORDS: _words,
    Kind.NAMES: _names,
    Kind.LINKS: _links,
    Kind.DOMAINS: _domains,
    Kind.ADDRESSES: _digests("addresses", "digest"),
    Kind.ADDRESS_DOMAINS: _digests("domains", "domain_digest"),
    Kind.NETWORKS: _networks,
    Kind.REGEX: _regex,
    Kind.EVERYTHING: lambda pattern: lambda reading: "",
}
