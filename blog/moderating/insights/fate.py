"""What became of the comments that visitors left, as they stand now: each counts once, for the day on which it came."""

from enum import StrEnum

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.moderating.insights.reckoning import step_of, visitors_comments
from blog.publishing.article import Article
from blog.storage import db

MOST_ARTICLES = 50


class Became(StrEnum):
    APPROVED = "approved"
    AT_ONCE = "at once"
    REJECTED = "rejected"
    SPAM = "spam"
    PUT_AWAY = "put away"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"


LABELS = {
    Became.APPROVED: "Approved by people",
    Became.AT_ONCE: "Published at once",
    Became.REJECTED: "Rejected",
    Became.SPAM: "Spam, said people",
    Became.PUT_AWAY: "Spam, said a rule or the filter",
    Became.WITHDRAWN: "Taken back by their writers",
    Became.WAITING: "Waiting",
}


def fates_by_step(period):
    """[{Became: number}] for each step of the Period; what did not happen is left out."""
    found = [{} for _start in period.starts]
    for step, became, number in _counted(step_of(Comment.left_at, period.starts), period):
        found[step][Became(became)] = number
    return found


def fates_by_article(period):
    """[(title, {Became: number})] of the articles that drew most, at most MOST_ARTICLES of them, most first."""
    drew = func.count(Comment.id)
    most = db.session.execute(
        select(Comment.article_id, Article.title)
        .join(Article, Article.id == Comment.article_id)
        .where(visitors_comments(period))
        .group_by(Comment.article_id, Article.title)
        .order_by(drew.desc(), Comment.article_id)
        .limit(MOST_ARTICLES)
    ).all()
    found = {article_id: (title, {}) for article_id, title in most}
    among = (Comment.article_id + 0).in_(
        list(found)
    )  # + 0: the index of moments reads less than that of articles
    for article_id, became, number in _counted(Comment.article_id, period, among) if found else ():
        found[article_id][1][Became(became)] = number
    return list(found.values())


def articles_that_drew(period):
    """How many articles got a comment in the Period."""
    return db.session.scalar(
        select(func.count(Comment.article_id.distinct())).where(visitors_comments(period))
    )


def _counted(step, period, *conditions):
    """Rows (step, Became's word, number)."""
    each_of_them = aliased(Decision)
    last = select(func.max(each_of_them.id)).where(each_of_them.comment_id == Comment.id).scalar_subquery()
    each = (
        select(step.label("step"), _became().label("became"))
        .outerjoin(Decision, Decision.id == last)
        .where(visitors_comments(period), *conditions)
        .subquery()
    )
    return db.session.execute(
        select(each.c.step, each.c.became, func.count()).group_by(each.c.step, each.c.became)
    )


def _became():
    by_people = Decision.by_id.is_not(None)
    return case(
        (Comment.status == Status.PENDING, Became.WAITING.value),
        (Comment.status == Status.WITHDRAWN, Became.WITHDRAWN.value),
        (Comment.status == Status.REJECTED, Became.REJECTED.value),
        (Comment.status == Status.SPAM, case((by_people, Became.SPAM.value), else_=Became.PUT_AWAY.value)),
        else_=case((by_people, Became.APPROVED.value), else_=Became.AT_ONCE.value),
    )
