"""Who may import whom: the staircase is kept by import-linter (make lint); these see that nobody is left out of it."""

import tomllib

from tests.house.sources import BLOG, HOUSE, imported_by, is_glue, python_files

SPEAKS_WEB = ("flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "click")
# The cupboards that are about the web, the database's tools and letters, which are templates too, and the two files that
# build the application.
ABOUT_IT = ("__init__.py", "wiring.py", "web", "storage", "mail")


def contract(name):
    config = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    return next(each for each in config["tool"]["importlinter"]["contracts"] if each["name"].startswith(name))


def test_every_room_and_cupboard_stands_on_the_staircase():
    on_it = {name.strip() for step in contract("The staircase")["layers"] for name in step.split("|")}
    there = {path.stem for path in BLOG.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert on_it == there - {"__init__"}


def test_domain_files_speak_no_web():
    found = [
        f"{path.relative_to(BLOG)}: {name}"
        for path in python_files()
        if not is_glue(path) and path.relative_to(BLOG).parts[0] not in ABOUT_IT
        for name in imported_by(path)
        if name.split(".")[0] in SPEAKS_WEB
    ]
    assert found == []


def test_imports_are_absolute_and_only_the_clock_asks_what_time_it_is():
    banned = ("from .", "datetime.now(", "datetime.utcnow(", "date.today(")
    found = [
        f"{path.relative_to(BLOG)}: {words}"
        for path in python_files()
        if path.name != "clock.py"
        for words in banned
        if words in path.read_text(encoding="utf-8")
    ]
    assert found == []
