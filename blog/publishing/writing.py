"""Writing and rewriting: what an author typed becomes an article, and no version is overwritten unseen."""

from itertools import count

from sqlalchemy import select

from blog.clock import now
from blog.publishing.announcements import article_written
from blog.publishing.article import Article
from blog.publishing.tag import tags_called
from blog.refusals import NotAcceptable, TooLate
from blog.storage import db
from blog.text.excerpts import excerpt, word_count
from blog.text.markdown import render_article
from blog.text.plain import tidy_body, tidy_line
from blog.text.slugs import slugify


class SlugTaken(NotAcceptable):
    sentence = "Another article has this address already."


class SlugSettled(NotAcceptable):
    sentence = "This article has been public, so its address stays."


class ChangedMeanwhile(TooLate):
    sentence = "Somebody else saved this article while you were writing."


def write_article(*, by, title, body, summary="", tags=(), slug="", at=None):
    """A new draft by the Account `by`. Strings as typed; `tags` is a list of names. Raises SlugTaken."""
    at = at or now()
    article = Article(slug=_free_slug(slug, title), author=by, created_at=at, changed_at=at, version=1)
    db.session.add(article)
    _set_words(article, title=title, body=body, summary=summary)
    article.tags = tags_called(list(tags))
    db.session.flush()
    article_written.send(article)
    return article


def rewrite_article(article, *, version, title, body, summary="", tags=(), slug="", at=None):
    """Changes the words of `article`, begun from `version` of it.

    Raises ChangedMeanwhile (somebody saved after that version), SlugTaken or SlugSettled.
    """
    if article.version != version:
        raise ChangedMeanwhile
    if slug and slug != article.slug:
        if not article.may_change_slug(at):
            raise SlugSettled
        article.slug = _free_slug(slug, title)
    _set_words(article, title=title, body=body, summary=summary)
    article.tags = tags_called(list(tags))
    article.version += 1
    article.changed_at = at or now()
    db.session.flush()
    article_written.send(article)
    return article


def _set_words(article, *, title, body, summary):
    article.title, article.summary = tidy_line(title), tidy_line(summary)
    article.body = tidy_body(body)
    article.body_html = render_article(article.body)
    article.excerpt = excerpt(article.body_html)
    article.words = word_count(article.body_html)


def _free_slug(wanted, title):
    """A slug that was asked for must be free; one made from the title gives way to what stands."""
    base = slugify(wanted or title)
    taken = set(
        db.session.scalars(select(Article.slug).where(Article.slug.startswith(base, autoescape=True)))
    )
    if base not in taken:
        return base
    if wanted:
        raise SlugTaken
    return next(f"{base}-{n}" for n in count(2) if f"{base}-{n}" not in taken)
