"""Where in the queue somebody is: kept in the address bar, and carried along by every form."""

from dataclasses import dataclass, replace

from flask import request, url_for

from blog.commenting.comment import Status
from blog.refusals import NotThere
from blog.storage.types import is_public_id
from blog.text.plain import tidy_line

LONGEST_SEARCH = 200  # characters; what is beyond is left out
STATUSES = {status.value: status for status in Status if status is not Status.WITHDRAWN}


@dataclass(frozen=True)
class Place:
    status: Status = Status.PENDING
    words: str = ""
    after: str = ""  # public id of the last comment of the page before

    @classmethod
    def asked_for(cls):
        """From this request's address. Raises NotThere for a status or comment that cannot be."""
        status = STATUSES.get(request.args.get("status") or "pending")
        after = request.args.get("after", "")
        if status is None or (after and not is_public_id(after)):
            raise NotThere
        return cls(status, tidy_line(request.args.get("q", "")[:LONGEST_SEARCH]), after)

    def values(self):
        """For `url_for`: what differs from the plain queue."""
        status = None if self.status is Status.PENDING else self.status.value
        return {"status": status, "q": self.words or None, "after": self.after or None}

    def behind(self, comment):
        """The Place of the page that begins behind `comment`."""
        return replace(self, after=comment.public_id)

    def url(self, **more):
        return url_for("moderating.queue", **(self.values() | more))
