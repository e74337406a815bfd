"""What visitors may know of how comments are moderated here: it is made from the rules and settings as they stand.

What would help to get around a rule is not told: no word of a rule, nobody's address, nothing of what makes a comment
doubtful. What the filter hid in error is reckoned by the worker, so that the page asks no more than what it shows.
"""

from dataclasses import dataclass
from datetime import timedelta

from blog.clock import now
from blog.commenting.closure import CLOSED_EVERYWHERE, STAFF_ONLY
from blog.commenting.expectation import ABSENCE, USUAL_WAIT, Expectation, expectations
from blog.moderating.rules.plain_words import rules_in_plain_words
from blog.moderating.spam_filter.recheck import hidden_estimate, recheck_counts
from blog.storage import db

FILTER_ERROR = "filter_error"  # the sentence that the worker keeps
LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Section:
    heading: str
    sentences: list[str]
    points: list[str]


def how_we_moderate(site):
    """[Section] for everybody, by the site's settings."""
    told = expectations()
    return [
        Section("Who may comment", list(_who(site)), []),
        Section("What happens to a comment", list(_what_happens(site, told)), []),
        _rules(),
        Section("The spam filter", list(_filter(site, told)), []),
        Section("When a comment is turned down", list(_turned_down(site)), []),
        Section("What is kept", list(_kept(site)), []),
    ]


def recompute_filter_error(_private_keys=None, *, at=None):
    """Writes anew how many real comments the filter hid; the worker does it each hour. Returns the sentence."""
    at = at or now()
    sentence, row = _filter_error(at - LOOKS_BACK, at), db.session.get(Expectation, FILTER_ERROR)
    if row is None or row.sentence != sentence:
        db.session.merge(Expectation(name=FILTER_ERROR, sentence=sentence, at=at))
        db.session.flush()
        db.session().info.pop("expectations", None)
    return sentence


def _filter_error(since, until):
    decided, _real, away, _found = recheck_counts(since, until=until)
    if not away:
        return "In the last 30 days it has put nothing away."
    about, low, high = hidden_estimate(since, until=until)
    if not decided:
        return "How often it was wrong in the last 30 days is not known yet."
    return f"Of {away:,} that it put away in the last 30 days, about {about:,} were real ({low:,} to {high:,}, with a certainty of 95 %)."


def _who(site):
    if not site.comments_open:
        yield site.comments_closed_sentence or CLOSED_EVERYWHERE
    elif site.comments_staff_only:
        yield STAFF_ONLY
    else:
        yield "Everybody may, without an account: a name and an email address are enough."
    if site.comments_open and site.comments_close_after_days:
        yield f"A conversation closes {_days(site.comments_close_after_days)} after its article was published."


def _what_happens(site, told):
    if site.auto_approve_known:
        yield (
            "A moderator reads what new visitors write before it appears. Who was published here before, and whose "
            "browser can show it, appears at once; typing somebody’s name and address is not enough."
        )
    else:
        yield "A moderator reads every comment before it appears."
    yield from (told[name] for name in (USUAL_WAIT, ABSENCE) if told.get(name))
    yield (
        "No machine deletes anything: what one takes for spam stays where moderators look, and every decision can be "
        "taken back."
    )


def _rules():
    rules = rules_in_plain_words()
    said = (
        "These rules look at a comment as it comes:"
        if rules
        else "Beside the filter there are no rules of our own."
    )
    return Section("Our rules", [said], rules)


def _filter(site, told):
    yield (
        "A spam filter learns from the decisions of the moderators of this blog, on its own machine; nothing is sent "
        "to any other service."
    )
    if not site.filter_puts_away:
        yield "It puts nothing away here: it only tells moderators what to look at."
        return
    yield (
        "What it is sure of it puts away as spam. It measures its own mistakes: a few of those, drawn at random, are "
        "shown to moderators like any other comment."
    )
    if told.get(FILTER_ERROR):
        yield told[FILTER_ERROR]
    if site.filter_approves_known:
        yield "Whom it does not know it never publishes."


def _turned_down(_site):
    yield (
        "Its writer sees that on the comment’s own page, with the reason where one was chosen, and may ask once to have "
        "it looked at again; where there is another moderator, that one decides."
    )
    yield "Whoever wrote a comment may take it back, or have it erased, at any time."


def _kept(site):
    yield "An email address is never published. It is sealed as it comes, and opened only to send a letter or to answer you."
    if site.keep_addresses_days:
        yield f"It is forgotten after {_days(site.keep_addresses_days)}."
    yield (
        "Of the network that a comment came from only a fingerprint is kept, and forgotten after "
        f"{_days(site.network_key_days)}."
    )
    if site.keep_spam_days:
        yield f"The words of spam are erased after {_days(site.keep_spam_days)}."
    yield "Your comment’s own page shows everything that is kept about it, and lets you take it along or end it."


def _days(number):
    return "a day" if number == 1 else f"{number:,} days"
