"""What the databases reckon is what anybody would who read every row."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.moderating.finding import Ground
from blog.moderating.insights.backlog import backlog_of
from blog.moderating.insights.fate import Became, articles_that_drew, fates_by_article, fates_by_step
from blog.moderating.insights.mistakes import records_of_machines
from blog.moderating.insights.people import Work, work_by_person
from blog.moderating.insights.period import NAMES, period_called
from blog.moderating.insights.wait import Wait, still_waiting, waits_in
from blog.storage import db
from tests.moderating.insights.random_history import (
    a_random_history,
    decisions_on,
    naive_percentile,
    naive_wait,
    step_in,
    visitors_in,
)

# A Sunday on which clocks go back in Berlin is ten days before.
UNTIL = datetime(2026, 11, 4, 13, 20, 7, 250_000, UTC)
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns")


@pytest.fixture
def people(app):
    return a_random_history(UNTIL)


def a_period(name, zone="Europe/Berlin"):
    return period_called(name, zone=zone, at=UNTIL, earliest=UNTIL - timedelta(days=40))


def a_wait(values):
    return Wait(len(values), naive_percentile(values, 50), naive_percentile(values, 90))


def test_waits_are_those_of_the_rows(app, people):
    for name, zone in product(NAMES, ZONES):
        insist_on_waits(a_period(name, zone), zone)


def insist_on_waits(period, zone):
    waits = [(each, naive_wait(each)) for each in visitors_in(period)]
    known = [(each, wait) for each, wait in waits if wait is not None]
    found = waits_in(period)
    assert found.in_all == a_wait([wait for _comment, wait in known])
    assert found.by_step == [
        a_wait([wait for comment, wait in known if step_in(period, comment.left_at) == step])
        for step in range(len(period.starts))
    ]
    assert found.by_hour == [
        a_wait([wait for comment, wait in known if local_hour(comment, zone) == hour]) for hour in range(168)
    ]
    undecided = [each for each, _wait in waits if each.status is Status.PENDING and not each.decision_count]
    assert still_waiting(period) == len(undecided)


def local_hour(comment, zone):
    there = comment.left_at.astimezone(ZoneInfo(zone))
    return there.weekday() * 24 + there.hour


def naive_fate(comment):
    decisions = decisions_on(comment)
    by_people = bool(decisions and decisions[-1].by_id)
    return {
        Status.PENDING: Became.WAITING,
        Status.WITHDRAWN: Became.WITHDRAWN,
        Status.REJECTED: Became.REJECTED,
        Status.SPAM: Became.SPAM if by_people else Became.PUT_AWAY,
        Status.APPROVED: Became.APPROVED if by_people else Became.AT_ONCE,
    }[comment.status]


def test_each_comment_became_one_thing_and_is_counted_where_it_came(app, people):
    for name in NAMES:
        insist_on_fates(a_period(name))


def insist_on_fates(period):
    comments = visitors_in(period)
    steps = [Counter() for _start in period.starts]
    articles = {}
    for comment in comments:
        steps[step_in(period, comment.left_at)][naive_fate(comment)] += 1
        articles.setdefault(comment.article.title, Counter())[naive_fate(comment)] += 1
    assert fates_by_step(period) == [dict(each) for each in steps]
    assert dict(fates_by_article(period)) == {title: dict(each) for title, each in articles.items()}
    drawn = [sum(fates.values()) for _title, fates in fates_by_article(period)]
    assert drawn == sorted(drawn, reverse=True)
    assert articles_that_drew(period) == len(articles)


def test_people_decided_what_their_rows_say(app, people):
    period = a_period("30-days")
    decisions = [
        each for each in db.session.scalars(db.select(Decision)) if period.start <= each.at < period.end
    ]
    undos = {each.undoes_id: each for each in db.session.scalars(db.select(Decision)) if each.undoes_id}
    expected = []
    for person in sorted(people, key=lambda person: person.name.casefold()):
        own = [each for each in decisions if each.by_id == person.id and each.undoes_id is None]
        waits = [naive_wait(each.comment) for each in decisions if is_first_of(each, person)]
        taken_back = [undos[each.id].by_id == person.id for each in own if each.id in undos]
        row = Work(
            person.name,
            len(own),
            len(waits),
            naive_percentile(waits, 50),
            taken_back.count(True),
            taken_back.count(False),
        )
        expected.append(row)
    assert [work for work in work_by_person(period) if work.name != "Owner"] == expected


def is_first_of(decision, person):
    comment = decision.comment
    first = next((each for each in decisions_on(comment) if each.by_id), None)
    return (
        decision is first
        and decision.by_id == person.id
        and comment.account_id is None
        and decision.before is not Status.APPROVED
    )


def test_a_machine_was_wrong_where_the_last_person_said_otherwise(app, people):
    period = a_period("30-days")
    seen = wrong = number = 0
    for decision in db.session.scalars(db.select(Decision)):
        if (
            decision.by_id
            or decision.after is not Status.SPAM
            or not period.start <= decision.at < period.end
        ):
            continue
        later = [each for each in decisions_on(decision.comment) if each.by_id and each.id > decision.id]
        number += 1
        seen += bool(later)
        wrong += bool(later) and later[-1].after is not Status.SPAM
    (record,) = records_of_machines(period)
    assert (record.ground, record.after) == (Ground.HONEYPOT, Status.SPAM)
    assert (record.wrong.part, record.wrong.whole, record.seen) == (wrong, number, seen)
    assert number > seen > wrong > 0


def test_what_waits_is_as_old_as_its_last_decision(app, people):
    found = backlog_of(db.select(Comment), at=UNTIL)
    since = []
    for comment in db.session.scalars(db.select(Comment).where(Comment.status == Status.PENDING)):
        decisions = decisions_on(comment)
        since.append(decisions[-1].at if decisions else comment.left_at)
    ages = [(UNTIL - each).total_seconds() / 3600 for each in since]
    limits = [0, 1, 6, 24, 48, 168, float("inf")]
    assert found.by_age == [sum(low < age <= high for age in ages) for low, high in pairwise(limits)]
    assert (found.number, found.oldest) == (len(since), min(since))
    assert found.older_than_a_day == sum(age > 24 for age in ages)
