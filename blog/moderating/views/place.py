"""Where in the queue somebody is: kept in the address bar, and carried along by every form."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import request, url_for

from blog.commenting.comment import Status
from blog.moderating.cards import Behind, Order
from blog.moderating.finding import Ground
from blog.moderating.narrowing import Narrowing, Pile, Shape
from blog.refusals import NotThere
from blog.storage.types import is_public_id
from blog.text.plain import tidy_line

HIGHEST_RANK = 2**31 - 1  # what a column holds
LONGEST_SEARCH = 200  # characters; what is beyond is left out
STATUSES = {status.value: status for status in Status if status is not Status.WITHDRAWN}


@dataclass(frozen=True)
class Place:
    narrowing: Narrowing = field(default_factory=Narrowing)
    asked_order: Order | None = None
    after: str = ""  # public id of the last comment of the page before
    rank: str = ""  # what that was put in order by, where its age is not what counts

    @classmethod
    def asked_for(cls):
        """From this request's address. Raises NotThere for what cannot be."""
        after = request.args.get("after", "")
        if after and not is_public_id(after):
            raise NotThere
        narrowing = Narrowing(
            status=_one_of(STATUSES, "status") or Status.PENDING,
            words=tidy_line(request.args.get("q", "")[:LONGEST_SEARCH]),
            article=tidy_line(request.args.get("article", "")[:LONGEST_SEARCH]),
            pile=_one_of(Pile, "pile"),
            ground=_one_of(Ground, "why"),
            shape=_one_of(Shape, "shape"),
            put_away="away" in request.args,
        )
        return cls(narrowing, _one_of(Order, "order"), after, request.args.get("rank", "")[:40])

    @property
    def status(self):
        return self.narrowing.status

    @property
    def words(self):
        return self.narrowing.words

    @property
    def order(self):
        """As asked for, else what its filters are read from an index by."""
        usual = (
            Order.SIZE
            if self.narrowing.shape is Shape.GROUPS
            else Order.FINE
            if self.narrowing.pile
            else Order.AGE
        )
        return self.asked_order or usual

    def values(self):
        """For `url_for`: what differs from the plain queue."""
        wish = self.narrowing
        return {
            "status": None if wish.status is Status.PENDING else wish.status.value,
            "q": wish.words or None,
            "article": wish.article or None,
            "pile": wish.pile,
            "why": wish.ground,
            "shape": wish.shape,
            "away": "1" if wish.put_away else None,
            "order": self.asked_order,
            "after": self.after or None,
            "rank": self.rank or None,
        }

    def behind(self, comment, card):
        """The Place of the page that begins behind a Card that shows this Comment."""
        rank = "" if isinstance(card.rank, datetime) else str(card.rank)
        return replace(self, after=comment.public_id, rank=rank)

    def beginning(self, comment):
        """Where the page begins: Behind the Comment that `after` names. Raises NotThere."""
        if self.order is Order.AGE:
            return Behind(comment.left_at, comment.id)
        try:
            rank = float(self.rank) if self.order in (Order.FINE, Order.SPAM) else int(self.rank)
        except ValueError:
            raise NotThere from None
        if isinstance(rank, int) and abs(rank) > HIGHEST_RANK:
            raise NotThere
        return Behind(rank, comment.id)

    def narrowed(self, **changes):
        """The address of the first page of the same place with other filters."""
        asked = changes.pop("order", self.asked_order)
        other = Place(replace(self.narrowing, **changes), asked)
        return other.url()

    def url(self, **more):
        return url_for("moderating.queue", **(self.values() | more))


def _one_of(kinds, name):
    """What the address asks for by `name`, of an enumeration or a dict; None where it asks for nothing."""
    typed = request.args.get(name, "")
    if not typed:
        return None
    known = kinds if isinstance(kinds, dict) else {kind.value: kind for kind in kinds}
    if typed not in known:
        raise NotThere
    return known[typed]
