"""A filter that knows nothing of this site helps a little; each decision makes it better, and nothing else changes it."""

from dataclasses import fields

import pytest

from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.told import Told
from tests.moderating.spam_filter.a_stream import STREAM


@pytest.fixture
def taught():
    spam_filter = SpamFilter()
    for told, is_spam in STREAM:
        spam_filter.learn(told, is_spam)
    return spam_filter


def test_it_is_told_of_no_address():
    assert [field.name for field in fields(Told)] == ["author_name", "website", "body", "article", "at"]


def test_on_its_first_day_it_tells_plain_spam_from_a_plain_question():
    fresh = SpamFilter()
    spam = Told("Rx Store", "", "viagra [url=http://pillz.example]buy online[/url] no prescription")
    assert fresh.score(spam) > 0.9
    assert fresh.score(Told("Hanne", "", "Is the tin too wide, do you think?")) < 0.2


def test_on_its_first_day_an_empty_comment_is_neither():
    assert 0.05 < SpamFilter().score(Told()) < 0.5


def test_what_it_learnt_it_tells_apart(taught):
    spam = [taught.score(told) for told, is_spam in STREAM if is_spam]
    fine = [taught.score(told) for told, is_spam in STREAM if not is_spam]
    assert min(spam) > max(fine)
    assert taught.decisions == len(STREAM) == 30


def test_words_that_only_this_site_knows_are_learnt():
    spam_filter, wanted, unwanted = SpamFilter(), Told(body="the quince jam"), Told(body="the zorblax jam")
    before = spam_filter.score(wanted), spam_filter.score(unwanted)
    for _ in range(5):
        spam_filter.learn(wanted, False)
        spam_filter.learn(unwanted, True)
    assert spam_filter.score(wanted) < before[0]
    assert spam_filter.score(unwanted) > before[1] + 0.3
    assert spam_filter.score(Told(body="more zorblax")) > spam_filter.score(Told(body="more quince"))


def test_people_can_teach_it_that_it_was_wrong():
    spam_filter, told = (
        SpamFilter(),
        Told("Ada", "https://ada.example", "Buy cheap pills: https://pills.example"),
    )
    assert spam_filter.score(told) > 0.8
    for _ in range(10):
        spam_filter.learn(told, False)
    assert spam_filter.score(told) < 0.2


def test_scoring_and_explaining_change_nothing(taught):
    before = taught.dumped()
    for told, _ in STREAM:
        taught.score(told)
        taught.reasons(told)
    assert taught.dumped() == before


def test_learning_tells_the_order_of_what_is_near_certain(taught):
    """The most it claims is below 0.99, and yet two comments that both come near it keep their order."""
    sure = Told("slotking77", "", "[url=http://slotking.example]casino[/url] viagra payday loan porn")
    surer = Told("slotking77", "", f"{sure.body} casino bonus free spins replica watches essay")
    for _ in range(50):
        taught.learn(sure, True)
    assert 0.98 < taught.score(sure) < taught.score(surer) < 0.99


def test_a_thousand_equal_decisions_do_not_make_it_blind():
    """After a flood of one kind it still tells a question of another kind from the flood."""
    spam_filter, flood = SpamFilter(), Told("x", "", "casino http://slotking.example/bonus")
    for _ in range(1000):
        spam_filter.learn(flood, True)
    assert spam_filter.score(flood) > 0.98
    assert spam_filter.score(STREAM[0][0]) < 0.5
