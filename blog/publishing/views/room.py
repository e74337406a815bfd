"""The room's door, and how each of its views finds what it is about."""

from flask import Blueprint, request

from blog.accounts.permissions import insist, may
from blog.publishing.article import Article
from blog.publishing.queries import articles_written_by, with_byline
from blog.publishing.rights import insist_on_rewriting, may_publish, may_rewrite
from blog.publishing.standing import standing_of
from blog.refusals import NotThere, NotYours
from blog.storage import db
from blog.web.guards import whoever_is_signed_in

publishing = Blueprint("publishing", __name__)

LARGEST_POST = 64 * 2**20  # bytes: so that a picture which is too large does not take the words down with it
LARGEST_TEXT = 8 * 2**20  # bytes: words that are too long come back with the reason
NUMBER = "<int(max=2147483647):article_id>"


@publishing.url_value_preprocessor
def read_large_posts(_endpoint, _values):
    request.max_content_length = LARGEST_POST
    request.max_form_memory_size = LARGEST_TEXT


def writer():
    """The Account that is signed in and may write. Raises NotSignedIn or NotYours."""
    account = whoever_is_signed_in()
    insist(account, "write")
    return account


def article_of(account, article_id):
    """The Article, if it is one that `account` may write. Raises NotThere: other people's drafts are no one's business."""
    statement = articles_written_by(account).where(Article.id == article_id).options(*with_byline())
    article = db.session.scalar(statement)
    if article is None:
        raise NotThere
    return article


def article_to_rewrite(account, article_id):
    article = article_of(account, article_id)
    insist_on_rewriting(account, article)
    return article


def article_to_publish(account, article_id):
    article = article_of(account, article_id)
    if not may_publish(account, article):
        raise NotYours("Your role writes drafts; an editor publishes them.")
    return article


def what_it_allows(account, article):
    """What the desk's page of an article says to this person."""
    return {
        "article": article,
        "standing": standing_of(article),
        "may_rewrite": may_rewrite(account, article),
        "may_publish": may_publish(account, article),
        "may_write": may(account, "write"),
    }
