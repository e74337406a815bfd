"""Which rows are acts of staff, and how each is told. A table whose rows say who did something stands here.

`python -m pytest tests/house` names a table that is missing.
"""

from blog.accounts.record import AccountRecord
from blog.commenting.address_key import AddressKey
from blog.commenting.closure import Closure
from blog.commenting.comment import Status
from blog.commenting.decision import Decision
from blog.commenting.erasure import Erasure
from blog.commenting.inquiry import About, Inquiry
from blog.commenting.moving import Move
from blog.commenting.proposal import SettledProposal
from blog.commenting.revision import Revision
from blog.commenting.thread_closure import ThreadClosure, ThreadReopening
from blog.moderating.ban import Ban, BanLift
from blog.moderating.bulk.bulk_act import BulkAct
from blog.moderating.logbook.telling import Telling
from blog.moderating.rules.rule import HouseRuleVersion
from blog.moderating.spam_filter.reset import FilterReset
from blog.publishing.deletion import Deletion
from blog.publishing.publication import Publication
from blog.storage.site_setting import SiteSettingChange

NOTHING = ("", "")
COMMENT, ARTICLE, ACCOUNT, SETTING = "comment", "article", "account", "setting"


def _of_decision(row):
    """A person's; or its writer's, who takes it back or appeals; or a rule's."""
    if row.by_id is not None:
        return "decision"
    if row.after in (Status.WITHDRAWN, Status.PENDING):
        return "decision_by_writer"
    return "spam_by_rule" if row.after is Status.SPAM else "decision_by_rule"


def _of_inquiry(row):
    if row.by_id is None:
        return None  # a visitor's own data is theirs
    return "reveal" if row.about == About.ADDRESS else "export"


RECORDS = {
    Decision: Telling(
        ("comment_id", "before", "after", "by_id", "because", "reason", "at", "undoes_id"),
        (COMMENT, "comment_id"),
        _of_decision,
    ),
    # Visitors mend their own words; that is no act of staff.
    Revision: Telling(
        ("comment_id", "name", "website", "body", "by_id", "at"),
        (COMMENT, "comment_id"),
        lambda row: None if row.by_id is None else "edit",
        is_personal=True,
    ),
    SettledProposal: Telling(
        ("comment_id", "body", "proposed_at", "is_accepted", "by_id", "at"),
        (COMMENT, "comment_id"),
        "mended_words",
        is_personal=True,
    ),
    Inquiry: Telling(("about", "comment_id", "by_id", "at"), (COMMENT, "comment_id"), _of_inquiry),
    Erasure: Telling(
        ("words", "because"),
        (COMMENT, "comment_id"),
        "erasure",
        watched=("words",),
        changed="erasure",
        by=None,
        changed_by=None,
    ),
    Move: Telling(
        (
            "comment_id",
            *("from_article_id", "from_parent_id", "to_article_id", "to_parent_id"),
            *("by_id", "because", "at", "undoes_id"),
        ),
        (COMMENT, "comment_id"),
        "move",
    ),
    ThreadClosure: Telling(
        ("comment_id", "sentence", "because", "by_id", "at"), (COMMENT, "comment_id"), "thread_closure"
    ),
    ThreadReopening: Telling(
        ("closure_id", "by_id", "at"), (COMMENT, "closure.comment_id"), "thread_reopening"
    ),
    # Of whom stays in the ban, as a digest; the entry commits to it and does not repeat it.
    Ban: Telling(
        ("comment_id", "digest", "network_digest", "until", "because", "by_id", "at"),
        (COMMENT, "comment_id"),
        "ban",
    ),
    BanLift: Telling(("ban_id", "by_id", "at"), (COMMENT, "ban.comment_id"), "ban_lift"),
    HouseRuleVersion: Telling(
        (
            *("rule_id", "version", "kind", "pattern", "outcome", "mode", "article_id", "author_id"),
            *("note", "by_id", "at", "undoes_version"),
        ),
        ("rule", "rule_id"),
        "rule",
    ),
    BulkAct: Telling(
        ("verdict", "because", "reason", "by_id", "undoes_id", "total", "done"),
        NOTHING,
        "bulk",
        watched=("stopped_by_id",),
        changed="bulk_stopped",
        changed_by="stopped_by_id",
    ),
    FilterReset: Telling(
        ("kind", "before", "after", "because", "by_id", "at", "undoes_id"), NOTHING, "filter_reset"
    ),
    Closure: Telling(
        ("kind", "sentence"),
        (ARTICLE, "article_id"),
        "closure",
        watched=("kind", "sentence"),
        changed="closure",
        ended="reopening",
    ),
    Publication: Telling(
        ("goes_live_at",),
        (ARTICLE, "article_id"),
        "publication",
        watched=("goes_live_at",),
        changed="publication",
        ended="withdrawal",
        at=None,
    ),
    Deletion: Telling(("at",), (ARTICLE, "article_id"), "deletion", ended="restoring"),
    SiteSettingChange: Telling(("name", "before", "after", "by_id", "at"), (SETTING, "name"), "setting"),
    AccountRecord: Telling(
        ("account_id", "happening", "before", "after", "because", "by_id", "at"),
        (ACCOUNT, "account_id"),
        lambda row: str(row.happening),
    ),
    AddressKey: Telling(
        ("made_at", "retired_at"),
        ("address_key", "id"),
        "address_key",
        watched=("retired_at",),
        changed="address_key_retired",
        by=None,
        changed_by=None,
        at="made_at",
    ),
}
