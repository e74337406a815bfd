from datetime import timedelta

from blog.accounts.account import Role
from blog.clock import now
from blog.publishing.deletion import delete
from blog.publishing.queries import (
    articles_by,
    articles_tagged,
    newer_and_older,
    newest_first,
    older_than,
    public_articles,
    with_byline,
    without_words,
)
from blog.storage import db
from tests.builders import a_draft, a_public_article, an_account


def found(statement):
    return list(db.session.scalars(newest_first(statement)))


def test_an_authors_and_a_tags_articles_are_the_public_ones_newest_first(app):
    ada, yesterday = an_account(), now() - timedelta(days=1)
    newer = a_public_article(by=ada, tags=["Winter"], live=yesterday + timedelta(hours=1))
    older = a_public_article(by=ada, tags=["winter", "Radio"], live=yesterday)
    elsewhere = a_public_article(tags=["Radio"])
    a_draft(by=ada, tags=["Winter"])
    delete(a_public_article(by=ada, tags=["Winter"]), by=ada)
    assert found(articles_by(ada)) == [newer, older]
    assert found(articles_tagged(newer.tags[0])) == [newer, older]
    assert found(public_articles()) == [elsewhere, newer, older]


def test_articles_of_the_same_moment_have_a_place_each(app):
    moment = now() - timedelta(days=1)
    first, second, third = (a_public_article(live=moment) for _ in range(3))
    a_draft()
    assert found(older_than(public_articles(), second)) == [first]
    assert newer_and_older(second) == (third, first)
    assert newer_and_older(third) == (None, second)
    assert newer_and_older(first) == (second, None)


def test_a_scheduled_article_is_nobodys_neighbour_until_its_moment(app):
    article = a_public_article(live=now() - timedelta(days=1))
    tomorrow = now() + timedelta(days=1)
    scheduled = a_public_article(live=tomorrow)
    assert newer_and_older(article) == (None, None)
    assert newer_and_older(article, at=tomorrow) == (scheduled, None)


def test_a_list_costs_the_same_with_one_article_and_with_many(app, count_queries):
    def asked():
        db.session.expire_all()
        with count_queries() as statements:
            for article in db.session.scalars(
                newest_first(public_articles()).options(*with_byline(), *without_words())
            ):
                assert article.author.name
                assert article.teaser
                assert len(article.tags) == 2
                assert article.publication.goes_live_at
        return len(statements)

    a_public_article(tags=["a", "b"])
    one = asked()
    for _ in range(5):
        a_public_article(by=an_account(Role.EDITOR), tags=["c", "d"])
    assert asked() == one
