"""Answers how often the filter and the rules are wrong."""

from blog.moderating.insights.answer import Answer, Chart, Column, Kind, Table
from blog.moderating.insights.in_words import counted
from blog.moderating.insights.mistakes import records_of_machines
from blog.moderating.insights.share import Share
from blog.moderating.rules.patterns import entries_by_digest
from blog.moderating.rules.plain_words import KINDS, OUTCOMES, what_in_words
from blog.moderating.rules.record import how_often_wrong
from blog.moderating.rules.rule import Kind as RuleKind
from blog.moderating.rules.rule import current_rules
from blog.moderating.spam_filter.recheck import hidden_estimate, recheck_counts
from blog.storage import db

COLUMNS = (
    Column("What decided", Kind.TEXT),
    Column("Decisions"),
    Column("Of these people looked at"),
    Column("and decided otherwise"),
    Column("Share of all, with its interval", Kind.SHARE),
)
OF_RULES = (
    Column("House rule", Kind.TEXT),
    Column("What it does", Kind.TEXT),
    Column("Spoke about"),
    Column("People decided about"),
    Column("otherwise than it"),
    Column("Share of these, with its interval", Kind.SHARE),
)


def answer(period, **_rest):
    records, rules, hidden = records_of_machines(period), _rules(period), _hidden(period)
    if not records and not hidden and not rules:
        return Answer(nothing="Nothing was decided by a rule or the filter in this time.")
    rows = [(each.label, each.wrong.whole, each.seen, each.wrong.part, each.wrong) for each in records]
    tables = [Table("machines", "What rules and the filter decided", COLUMNS, rows)] if rows else []
    told = [each for each in records if each.wrong.is_enough]
    return Answer(
        sentences=hidden or ["The filter has put nothing away in this time."],
        charts=_charts(told),
        tables=[*tables, *rules],
        notes=[
            "Only what somebody looked at again is known to have been wrong, so the true share is higher than the one shown. "
            "An interval holds the true value 19 times of 20; of fewer than 20 no percentage is told. "
            "What the filter hid is estimated from the blind re-check: a few of what it would put away wait for a person all the same."
        ],
    )


def _charts(told):
    if not told:
        return []
    percent = [each.wrong.part / each.wrong.whole * 100 for each in told]
    intervals = [tuple(side * 100 for side in each.wrong.interval) for each in told]
    title = "Decided otherwise by people, of a hundred"
    return [Chart(title, [each.short for each in told], percent, Kind.SHARE, intervals, is_horizontal=True)]


def _rules(period):
    """[the Table of the rules that are there and spoke], or none."""
    records = how_often_wrong(since=period.start)
    spoke = (
        [rule for rule in db.session.scalars(current_rules()) if rule.rule_id in records] if records else []
    )
    rows = [
        (
            _what(rule),
            OUTCOMES[rule.outcome],
            each.fired,
            each.judged,
            each.otherwise,
            Share(each.otherwise, each.judged),
        )
        for rule in spoke
        for each in [records[rule.rule_id]]
    ]
    return [Table("rules", "What each house rule said", OF_RULES, rows)] if rows else []


def _what(rule):
    """What it looks for; of addresses and networks no more than that."""
    kind = RuleKind(rule.kind)
    return KINDS[kind] if entries_by_digest(kind, rule.pattern) else what_in_words(rule, None)


def _hidden(period):
    """Sentences on what the filter hid in error; none where it put nothing away."""
    since, until = period.start, period.end
    decided, real, away, found = recheck_counts(since, until=until)
    if not away and not decided:
        return []
    about, low, high = hidden_estimate(since, until=until)
    said = [
        f"The filter put away {counted(away, 'comment')}; people found {found:,} of them to be real.",
        f"About {about:,} ({low:,}–{high:,}) real comments were hidden in this time.",
    ]
    if not decided:
        return [*said, "None of the blind re-checks has been decided about, so this is hardly known."]
    return [*said, f"That rests on {counted(decided, 'blind re-check')}, of which {real:,} were approved."]
