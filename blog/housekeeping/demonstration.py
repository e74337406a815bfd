"""A small believable blog to look at, made through the acts that everybody uses, and only where there is nothing yet."""

import re
from datetime import timedelta

from sqlalchemy import select

from blog.accounts.account import Account, create_account
from blog.accounts.passwords import hashed
from blog.clock import now
from blog.housekeeping.demo_content import demo_articles, demo_comments, demo_people, demo_picture
from blog.housekeeping.demo_conversation import hold_conversation
from blog.housekeeping.demo_moderation import give_moderators_something, write_house_rules
from blog.housekeeping.demo_sign_ins import keep_sign_ins, new_password
from blog.housekeeping.obstacles import CannotStart
from blog.publishing.article import Article
from blog.publishing.pictures import in_markdown, keep_picture
from blog.publishing.publication import publish
from blog.publishing.reencoding import drawn_anew
from blog.publishing.writing import write_article
from blog.storage import db
from blog.storage.site_setting import change_site_setting

SITE = {
    "title": "The Old Forge Notebook",
    "tagline": "Bread, repairs and small programs from Sallowby",
    "time_zone": "Europe/London",
    "articles_per_page": 6,  # so that there is a second page
}
WITH_PASSWORD = ("ruth", "ines", "samir")  # an owner, an author, a moderator
_PICTURE = re.compile(r"!\[([^\]]*)\]\(picture:([a-z-]+\.png)\)")


def is_empty():
    """Whether nobody has an account and nothing was written."""
    return not any(db.session.scalar(select(kind.id).limit(1)) for kind in (Account, Article))


def load_demonstration(run, keys, *, at=None):
    """Fills an empty blog as it might look at the moment `at`; about two seconds. Raises CannotStart where it is not empty.

    `run` are RunSettings, `keys` the installation's Keys.
    """
    if not is_empty():
        raise CannotStart(
            "there is something in this blog already, and the demonstration would be mixed into it."
        )
    at = at or now()
    people, sign_ins = _welcome(at - timedelta(days=60))
    for name, value in SITE.items():
        change_site_setting(name, value, by=people["ruth"], at=at - timedelta(days=59))
    write_house_rules(people["ruth"], keys, at=at - timedelta(days=58))
    articles = {each.slug: _publish(each, people, run.media, at) for each in demo_articles()}
    hold_conversation(demo_comments(), articles, people, keys, at=at)
    give_moderators_something(articles, people["samir"], keys, at=at)
    db.session.flush()
    keep_sign_ins(run.instance, sign_ins)


def _welcome(at):
    """({key: Account}, [(role, email, password)]) of everybody who works here."""
    people, sign_ins = {}, []
    for person in demo_people():
        password = new_password() if person["key"] in WITH_PASSWORD else None
        details = {name: person[name] for name in ("name", "handle", "role", "email", "bio")}
        people[person["key"]] = create_account(**details, password_hash=password and hashed(password), at=at)
        if password:
            sign_ins.append((person["role"], person["email"], password))
    return people, sign_ins


def _publish(told, people, media, at):
    """The Article of a DemoArticle, written two days before it was published."""
    author = people[told.author]
    live = at - timedelta(days=told.days_ago) if told.days_ago is not None else None
    begun = min(live, at) - timedelta(days=2) if live else at - timedelta(days=3)

    def shown(found):
        drawing = drawn_anew(demo_picture(found[2]))
        return in_markdown(keep_picture(drawing, by=author, alternative=found[1], media=media, at=begun))

    article = write_article(
        by=author,
        title=told.title,
        slug=told.slug,
        summary=told.summary,
        tags=told.tags,
        body=_PICTURE.sub(shown, told.body),
        at=begun,
    )
    if live:
        publish(article, by=author, at=min(live, at), goes_live_at=live)
    return article
