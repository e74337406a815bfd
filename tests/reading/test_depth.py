"""The last page of a long list is as much work for the database as the second."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from blog.clock import now
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_public_article, an_account

ARTICLES = 300


@pytest.fixture
def steps_of(app, visitor):
    """`steps_of(address)` counts, by tens, the steps that SQLite's machine took to answer."""
    taken = []

    def count(connection, *_rest):
        connection.set_progress_handler(lambda: taken.append(10), 10)

    event.listen(db.engine, "checkout", count)

    def steps_of(address):
        visitor.get(address)
        taken.clear()
        assert visitor.get(address).status_code == 200
        return sum(taken)

    yield steps_of
    event.remove(db.engine, "checkout", count)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("address", ["/", "/tags/snow"])
def test_depth_costs_nothing(steps_of, address):
    ada, begin = an_account(handle="ada"), now() - timedelta(days=9)
    change_site_setting("articles_per_page", 5, by=ada)
    articles = [
        a_public_article(by=ada, live=begin + timedelta(minutes=n // 3), tags=["Snow"], title=f"N {n}")
        for n in range(ARTICLES)
    ]
    shallow = steps_of(f"{address}?before={articles[-7].slug}")
    for deep in (articles[150], articles[7]):
        assert steps_of(f"{address}?before={deep.slug}") < shallow * 1.2
        assert steps_of(f"{address}?after={deep.slug}") < shallow * 1.2
