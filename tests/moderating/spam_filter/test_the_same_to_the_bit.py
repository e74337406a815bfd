"""The same decisions in the same order always make the same filter, to the last bit, in whatever process."""

import subprocess
import sys

from blog.moderating.spam_filter.spam_filter import SpamFilter
from tests.housekeeping.starting import HOUSE, surroundings
from tests.moderating.spam_filter.a_stream import STREAM

_ELSEWHERE = """
from hashlib import sha256
from blog.moderating.spam_filter.spam_filter import SpamFilter
from tests.moderating.spam_filter.a_stream import STREAM
spam_filter = SpamFilter()
scores = []
for told, is_spam in STREAM:
    scores.append(spam_filter.score(told).hex())
    spam_filter.learn(told, is_spam)
print(sha256(spam_filter.dumped()).hexdigest(), *scores)
"""


def test_processes_that_hash_differently_make_the_same_filter():
    said = {elsewhere(hash_seed) for hash_seed in ("0", "1", "4711")}
    assert len(said) == 1
    assert len(said.pop().split()) == 1 + len(STREAM)


def test_a_filter_that_was_stored_between_decisions_learns_on_as_if_it_was_not():
    stored, kept = SpamFilter(), SpamFilter()
    for told, is_spam in STREAM:
        stored = SpamFilter.loaded(stored.dumped())
        assert stored.score(told) == kept.score(told)
        stored.learn(told, is_spam)
        kept.learn(told, is_spam)
    assert stored.dumped() == kept.dumped()
    assert stored.decisions == len(STREAM)
    assert stored.reasons(STREAM[3][0]) == kept.reasons(STREAM[3][0])


def test_another_order_is_another_filter():
    assert learnt(STREAM) != learnt(STREAM[::-1])


def learnt(stream):
    spam_filter = SpamFilter()
    for told, is_spam in stream:
        spam_filter.learn(told, is_spam)
    return spam_filter.dumped()


def elsewhere(hash_seed):
    given = surroundings(PYTHONHASHSEED=hash_seed)
    ended = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], cwd=HOUSE, env=given, capture_output=True, text=True, check=True
    )
    return ended.stdout
