"""What each file says of itself, and what none may say."""

import ast
import re

from tests.house.sources import BLOG, committed_files, is_glue, python_files, tree_of

# An address on a machine of ours: of no use to anybody else.
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:work|root|farm|home/\w+)/\w")


def test_every_package_and_every_domain_file_opens_with_a_sentence():
    silent = []
    for path in python_files():
        if is_glue(path) or "versions" in path.parts:  # glue says what it is by its name
            continue
        words = ast.get_docstring(tree_of(path)) or ""
        if not words.rstrip().endswith((".", "!", ":")):
            silent.append(str(path.relative_to(BLOG)))
    assert silent == []


def test_no_file_names_a_place_on_the_machine_it_was_written_on():
    found = []
    for path in committed_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{path.name}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


def test_there_is_no_attic():
    attics = {"common", "utils", "util", "helpers", "core", "services", "misc", "lib"}
    names = {path.stem for path in BLOG.rglob("*")}
    assert names & attics == set()
