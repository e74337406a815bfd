"""What the filter may learn: of each comment the one decision of a person that stands now, in the order of decisions.

To spam says spam, to approved says fine, anything else says nothing. What a machine decided is never learnt, nor staff's
own words, nor what its writer had erased. An undo lets the decision before it stand again, in its old place.
"""

from dataclasses import dataclass

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.erasure import Erasure
from blog.commenting.revision import Revision
from blog.moderating.spam_filter.told import Told
from blog.storage import db

_SAYS = {Status.SPAM: True, Status.APPROVED: False}


class Lesson(db.Model):
    """A decision that is to be learnt, or was. `likelihood` is what the filter said just before it learnt it."""

    decision_id: Mapped[int] = mapped_column(
        db.ForeignKey("decision.id"), primary_key=True, autoincrement=False
    )
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), unique=True)
    is_spam: Mapped[bool]
    article_id: Mapped[int]
    # Whether its writer's name was erased: it is not learnt then.
    is_nameless: Mapped[bool]
    likelihood: Mapped[float | None]

    __table_args__ = (Index("ix_lesson_kind", "is_spam", "decision_id"),)


class LessonDue(db.Model):
    """Something happened to a comment that the worker must look at: its lesson may be another now.

    Written in the transaction of what happened, so that it is seen with it, however late that commits.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int]


@dataclass(frozen=True)
class Wanted:
    """What a Lesson should be. Equal to another where nothing needs to be learnt anew."""

    decision_id: int
    comment_id: int
    is_spam: bool
    article_id: int
    is_nameless: bool


def told_of(comment):
    """What the filter is told of a Comment as it stands."""
    return Told(
        author_name=comment.name,
        website=comment.website,
        body=comment.body,
        article=str(comment.article_id),
        at=comment.left_at,
    )


def wanted_lessons(comment_ids, *, forgotten_up_to=0):
    """{comment id: Wanted}, of those of these comments (a few hundred ids) that teach something.

    Decisions up to the id `forgotten_up_to` teach nothing any more.
    """
    columns = (Decision.id, Decision.comment_id, Decision.after, Decision.by_id, Decision.undoes_id)
    made = select(*columns).where(Decision.comment_id.in_(comment_ids)).order_by(Decision.id)
    by_comment = {}
    for decision in db.session.execute(made):
        by_comment.setdefault(decision.comment_id, []).append(decision)
    about = (
        select(Comment.id, Comment.article_id, Erasure.words)
        .outerjoin(Erasure, Erasure.comment_id == Comment.id)
        .where(Comment.id.in_(comment_ids), Comment.account_id.is_(None))
    )
    wanted = {}
    for comment_id, article_id, erased in db.session.execute(about):
        decision = standing_decision(by_comment.get(comment_id, ()))
        if decision is None or erased or decision.id <= forgotten_up_to or decision.after not in _SAYS:
            continue
        wanted[comment_id] = Wanted(
            decision.id, comment_id, _SAYS[decision.after], article_id, erased is not None
        )
    return wanted


def standing_decision(decisions):
    """Of all rows of decisions about one comment, oldest first, the person's that stands; None where none does.

    What its writer or a machine does in between takes back nothing that a person said.
    """
    stands, before = None, {}
    for decision in decisions:
        before[decision.id] = stands
        if decision.undoes_id is not None:
            stands = before.get(decision.undoes_id)
        elif decision.by_id is not None:
            stands = decision
    return stands


def lessons_in_order(*, after, most):
    """[(Wanted, Told)] of lessons behind the decision `after`, in their order, each with the words as they were decided
    about: the earliest Revision since holds what was said before it.
    """
    rows = db.session.execute(
        select(Lesson, Comment, Decision.at)
        .join(Comment, Comment.id == Lesson.comment_id)
        .join(Decision, Decision.id == Lesson.decision_id)
        .where(Lesson.decision_id > after)
        .order_by(Lesson.decision_id)
        .limit(most)
    ).all()
    changed = _revisions_of([comment.id for _, comment, _ in rows])
    return [
        (wanted_of(lesson), _told_then(lesson, comment, at, changed.get(comment.id, ())))
        for lesson, comment, at in rows
    ]


def wanted_of(lesson):
    return Wanted(
        lesson.decision_id, lesson.comment_id, lesson.is_spam, lesson.article_id, lesson.is_nameless
    )


def _told_then(lesson, comment, at, revisions):
    said = next((revision for revision in revisions if revision.at > at), comment)
    return Told(
        author_name="" if lesson.is_nameless else said.name,
        website="" if lesson.is_nameless else said.website,
        body=said.body,
        article=str(lesson.article_id),
        at=comment.left_at,
    )


def _revisions_of(ids):
    found = {}
    for at in range(0, len(ids), 500):
        these = Revision.comment_id.in_(ids[at : at + 500])
        for revision in db.session.scalars(select(Revision).where(these).order_by(Revision.id)):
            found.setdefault(revision.comment_id, []).append(revision)
    return found
