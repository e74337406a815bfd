"""A page asks the database as often for many rows as for one."""

import pytest

from tests.builders import a_public_article, an_account, an_approved_comment

MOST = {
    "/": 3,
    "/?before=first": 4,
    "/authors/ada": 5,
    "/tags/snow": 5,
    "/articles/first": 8,
    "/articles/first?order=newest": 8,
    "/articles/first/comments.xml": 5,
    "/comments.xml": 2,
    "/feed.xml": 3,
    "/sitemap.xml": 4,
}


@pytest.fixture
def asked(visitor, count_queries):
    def asked(address):
        with count_queries() as statements:
            assert visitor.get(address).status_code == 200
        return statements

    return asked


def more(first):
    """Ten of everything; of a chain and of a crowd of comments, too."""
    parent = None
    for n in range(10):
        a_public_article(by=first.author if n % 2 else an_account(), tags=["Snow", f"Tag {n}"])
        parent = an_approved_comment(first, parent=parent)
        an_approved_comment(first)


@pytest.mark.parametrize("address", list(MOST))
def test_many_rows_cost_no_more_questions_than_one(app, asked, address):
    first = a_public_article(by=an_account(handle="ada"), title="First", tags=["Snow"])
    reply = an_approved_comment(first)
    an_approved_comment(first, parent=reply)
    a_public_article(by=first.author, title="Second", tags=["Snow"])
    asked(address)
    one = asked(address)
    more(first)
    many = asked(address)
    assert len(many) == len(one), many
    assert len(many) <= MOST[address], many


def test_lists_leave_the_bodies_in_the_database_and_private_columns_too(app, asked):
    a_public_article(by=an_account(handle="ada"), tags=["Snow"])
    for address in ("/", "/tags/snow"):
        statements = " ".join(asked(address))
        assert "body_html" not in statements
        assert "password_hash" not in statements
        assert "account.email" not in statements.replace("_1", "")


def test_no_public_page_asks_the_table_of_addresses(app, asked):
    article = a_public_article(by=an_account(handle="ada"), title="First", tags=["Snow"])
    an_approved_comment(article)
    for address in MOST:
        assert "contact" not in " ".join(asked(address))
