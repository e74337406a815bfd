"""Whatever is sent, a comment is taken apart into a bounded number of features, and the score is a number."""

import random

import pytest

from blog.moderating.spam_filter.features import taken_apart
from blog.moderating.spam_filter.letter_model import pieces_of
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.told import Told

_DICE = random.Random(7)
_ANY = [*range(0x20, 0xD800), *range(0xE000, 0x10FFFF)]

BODIES = {
    "letters by chance": "".join(_DICE.choices("abcdefghijklmnopqrstuvwxyz     ", k=20_000)),
    "any letters": "".join(map(chr, _DICE.choices(_ANY, k=20_000))),
    "one letter": "a" * 65_536,
    "links": " ".join(f"http://h{number}.example/p{number}" for number in range(10_000)),
    "bare names": " ".join(f"a{number}.com" for number in range(10_000)),
    "one link": "http://" + "a." * 30_000,
    "dots": "a." * 20_000,
    "dashes": "a-" * 20_000,
    "brackets": "[url=" * 10_000,
    "marks": "e" + "\u0301\u0316" * 20_000,
    "a letter that becomes eighteen": "\ufdfa" * 20_000,
    "figures": "1" * 20_000,
    "figures and brackets": "+1 (" * 5_000,
    "at": "a@" * 20_000,
    "invisible": "a\u200b" * 20_000,
    "halves of letters": "\ud800" * 20_000,
    "no spaces": "".join(map(chr, _DICE.choices(range(0x4E00, 0x9FFF), k=20_000))),
    "lines": "\n" * 20_000 + ">",
    "nothing": "",
    "nulls": "\x00" * 20_000,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_comment_has_a_bounded_number_of_features(body):
    told = Told(author_name=body, website=body, body=body, article=body)
    taken = taken_apart(told)
    assert len(taken.features) < 1_200
    assert all(len(feature) <= 90 for feature in taken.features)
    assert len(taken.text) <= 8_000
    assert len(pieces_of(taken.text)) <= 16_000
    assert len(taken.hosts) <= 41


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_comment_is_scored_learnt_and_explained(body):
    spam_filter, told = SpamFilter(), Told(author_name=body, website=body, body=body, article=body)
    spam_filter.learn(told, True)
    assert 0 <= spam_filter.score(told) < 0.99
    assert len(spam_filter.reasons(told, most=6)) <= 6
    assert SpamFilter.loaded(spam_filter.dumped()).score(told) == spam_filter.score(told)


def test_of_a_long_comment_the_beginning_and_the_end_are_looked_at():
    told = Told(body="casino " + "so " * 5_000 + "viagra" + " so" * 5_000 + " jackpot")
    words = {feature for feature in taken_apart(told).features if feature.startswith("w:")}
    assert words == {"w:casino", "w:so", "w:jackpot"}


def test_letters_put_between_to_hide_a_word_do_not_hide_it():
    hidden = taken_apart(Told(body="c\u200ba\u200bs\u200bi\u200bn\u200bo")).features
    assert {"w:casino", "k:gambling/1", "f:invisible"} <= set(hidden)


def test_decorative_letters_are_read_as_the_plain_ones():
    fancy = taken_apart(Told(body="𝐯𝐢𝐚𝐠𝐫𝐚 here")).features
    assert {"w:viagra", "k:pharmacy/1", "f:fancy"} <= set(fancy)
