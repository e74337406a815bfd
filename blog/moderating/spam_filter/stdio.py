"""The filter answers one JSON object a line, so that a measuring program in any language can ask a fresh one.

{"op": "score", "comment": {...}}               {"p": 0.97}
{"op": "learn", "comment": {...}, "label": 1}   {}
{"op": "explain", "comment": {...}}             {"reasons": [["the word “casino”", 1.5], ...]}
{"op": "state_bytes"}                           {"bytes": 12345}

A comment has author_name, url, body, post_slug and time; what is missing or null is empty. A line that cannot be
answered is answered with {"error": "..."}.
"""

import json

from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.told import Told

_FAR = 1 << 40


class Conversation:
    def __init__(self):
        self._filter = SpamFilter()

    def answer(self, line: str) -> str:
        """The answer to one line, without a line end, in ASCII."""
        try:
            return json.dumps(self._answer(json.loads(line)))
        except (ValueError, RecursionError) as wrong:
            return json.dumps({"error": str(wrong)})

    def _answer(self, asked):
        match asked:
            case {"op": "score", "comment": dict(comment)}:
                return {"p": self._filter.score(_told(comment))}
            case {"op": "learn", "comment": dict(comment), "label": bool() | 0 | 1 as label}:
                self._filter.learn(_told(comment), bool(label))
                return {}
            case {"op": "explain", "comment": dict(comment)}:
                return {
                    "reasons": [[pull.words, pull.weight] for pull in self._filter.reasons(_told(comment))]
                }
            case {"op": "state_bytes"}:
                return {"bytes": self._filter.state_bytes()}
        raise ValueError("ask score, learn (with label 0 or 1), explain or state_bytes, of a comment")


def _told(comment):
    return Told(
        author_name=_text(comment, "author_name"),
        website=_text(comment, "url"),
        body=_text(comment, "body"),
        article=_text(comment, "post_slug"),
        at=_seconds(comment.get("time")),
    )


def _seconds(value):
    return value if isinstance(value, int | float) and -_FAR < value < _FAR else None


def _text(comment, key):
    value = comment.get(key)
    return "" if value is None else str(value)
