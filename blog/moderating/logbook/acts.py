"""Each act in plain words: which family it belongs to, and what is said of it from its facts."""

from collections.abc import Callable
from dataclasses import dataclass

from blog.accounts.record import Happening
from blog.commenting.comment import Status
from blog.commenting.erasure import BY_THEMSELVES
from blog.commenting.reason import Reason
from blog.moderating.wording import WAS
from blog.settings import SITE_SETTINGS

RULE, WRITER, NOBODY = "A rule of this blog", "Whoever wrote it", "Nobody who was signed in"


@dataclass(frozen=True)
class Said:
    """What an entry says beside who, when and about what: strings, empty where there is nothing to say."""

    what: str
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of an act: `now` and `before` are dicts of plain values, `titles` those of articles, by their id."""

    now: dict
    before: dict
    titles: dict

    def __getitem__(self, name):
        return self.now.get(name)


@dataclass(frozen=True)
class Act:
    family: str
    says: Callable  # of Facts: Said
    # Who did it where no account did: a string, or a function of Facts.
    otherwise: str | Callable = NOBODY


FAMILIES = {
    "decisions": "Decisions",
    "words": "Words and places",
    "bans": "Bans",
    "rules": "House rules",
    "filter": "Filter",
    "conversations": "Conversations",
    "articles": "Articles",
    "addresses": "Addresses and erasures",
    "people": "People",
    "sign-ins": "Sign-ins",
    "settings": "Settings",
}


def _says(what, *, why=False):
    return lambda facts: Said(what, why=(facts["because"] or "") if why else "")


def _decision(facts):
    before, after = WAS[Status(facts["before"])], WAS[Status(facts["after"])]
    reason = Reason(facts["reason"]).label if facts["reason"] else ""
    because = "" if facts["because"] == "undone" else facts["because"]
    what = "Took back a decision" if facts["undoes_id"] else "Decided about a comment"
    return Said(what, before, after, " · ".join(filter(None, (reason, because))))


def _mended(facts):
    return Said("Accepted what a visitor mended" if facts["is_accepted"] else "Refused what a visitor mended")


def _move(facts):
    titles = facts.titles
    what = "Took back a move" if facts["undoes_id"] else "Moved a comment"
    if facts["from_article_id"] == facts["to_article_id"]:
        return Said(what, _place(facts["from_parent_id"]), _place(facts["to_parent_id"]), facts["because"])
    return Said(
        what,
        titles.get(facts["from_article_id"], ""),
        titles.get(facts["to_article_id"], ""),
        facts["because"],
    )


def _place(parent_id):
    return "beginning of a thread" if parent_id is None else "reply"


def _ban(facts):
    what = "Banned an address" if facts["digest"] else "Banned a network"
    return Said(
        what, after=f"until {_day(facts['until'])}" if facts["until"] else "for good", why=facts["because"]
    )


def _erasure(facts):
    what = "Erased a name and an address" + (", and the words" if facts["words"] else "")
    return Said(what, why=facts["because"])


def _closure(facts):
    said = {None: "open", "closed": "closed", "without": "without comments"}
    return Said(
        "Closed a conversation" if facts.now else "Opened a conversation again",
        said[facts.before.get("kind")],
        said[facts["kind"]],
        facts["sentence"] or "",
    )


def _publication(facts):
    before, after = _day(facts.before.get("goes_live_at")), _day(facts["goes_live_at"])
    return Said("Changed when an article is public" if before else "Published an article", before, after)


def _setting(facts):
    name = facts["name"]
    label = SITE_SETTINGS[name].label if name in SITE_SETTINGS else name
    return Said(f"Changed the setting “{label}”", _value(facts["before"]), _value(facts["after"]))


def _value(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value == "" else str(value)


def _day(moment):
    """12:05 on a day, in UTC, from what `plain` makes of a moment."""
    return f"{moment[:10]} {moment[11:16]} UTC" if moment else ""


def _happened(what):
    return lambda facts: Said(what, facts["before"], facts["after"], facts["because"])


def _bulk(facts):
    what = "Took back many decisions" if facts["undoes_id"] else "Decided about many comments at once"
    many = f"{facts['total']:,} comment{'s' if facts['total'] != 1 else ''}"
    said = many if facts["undoes_id"] else f"{many}: {facts['verdict']}"
    return Said(what, after=said, why=facts["because"])


def _bulk_stopped(facts):
    return Said(
        "Stopped deciding about many comments", after=f"{facts['done']:,} of {facts['total']:,} were done"
    )


def _rule(facts):
    if facts["undoes_version"]:
        what = "Took back a change of a house rule"
    elif facts["mode"] == "removed":
        what = "Removed a house rule"
    else:
        what = "Wrote a house rule" if facts["version"] == 1 else "Changed a house rule"
    said = f"{facts['kind'].replace('_', ' ')}: {facts['outcome']}, {facts['mode']}"
    return Said(f"{what}, version {facts['version']}", after=said, why=facts["note"])


def _filter(facts):
    what = "Took back a reset of the filter" if facts["undoes_id"] else "Reset the filter"
    return Said(what, why=facts["because"])


def _by_writer_or_time(facts):
    return WRITER if facts["because"] == BY_THEMSELVES else RULE


ACTS = {
    "decision": Act("decisions", _decision),
    "decision_by_rule": Act("decisions", _decision, RULE),
    "spam_by_rule": Act("decisions", _decision, RULE),
    "decision_by_writer": Act("decisions", _decision, WRITER),
    "bulk": Act("decisions", _bulk),
    "bulk_stopped": Act("decisions", _bulk_stopped),
    "rule": Act("rules", _rule),
    "filter_reset": Act("filter", _filter),
    "edit": Act("words", _says("Edited a comment")),
    "mended_words": Act("words", _mended),
    "move": Act("words", _move),
    "ban": Act("bans", _ban),
    "ban_lift": Act("bans", _says("Lifted a ban")),
    "thread_closure": Act("conversations", _says("Closed a thread", why=True)),
    "thread_reopening": Act("conversations", _says("Opened a thread again")),
    "closure": Act("conversations", _closure),
    "reopening": Act("conversations", _closure),
    "publication": Act("articles", _publication),
    "withdrawal": Act("articles", _says("Withdrew an article")),
    "deletion": Act("articles", _says("Deleted an article")),
    "restoring": Act("articles", _says("Restored an article")),
    "reveal": Act("addresses", _says("Looked at the address of a comment")),
    "export": Act("addresses", _says("Took along what is kept about a person")),
    "erasure": Act("addresses", _erasure, _by_writer_or_time),
    "address_key": Act("addresses", _says("Made a new key for addresses")),
    "address_key_retired": Act("addresses", _says("Retired an old key for addresses")),
    "setting": Act("settings", _setting),
    "begun": Act("settings", _says("Began the logbook; what was done before is not in it")),
    Happening.SIGNED_IN.value: Act("sign-ins", _happened("Signed in")),
    Happening.SIGNED_OUT.value: Act("sign-ins", _happened("Signed out")),
    Happening.CREATED.value: Act("people", _happened("Made an account")),
    Happening.JOINED.value: Act("people", _happened("Joined by an invitation")),
    Happening.INVITED.value: Act("people", _happened("Invited somebody")),
    Happening.UNINVITED.value: Act("people", _happened("Took an invitation back")),
    Happening.ROLE.value: Act("people", _happened("Changed a role")),
    Happening.SUSPENDED.value: Act("people", _happened("Suspended an account")),
    Happening.RESUMED.value: Act("people", _happened("Let somebody sign in again")),
    Happening.PASSWORD_LINK.value: Act("people", _happened("Made a link for a new password")),
    Happening.PASSWORD.value: Act("people", _happened("Chose a new password")),
    Happening.LETTERS.value: Act("people", _happened("Changed which letters come")),
}


def acts_of(family):
    """The words that entries of a family keep as their act."""
    return [word for word, act in ACTS.items() if act.family == family]


def said_of(entry, facts):
    """(Said, who did it where no account did) of an Entry; of acts that this blog no longer knows, their word."""
    act = ACTS.get(entry.act)
    if act is None:
        return Said(entry.act.replace("_", " ").capitalize()), NOBODY
    if not facts.now and not facts.before:
        return Said(_FORGOTTEN), NOBODY
    return act.says(facts), act.otherwise(facts) if callable(act.otherwise) else act.otherwise


_FORGOTTEN = "What was done is told no more: whoever it was about was erased"
