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

from limits import parse_many

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


def _smtp(name, value):
    try:
        parts = urlsplit(value)
        known = (
            parts.scheme in {"smtp", "smtps"} and parts.hostname and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        known = False
    if not known or parts.path.strip("/") or parts.query or parts.fragment:
        raise WrongSetting(
            name,
            _without_password(value),
            "it must be smtp://host:port or smtps://host:port, with user:password@",
        )
    return value


def _sender(name, value):
    """An address, or a name and an address in angle brackets; it is checked again where the letter is made."""
    if not _SENDER.fullmatch(value):
        raise WrongSetting(name, value, "it must be an address, such as Forge <blog@example.org>")
    return value


def _queue(name, value):
    if not value.startswith(("redis://", "rediss://")):
        raise WrongSetting(name, _without_password(value), "it must begin with redis://")
    return value


def _yes_or_no(name, value):
    if value not in {"yes", "no"}:
        raise WrongSetting(name, value, "it must be yes or no")
    return value == "yes"


def _without_password(address):
    return address.rpartition("@")[2]


_SENDER = re.compile(r"(?:[^<>@\x00-\x1f\x7f]+ )?<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+")


def _rate(name, value):
    """Several limits stand with a semicolon between them. Empty means none."""
    try:
        parse_many(value) if value else ()
    except ValueError:
        wanted = "it must be a rate such as 3 per minute, several with a semicolon between; empty for none"
        raise WrongSetting(name, value, wanted) from None
    return value


def _key(name, value):
    try:
        key = bytes.fromhex(value)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise WrongSetting(name, "…", "it must be 64 hexadecimal digits")
    return key


def _private_keys(name, value):
    return tuple(_key(name, each) for each in value.split(","))


def _from(variable, read, default, why, *, secret=False, empty_counts=False):
    about = {"variable": variable, "read": read, "why": why, "empty_counts": empty_counts}
    return field(default=default, repr=not secret, metadata=about)


def _key_from(variable, of):
    return _from(variable, _key, None, f"The key {of}; empty means its file in BLOG_KEYS.", secret=True)


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
    key_sign_in: bytes | None = _key_from("BLOG_KEY_SIGN_IN", "of sessions")
    key_receipts: bytes | None = _key_from("BLOG_KEY_RECEIPTS", "of receipts and of links in letters")
    key_fingerprints: bytes | None = _key_from("BLOG_KEY_FINGERPRINTS", "by which repeats are recognised")
    key_digests: bytes | None = _key_from("BLOG_KEY_DIGESTS", "by which addresses are compared")
    key_glimpses: bytes | None = _key_from("BLOG_KEY_GLIMPSES", "of what moderators see of an address")
    private_keys: Path | None = _from(
        "BLOG_PRIVATE_KEYS",
        _folder,
        None,
        "The folder of the private keys that open addresses, which the worker alone reads; empty means keys/private in INSTANCE.",
    )
    key_addresses: tuple[bytes, ...] = _from(
        "BLOG_KEY_ADDRESSES",
        _private_keys,
        (),
        "Private keys that open addresses, the newest first, a comma between; for the worker alone.",
        secret=True,
    )
    limits_url: str = _from(
        "BLOG_LIMITS_URL",
        _limits,
        "",
        "Where rate limits are counted: sqlite:///… or redis://…; empty means limits.sqlite in INSTANCE.",
    )
    comment_rate: str = _from(
        "BLOG_COMMENT_RATE",
        _rate,
        "3 per minute",
        "How often one network, or one address, may post comments; explicitly empty switches it off.",
        empty_counts=True,
    )
    smtp_url: str = _from(
        "BLOG_SMTP_URL",
        _smtp,
        "",
        "The mail server that takes letters: smtp://user:password@host:587 or smtps://…; empty means no letters.",
        secret=True,
    )
    mail_from: str = _from(
        "BLOG_MAIL_FROM",
        _sender,
        "",
        "Whom letters are from: Forge <blog@example.org>; empty means no letters.",
    )
    queue_url: str = _from(
        "BLOG_QUEUE_URL",
        _queue,
        "",
        "Where the worker is woken: redis://…; empty means queue.sqlite in INSTANCE.",
        secret=True,
    )
    worker: bool = _from("BLOG_WORKER", _yes_or_no, True, "Whether serving starts a worker too: yes or no.")
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
    def given_keys(self):
        """{name: bytes} of the web process's keys that came with the environment."""
        names = ("sign_in", "receipts", "fingerprints", "digests", "glimpses")
        return {name: key for name in names if (key := getattr(self, f"key_{name}"))}

    @property
    def media(self):
        """The folder of uploaded pictures."""
        return self.instance / "media"


def run_settings(environ):
    """Reads `environ` (a mapping of strings) into RunSettings. Raises WrongSetting, which names the variable.

    An empty value counts as not given, but where it has a meaning of its own.
    """
    given = {}
    for each in fields(RunSettings):
        variable, read = each.metadata["variable"], each.metadata["read"]
        value = environ.get(variable, "").strip()
        if value or (each.metadata["empty_counts"] and variable in environ):
            given[each.name] = read(variable, value)
    settings = RunSettings(**given)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    filled = {
        "url": settings.url or f"http://{host}:{settings.port}",
        "database_url": settings.database_url or f"sqlite:///{settings.instance / 'blog.sqlite'}",
        "limits_url": settings.limits_url or f"sqlite:///{settings.instance / 'limits.sqlite'}",
        "keys": settings.keys or settings.instance / "keys",
        "private_keys": settings.private_keys or settings.instance / "keys" / "private",
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
            "comments_closed_sentence",
            str,
            "",
            "What visitors read while comments are closed",
            "In place of the form, all over the blog. Empty: “Comments are closed on this blog.”",
        ),
        SiteSetting(
            "comments_staff_only",
            bool,
            False,
            "Only members of staff comment",
            "Visitors read why there is no form; whoever is signed in finds one.",
        ),
        SiteSetting(
            "comments_newest_first",
            bool,
            False,
            "Newest conversations first",
            "Answers always stand in the order they came. Readers may choose the other order for themselves.",
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
            "comments_edit_minutes",
            int,
            15,
            "Visitors may mend for (minutes)",
            "Counted from when their comment was left or, if later, appeared. What they mend waits for a moderator. 0 means never.",
            0,
            525600,
        ),
        SiteSetting(
            "comments_edit_minutes_waiting",
            int,
            1440,
            "Visitors may mend what waits for (minutes)",
            "Counted from when their comment was left or, if later, began to wait again. 0 means never.",
            0,
            525600,
        ),
        SiteSetting(
            "comments_guidance",
            str,
            "",
            "Guidance for commenters",
            "One line above the form, such as: Be kind, and stay on the topic. May be empty.",
            0,
            200,
        ),
        SiteSetting(
            "auto_approve_known",
            bool,
            False,
            "Publish known visitors at once",
            "Whoever was published before, and whose browser can show it. Typing a name and an address shows nothing.",
        ),
        SiteSetting(
            "filter_puts_away",
            bool,
            True,
            "Put likely spam away",
            "Where the spam filter is sure enough by its own errors so far, a comment goes to the spam view, where people look.",
        ),
        SiteSetting(
            "filter_hides_at_most",
            int,
            10,
            "Real comments that the filter may put away (of a thousand)",
            "What it calls likely spam is chosen so that it hides no more, with a certainty of 95 %, by its errors so far.",
            1,
            100,
        ),
        SiteSetting(
            "filter_approves_known",
            bool,
            False,
            "Publish known visitors whom the filter calls likely fine",
            "Whoever was published before, and whose browser can show it. Nobody else is ever approved by the filter.",
        ),
        SiteSetting(
            "moderators_absent_after_days",
            int,
            7,
            "Say that no moderator was here after (days)",
            "Visitors are told at the form that it may take longer. 0 means never.",
            0,
            365,
        ),
        SiteSetting(
            "letters_wait_seconds",
            int,
            60,
            "Wait before telling of a decision (seconds)",
            "Letters about a decision leave so much later; one that is undone in the meantime sends none.",
            0,
            86400,
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
        SiteSetting(
            "moderation_letters_hour",
            int,
            8,
            "Write daily letters at (hour)",
            "To moderators who want one letter a day, by the clocks of the blog’s time zone.",
            0,
            23,
        ),
        SiteSetting(
            "moderation_letters_words",
            bool,
            False,
            "Quote comments in letters to moderators",
            "Name and first words of what waits. Without it, a letter names articles only, and words are read here.",
        ),
        SiteSetting(
            "moderation_letters_decide",
            bool,
            False,
            "Let moderators decide from a letter without signing in",
            "Whoever can read their mailbox can then decide about the comments in it, for seven days, once each.",
        ),
        SiteSetting(
            "moderation_page",
            bool,
            True,
            "Tell visitors how you moderate",
            "On a page of its own, made from the rules and settings as they stand. Rules that are kept to staff are not told.",
        ),
        SiteSetting(
            "moderation_log",
            bool,
            False,
            "Publish a log of decisions",
            "By day: how many comments were published and how many not, and the reasons told. No names, no words.",
        ),
        SiteSetting(
            "moderation_log_names",
            bool,
            False,
            "Name in that log who decided",
            "The members of staff, as they are named beside their comments.",
        ),
        SiteSetting(
            "moderation_backlog_hours",
            int,
            48,
            "Write to moderators when something waits for (hours)",
            "To whoever may decide about it, at most once a day until it is decided. 0 means never.",
            0,
            8760,
        ),
        SiteSetting(
            "network_key_days",
            int,
            30,
            "Tell networks apart for (days)",
            "Of where a comment came from only a fingerprint is kept, and it is forgotten after so long.",
            1,
            365,
        ),
        SiteSetting(
            "keep_addresses_days",
            int,
            0,
            "Keep visitors’ addresses for (days)",
            "Counted from when a comment was left; then its address is forgotten. 0 means for good.",
            0,
            36500,
        ),
        SiteSetting(
            "keep_spam_days",
            int,
            0,
            "Keep the words of spam for (days)",
            "Counted from when it was taken for spam; then words, name and address are erased. 0 means for good.",
            0,
            36500,
        ),
        SiteSetting(
            "keep_letters_days",
            int,
            90,
            "Keep the record of letters for (days)",
            "That a letter was sent, and about what; never its words. 0 means for good.",
            0,
            36500,
        ),
    )
}
