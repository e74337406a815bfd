"""A blog of any size, written in bulk: as the acts would leave it, every count and place in a thread included."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import insert, select

from blog.accounts.account import Role, create_account
from blog.clock import now
from blog.commenting.address_key import current_address_key
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact, sealed_columns
from blog.commenting.decision import Decision
from blog.commenting.receipt import receipt_hash, token_of
from blog.moderating.groups.gathering import begin_group
from blog.publishing.article import Article
from blog.publishing.publication import Publication
from blog.storage import db
from blog.text.excerpts import word_count
from blog.text.markdown import render_article, render_comment

PARAGRAPH = (
    "The path leaves the village behind the old dairy and climbs, without hurry, along a wall that nobody mends any "
    "more. In *spring* it is wet, in **autumn** it is wetter, and in between there are three good weeks. "
)
COMMENT = (
    "I walked this last Sunday and the gate was open. `OS 1:25,000` still shows the old line, > mind the bog."
)
BATCH = 2000  # rows an INSERT
LONG_SLUG = "article-1"


def seed(keys, *, articles, comments, conversation=50, pending=200, words=1000, long=0):
    """Fills an empty, migrated database and commits.

    `articles` public articles of about `words` words; `conversation` approved comments on the newest, the rest of
    `comments` spread over the others, `long` on the oldest; `pending` more that wait. Returns (slug of the newest article, its author).
    """
    author = create_account(email="author@bench.example", name="Ada Bench", role=Role.AUTHOR)
    moderator = create_account(
        email="owner@bench.example", name="Olga Bench", role=Role.OWNER, password="bench bench"
    )
    slugs = _seed_articles(articles, author, words)
    counts = _spread(articles, comments, conversation)
    counts[1] += long
    _seed_comments(keys, counts, pending, moderator)
    for comment in db.session.scalars(select(Comment).where(Comment.status == Status.PENDING)):
        begin_group(comment)  # a card each, as if all had come from people
    db.session.commit()
    return slugs[-1], author


def _spread(articles, comments, conversation):
    """Approved comments an article: {article id: number}."""
    others, rest = divmod(max(comments - conversation, 0), max(articles - 1, 1))
    counts = {number: others + (number <= rest) for number in range(1, articles)}
    return counts | {articles: conversation}


def _seed_articles(number, author, words):
    body = "\n\n".join([PARAGRAPH] * max(words // len(PARAGRAPH.split()), 1))
    html, start = render_article(body), now() - timedelta(hours=number)
    slugs, written = [f"article-{n}" for n in range(1, number + 1)], word_count(html)
    _insert(
        Article,
        (
            {
                "id": n,
                "slug": slug,
                "title": f"Along the wall, part {n}",
                "summary": "A walk that gets wetter.",
                "body": body,
                "body_html": html,
                "words": written,
                "author_id": author.id,
                "created_at": start,
                "changed_at": start,
                "version": 1,
                "comment_count": 0,
                "first_public_at": start + timedelta(hours=n - 1),
            }
            for n, slug in enumerate(slugs, 1)
        ),
    )
    rows = (
        {"article_id": n, "by_id": author.id, "goes_live_at": start + timedelta(hours=n - 1)}
        for n in range(1, number + 1)
    )
    _insert(Publication, rows)
    return slugs


def _seed_comments(keys, counts, pending, moderator):
    html, at = render_comment(COMMENT), now() - timedelta(minutes=30)
    rows, contacts, decisions = [], [], []
    wanted = [(article, Status.APPROVED) for article, many in counts.items() for _ in range(many)]
    wanted += [(1 + n % len(counts), Status.PENDING) for n in range(pending)]
    last_root, address_key = {}, current_address_key(keys)
    for number, (article, status) in enumerate(wanted, 1):
        # Every third comment answers the thread that was last begun on its article.
        root = last_root.get(article) if number % 3 == 0 and status is Status.APPROVED else None
        if root is None and status is Status.APPROVED:
            last_root[article] = number
        nonce = secrets.token_bytes(16)
        rows.append(
            {
                "id": number,
                "public_id": secrets.token_hex(8),
                "article_id": article,
                "parent_id": root,
                "root_id": root or number,
                "thread_turn": -(root or number),
                "hides_replies": status is not Status.APPROVED,
                "branch_id": number if root else 0,
                "name": f"Reader {number}",
                "website": "",
                "body": COMMENT,
                "body_html": html,
                "avatar_seed": secrets.token_hex(8),
                "status": status,
                "decision_count": int(status is Status.APPROVED),
                "left_at": at,
                "receipt_nonce": nonce,
                "receipt_hash": receipt_hash(token_of(nonce, keys.receipts)),
            }
        )
        fingerprint = hashlib.sha256(nonce).hexdigest()
        email = f"reader-{number}@bench.example"
        sealed = sealed_columns(email, public=address_key.public_key, keys=keys)
        row = {"comment_id": number, "key_id": address_key.id, "fingerprint": fingerprint, "left_at": at}
        contacts.append(row | sealed)
        if status is Status.APPROVED:
            decisions.append(_approval(number, moderator, at))
    for table, made in ((Comment, rows), (Contact, contacts), (Decision, decisions)):
        _insert(table, made)
    for article, many in counts.items():
        db.session.get(Article, article).comment_count = many
    db.session.flush()


def _approval(comment_id, moderator, at):
    return {
        "comment_id": comment_id,
        "before": Status.PENDING,
        "after": Status.APPROVED,
        "by_id": moderator.id,
        "because": "",
        "at": at,
    }


def _insert(table, rows):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            db.session.execute(insert(table), batch)
            batch = []
    if batch:
        db.session.execute(insert(table), batch)
