"""A reason names what can be checked in the comment itself, in plain words."""

import re

from blog.moderating.spam_filter.features import taken_apart
from blog.moderating.spam_filter.reasons import Pull
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.starting_weights import FORM, TALK
from blog.moderating.spam_filter.told import Told
from blog.moderating.spam_filter.wordlists import KINDS_OF_TALK
from tests.moderating.spam_filter.a_stream import STREAM


def said(spam_filter, told, most=50):
    return {pull.words: pull.weight for pull in spam_filter.reasons(told, most=most)}


def test_a_fresh_filter_names_the_words_and_the_form():
    pulls = said(SpamFilter(), Told(body="Play casino slots: [url=http://slots.example]here[/url] today"))
    assert pulls["gambling: “casino”, “slots”"] > 1
    assert pulls["a link typed as BBCode"] > 1
    assert pulls["a link in it"] > 0


def test_what_speaks_for_a_comment_has_a_minus():
    pulls = said(SpamFilter(), Told(body="Line 3 forgets `total += 1`, or does it?"))
    assert pulls["program code in it"] < 0
    assert pulls["a question in it"] < 0
    assert pulls["no link in it"] < 0


def test_a_host_is_named_with_how_often_it_was_seen():
    spam_filter, told = SpamFilter(), Told(body="see http://www.bread.example/a and more")
    assert "a link to “bread.example”" not in said(spam_filter, told)  # nothing is known of it: no pull
    spam_filter.learn(told, False)
    for _ in range(12):
        spam_filter.learn(told, True)
    assert said(spam_filter, told)["a link to “bread.example”, seen in 12 spam comments and 1 fine one"] > 0


def test_a_learnt_word_a_name_and_turns_of_phrase_are_named():
    spam_filter, told = SpamFilter(), Told("Zorb", "", "the zorblax is fine")
    for _ in range(5):
        spam_filter.learn(told, True)
    pulls = said(spam_filter, told)
    assert pulls["the word “zorblax”"] > 0
    assert pulls["the name “zorb”"] > 0
    assert pulls["turns of phrase like those of earlier spam"] > 0


def test_the_strongest_come_first_and_only_so_many():
    spam_filter = SpamFilter()
    for told, is_spam in STREAM:
        spam_filter.learn(told, is_spam)
    for told, _ in STREAM:
        pulls = spam_filter.reasons(told, most=4)
        assert len(pulls) <= 4
        assert pulls == sorted(pulls, key=lambda pull: (-abs(pull.weight), pull.words))
        assert pulls == spam_filter.reasons(told, most=50)[:4]


def test_words_are_quoted_without_what_cannot_be_seen_and_not_at_length():
    long = "https://" + "x" * 300 + ".example"
    told = Told("a\u202eb\x07c", "", f"\u202ehello\u200b {'y' * 500} {long}", article="s\u200b\n" * 200)
    spam_filter = SpamFilter()
    for _ in range(5):
        spam_filter.learn(told, True)
    for pull in spam_filter.reasons(told, most=100):
        assert pull.words.isprintable()
        assert len(pull.words) < 200


def test_markup_in_a_comment_stays_text_that_is_escaped_by_whoever_shows_it():
    told = Told("<b>x</b>", "", "<script>alert(1)</script> <a href=http://m.example/<i>>x</a>", article="<u>")
    spam_filter = SpamFilter()
    for _ in range(5):
        spam_filter.learn(told, True)
    pulls = spam_filter.reasons(told, most=100)
    assert all(type(pull) is Pull and type(pull.words) is str for pull in pulls)
    assert not any(re.search(r"<(b|script|a|i)\b", pull.words) for pull in pulls)


def test_every_feature_of_form_and_talk_has_its_words_and_its_weight():
    assert TALK.keys() == KINDS_OF_TALK.keys()
    for told, _ in STREAM:
        for feature in taken_apart(told).features:
            kind, _, what = feature.partition(":")
            assert kind in "fkwnhtua"
            assert kind != "f" or what in FORM
