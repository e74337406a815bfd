"""Templates mirror rooms, all of them are used, and none needs more than the Content-Security-Policy allows."""

import re

from tests.house.sources import BLOG, HOUSE, TEMPLATES, python_files

NAMED = re.compile(r"""["']([\w-]+/[\w./-]+\.(?:html|xml|txt))["']""")
LETTER = re.compile(r"""["']([\w-]+/mail/\w+)["']""")
FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
STATIC = sorted(path for path in (HOUSE / "static").rglob("*") if path.is_file())
# Names of a language, not addresses that anything is fetched from.
NAMESPACES = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/2005/Atom",
    "http://www.sitemaps.org/schemas/sitemap/0.9",
)
EXAMPLES = (".example", "example.org", "example.com", "example.net")


def name_of(path):
    return str(path.relative_to(HOUSE))


def test_each_folder_is_a_room_or_a_shelf_of_the_templates_own():
    rooms = {path.name for path in BLOG.iterdir() if (path / "__init__.py").exists()}
    assert {path.name for path in TEMPLATES.iterdir()} - rooms == {"layouts", "shared"}


def test_every_template_is_used_and_every_one_that_is_named_is_there():
    sources = [*FILES, *(path for path in python_files())]
    named = {name for path in sources for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    letters = {name for path in sources for name in LETTER.findall(path.read_text(encoding="utf-8"))}
    named |= {f"{name}.{kind}" for name in letters for kind in ("txt", "html")}
    there = {str(path.relative_to(TEMPLATES)) for path in FILES}
    assert there - named == set()
    assert {
        name for name in named if name.split("/")[0] in {each.split("/")[0] for each in there}
    } - there == set()


def test_a_room_above_lends_no_template_to_one_below():
    """A page may include what rooms below it drew, as Python may import from them."""
    steps = ["accounts", "publishing", "commenting", "moderating", "reading", "housekeeping"]
    for path in FILES:
        room = path.parent.name
        if room in steps:
            lent = {name.split("/")[0] for name in NAMED.findall(path.read_text(encoding="utf-8"))}
            allowed = {"layouts", "shared", *steps[: steps.index(room) + 1]}
            assert lent <= allowed, name_of(path)


def test_nothing_is_inline():
    """But in the layout of letters: a mailbox fetches no sheet of ours."""
    inline = r"""<style\b|<script(?![^>]*\ssrc=)[^>]*>|<[^>]*\sstyle\s*=|<[^>]*\son\w+\s*=|javascript:"""
    found = []
    for path in set(FILES) - {TEMPLATES / "layouts" / "letter.html"}:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [f"{name_of(path)}: {words}" for words in re.findall(inline, text)]
    assert found == []


def test_nothing_names_another_host():
    found = []
    for path in [*FILES, *STATIC]:
        text = path.read_text(encoding="utf-8")
        for namespace in NAMESPACES:
            text = text.replace(namespace, "")
        addresses = re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+", text)
        found += [f"{name_of(path)}: {each}" for each in addresses if not each.endswith(EXAMPLES)]
    assert found == []
