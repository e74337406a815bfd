"""Which letters somebody wishes for with a comment. They come once its address is confirmed; each wish can be ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.confirmation import confirmed
from blog.commenting.contact import Contact
from blog.commenting.mail_refused import MailRefused
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, one_word_of


class Scope(StrEnum):
    """Which new comments one is told of."""

    NONE = "none"
    ANSWERS = "answers"  # to this comment
    THREAD = "thread"  # that this comment belongs to
    ARTICLE = "article"  # all on it


class Rhythm(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"


class Subscription(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    scope: Mapped[Scope] = mapped_column(one_word_of(Scope))
    rhythm: Mapped[Rhythm] = mapped_column(one_word_of(Rhythm))
    # Whether they are told what becomes of the comment itself.
    tell_fate: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    def is_alive(self):
        return self.ended_at is None


def find_subscription(comment):
    return db.session.get(Subscription, comment.id)


def choose_letters(comment, *, scope, rhythm=Rhythm.AT_ONCE, tell_fate=False, at=None):
    """The Subscription that says so, in place of what was wished before."""
    lock_for(f"subscription {comment.id}")
    at = at or now()
    chosen = find_subscription(comment) or Subscription(comment=comment, asked_at=at)
    chosen.scope, chosen.rhythm, chosen.tell_fate = Scope(scope), Rhythm(rhythm), tell_fate
    nothing = chosen.scope is Scope.NONE and not tell_fate
    chosen.ended_at = (chosen.ended_at or at) if nothing else None
    db.session.add(chosen)
    db.session.flush()
    return chosen


def end_letters(comment, *, at=None):
    """No more letters about its article to its address, with whichever comment they were wished for."""
    theirs = under_its_address(comment, Comment.id).where(Comment.article_id == comment.article_id)
    db.session.execute(
        update(Subscription)
        .where(Subscription.comment_id.in_(theirs), Subscription.ended_at.is_(None))
        .values(ended_at=at or now(), scope=Scope.NONE, tell_fate=False)
        .execution_options(synchronize_session="fetch")
    )


def gets_letters(comment):
    """Whether any letters about its article are wished for at its address."""
    theirs = under_its_address(comment, Comment.id).where(Comment.article_id == comment.article_id)
    alive = select(Subscription.comment_id).where(
        Subscription.comment_id.in_(theirs), Subscription.ended_at.is_(None)
    )
    return db.session.scalar(alive.limit(1)) is not None


def under_its_address(comment, *columns):
    """The Select of all comments left under the address of a Comment, or of these columns of them; it is one of them.

    Where its address is not kept any more, it is the only one.
    """
    same = select(Contact.digest).where(Contact.comment_id == comment.id).scalar_subquery()
    theirs = select(Contact.comment_id).where(Contact.digest == same)
    return select(*(columns or (Comment,))).where(or_(Comment.id == comment.id, Comment.id.in_(theirs)))


def subscriptions_to(comment):
    """The Select of (Subscription, digest of its address) that are to hear of a Comment which became public.

    Never those of whoever wrote it, nor of who wants no letters.
    """
    writer = select(Contact.digest).where(Contact.comment_id == comment.id)
    meant = or_(
        Subscription.scope == Scope.ARTICLE,
        and_(Subscription.scope == Scope.THREAD, Comment.root_id == comment.root_id),
        and_(Subscription.scope == Scope.ANSWERS, Comment.id == comment.parent_id),
    )
    return (
        living_subscriptions()
        .where(Comment.article_id == comment.article_id, Comment.id != comment.id, meant)
        .where(Contact.digest.not_in(writer))
        .order_by(Subscription.comment_id)
    )


def living_subscriptions():
    """The Select of (Subscription, digest of its address) for which letters may be sent. Joined with Comment, Contact."""
    refused = exists().where(MailRefused.digest == Contact.digest)
    return (
        select(Subscription, Contact.digest)
        .join(Comment, Comment.id == Subscription.comment_id)
        .join(Contact, Contact.comment_id == Subscription.comment_id)
        .where(Subscription.ended_at.is_(None), confirmed(Subscription.comment_id), ~refused)
    )


def find_living(comment_id):
    """The Subscription with which this comment was left, if letters may be sent for it; else None."""
    return db.session.scalar(living_subscriptions().where(Subscription.comment_id == comment_id))
