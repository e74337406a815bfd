from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.diff import GONE, MOST_STEPS, NEW, SAME, difference, steps_between


def told(before, after):
    signs = {SAME: "", GONE: "-", NEW: "+"}
    return [f"{signs[part.kind]}{part.words}" for part in difference(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "", []),
        ("The same words.", "The same words.", ["The same words."]),
        ("", "New.", ["+New."]),
        ("Gone.", "", ["-Gone."]),
        ("I like bread.", "I love bread.", ["I ", "-like", "+love", " bread."]),
        ("One two.", "One two. And three.", ["One two.", "+ And three."]),
        ("Two three.", "One two three.", ["-Two", "+One two", " three."]),
        ("a b c d e", "a x y d e", ["a ", "-b c", "+x y", " d e"]),
        ("First.\n\nSecond.", "First.\n\nNew.\n\nSecond.", ["First.\n\n", "+New.\n\n", "Second."]),
        ("我喜欢面包", "我爱面包", ["我", "-喜欢", "+爱", "面包"]),
    ],
)
def test_what_is_gone_and_what_is_new_stand_where_they_changed(before, after, parts):
    assert told(before, after) == parts


texts = st.text(st.sampled_from("ab \n我"), max_size=40)


@given(texts, texts)
def test_both_texts_can_be_read_in_it_and_no_two_parts_of_a_kind_meet(before, after):
    parts = difference(before, after)
    assert "".join(part.words for part in parts if part.kind != NEW) == before
    assert "".join(part.words for part in parts if part.kind != GONE) == after
    assert all(one.kind != other.kind for one, other in pairwise(parts))


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_no_shorter_way_leads_from_one_to_the_other(before, after):
    steps = steps_between(before, after)
    assert sum(kind == SAME for kind, _item in steps) == longest_common(before, after)


def longest_common(one, other):
    """The textbook's table, as a second opinion."""
    row = [0] * (len(other) + 1)
    for item in one:
        above, row = row, [0]
        for number, candidate in enumerate(other):
            row.append(above[number] + 1 if item == candidate else max(above[number + 1], row[-1]))
    return row[-1]


class Counted:
    """An item that counts how often it is compared."""

    compared = 0

    def __init__(self, word):
        self.word = word

    def __eq__(self, other):
        Counted.compared += 1
        return self.word == other.word

    __hash__ = None


HOSTILE = {
    "one word again and again": (["a"] * 10_000, ["a"] * 9_000 + ["b"]),
    "one word, and another in its middle": (["a"] * 10_000, ["a"] * 5_000 + ["b"] * 5_000 + ["a"]),
    "nothing in common": ([f"a{n}" for n in range(10_000)], [f"b{n}" for n in range(10_000)]),
    "the same words the other way round": (
        [str(n % 97) for n in range(10_000)],
        [str(n % 97) for n in range(10_000)][::-1],
    ),
    "two words in turn, against them in twos": (["a", "b"] * 5_000, ["a", "a", "b", "b"] * 2_500),
}


@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_compared_no_more_often_than_was_allowed(before, after):
    Counted.compared = 0
    steps = steps_between(list(map(Counted, before)), list(map(Counted, after)))
    assert Counted.compared <= 2 * MOST_STEPS + len(before) + len(after)
    assert [item.word for kind, item in steps if kind != NEW] == before
    assert [item.word for kind, item in steps if kind != GONE] == after


def test_beyond_the_bound_the_same_beginning_and_end_still_stay():
    before = " ".join(["Dear all,", *(f"a{n}" for n in range(2_000)), "yours, Ada"])
    after = " ".join(["Dear all,", *(f"b{n}" for n in range(2_000)), "yours, Ada"])
    parts = difference(before, after)
    assert [part.kind for part in parts] == [SAME, GONE, NEW, SAME]
    assert (parts[0].words, parts[-1].words) == ("Dear all, ", " yours, Ada")
