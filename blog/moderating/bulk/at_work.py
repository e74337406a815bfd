"""Which acts on many are at work: what they are about is not offered to anybody for another decision."""

from sqlalchemy.orm import joinedload

from blog.moderating.bulk.bulk_act import BulkAct, bulks_at_work
from blog.storage import db


def acts_at_work():
    """The BulkActs that have not ended, oldest first."""
    return db.session.scalars(bulks_at_work().options(joinedload(BulkAct.by))).all()


def groups_decided_about(acts, status):
    """The ids of the groups whose members with a Status these BulkActs are deciding about."""
    about = [act.selection for act in acts if act.selection]
    return [
        group
        for selection in about
        if selection["narrowing"]["status"] == status
        for group, _turn in selection["groups"]
    ]
