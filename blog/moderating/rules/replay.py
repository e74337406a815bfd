"""The rear-view mirror: what a rule would have done to the comments that came last, and what people decided about those.

It looks at comments of visitors whose words are still there. Whether a visitor was known is remembered with the finding
of a comment; of those from before findings were kept it is not.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.moderating.finding import FindingReason, Ground, Outcome
from blog.moderating.rules.matching import Reading, looking_for
from blog.publishing.article import Article
from blog.storage import db

LOOKS_BACK = 500  # comments


@dataclass(frozen=True)
class Hit:
    """A Comment that the rule speaks about, what it found there, and what a person decided last: a Status, or None."""

    comment: Comment
    found: str
    verdict: Status | None


@dataclass(frozen=True)
class Hindsight:
    outcome: Outcome
    looked_at: int
    hits: tuple

    def counted(self, *verdicts):
        """How many of the hits a person decided so; None stands for nobody's decision."""
        return sum(hit.verdict in verdicts for hit in self.hits)

    @property
    def otherwise(self):
        """How many a person decided otherwise than the rule would have."""
        return self.counted(*against(self.outcome))


def against(outcome):
    """The Statuses by which a person says that an Outcome was wrong."""
    return (Status.REJECTED, Status.SPAM) if outcome is Outcome.APPROVE else (Status.APPROVED,)


def look_back(drafts):
    """A Hindsight for each of `drafts`, over the same last comments. Three queries, however many drafts."""
    rows = db.session.execute(_last_comments()).all()
    verdicts = _verdicts([comment.id for comment, _contact in rows])
    known = _known([comment.id for comment, _contact in rows])
    readings = [(Reading(comment, contact), comment.id in known) for comment, contact in rows]
    return [_hindsight(draft, readings, verdicts) for draft in drafts]


def _hindsight(draft, readings, verdicts):
    look, hits = looking_for(draft), []
    for reading, known in readings:
        if (match := look(reading, known)) is not None:
            hits.append(Hit(reading.comment, match.found, verdicts.get(reading.comment.id)))
    return Hindsight(Outcome(draft.outcome), len(readings), tuple(hits))


def _last_comments():
    return (
        select(Comment, Contact)
        .outerjoin(Contact, Contact.comment_id == Comment.id)
        .join(Comment.article)
        .options(contains_eager(Comment.article).load_only(Article.title, Article.slug, Article.author_id))
        .options(defer(Comment.receipt_nonce), joinedload(Comment.account))
        .where(Comment.account_id.is_(None), Comment.body != "")
        .order_by(Comment.id.desc())
        .limit(LOOKS_BACK)
    )


def _verdicts(ids):
    """{comment id: what a person decided last}, without those that a person put back to waiting."""
    newest = (
        select(func.max(Decision.id))
        .where(Decision.comment_id.in_(ids), Decision.by_id.is_not(None))
        .group_by(Decision.comment_id)
    )
    found = select(Decision.comment_id, Decision.after).where(Decision.id.in_(newest))
    return {id: after for id, after in db.session.execute(found) if after is not Status.PENDING}


def _known(ids):
    found = select(FindingReason.comment_id).where(
        FindingReason.comment_id.in_(ids), FindingReason.ground == Ground.KNOWN
    )
    return set(db.session.scalars(found))
