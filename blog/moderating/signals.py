"""What there is to notice about a new comment besides rules and the filter. A signal informs; it decides nothing.

Each gives plain facts, or None where there is nothing to notice. What is known of an address that was only typed is no
fact about who typed it.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.doubt import Kind
from blog.moderating.finding import FindingReason, Ground
from blog.moderating.languages import is_spoken, language_of, script_of
from blog.moderating.links import links_of
from blog.storage import db

SEVERAL_LINKS = 2
MOST_HOSTS = 5  # that are kept with the fact
SHORT_WHILE, SEVERAL_COMMENTS = timedelta(minutes=10), 3
LIVELY_WITHIN, LIVELY_COMMENTS, REFUSED_COMMENTS = timedelta(hours=1), 10, 3
LOOKS_BACK = 50  # comments of a thread, or of one network


@dataclass(frozen=True)
class Arrival:
    """A new Comment and how it came: `doubts` are Kinds, `recognised` says that the browser showed a known visitor's
    proof, `known` that nothing is in doubt besides.
    """

    comment: Comment
    contact: Contact | None
    doubts: tuple = ()
    honeypot_filled: bool = False
    recognised: bool = False
    known: bool = False


def links(arrival):
    """How many, and of which hosts."""
    found = links_of(arrival.comment.body)
    if found.number < SEVERAL_LINKS:
        return None
    return {"links": found.number, "hosts": list(found.hosts[:MOST_HOSTS])}


def speed(arrival):
    """How many came from the same network, or under the same address, within a short while, this one included."""
    contact = arrival.contact
    if contact is None:
        return None
    networks, addresses = db.session.execute(
        select(
            _lately(Contact.network_digest, contact.network_digest, arrival),
            _lately(Contact.digest, contact.digest, arrival),
        )
    ).one()
    if max(networks, addresses) < SEVERAL_COMMENTS:
        return None
    where = "network" if networks >= addresses else "address"
    minutes = int(SHORT_WHILE.total_seconds() // 60)
    return {"comments": max(networks, addresses), "same": where, "minutes": minutes}


def _lately(column, digest, arrival):
    at = arrival.comment.left_at
    within = select(Contact.comment_id).where(
        column == (digest or ""), Contact.left_at > at - SHORT_WHILE, Contact.left_at <= at
    )
    return select(func.count()).select_from(within.limit(LOOKS_BACK).subquery()).scalar_subquery()


def first_time(arrival):
    """The browser showed nothing of earlier comments: their first, or another browser, or the box was not ticked."""
    return {} if arrival.comment.account_id is None and not arrival.recognised else None


def heated(arrival):
    """How many of the newest in its thread came lately, and how many of them were turned down by people."""
    comment = arrival.comment
    if comment.parent_id is None:
        return None
    thread = select(Comment.left_at, Comment.status).where(
        Comment.root_id == comment.root_id, Comment.id != comment.id
    )
    newest = db.session.execute(thread.order_by(Comment.id.desc()).limit(LOOKS_BACK)).all()
    lately = sum(1 for at, _status in newest if comment.left_at - LIVELY_WITHIN < at <= comment.left_at)
    refused = sum(1 for _at, status in newest if status is Status.REJECTED)
    if lately < LIVELY_COMMENTS and refused < REFUSED_COMMENTS:
        return None
    return {"lately": lately, "refused": refused}


def language(arrival):
    """In which script or language it seems to be, and in which the article, where these differ."""
    said, article = arrival.comment.body, arrival.comment.article.body
    here, there = script_of(said), script_of(article)
    if here and there and here != there:
        return {"comment": here, "article": there, "by": "script"}
    if here != "Latin" or there != "Latin":
        return None
    here, there = language_of(said), language_of(article)
    if here and there and here != there and not is_spoken(there, said):
        return {"comment": here, "article": there, "by": "words"}
    return None


def signals_about(arrival):
    """FindingReasons, the weightiest first."""
    noticed = [(Ground(kind), {}) for kind in Kind if kind in arrival.doubts]
    for ground, look in (
        (Ground.LINKS, links),
        (Ground.SPEED, speed),
        (Ground.HEATED, heated),
        (Ground.LANGUAGE, language),
        (Ground.FIRST_TIME, first_time),
    ):
        facts = look(arrival)
        if facts is not None:
            noticed.append((ground, facts))
    if arrival.known:
        noticed.append((Ground.KNOWN, {}))
    return [FindingReason(ground=ground, facts=facts, shadow=False) for ground, facts in noticed]
