"""What docs/filter.md says was measured holds: predict, then learn, in order of time, on other blogs' comments."""

import json
from bisect import bisect_left, bisect_right

import pytest

from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.told import Told
from tests.corpora import shared

SINGLE = (
    "haacked",
    "archive_fever",
    "made",
    "travis",
    "fabien",
    "tg_ru",
    "yt_psy",
    "yt_katyperry",
    "yt_lmfao",
)


def predicted(name):
    """(scores of the real comments, scores of the spam), each given before its decision was learnt."""
    spam_filter, scores = SpamFilter(), ([], [])
    with shared("corpora", "comments", f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            told, is_spam = read(json.loads(line))
            scores[is_spam].append(spam_filter.score(told))
            spam_filter.learn(told, is_spam)
    assert spam_filter.state_bytes() < 3_000_000
    return sorted(scores[0]), sorted(scores[1])


def read(row):
    words = (row[key] or "" for key in ("author_name", "url", "body", "post_slug"))
    return Told(*words, row["time"]), bool(row["label"])


def rank(fine, spam):
    """The area under the curve: how often a spam comment scores above a real one; equal scores count half."""
    below = sum(bisect_left(fine, score) + bisect_right(fine, score) for score in spam)
    return below / (2 * len(fine) * len(spam))


def caught(fine, spam, hidden):
    """The share of spam that scores above all but the share `hidden` of the real comments."""
    bar = fine[-1 - int(hidden * len(fine))]
    return sum(score > bar for score in spam) / len(spam)


def brier(fine, spam):
    return (sum(p * p for p in fine) + sum((1 - p) ** 2 for p in spam)) / (len(fine) + len(spam))


def miscalibration(fine, spam):
    """The mean distance of what was said from what was so, in ten equal bins."""
    apart = [0.0] * 10
    for scores, was in ((fine, 0), (spam, 1)):
        for score in scores:
            apart[min(9, int(10 * score))] += score - was
    return sum(map(abs, apart)) / (len(fine) + len(spam))


@pytest.mark.sqlite_only
def test_on_the_woven_stream_it_is_as_good_as_told():
    fine, spam = predicted("mix_blogs_dev")
    assert (len(fine), len(spam)) == (4301, 2327)
    assert rank(fine, spam) > 0.9965
    assert caught(fine, spam, 0.001) > 0.875
    assert caught(fine, spam, 0.01) > 0.945
    assert brier(fine, spam) < 0.0185
    assert miscalibration(fine, spam) < 0.007
    assert fine[-1] < 0.99


@pytest.mark.sqlite_only
def test_on_single_blogs_it_is_as_good_as_told():
    ranks = {name: rank(*predicted(name)) for name in SINGLE}
    assert sum(ranks.values()) / len(ranks) > 0.987
    assert min(ranks.values()) > 0.97
