"""The letter of what waits, as it is when it leaves: numbers, the titles of articles, and a link for each comment.

It holds no word of a visitor's, unless the owner wants it to: what nobody has read yet is not sent about under the blog's
name, spam filters would take the blog for who wrote it, and a mailbox is not the desk: who may see a comment can change
after it was sent. The link leads to where the words are read and decided about; looking at it decides nothing. Where the
owner wants words in letters, they are a name and a beginning, as plain text, in which nothing can be clicked or loaded.
"""

import re
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func
from sqlalchemy.orm import joinedload, load_only

from blog.accounts.account import Account
from blog.accounts.letter_rhythm import chosen_rhythm
from blog.accounts.letters_declined import WAITING, has_declined, token_to_decline
from blog.accounts.permissions import may
from blog.clock import now
from blog.commenting.comment import Comment
from blog.mail.composing import Composed
from blog.mail.rendering import render_letter
from blog.moderating.letters.decision_link import decision_token
from blog.moderating.letters.digest import pending
from blog.moderating.mended import mended_count
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.text.excerpts import excerpt
from blog.web.links import absolute_url

MOST_COMMENTS, MOST_ARTICLES = 20, 50
LONGEST_EXCERPT = 140  # characters


@dataclass(frozen=True)
class Waits:
    title: str
    left_at: object
    link: str
    name: str = ""
    words: str = ""


def write_waiting(about, _private_keys):
    account = db.session.get(Account, about["account"])
    if (
        account is None
        or not account.is_active
        or not may(account, "moderate")
        or has_declined(account, WAITING)
    ):
        return None
    articles, mended = _waiting_by_article(account), db.session.scalar(mended_count(account))
    number = db.session.scalar(pending(account).with_only_columns(func.count(Comment.id)))
    if not number + mended:
        return None
    key = current_app.config["KEYS"].receipts
    end = absolute_url("accounts.end_letters", token=token_to_decline(account, WAITING, key))
    heading = (
        "Something waits for you" if number + mended == 1 else f"{number + mended:,} things wait for you"
    )
    comments = _oldest_waiting(account, key)
    text, html = render_letter(
        "moderating/mail/waiting",
        heading=heading,
        articles=articles,
        mended=mended,
        comments=comments,
        more=number - len(comments),
        rhythm=chosen_rhythm(account),
        link=absolute_url("moderating.queue"),
        end_page=end,
    )
    subject = f"{site_settings().title}: {heading[0].lower()}{heading[1:]}"
    return Composed(account.email, subject, text, html, end_url=end, end_page=end)


def _waiting_by_article(account):
    """[(title, how many comments wait on it)], those with most first."""
    counted = (
        pending(account)
        .join(Article, Article.id == Comment.article_id)
        .with_only_columns(Article.title, func.count(Comment.id).label("waiting"))
        .group_by(Article.id, Article.title)
        .order_by(func.count(Comment.id).desc(), Article.title)
        .limit(MOST_ARTICLES)
    )
    return [tuple(row) for row in db.session.execute(counted)]


def _oldest_waiting(account, key):
    """[Waits] of the comments that have waited longest."""
    found = pending(account).order_by(Comment.left_at, Comment.id).limit(MOST_COMMENTS)
    found = found.options(joinedload(Comment.article).options(load_only(Article.title)))
    quotes, at = site_settings().moderation_letters_words, now()
    return [_waits(comment, account, key, quotes, at) for comment in db.session.scalars(found)]


def _waits(comment, account, key, quotes, at):
    link = absolute_url("letter_decisions.decision", token=decision_token(account, comment, key, at=at))
    words = excerpt(comment.body_html, LONGEST_EXCERPT)
    said = {"name": not_clickable(comment.name), "words": not_clickable(words)} if quotes else {}
    return Waits(comment.article.title, comment.left_at, link, **said)


def not_clickable(words):
    """`words` with what a mailbox would make a link of taken apart: “shop. example”, “https: //”."""
    return re.sub(r"(?<=\w)([.@])(?=\w)", r"\1 ", words).replace("://", ": //")
