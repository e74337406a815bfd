"""Where a comment can be moved to: under what readers see and was left before it, or to an article, as a thread of its own."""

import re
from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.orm import joinedload, load_only

from blog.accounts.permissions import may_any
from blog.commenting.comment import Comment, Status
from blog.moderating.queue import comments_to_moderate
from blog.publishing.article import Article
from blog.publishing.queries import articles
from blog.storage import db

MOST_COMMENTS, MOST_ARTICLES, MOST_WORDS = 15, 8, 8
_COMMENT = re.compile(r"(?:comments/|#comment-|^)([0-9a-f]{16})(?![0-9a-f])")
_ARTICLE = re.compile(r"/articles/([^/?#\s]+)")


@dataclass(frozen=True)
class Destinations:
    comments: list
    articles: list


def destinations(comment, account, *, words=""):
    """The Destinations of a Comment that `account` may choose: all that fits `words` (names, words, or an address of a
    comment or an article that was pasted); without any, what is near. The newest first.
    """
    if not words:
        near = _comments(comment, account).where(Comment.article_id == comment.article_id)
        return Destinations(_some(near), [comment.article] if comment.parent_id else [])
    if pasted := _COMMENT.search(words):
        named = _comments(comment, account).where(Comment.public_id == pasted[1])
        return Destinations(_some(named), [])
    if pasted := _ARTICLE.search(words):
        on_it = _articles(comment, account).where(Article.slug == pasted[1])
        found = db.session.scalars(on_it).all()
        near = _comments(comment, account).where(Comment.article_id.in_([each.id for each in found]))
        return Destinations(_some(near), found)
    said, titled = _comments(comment, account), _articles(comment, account)
    for word in words.split()[:MOST_WORDS]:
        said = said.where(
            or_(*(each.icontains(word, autoescape=True) for each in (Comment.body, Comment.name)))
        )
        titled = titled.where(Article.title.icontains(word, autoescape=True))
    newest = titled.order_by(Article.id.desc()).limit(MOST_ARTICLES)
    return Destinations(_some(said), db.session.scalars(newest).all())


def find_destination(comment, account, called):
    """What move() takes for "comment:<public id>" or "article:<slug>"; None where that is nothing one may choose."""
    kind, _colon, name = called.partition(":")
    if kind == "comment":
        found = db.session.scalar(_comments(comment, account).where(Comment.public_id == name))
        return {"under": found} if found else None
    found = db.session.scalar(_articles(comment, account, here_too=True).where(Article.slug == name))
    return {"article": found} if found and kind == "article" else None


def _comments(comment, account):
    seen = comments_to_moderate(account).where(Comment.status == Status.APPROVED, Comment.hidden_above == 0)
    lives = seen.join(Comment.article).where(~Article.deletion.has(), Comment.body != "")
    words = (Article.title, Article.slug, Article.author_id)
    return lives.where(Comment.id < comment.id, Comment.id != (comment.parent_id or 0)).options(
        joinedload(Comment.article).load_only(*words)
    )


def _some(statement):
    return db.session.scalars(statement.order_by(Comment.id.desc()).limit(MOST_COMMENTS)).all()


def _articles(comment, account, *, here_too=False):
    found = articles() if may_any(account, "moderate") else articles().where(Article.author_id == account.id)
    if comment.parent_id is None and not here_too:
        found = found.where(Article.id != comment.article_id)
    return found.options(load_only(Article.title, Article.slug, Article.author_id))
