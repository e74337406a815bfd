"""Which articles: selects that are composed, and executed only at the edge."""

from sqlalchemy import select, tuple_
from sqlalchemy.orm import defer, joinedload, selectinload

from blog.accounts.permissions import may_any
from blog.clock import now
from blog.publishing.article import Article
from blog.publishing.deletion import Deletion
from blog.publishing.publication import Publication
from blog.publishing.tag import Tag
from blog.storage import db


def articles():
    """All that are not deleted."""
    return select(Article).where(~_deleted())


def deleted_articles():
    return select(Article).where(_deleted())


def public_articles(at=None):
    """Those that readers see. Joined with Publication, so that it can be ordered by."""
    return articles().join(Article.publication).where(Publication.goes_live_at <= (at or now()))


def scheduled_articles(at=None):
    return articles().join(Article.publication).where(Publication.goes_live_at > (at or now()))


def drafts():
    return articles().where(~Article.publication.has())


def articles_by(account, at=None):
    """Those by the Account that readers see."""
    return public_articles(at).where(Article.author_id == account.id)


def articles_tagged(tag, at=None):
    """Those under the Tag that readers see."""
    return public_articles(at).where(Article.tags.any(Tag.id == tag.id))


def articles_written_by(account, statement=None):
    """Those that `account` may write, of `statement` or of all: their own, or everybody's."""
    statement = select(Article) if statement is None else statement
    return statement if may_any(account, "write") else statement.where(Article.author_id == account.id)


def newest_first(statement):
    """For what is joined with Publication."""
    return statement.order_by(Publication.goes_live_at.desc(), Publication.article_id.desc())


def oldest_first(statement):
    """For what is joined with Publication."""
    return statement.order_by(Publication.goes_live_at, Publication.article_id)


def older_than(statement, article):
    """What comes after `article` (which has a Publication) when the newest stand first; equal moments go by id."""
    return statement.where(_place() < _place_of(article))


def newer_than(statement, article):
    """What comes before `article` (which has a Publication) when the newest stand first."""
    return statement.where(_place() > _place_of(article))


def newer_and_older(article, at=None):
    """The public neighbours in time of a published article: (Article or None, Article or None)."""
    at = at or now()
    newer = oldest_first(newer_than(public_articles(at), article))
    # Bounded by the article's own moment: SQLite begins reading its index at one bound only, and now is far away.
    until = min(at, article.publication.goes_live_at)
    older = newest_first(older_than(public_articles(until), article))
    return tuple(
        db.session.scalar(statement.options(*without_words()).limit(1)) for statement in (newer, older)
    )


def with_byline():
    """Loader options: author, publication and tags come along, in a fixed number of queries."""
    return joinedload(Article.author), joinedload(Article.publication), selectinload(Article.tags)


def without_words():
    """Loader options for lists: the body stays in the database, however long it is."""
    return defer(Article.body), defer(Article.body_html)


def _place():
    return tuple_(Publication.goes_live_at, Publication.article_id)


def _place_of(article):
    return tuple_(article.publication.goes_live_at, article.id)


def _deleted():
    return select(Deletion.article_id).where(Deletion.article_id == Article.id).correlate(Article).exists()
