"""An installation is whole when its folder for pictures is there, its database has the newest shape and knows its keys."""

from blog.commenting.address_key import make_first_address_key
from blog.housekeeping.obstacles import CannotStart
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.keys import check_fingerprints, record_fingerprints
from blog.storage.migration import is_from_newer_code, is_up_to_date, upgrade_database


def make_whole(run, keys):
    """Makes what is missing and changes nothing that is there; nothing to do is quick. Needs an application context.

    `run` are RunSettings, `keys` the installation's Keys. Raises CannotStart, or what OBSTACLES lists besides.
    """
    run.media.mkdir(parents=True, exist_ok=True)
    if not is_up_to_date():
        _bring_up_to_date()
    lock_for("the keys of this database")  # another machine may be starting with it
    record_fingerprints(keys)
    make_first_address_key(run, keys)
    db.session.commit()
    check_fingerprints(keys)  # that machine may have been first, with other keys


def _bring_up_to_date():
    if is_from_newer_code():
        raise CannotStart(
            "this database was last used by a newer version of the blog. Update the code, "
            "or put back the backup that was made before the newer version first ran."
        )
    upgrade_database()
