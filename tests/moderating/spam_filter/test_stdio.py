"""A measuring program in any language can ask a fresh filter, line by line, where there is no database."""

import json
import subprocess
import sys

import pytest

from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.stdio import Conversation
from blog.moderating.spam_filter.told import Told
from tests.housekeeping.starting import HOUSE, surroundings

COMMENT = {
    "author_name": "Rx",
    "url": "http://pills.example",
    "body": "buy viagra",
    "post_slug": "bread",
    "time": 1_700_000_000,
}
TOLD = Told("Rx", "http://pills.example", "buy viagra", "bread", 1_700_000_000)


def ask(conversation, **asked):
    return json.loads(conversation.answer(json.dumps(asked)))


def test_it_scores_learns_and_explains_as_the_filter_does():
    conversation, spam_filter = Conversation(), SpamFilter()
    assert ask(conversation, op="score", comment=COMMENT) == {"p": spam_filter.score(TOLD)}
    assert ask(conversation, op="learn", comment=COMMENT, label=1) == {}
    spam_filter.learn(TOLD, True)
    assert ask(conversation, op="score", comment=COMMENT) == {"p": spam_filter.score(TOLD)}
    reasons = [[pull.words, pull.weight] for pull in spam_filter.reasons(TOLD)]
    assert ask(conversation, op="explain", comment=COMMENT) == {"reasons": reasons}
    assert ask(conversation, op="state_bytes") == {"bytes": spam_filter.state_bytes()}


@pytest.mark.parametrize(
    "comment",
    [
        {},
        dict.fromkeys(COMMENT),
        {"body": "\ud800 half a letter", "time": None, "label": None},
        {"body": "x", "time": "yesterday"},
        {"body": "x", "time": 10**400},
        {"body": 5, "author_name": ["a"]},
    ],
)
def test_what_is_missing_null_or_odd_is_no_obstacle(comment):
    conversation = Conversation()
    assert 0 < ask(conversation, op="score", comment=comment)["p"] < 1
    assert ask(conversation, op="learn", comment=comment, label=0) == {}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no JSON",
        "[" * 100_000,
        "[]",
        "{}",
        '{"op": "score"}',
        '{"op": "score", "comment": []}',
        '{"op": "learn", "comment": {}}',
        '{"op": "learn", "comment": {}, "label": null}',
        '{"op": "learn", "comment": {}, "label": 2}',
        '{"op": "forget"}',
    ],
)
def test_a_line_that_cannot_be_answered_is_answered_so(line):
    conversation, fresh = Conversation(), Conversation()
    answer = json.loads(conversation.answer(line))
    assert list(answer) == ["error"] and answer["error"]
    assert ask(conversation, op="score", comment=COMMENT) == ask(fresh, op="score", comment=COMMENT)


def test_the_command_answers_each_line_without_a_database(tmp_path):
    lines = [
        json.dumps({"op": "score", "comment": COMMENT}).encode(),
        b"\xff\xfe no letters",
        json.dumps({"op": "learn", "comment": {"body": "\ud800"}, "label": 1}).encode(),
        b'{"op": "state_bytes"}',
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "moderating", "filter-stdio"],
        input=b"\n".join(lines),
        cwd=HOUSE,
        env=surroundings(INSTANCE=tmp_path / "nothing-yet"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    scored, wrong, learnt, size = map(json.loads, ended.stdout.splitlines())
    assert scored == {"p": SpamFilter().score(TOLD)}
    assert list(wrong) == ["error"]
    assert learnt == {}
    assert list(size) == ["bytes"]
