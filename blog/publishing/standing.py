"""At every moment an article stands in exactly one place: among drafts, scheduled, published or deleted ones."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, tuple_

from blog.publishing.article import Article
from blog.publishing.deletion import Deletion
from blog.publishing.publication import Publication
from blog.publishing.queries import articles_written_by, deleted_articles, drafts, public_articles
from blog.publishing.queries import scheduled_articles as scheduled
from blog.storage import db


class Standing(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    DELETED = "deleted"


@dataclass(frozen=True)
class Shelf:
    """How the articles of one standing are found and ordered: by `moment`, the latest first unless told."""

    statement: object  # the moment in question -> a Select of Articles
    moment: object  # a column
    latest_first: bool = True

    def place(self):
        return tuple_(self.moment, Article.id)

    def in_order(self, statement, *, backwards=False):
        downwards = self.latest_first is not backwards
        columns = (self.moment, Article.id)
        return statement.order_by(*(column.desc() if downwards else column.asc() for column in columns))

    def beyond(self, statement, place, *, backwards=False):
        downwards = self.latest_first is not backwards
        return statement.where(self.place() < place if downwards else self.place() > place)


SHELVES = {
    Standing.DRAFT: Shelf(lambda at: drafts(), Article.changed_at),
    Standing.SCHEDULED: Shelf(scheduled, Publication.goes_live_at, latest_first=False),
    Standing.PUBLISHED: Shelf(public_articles, Publication.goes_live_at),
    Standing.DELETED: Shelf(lambda at: deleted_articles().join(Article.deletion), Deletion.at),
}


def standing_of(article, at=None):
    if article.deletion is not None:
        return Standing.DELETED
    if article.publication is None:
        return Standing.DRAFT
    return Standing.PUBLISHED if article.is_public(at) else Standing.SCHEDULED


def articles_standing(standing, *, account, at=None):
    """A Select of the articles there that `account` may write: their own, or everybody's."""
    return articles_written_by(account, SHELVES[standing].statement(at))


def how_many(account, at=None):
    """{Standing: number of articles} of those that `account` may write, in one query."""
    counts = [
        select(func.count())
        .select_from(
            articles_standing(standing, account=account, at=at).with_only_columns(Article.id).subquery()
        )
        .scalar_subquery()
        for standing in Standing
    ]
    return dict(zip(Standing, db.session.execute(select(*counts)).one(), strict=True))


@dataclass(frozen=True)
class Page:
    """A stretch of a shelf; `earlier` and `later` are ids of Articles to go on from, or None."""

    articles: list
    earlier: int | None
    later: int | None


def page_of(standing, *, account, before=None, after=None, size=30, options=(), at=None):
    """The first articles there, or those next to the article of the id `before` or `after`.

    Where that article has left, it begins anew.
    """
    shelf, backwards = SHELVES[standing], before is not None
    everything = articles_standing(standing, account=account, at=at)
    edge = _place_of(shelf, everything, before or after)
    backwards = backwards and edge is not None
    statement = shelf.in_order(everything, backwards=backwards)
    if edge is not None:
        statement = shelf.beyond(statement, edge, backwards=backwards)
    found = list(db.session.scalars(statement.options(*options).limit(size + 1)).unique())
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    earlier = found[0].id if found and (more if backwards else edge is not None) else None
    later = found[-1].id if found and (more or backwards) else None
    return Page(found, earlier, later)


def _place_of(shelf, statement, article_id):
    if article_id is None:
        return None
    row = db.session.execute(
        statement.with_only_columns(shelf.moment, Article.id).where(Article.id == article_id)
    ).first()
    return tuple_(row[0], row[1]) if row else None
