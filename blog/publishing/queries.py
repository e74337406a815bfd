"""Which articles: selects that are composed, and executed only at the edge."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from blog.clock import now
from blog.publishing.article import Article
from blog.publishing.deletion import Deletion
from blog.publishing.publication import Publication


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


def newest_first(statement):
    """For what is joined with Publication."""
    return statement.order_by(Publication.goes_live_at.desc(), Article.id.desc())


def with_byline():
    """Loader options: author, publication and tags come along, in a fixed number of queries."""
    return joinedload(Article.author), joinedload(Article.publication), selectinload(Article.tags)


def _deleted():
    return select(Deletion.article_id).where(Deletion.article_id == Article.id).exists()
