"""A mended text of a published comment waits as a Proposal: readers keep the approved words until somebody accepts it.

There is one at most; a newer one takes its place. Who settled one, how and when, is never edited.
"""

from datetime import datetime

from sqlalchemy import Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.revision import edit_comment, edition_of
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import Moment


class ProposalChanged(TooLate):
    sentence = "It was changed, or somebody was faster, since you saw it. Nothing was changed."


class Proposal(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class SettledProposal(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    body: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    is_accepted: Mapped[bool]
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


def find_proposal(comment):
    return db.session.get(Proposal, comment.id)


def version_of(comment, proposal):
    """What tells apart what could be seen of a Comment and its Proposal (or None): a string."""
    return f"{edition_of(comment)}/{proposal.at.isoformat() if proposal else ''}"


def propose(comment, *, body, body_html, at=None):
    """The Proposal of new words for a comment, in place of one that waits. Strings, tidied and rendered already."""
    proposal = find_proposal(comment) or Proposal(comment=comment)
    proposal.body, proposal.body_html, proposal.at = body, body_html, at or now()
    db.session.add(proposal)
    db.session.flush()
    return proposal


def drop_proposal(comment):
    """Its writer wants it no more. Nothing happens where there is none."""
    proposal = find_proposal(comment)
    if proposal is not None:
        db.session.delete(proposal)
        db.session.flush()


def accept_proposal(comment, *, by, seen=None, at=None):
    """Its words become the comment's, and what was there a Revision. Raises what refuse_proposal raises."""
    at = at or now()
    proposal = _settle(comment, by=by, seen=seen, accepted=True, at=at)
    said = {"body": proposal.body, "body_html": proposal.body_html}
    edit_comment(comment, by=None, name=comment.name, website=comment.website, at=at, **said)
    return proposal


def refuse_proposal(comment, *, by, seen=None, at=None):
    """The comment stays as it is. `seen` is the version_of that `by` saw (None: as it is now). Raises ProposalChanged."""
    return _settle(comment, by=by, seen=seen, accepted=False, at=at or now())


def _settle(comment, *, by, seen, accepted, at):
    proposal = find_proposal(comment)
    if proposal is None or (seen is not None and seen != version_of(comment, proposal)):
        raise ProposalChanged
    settled = {"body": proposal.body, "proposed_at": proposal.at, "is_accepted": accepted, "by": by, "at": at}
    db.session.add(SettledProposal(comment=comment, **settled))
    db.session.delete(proposal)
    db.session.flush()
    return proposal


def settled_proposals_of(comment):
    """The Select of what became of earlier ones, oldest first."""
    return (
        select(SettledProposal).where(SettledProposal.comment_id == comment.id).order_by(SettledProposal.id)
    )


def find_settled_proposal(comment):
    """The last one that was settled, or None."""
    last = select(SettledProposal).where(SettledProposal.comment_id == comment.id)
    return db.session.scalars(last.order_by(SettledProposal.id.desc()).limit(1)).first()


def forget_proposals(comment):
    """Takes the words out of all that was ever proposed for a comment: for erasure."""
    drop_proposal(comment)
    db.session.execute(delete(SettledProposal).where(SettledProposal.comment_id == comment.id))
