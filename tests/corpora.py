"""Awkward input collected elsewhere, which stays where it is: it is other people's, under licences of their own."""

import json
import os
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """A path in the folder of shared things: `BLOG_SHARED`, or `shared` beside the repository.

    Where it is absent the test is skipped; where `CI` is set it must be there, and the test fails.
    """
    root = Path(os.environ.get("BLOG_SHARED") or REPOSITORY.parent / "shared")
    path = root.joinpath(*parts)
    if path.exists():
        return path
    missing = f"{'/'.join(parts)} is not in {root}; BLOG_SHARED can name another folder"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def corpus(name: str) -> list[dict]:
    """The entries of `corpora/<name>.jsonl`, each with its `input`."""
    return _read(shared("corpora", f"{name}.jsonl"))


@cache
def _read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
