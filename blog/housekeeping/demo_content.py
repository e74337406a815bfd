"""What the demonstration consists of, as it lies in the folder demo/: people, articles, comments, pictures."""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "demo"


@dataclass(frozen=True)
class DemoArticle:
    title: str
    slug: str
    author: str  # a person's key
    summary: str
    tags: list
    days_ago: float | None  # since it was published; below 0 it is scheduled, None is a draft
    body: str


def demo_people():
    """A list of dicts: key, name, handle, role, email, bio."""
    return json.loads((FOLDER / "people.json").read_text(encoding="utf-8"))


def demo_articles():
    """A list of DemoArticle, the oldest first, then scheduled ones, then drafts."""
    articles = [_article(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.md")]
    return sorted(articles, key=lambda each: (each.days_ago is None, -(each.days_ago or 0)))


def demo_comments():
    """A list of dicts in no order: id, article (slug), parent (id or None), name, email, website, body, hours_after,
    status, because, by_staff (a person's key or None)."""
    return json.loads((FOLDER / "comments.json").read_text(encoding="utf-8"))


def demo_picture(name):
    """The bytes of the picture that an article calls `picture:<name>`."""
    return (FOLDER / name).read_bytes()


def _article(text):
    _nothing, head, body = text.split("---\n", 2)
    fields = dict(line.split(":", 1) for line in head.splitlines())
    fields = {name: value.strip() for name, value in fields.items()}
    published = fields.pop("published")
    return DemoArticle(
        **fields | {"tags": [tag.strip() for tag in fields["tags"].split(",")]},
        days_ago=float(published) if published else None,
        body=body,
    )
