"""How sure a share is, counted out."""

from math import comb
from random import Random

import pytest

from blog.moderating.spam_filter.intervals import most_allowed, real_among, wilson
from blog.moderating.spam_filter.measured import Pile, Piles, piles_from


def test_wilson_agrees_with_figures_printed_elsewhere():
    low, high = wilson(81, 263)  # Newcombe, Statistics in Medicine 17 (1998), table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0, 1)
    assert [round(bound, 4) for bound in wilson(0, 20)] == [0, 0.1611]


def test_so_many_real_comments_are_needed_before_anything_is_put_away():
    assert most_allowed(298, 0.01) is None and most_allowed(299, 0.01) == 0
    assert most_allowed(58, 0.05) is None and most_allowed(59, 0.05) == 0
    assert most_allowed(2000, 0.01) == 12
    with_13 = sum(comb(2000, k) * 0.01**k * 0.99 ** (2000 - k) for k in range(14))
    assert with_13 > 0.05 >= with_13 - comb(2000, 13) * 0.01**13 * 0.99**1987


def test_the_bar_hides_no_more_than_is_allowed_19_times_of_20():
    random, broken = Random(7), 0
    for _ in range(400):
        fine = [0.9 + random.random() / 10 for _ in range(300)]  # all of them worse than any floor
        bar = piles_from(fine, [0.99] * 50, 10).spam_above
        broken += (1 - bar) / 0.1 > 0.01
    assert broken <= 400 * 0.07


def test_piles_need_enough_decisions_of_both_kinds():
    assert piles_from([0.01] * 49, [0.99] * 500, 100) == Piles()
    assert piles_from([0.01] * 500, [0.99] * 19, 100) == Piles()
    assert piles_from([0.01] * 300, [0.99] * 300, 10) == Piles(0.9, 0.1)
    assert piles_from([0.01] * 299 + [0.97], [0.99] * 100, 10) == Piles(0.97, None)


def test_what_is_on_the_bar_is_unsure():
    piles = Piles(0.97, 0.05)
    assert [piles.pile_of(p) for p in (0.971, 0.97, 0.5, 0.05, 0.049, None)] == [
        *(Pile.LIKELY_SPAM, Pile.UNSURE, Pile.UNSURE, Pile.UNSURE, Pile.LIKELY_FINE, Pile.UNSURE)
    ]
    assert Piles().pile_of(1.0) is Pile.UNSURE


@pytest.mark.parametrize("share", [0.0, 0.005, 0.02, 0.1, 0.5])
@pytest.mark.parametrize("put_away", [30, 400, 3000])
def test_the_interval_of_what_is_hidden_covers_it(share, put_away):
    random, covered, rounds = Random(f"{share} {put_away}"), 0, 400
    known = {}
    for _ in range(rounds):
        hidden = drawn = found = 0
        for _ in range(put_away):
            is_real, is_drawn = random.random() < share, random.random() < 0.02
            drawn += is_drawn
            found += is_drawn and is_real
            hidden += is_real and not is_drawn
        key = (drawn, found)
        if key not in known:
            known[key] = real_among(put_away, drawn, found)
        low, high = known[key]
        covered += low - found <= hidden <= high - found
    assert covered / rounds >= 0.93


def test_with_nothing_drawn_anything_may_be_hidden():
    assert real_among(50, 0, 0) == (0, 50)
    assert real_among(10, 10, 3) == (3, 3)
