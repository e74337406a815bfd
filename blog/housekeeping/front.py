"""The front of the desk: what waits for this person, what they left unfinished, and what was decided lately."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.moderating.queue import comments_to_moderate
from blog.publishing.article import Article
from blog.publishing.queries import drafts


def own_drafts(account, most=5):
    """The Select of the Articles that `account` has begun and not published, the latest touched first."""
    own = drafts().where(Article.author_id == account.id)
    return own.order_by(Article.changed_at.desc(), Article.id.desc()).limit(most)


def latest_decisions(account, most=5):
    """The Select of Decisions about comments that `account` may moderate, newest first."""
    theirs = comments_to_moderate(account).with_only_columns(Comment.id)
    return (
        select(Decision)
        .where(Decision.comment_id.in_(theirs))
        .options(joinedload(Decision.by), joinedload(Decision.comment).joinedload(Comment.article))
        .order_by(Decision.id.desc())
        .limit(most)
    )
