"""Every setting: its default, its unit, and one line on why.

Two kinds. How the blog is *run* comes from the environment (`RunSettings`). How it *behaves* is kept in rows that owner
and editor change at the desk (`SITE_SETTINGS`; the rows are blog/storage/site_setting.py).
"""

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

HOUSE = Path(__file__).parent.parent


class WrongSetting(ValueError):
    """A setting has a value that cannot be meant. The message names the setting and says what would be right."""

    def __init__(self, name, value, why):
        super().__init__(f"{name} is {value!r}, but {why}.")
        self.name, self.why = name, why


# How it is run -------------------------------------------------------------------------------------------------------


def _text(name, value):
    return value


def _whole(lowest, highest):
    def read(name, value):
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            raise WrongSetting(name, value, f"it must be a whole number from {lowest} to {highest}")
        return int(value)

    return read


def _folder(name, value):
    return Path(value).expanduser().resolve()


def _site_address(name, value):
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongSetting(
            name, value, "it must be the address of the site, such as https://blog.example.org"
        )
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise WrongSetting(
            name, value, "it must be scheme and host only, without a path: https://blog.example.org"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _database(name, value):
    for short in ("postgres://", "postgresql://"):
        if value.startswith(short):
            return "postgresql+psycopg://" + value.removeprefix(short)
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting(name, value.split("@")[-1], "it must begin with sqlite:/// or postgresql://")
    return value


def _limits(name, value):
    if not value.startswith(("sqlite:///", "redis://", "rediss://")):
        raise WrongSetting(name, value.split("@")[-1], "it must begin with sqlite:/// or redis://")
    return value


def _from(variable, read, default, why):
    return field(default=default, metadata={"variable": variable, "read": read, "why": why})


@dataclass(frozen=True)
class RunSettings:
    """How this process is run. Built by `run_settings`; empty values were filled from the others."""

    host: str = _from("HOST", _text, "127.0.0.1", "The address to listen on.")
    port: int = _from("PORT", _whole(1, 65535), 8000, "The port to listen on.")
    instance: Path = _from(
        "INSTANCE", _folder, HOUSE / "instance", "The folder of this installation; created if absent."
    )
    url: str = _from(
        "BLOG_URL",
        _site_address,
        "",
        "Where readers reach the site. The only source of absolute links; empty means http://HOST:PORT.",
    )
    database_url: str = _from(
        "BLOG_DATABASE_URL",
        _database,
        "",
        "sqlite:///… or postgresql://…; empty means blog.sqlite in INSTANCE.",
    )
    keys: Path | None = _from(
        "BLOG_KEYS",
        _folder,
        None,
        "The folder of key files; empty means keys in INSTANCE. Several machines share one set.",
    )
    limits_url: str = _from(
        "BLOG_LIMITS_URL",
        _limits,
        "",
        "Where rate limits are counted: sqlite:///… or redis://…; empty means limits.sqlite in INSTANCE.",
    )
    workers: int = _from(
        "BLOG_WORKERS", _whole(1, 64), min(os.cpu_count() or 1, 4), "Worker processes; up to one a core."
    )
    threads: int = _from(
        "BLOG_THREADS", _whole(1, 64), 4, "Blocking threads a worker, and database connections a worker."
    )
    trusted_proxies: int = _from(
        "BLOG_TRUSTED_PROXIES",
        _whole(0, 8),
        0,
        "How many proxies in front may say who the visitor is; 0 believes no proxy header.",
    )

    @property
    def media(self):
        """The folder of uploaded pictures."""
        return self.instance / "media"


def run_settings(environ):
    """Reads `environ` (a mapping of strings) into RunSettings. Raises WrongSetting, which names the variable.

    An empty value counts as not given.
    """
    given = {}
    for each in fields(RunSettings):
        variable, read = each.metadata["variable"], each.metadata["read"]
        if value := environ.get(variable, "").strip():
            given[each.name] = read(variable, value)
    settings = RunSettings(**given)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    filled = {
        "url": settings.url or f"http://{host}:{settings.port}",
        "database_url": settings.database_url or f"sqlite:///{settings.instance / 'blog.sqlite'}",
        "limits_url": settings.limits_url or f"sqlite:///{settings.instance / 'limits.sqlite'}",
        "keys": settings.keys or settings.instance / "keys",
    }
    return RunSettings(**{**{each.name: getattr(settings, each.name) for each in fields(settings)}, **filled})


# How it behaves ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SiteSetting:
    """One row of behaviour. `kind` is str, int or bool; `lowest` and `highest` bound an int, or a str's length."""

    name: str
    kind: type
    default: object
    label: str
    hint: str
    lowest: int = 0
    highest: int = 200

    def checked(self, value):
        """The value if it can be meant; raises WrongSetting."""
        if type(value) is not self.kind:
            raise WrongSetting(self.name, value, f"it must be of the kind {self.kind.__name__}")
        size = len(value) if self.kind is str else value
        if self.kind is not bool and not self.lowest <= size <= self.highest:
            unit = " characters" if self.kind is str else ""
            raise WrongSetting(self.name, value, f"it must be from {self.lowest} to {self.highest}{unit}")
        if self.name == "time_zone" and value not in available_timezones():
            raise WrongSetting(self.name, value, "no such time zone is known; one is Europe/Berlin")
        if self.name == "language" and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            raise WrongSetting(self.name, value, "it must be a language code such as en or pt-BR")
        return value


SITE_SETTINGS = {
    setting.name: setting
    for setting in (
        SiteSetting("title", str, "A new blog", "Title", "The name of the site, on every page.", 1, 100),
        SiteSetting("tagline", str, "", "Tagline", "One line under the title. May be empty.", 0, 200),
        SiteSetting(
            "language",
            str,
            "en",
            "Language",
            "What the articles are written in, as a code such as en, de or pt-BR; screen readers go by it.",
            2,
            20,
        ),
        SiteSetting(
            "time_zone",
            str,
            "UTC",
            "Time zone",
            "Dates are written out in this zone, for example Europe/Berlin.",
            1,
            64,
        ),
        SiteSetting(
            "articles_per_page",
            int,
            10,
            "Articles per page",
            "On the front page, authors’ and tags’ pages.",
            1,
            100,
        ),
        SiteSetting(
            "comments_open",
            bool,
            True,
            "Comments are open",
            "Switch off to take no new comments anywhere. Those already there stay.",
        ),
        SiteSetting(
            "comments_close_after_days",
            int,
            0,
            "Close conversations after (days)",
            "Counted from an article’s publication. 0 means never.",
            0,
            36500,
        ),
        SiteSetting(
            "comments_per_page",
            int,
            100,
            "Comments per page",
            "A longer conversation is shown in parts of this size.",
            10,
            500,
        ),
    )
}
