"""What a visitor said about an article, where in the conversation it stands, and whether it may be seen.

Its place is kept in three columns, so that a conversation is read in order from an index, in parts, without recursion:
`root_id` (the comment that began the thread), `branch_id` (the reply to it under which this one stands; 0 for the root
itself) and `id`. Replies deeper than the second level stand in the order they came under their branch. `thread_turn` is
`root_id` counted backwards, for reading the newest threads first: no index runs both ways at once.
"""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.types import Moment, new_public_id, one_word_of


class Status(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"

    @property
    def hides_replies(self):
        """Whether this is pulled back, or was never let in: answers to it are then not seen either. What its writer takes
        back changes nothing for them: they stay as they were.
        """
        return self in (Status.PENDING, Status.REJECTED, Status.SPAM)


class Comment(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id"))
    article: Mapped[Article] = relationship()
    parent_id: Mapped[int | None] = mapped_column(db.ForeignKey("comment.id"), index=True)
    parent: Mapped["Comment | None"] = relationship(foreign_keys=[parent_id], remote_side=[id])
    root_id: Mapped[int] = mapped_column(default=0)
    branch_id: Mapped[int] = mapped_column(default=0)
    thread_turn: Mapped[int] = mapped_column(default=0, server_default="0")
    # Who wrote it, where that is a member of staff who was signed in.
    account_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"), index=True)
    account: Mapped[Account | None] = relationship()
    name: Mapped[str] = mapped_column(String(100))
    website: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    avatar_seed: Mapped[str] = mapped_column(String(16), default=lambda: secrets.token_hex(8))
    # Written by commenting/decision.py only.
    status: Mapped[Status] = mapped_column(one_word_of(Status), default=Status.PENDING)
    decision_count: Mapped[int] = mapped_column(default=0)
    # How many of those that it answers, directly or not, are pulled back: see commenting/visibility.py.
    hidden_above: Mapped[int] = mapped_column(default=0, server_default="0")
    # As its status says, or as it was when its writer took it back.
    hides_replies: Mapped[bool] = mapped_column(default=True, server_default=true())
    left_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    # The receipt's token is made from the nonce with a key outside the database: see commenting/receipt.py.
    receipt_nonce: Mapped[bytes] = mapped_column(LargeBinary(16), default=lambda: secrets.token_bytes(16))
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (
        Index("ix_comment_place", "article_id", "status", "hidden_above", "root_id", "branch_id", "id"),
        Index(
            "ix_comment_place_newest",
            *("article_id", "status", "hidden_above", "thread_turn", "branch_id", "id"),
        ),
        Index("ix_comment_newest", "article_id", "status", "hidden_above", "id"),
        Index("ix_comment_status_left_at", "status", "left_at", "id"),
        Index("ix_comment_root", "root_id", "id"),
    )

    def belongs_to(self, account):
        """A comment is moderated by whoever wrote the article."""
        return self.article.author_id == account.id

    @property
    def level(self):
        """0 for what began a thread, 1 for replies to it, 2 for all that is deeper."""
        if self.parent_id is None:
            return 0
        return 1 if self.branch_id == self.id else 2

    def is_public(self):
        """Whether readers see it where its article is public."""
        return self.status is Status.APPROVED and self.hidden_above == 0

    def is_hidden_with_its_parent(self):
        """Whether it would be public, had nothing that it answers been pulled back."""
        return self.status is Status.APPROVED and self.hidden_above > 0


def place_in_thread(comment, parent):
    """Sets root and branch of a flushed comment from its parent (a Comment, as it is now, or None)."""
    comment.root_id = parent.root_id if parent else comment.id
    comment.thread_turn = -comment.root_id
    if parent is not None:
        comment.branch_id = parent.branch_id or comment.id
        comment.hidden_above = parent.hidden_above + parent.hides_replies
    db.session.flush()
