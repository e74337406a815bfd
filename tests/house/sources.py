"""The files of this project, as its own tests look at them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent
BLOG = HOUSE / "blog"
TEMPLATES = HOUSE / "templates"
# Glue speaks the web, or writes letters, and holds no rules; a folder of that name holds one file a resource.
GLUE = {"views", "forms", "commands", "cookies", "letters"}


def python_files(folder=BLOG):
    return sorted(folder.rglob("*.py"))


def is_glue(path):
    return any(part.removesuffix(".py") in GLUE for part in path.relative_to(BLOG).parts)


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_by(path):
    """The modules that a file imports, by their full names, wherever in it they stand."""
    names = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def committed_files():
    """Every file that git keeps, as it lies here; without git (a copy of the tree) every file but what is made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True)
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.split("\0") if name and (path := HOUSE / name).is_file()]
    made = {".venv", ".git", "instance", "demo-instance", "__pycache__", ".pytest_cache", ".ruff_cache"}
    return [
        path for path in HOUSE.rglob("*") if path.is_file() and not made & set(path.relative_to(HOUSE).parts)
    ]
