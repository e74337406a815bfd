"""What a reader's page asks the database: of articles their head, of people what they say of themselves."""

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, selectinload

from blog.accounts.account import Account
from blog.commenting.closure import without_comments
from blog.commenting.comment import Comment, Status
from blog.publishing.article import Article
from blog.publishing.publication import Publication
from blog.publishing.queries import newest_first, public_articles, without_words
from blog.publishing.tag import Tag
from blog.refusals import NotThere
from blog.storage import db


def the_public_article(slug, *, at):
    """The Article at this address with author, publication and tags, without its source.

    Raises NotThere: a draft, a scheduled and a deleted article are not there, as one that never was.
    """
    statement = public_articles(at).where(Article.slug == slug)
    return _the_one(statement.options(*_with_head(), selectinload(Article.tags), defer(Article.body)))


def the_author_called(handle):
    """The Account of this handle, whether or not readers may know of it. Raises NotThere."""
    return _the_one(select(Account).where(Account.handle == handle))


def the_tag_called(slug):
    """The Tag of this slug, whether or not anything public stands under it. Raises NotThere."""
    return _the_one(select(Tag).where(Tag.slug == slug))


def number_and_first_moment(statement):
    """How many articles `statement` (joined with Publication) finds, and since when: a row of int, and datetime or None."""
    asked = statement.with_only_columns(func.count(), func.min(Publication.goes_live_at))
    return db.session.execute(asked).one()


def for_a_list(statement):
    """Author and publication come along, the bodies stay behind."""
    return statement.options(*_with_head(), *without_words())


def newest_in_full(*, at, number):
    """The newest public articles with all their words, author and tags: for feeds."""
    statement = newest_first(public_articles(at)).limit(number)
    return db.session.scalars(
        statement.options(*_with_head(), selectinload(Article.tags), defer(Article.body))
    ).all()


def newest_comments(number, *, at, article=None):
    """The newest public comments under what is public `at` a moment, on `article` or on all, as rows: newest first.

    `parent` is the public id of the comment that is answered, None where that is the article, or is not to be seen.
    """
    parent = aliased(Comment)
    shown = and_(parent.id == Comment.parent_id, parent.status == Status.APPROVED, parent.body != "")
    found = (
        public_articles(at)
        .join(Comment, Comment.article_id == Article.id)
        .outerjoin(parent, shown)
        .where(Comment.status == Status.APPROVED, Comment.hidden_above == 0, Comment.body != "")
        .with_only_columns(
            *(Comment.public_id, Comment.name, Comment.body_html, Comment.left_at, Comment.edited_at),
            *(Article.slug, Article.title, parent.public_id.label("parent")),
        )
    )
    if article is not None:
        found = found.where(Comment.article_id == article.id).order_by(Comment.id.desc())
    else:
        found = found.where(Article.id.not_in(without_comments()))
        found = found.order_by(Comment.left_at.desc(), Comment.id.desc())
    return db.session.execute(found.limit(number)).all()


def _with_head():
    """For what is joined with Publication. Of the author comes what readers see, and nothing private."""
    shown = (Account.name, Account.handle, Account.bio, Account.avatar_seed)
    return contains_eager(Article.publication), joinedload(Article.author).load_only(*shown)


def _the_one(statement):
    found = db.session.scalar(statement)
    if found is None:
        raise NotThere
    return found
