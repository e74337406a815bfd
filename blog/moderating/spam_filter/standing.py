"""What follows from the filter as it stands: into which pile a comment goes, and what it may do by itself, if anything."""

from blog.moderating.spam_filter.current import CurrentFilter, current_filter
from blog.moderating.spam_filter.lesson import told_of
from blog.moderating.spam_filter.measured import Pile
from blog.moderating.spam_filter.recheck import draw_for
from blog.storage.site_setting import site_settings

__all__ = ["CurrentFilter", "Pile", "current_filter", "may_approve", "pile_of", "puts_away", "told_of"]


def pile_of(likelihood):
    """The Pile of a likelihood (None: not known)."""
    return current_filter().piles.pile_of(likelihood)


def puts_away(comment, likelihood, *, draw=None):
    """Whether a new Comment goes to where spam is, by the filter alone. Ask it last, and once: it draws for the re-check."""
    current = current_filter()
    if not site_settings().filter_puts_away or current.piles.pile_of(likelihood) is not Pile.LIKELY_SPAM:
        return False
    return draw_for(comment, likelihood, current.version, draw=draw)


def may_approve(likelihood):
    """Whether a known visitor's comment may appear at once by what the filter says: never unless the site allows it."""
    return site_settings().filter_approves_known and pile_of(likelihood) is Pile.LIKELY_FINE
