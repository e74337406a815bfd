"""Whose words these are to change: what readers see, or soon will, is changed only by whoever may publish it."""

from blog.accounts.permissions import may
from blog.refusals import NotYours


class PublishedByOthers(NotYours):
    sentence = "This article is published, so only its publishers may change it. Ask an editor."


def may_publish(account, article):
    return may(account, "publish", article)


def may_rewrite(account, article):
    """Whether `account` may change, delete or restore `article`: a contributor may only while it is a draft."""
    return may(account, "write", article) and (article.publication is None or may_publish(account, article))


def insist_on_rewriting(account, article):
    """Raises PublishedByOthers where `may_rewrite` says no."""
    if not may_rewrite(account, article):
        raise PublishedByOthers
