"""Rules in plain words: for staff all that a rule says, for the public what kinds of rules there are, and no word of them."""

from blog.moderating.finding import Outcome
from blog.moderating.rules.patterns import entries_by_digest, glimpse_in, until_of
from blog.moderating.rules.rule import HouseRuleVersion, Kind, Mode, current_rules
from blog.storage import db

SHOWN = 5  # entries of a pattern; the others are counted

KINDS = {
    Kind.WORDS: "Words or phrases",
    Kind.LINKS: "Number of links",
    Kind.DOMAINS: "Domains of links",
    Kind.NAMES: "Names",
    Kind.ADDRESSES: "Email addresses",
    Kind.ADDRESS_DOMAINS: "Domains of addresses",
    Kind.NETWORKS: "Networks",
    Kind.REGEX: "Regular expression",
    Kind.EVERYTHING: "Everything",
}
OUTCOMES = {
    Outcome.HOLD: "Hold for a person",
    Outcome.SPAM: "Call it spam",
    Outcome.APPROVE: "Publish at once (known visitors only)",
}
MODES = {
    Mode.ON: "On",
    Mode.SHADOW: "Shadow: only record what it would have done",
    Mode.OFF: "Off",
    Mode.REMOVED: "Removed",
}
BADGES = {
    Mode.ON: ("good", "On"),
    Mode.SHADOW: ("wait", "Shadow"),
    Mode.OFF: ("", "Off"),
    Mode.REMOVED: ("bad", "Removed"),
}
DONE = {Outcome.HOLD: "held", Outcome.SPAM: "called spam", Outcome.APPROVE: "let in"}
OTHERWISE = {Outcome.HOLD: "approved", Outcome.SPAM: "approved", Outcome.APPROVE: "turned down"}
VERDICTS = {
    "approved": "approved",
    "rejected": "rejected",
    "spam": "marked as spam",
    "withdrawn": "taken back",
    None: "nobody decided",
}

_PUBLIC = {
    Kind.WORDS: "Comments with certain words",
    Kind.DOMAINS: "Comments with links to certain websites",
    Kind.NAMES: "Comments under certain names",
    Kind.ADDRESSES: "Comments under certain addresses",
    Kind.ADDRESS_DOMAINS: "Comments under certain addresses",
    Kind.NETWORKS: "Comments from certain networks",
    Kind.REGEX: "Comments with certain words",
    Kind.EVERYTHING: "Comments on certain articles",
}
_PUBLIC_OUTCOMES = {
    Outcome.HOLD: "{} wait for a person.",
    Outcome.SPAM: "{} are put with the spam, where people look.",
    Outcome.APPROVE: "{} by visitors who were published here before appear at once.",
}


def what_in_words(said, keys):
    """What a HouseRuleVersion or Draft looks for. `keys` are the Keys, for the glimpses."""
    kind, pattern = Kind(said.kind), said.pattern
    if kind is Kind.EVERYTHING:
        return "Every comment"
    if kind is Kind.LINKS:
        number = pattern["more_than"]
        return f"More than {number} link{'' if number == 1 else 's'}"
    if kind is Kind.REGEX:
        return f"Whatever the expression {pattern['pattern']} finds"
    if digests := entries_by_digest(kind, pattern):
        names = {Kind.ADDRESSES: "Address", Kind.ADDRESS_DOMAINS: "Addresses", Kind.NETWORKS: "From"}
        return f"{names[kind]} {_listed([_glimpse(entry, keys) for entry in digests])}"
    if kind is Kind.DOMAINS:
        return f"Links to {_listed(pattern['domains'])}, and what lies under it"
    words = _listed([f"“{each}”" for each in pattern["words" if kind is Kind.WORDS else "names"]])
    part = ", also as part of words" if pattern["part"] else ""
    return f"{'Words' if kind is Kind.WORDS else 'The name'} {words}{part}"


def where_in_words(version):
    """Where a HouseRuleVersion speaks; empty where it speaks everywhere."""
    where = []
    if version.article is not None:
        where.append(f"on “{version.article.title}”")
    if version.author is not None:
        where.append(f"on articles by {version.author.name}")
    return " ".join(where)


def record_in_words(record, outcome, *, would=False):
    """Such as: Held 14 comments, of which people approved 11."""
    if not record.fired:
        return "It has found nothing so far."
    verb = f"Would have {DONE[outcome]}" if would else DONE[outcome].capitalize()
    return f"{verb} {record.fired:,} {_comments(record.fired)}, of which people {OTHERWISE[outcome]} {_or_none(record.otherwise)}."


def _or_none(number):
    return f"{number:,}" if number else "none"


def hindsight_in_words(seen):
    """Such as: Of the last 480 comments it would have held 14, of which people approved 11."""
    if not seen.looked_at:
        return "There is no comment yet to try it on."
    last = f"Of the last {seen.looked_at:,} {_comments(seen.looked_at)} it would have {DONE[seen.outcome]}"
    if not seen.hits:
        return f"{last} none."
    return f"{last} {len(seen.hits):,}, of which people {OTHERWISE[seen.outcome]} {_or_none(seen.otherwise)}."


def rules_in_plain_words():
    """Sentences for everybody about the rules that are on. They name no word, no website and no person."""
    on = db.session.scalars(current_rules().where(HouseRuleVersion.mode == Mode.ON))
    return sorted({_in_public(version.kind, version.outcome, version.pattern) for version in on})


def _in_public(kind, outcome, pattern):
    if kind is Kind.LINKS:
        number = pattern["more_than"]
        what = (
            f"Comments with more than {number} link{'' if number == 1 else 's'}"
            if number
            else "Comments with links"
        )
    else:
        what = _PUBLIC[kind]
    return _PUBLIC_OUTCOMES[outcome].format(what)


def _glimpse(entry, keys):
    glimpse = glimpse_in(entry, keys)
    return (
        f"{glimpse} (until {until_of(entry):%d %B %Y})".replace("until 0", "until ")
        if "until" in entry
        else glimpse
    )


def _listed(words):
    shown, more = words[:SHOWN], len(words) - SHOWN
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def _comments(number):
    return "comment" if number == 1 else "comments"
