"""What weighs most with the filter, both ways: what was seen in several comments, so that it is nobody's own.

Its state holds no words, only numbers; so the latest lessons are asked what they are judged by. Names are left out, and
so are addresses that speak for a comment: a visitor's own site is among them.
"""

from datetime import datetime
from itertools import groupby

from sqlalchemy import JSON, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.moderating.spam_filter.current import loaded
from blog.moderating.spam_filter.lesson import Lesson, lessons_in_order
from blog.moderating.spam_filter.snapshot import find_base
from blog.storage import db
from blog.storage.types import Moment

LATEST = 300  # lessons that are asked
FEWEST = 5  # comments that it was seen in
MOST = 12  # each way
AGAIN_AFTER = 20  # lessons
_NAMES = ("the name ", "left at the article ")
_ADDRESSES = ("a link to “", " in the address linked to")


class WeighedWords(db.Model):
    """The newest one counts. `words` are [what it goes by, its mean weight, in how many comments], strongest first."""

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lessons: Mapped[int]
    words: Mapped[list] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment)


def find_weighed_words():
    return db.session.scalars(select(WeighedWords).order_by(WeighedWords.version.desc()).limit(1)).first()


def is_to_be_weighed(base):
    """Whether a FilterSnapshot knows so much more than was weighed, or less: what was unlearnt is quoted no more."""
    known = find_weighed_words()
    lessons = known.lessons if known else 0
    return base.lessons >= lessons + AGAIN_AFTER or base.lessons < lessons


def weigh():
    """(version, lessons, words) of the snapshot whose lessons all stand. Only reads."""
    base = find_base()
    spam_filter = loaded(base.version, base.mark)
    seen = sorted(
        (pull.words, pull.weight)
        for _, told in lessons_in_order(after=_before_the_latest(base), most=LATEST)
        for pull in spam_filter.reasons(told, most=40)
        if not _is_of_one_person(pull)
    )
    weighed = []
    for words, pulls in groupby(seen, key=lambda pair: pair[0]):
        weights = [weight for _, weight in pulls]
        if len(weights) >= FEWEST:
            weighed.append([words, sum(weights) / len(weights), len(weights)])
    weighed.sort(key=lambda row: (-abs(row[1]), row[0]))
    spam = [row for row in weighed if row[1] > 0][:MOST]
    fine = [row for row in weighed if row[1] < 0][:MOST]
    return base.version, base.lessons, spam + fine


def keep_weighed(version, lessons, words, *, at):
    db.session.execute(delete(WeighedWords))
    db.session.add(WeighedWords(version=version, lessons=lessons, words=words, at=at))
    db.session.flush()


def _is_of_one_person(pull):
    if pull.words.startswith(_NAMES):
        return True
    return pull.weight < 0 and any(part in pull.words for part in _ADDRESSES)


def _before_the_latest(base):
    """The id of the decision behind which the latest lessons are."""
    latest = select(Lesson.decision_id).where(Lesson.decision_id <= base.last_decision_id)
    ids = db.session.scalars(latest.order_by(Lesson.decision_id.desc()).limit(LATEST)).all()
    return ids[-1] - 1 if ids else base.last_decision_id
