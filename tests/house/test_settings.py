"""Whoever runs the blog finds every setting in docs/settings.md, and none that is not there."""

from dataclasses import fields
from re import MULTILINE, findall

from blog.settings import SITE_SETTINGS, RunSettings
from tests.house.sources import HOUSE, python_files

PAGE = (HOUSE / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = dict(findall(r"^\| `(\w+)`[^|]*\| (.*?) \|", PAGE, MULTILINE))
VARIABLES = [each.metadata["variable"] for each in fields(RunSettings)]


def test_every_variable_and_every_site_setting_has_its_row_and_no_other_has():
    assert list(ROWS) == [*VARIABLES, *SITE_SETTINGS]


def test_the_row_of_a_site_setting_says_its_default_and_what_the_desk_calls_it():
    for name, setting in SITE_SETTINGS.items():
        default = (
            {True: "yes", False: "no", "": "empty"}.get(setting.default)
            if setting.default in (True, False, "")
            else None
        )
        if setting.kind is int or default is None:
            default = f"`{setting.default}`"
        assert ROWS[name] == default, name
        assert f"| `{name}` ({setting.label}) |" in PAGE


def test_the_row_of_a_variable_says_its_default_where_that_is_a_plain_value():
    for each in fields(RunSettings):
        if each.metadata["variable"] in {"HOST", "PORT", "BLOG_THREADS", "BLOG_TRUSTED_PROXIES"}:
            assert ROWS[each.metadata["variable"]] == f"`{each.default}`"


def test_no_other_variable_is_read():
    read = set()
    for path in python_files():
        read |= set(findall(r"""environ(?:\.get\(|\[)["'](\w+)""", path.read_text(encoding="utf-8")))
    assert read - set(VARIABLES) == set()
