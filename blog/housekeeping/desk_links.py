"""The frame of the desk: where a member of staff may go from everywhere, and nothing that their role may not open."""

from dataclasses import dataclass

from blog.accounts.permissions import may
from blog.moderating.mended import what_waits


@dataclass(frozen=True)
class DeskLink:
    label: str
    endpoint: str
    room: str  # the endpoints that begin so belong to it
    count: int | None = None


def desk_links_for(account):
    """A list of DeskLink for an Account, in the order of the frame; none for None."""
    links = []
    if may(account, "write"):
        links.append(DeskLink("Articles", "publishing.articles", "publishing."))
    if may(account, "moderate"):
        links.append(DeskLink("Moderation", "moderating.queue", "moderating.", how_many_wait(account)))
    if may(account, "invite"):
        links.append(DeskLink("People", "accounts.people", "accounts.people"))
    if may(account, "change settings"):
        links.append(DeskLink("Settings", "housekeeping.settings", "housekeeping.settings"))
    return links


def how_many_wait(account):
    """How many comments, and mended words of published ones, wait for a decision of this Account."""
    return sum(what_waits(account))
