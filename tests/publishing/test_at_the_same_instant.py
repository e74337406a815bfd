from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from blog.accounts.account import Account
from blog.publishing.article import Article
from blog.publishing.publication import Publication, publish
from blog.publishing.tag import Tag
from blog.publishing.writing import ChangedMeanwhile, rewrite_article, write_article
from blog.storage import db
from tests.builders import a_draft, an_account

AT_ONCE = 4


def at_the_same_instant(app, act):
    """What `act(n)` gave in each of AT_ONCE threads, with a session and a transaction of its own."""

    def alone(n):
        with app.app_context():
            try:
                given = act(n)
                db.session.commit()
                return given
            finally:
                db.session.remove()

    db.session.commit()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(alone, range(AT_ONCE)))
    db.session.expire_all()
    return found


def test_of_saves_that_began_from_one_version_exactly_one_is_kept(app):
    number = a_draft().id

    def save(n):
        try:
            article = db.session.get(Article, number)
            rewrite_article(article, version=1, title=f"By {n}", body=f"Words of {n}.", tags=["One", "Two"])
        except ChangedMeanwhile:
            db.session.rollback()
            return "told"
        return n

    told = at_the_same_instant(app, save)
    assert told.count("told") == AT_ONCE - 1
    article = db.session.get(Article, number)
    assert article.version == 2
    assert article.title == f"By {next(n for n in told if n != 'told')}"


def test_articles_of_one_title_get_an_address_each_and_share_their_tags(app):
    author = an_account().id

    def write(n):
        return write_article(by=db.session.get(Account, author), title="Snow", body="x", tags=["Winter"]).slug

    assert sorted(at_the_same_instant(app, write)) == ["snow", "snow-2", "snow-3", "snow-4"]
    assert db.session.scalar(select(func.count(Tag.id))) == 1


def test_publishing_at_once_publishes_once(app):
    number = a_draft().id

    def publish_it(n):
        article = db.session.get(Article, number)
        publish(article, by=article.author)
        return article.publication.goes_live_at

    assert len(set(at_the_same_instant(app, publish_it))) == 1
    assert db.session.scalar(select(func.count(Publication.article_id))) == 1
