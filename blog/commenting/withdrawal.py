"""Whoever wrote a comment may take it back, at any time and whatever became of it. It is gone from the page at once."""

from blog.commenting.comment import Status
from blog.commenting.decision import decide
from blog.commenting.proposal import drop_proposal

BECAUSE = "Taken back by whoever wrote it."


def withdraw_comment(comment, *, at=None):
    """The Decision; None where it was taken back before. Mended words that waited are gone with it."""
    if comment.status is Status.WITHDRAWN:
        return None
    drop_proposal(comment)
    return decide(comment, Status.WITHDRAWN, because=BECAUSE, at=at)
