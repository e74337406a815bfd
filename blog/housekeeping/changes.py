"""What was changed in the settings lately: by whom, from what to what, and when."""

from sqlalchemy import select

from blog.accounts.account import Account
from blog.settings import SITE_SETTINGS
from blog.storage.site_setting import SiteSettingChange


def latest_changes(most=20):
    """The Select of (SiteSettingChange, Account or None), newest first."""
    return (
        select(SiteSettingChange, Account)
        .outerjoin(Account, Account.id == SiteSettingChange.by_id)
        .order_by(SiteSettingChange.id.desc())
        .limit(most)
    )


def label_of(name):
    """How the desk calls a setting; one that the blog no longer has is called by its name."""
    return SITE_SETTINGS[name].label if name in SITE_SETTINGS else name


def value_in_words(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == "":
        return "nothing"
    return f"“{value}”" if isinstance(value, str) else f"{value:,}"
