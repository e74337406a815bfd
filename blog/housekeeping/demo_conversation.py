"""What was said in the demonstration and what became of it, in the order in which it would have happened."""

from datetime import timedelta
from itertools import count

from blog.commenting.comment import Status
from blog.commenting.leaving import leave_comment
from blog.commenting.trust import Proofs
from blog.moderating.verdict import approve, mark_as_spam, reject

VERDICTS = {Status.APPROVED: approve, Status.REJECTED: reject, Status.SPAM: mark_as_spam}
MINUTES_TO_DECIDE = (
    14,
    47,
    95,
    160,
    25,
    210,
    70,
)  # one after the other: some come while the moderator sleeps


def hold_conversation(told, articles, people, keys, *, at):
    """Leaves every comment and decides about it. `told` is what demo_comments gives, `articles` {slug: Article}.

    What would have happened after the moment `at` happens a little before it.
    """
    left, number = {}, count()
    for _when, act in sorted(_happenings(told, articles, at), key=lambda each: each[0]):
        act(left, articles, people, keys, next(number))


def _happenings(told, articles, at):
    """(moment, act) for each comment's arrival and each decision, in no order."""
    arrivals = {one["id"]: min(_moment(one, articles), at - timedelta(hours=4)) for one in told}
    answered = {}
    for one in told:
        if one["parent"]:
            answered[one["parent"]] = min(answered.get(one["parent"], at), arrivals[one["id"]])
    for number, one in enumerate(told):
        moment = arrivals[one["id"]]
        yield moment, _arrival(one, moment, number)
        if one["status"] != Status.PENDING:
            wait = timedelta(minutes=MINUTES_TO_DECIDE[number % len(MINUTES_TO_DECIDE)])
            by_then = answered.get(one["id"], at)  # nobody answers what is not public yet
            decided = moment + min(wait, (by_then - moment) / 2)
            yield decided, _decision(one, decided)


def _moment(one, articles):
    return articles[one["article"]].publication.goes_live_at + timedelta(hours=one["hours_after"])


def _arrival(one, moment, number):
    def arrive(left, articles, people, keys, _turn):
        left[one["id"]] = leave_comment(
            articles[one["article"]],
            **{name: one[name] for name in ("name", "email", "website", "body")},
            parent=left.get(one["parent"]),
            # Each writes with one browser, which remembers them.
            proofs=Proofs(tuple(each.public_id for each in left.values() if each.name == one["name"])),
            by=people.get(one["by_staff"]),
            keys=keys,
            # Every other piece of spam gives itself away.
            honeypot_filled=one["status"] == Status.SPAM and number % 2 == 0,
            at=moment,
        )

    return arrive


def _decision(one, moment):
    def decide(left, _articles, people, _keys, turn):
        comment = left[one["id"]]
        if comment.status != one["status"]:
            by = people["ruth" if turn % 9 == 0 else "samir"]
            VERDICTS[Status(one["status"])](comment, by=by, because=one["because"], at=moment)

    return decide
