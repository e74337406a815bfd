"""What makes comments alike, and what does not."""

import pytest

from blog.moderating.groups.likeness import likeness_of, unpacked

PILLS = "I was ill for years until my doctor told me of these cheap pills from https://pills.example/{} which saved my life"
OTHERS = [
    (
        "Thank you for the map, we walked it on Sunday.",
        "Thank you for the recipe, it was the best bread this year.",
    ),
    (
        "See https://en.wikipedia.org/wiki/Ledger for how merchants in Venice wrote their debts down twice.",
        "The clock was made in 1793, https://en.wikipedia.org/wiki/Clock says, by a maker of scales from Ulm.",
    ),
    (
        "Our shop https://bread.example sells exactly this loaf, and people drive far for it each Friday morning.",
        "I read of a mill near the river at https://bread.example and would like to know whether it still turns.",
    ),
    ("Thank you!", "Thank you!"),
    ("Comment number 5.", "Comment number 6."),
    ("", ""),
]
SAME = [
    ("We shall see about that.", "we shall SEE about that!!!"),
    (PILLS.format(1), PILLS.format(2)),
    (PILLS.format(1), PILLS.format(1).replace("my doctor told me", "a good friend told me")),
    (PILLS.format(1), PILLS.format(1).replace("cheap", "ch\u200beap")),
    ("Ça c’est très intéressant, merci beaucoup", "Ca c’est tres interessant, merci beaucoup"),
]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_people_who_say_different_things_are_not_alike(one, other):
    assert likeness_of(one).is_like(likeness_of(other), same_network=False) == 0


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_words_with_small_changes_are_alike(one, other):
    assert likeness_of(one).is_like(likeness_of(other), same_network=False) > 0.5


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_alike_is_found_by_a_mark_in_common(one, other):
    assert set(likeness_of(one).marks) & set(likeness_of(other).marks)


def test_a_shared_host_counts_only_beside_words_in_common():
    said = "You can buy the best watches for a low price at https://watch-sale.example and they will be sent for free"
    alike = "The best watches that money can buy are sold for a low price on https://watch-sale.example this week only"
    assert likeness_of(said).is_like(likeness_of(alike), same_network=False)
    elsewhere = alike.replace("watch-sale", "clock-sale")
    assert not likeness_of(said).is_like(likeness_of(elsewhere), same_network=False)


def test_a_short_thanks_is_alike_from_one_network():
    assert likeness_of("Thank you!").is_like(likeness_of("thank you"), same_network=True) == 1


def test_what_is_kept_of_it_compares_the_same():
    one, other = likeness_of(PILLS.format(1)), likeness_of(PILLS.format(2))
    kept = unpacked(one.packed(), " ".join(one.hosts), one.is_short)
    assert kept.is_like(other, same_network=False) == one.is_like(other, same_network=False)
    assert len(one.packed()) <= 8 * 96
