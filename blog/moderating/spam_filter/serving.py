"""Which snapshot web processes go by: the one that the newest standing names."""

from sqlalchemy import func, select

from blog.moderating.spam_filter.measured import FilterStanding, find_standing, measure
from blog.moderating.spam_filter.snapshot import FilterSnapshot, head_version, thin
from blog.storage import db
from blog.storage.site_setting import site_settings


def serve(snapshot, *, at):
    """From now on they go by this FilterSnapshot, with piles by the errors up to it."""
    measure(snapshot, hides_at_most=site_settings().filter_hides_at_most, at=at)
    thin(served=snapshot.version)


def is_served(snapshot):
    """With piles by what the site allows."""
    standing, allowed = find_standing(), site_settings().filter_hides_at_most
    return standing is not None and (standing.version, standing.hides_at_most) == (snapshot.version, allowed)


def version_served():
    """0 where none is."""
    standing = find_standing()
    return standing.version if standing else 0


def lessons_served():
    """How many lessons the one that is served has learnt."""
    served = (
        select(FilterSnapshot.lessons)
        .join(FilterStanding, FilterStanding.version == FilterSnapshot.version)
        .order_by(FilterStanding.id.desc())
    )
    return db.session.scalar(served.limit(1)) or 0


def next_version():
    """Never one that was served: what was scored names its version."""
    return max(db.session.scalar(select(func.max(FilterStanding.version))) or 0, head_version()) + 1
