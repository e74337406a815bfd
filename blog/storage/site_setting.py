"""How the blog behaves, in rows: the values that differ from their defaults, and every change that was made."""

from datetime import datetime
from types import SimpleNamespace

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.settings import SITE_SETTINGS
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment


class SiteSettingRow(db.Model):
    __tablename__ = "site_setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[object] = mapped_column(JSON)


class SiteSettingChange(db.Model):
    """Never edited."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    before: Mapped[object] = mapped_column(JSON)
    after: Mapped[object] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)


def default_site_settings():
    """Every setting by name, at its default."""
    return SimpleNamespace(**{name: setting.default for name, setting in SITE_SETTINGS.items()})


def site_settings():
    """Every setting by name, as it stands; asked of the database once a transaction."""
    db.session.connection()
    transaction, settings = db.session().info.get("site_settings", (None, None))
    if transaction is not db.session().get_transaction():
        rows = dict(map(tuple, db.session.execute(select(SiteSettingRow.name, SiteSettingRow.value))))
        known = {name: value for name, value in rows.items() if name in SITE_SETTINGS}
        settings = SimpleNamespace(**(vars(default_site_settings()) | known))
        db.session().info["site_settings"] = (db.session().get_transaction(), settings)
    return settings


def change_site_setting(name, value, *, by, at=None):
    """Sets one setting and records the change; nothing happens where it has that value. Raises WrongSetting."""
    value = SITE_SETTINGS[name].checked(value)
    if value == getattr(site_settings(), name):
        return
    lock_for("site settings")
    db.session().info.pop("site_settings")  # somebody may have been first
    before = getattr(site_settings(), name)
    if value == before:
        return
    db.session.merge(SiteSettingRow(name=name, value=value))
    db.session.add(
        SiteSettingChange(name=name, before=before, after=value, by_id=by.id if by else None, at=at or now())
    )
    db.session.flush()
    db.session().info.pop("site_settings")
