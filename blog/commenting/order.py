"""In which order a conversation is read: its threads oldest or newest first; within a thread always as it was said.

Each order has three columns to go by, which a database compares at once and reads from an index of their own.
"""

from enum import StrEnum

from sqlalchemy import tuple_

from blog.commenting.comment import Comment


class Order(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"

    def columns(self):
        thread = Comment.thread_turn if self is Order.NEWEST else Comment.root_id
        return thread, Comment.branch_id, Comment.id

    def place(self, comment):
        """Where it stands, to be compared: three whole numbers of a Comment, or of a row with its columns."""
        return comment.thread_turn if self is Order.NEWEST else comment.root_id, comment.branch_id, comment.id

    def from_on(self, place):
        """The condition of what stands at a place or behind it."""
        return tuple_(*self.columns()) >= tuple_(*place)

    def before(self, place):
        return tuple_(*self.columns()) < tuple_(*place)

    def backwards(self):
        return tuple(column.desc() for column in self.columns())


def order_called(word, site):
    """The Order that a reader asks for (any string, or None), else the one that the site's settings say."""
    return Order(word) if word in set(Order) else usual_order(site)


def usual_order(site):
    return Order.NEWEST if site.comments_newest_first else Order.OLDEST
