"""Whose comments are whose to decide about, and which of them somebody looks for."""

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import joinedload, load_only

from blog.accounts.permissions import may, may_any
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact, digest_of_address, digest_of_domain
from blog.commenting.decision import Decision
from blog.moderating.appeals import for_another_than
from blog.publishing.article import Article

PER_PAGE = 20
MOST_COUNTED = 100_000  # comments that wait: beyond, nobody needs to know
MOST_WORDS = 8  # of a search; more are left out


def comments_to_moderate(account):
    """All that `account` may decide about, whatever their status: any, or those on one's own articles, or none."""
    return _only_theirs(select(Comment), account)


def waiting_count(account):
    """The Select of one whole number: how many pending comments this Account may decide about, MOST_COUNTED at most."""
    waiting = select(Comment.id).where(Comment.status == Status.PENDING, ~for_another_than(account))
    some = _only_theirs(waiting, account).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(some)


def mentioning(statement, words, *, keys, by):
    """Narrowed to comments that hold every one of `words` (a string) in their text or name, or came with the address
    or domain that the word is: name@example.org, @example.org. A whole address is looked for only where the Account `by`
    may see addresses: else it could be guessed. `keys` are the Keys; the addresses are sealed.
    """
    for word in words.split()[:MOST_WORDS]:
        found = [text.icontains(word, autoescape=True) for text in (Comment.body, Comment.name)]
        local, at, domain = word.rpartition("@")
        if at and not local:
            found.append(_came_with(Contact.domain_digest == digest_of_domain(domain, keys)))
        elif at and may(by, "see addresses"):
            found.append(_came_with(Contact.digest == digest_of_address(word, keys)))
        statement = statement.where(or_(*found))
    return statement


def _came_with(condition):
    return Comment.id.in_(select(Contact.comment_id).where(condition))


def with_contact(statement):
    """Rows of (Comment, Contact or None)."""
    return statement.outerjoin(Contact, Contact.comment_id == Comment.id).add_columns(Contact)


def with_surroundings():
    """Loader options: article, what is replied to and who wrote it come along, without the article's words."""
    article = joinedload(Comment.article)
    return (
        article.load_only(Article.title, Article.slug, Article.author_id),
        article.joinedload(Article.publication),
        article.joinedload(Article.deletion),
        joinedload(Comment.parent).options(load_only(Comment.public_id, Comment.name, Comment.body_html)),
        joinedload(Comment.account),
    )


def latest_decision(account):
    """The Select of the moment of the last decision on a comment that this Account may decide about."""
    decided = select(Decision.at).join(Comment, Comment.id == Decision.comment_id)
    return _only_theirs(decided, account).order_by(Decision.id.desc()).limit(1)


def _only_theirs(statement, account):
    if may_any(account, "moderate"):
        return statement
    if may(account, "moderate"):
        own = select(Article.id).where(Article.author_id == account.id)
        return statement.where(Comment.article_id.in_(own))
    return statement.where(false())
