"""Writing and rewriting: what an author typed becomes an article, and no version is overwritten unseen."""

from itertools import count

from sqlalchemy import select

from blog.clock import now
from blog.publishing.announcements import article_written
from blog.publishing.article import Article, ArticleDeleted
from blog.publishing.tag import tags_called
from blog.publishing.words import Words, sizes_of_pictures, words_of
from blog.refusals import NotAcceptable, TooLate
from blog.storage import db
from blog.storage.database import lock_for
from blog.text.plain import tidy_line
from blog.text.slugs import slugify

# In code points.
LONGEST_TITLE = 200
LONGEST_SUMMARY = 500
LONGEST_BODY = 200_000  # some 35,000 words; the worst that can be typed in it renders in seconds
LONGEST_SLUG = 80


class SlugTaken(NotAcceptable):
    sentence = "Another article has this address already."


class SlugSettled(NotAcceptable):
    sentence = "This article has been public, so its address stays."


class ChangedMeanwhile(TooLate):
    sentence = "This article was saved elsewhere while you were writing."


def write_article(*, by, title, body, summary="", tags=(), slug="", at=None):
    """A new draft by the Account `by`. Strings as typed; `tags` is a list of names; `body` may be Words made before.

    Raises SlugTaken.
    """
    at = at or now()
    article = Article(slug=_free_slug(slug, title), author=by, created_at=at, changed_at=at, version=1)
    _set_words(article, title=title, body=body, summary=summary)
    db.session.add(article)
    article.tags = tags_called(list(tags))
    db.session.flush()
    article_written.send(article)
    return article


def rewrite_article(article, *, version, title, body, summary="", tags=(), slug="", at=None):
    """Changes the words of `article`, begun from `version` of it. Without a `slug` it keeps its own.

    Raises ArticleDeleted, ChangedMeanwhile (somebody saved after that version), SlugTaken or SlugSettled.
    """
    article.hold()
    if article.deletion is not None:
        raise ArticleDeleted
    if article.version != version:
        raise ChangedMeanwhile
    if slug and slugify(slug) != article.slug:
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


def says_the_same(article, *, title, body, summary="", tags=(), slug=""):
    """Whether saving these words would change nothing. `body` is Words."""
    return (
        (article.title, article.summary) == (tidy_line(title), tidy_line(summary))
        and article.body == body.source
        and sorted(tag.slug for tag in article.tags) == sorted({slugify(name) for name in tags})
        and slugify(slug or article.slug) == article.slug
    )


def _set_words(article, *, title, body, summary):
    words = body if isinstance(body, Words) else words_of(body, sizes_of_pictures(body))
    article.title, article.summary = tidy_line(title), tidy_line(summary)
    article.body, article.body_html = words.source, words.html
    article.excerpt, article.words = words.excerpt, words.count


def _free_slug(wanted, title):
    """A slug that was asked for must be free; one made from the title gives way to what stands."""
    lock_for("slugs of articles")
    base = slugify(wanted or title, longest=LONGEST_SLUG)
    taken = set(
        db.session.scalars(select(Article.slug).where(Article.slug.startswith(base, autoescape=True)))
    )
    if base not in taken:
        return base
    if wanted:
        raise SlugTaken
    return next(f"{base}-{n}" for n in count(2) if f"{base}-{n}" not in taken)
