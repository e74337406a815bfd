"""What a comment is taken apart into."""

import pytest

from blog.moderating.spam_filter.features import taken_apart, words_in
from blog.moderating.spam_filter.links import home_of, host_and_rest, links_in
from blog.moderating.spam_filter.talk import signs_of_talk
from blog.moderating.spam_filter.told import Told


def forms(**told):
    return {feature[2:] for feature in taken_apart(Told(**told)).features if feature.startswith("f:")}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see http://a.example/x, or", ["http://a.example/x,"]),
        ("[url=https://b.example]x[/url]", ["https://b.example"]),
        ('<a href="//c.example/d">', ["//c.example/d"]),
        ("www.d.example and shop.net/sale", ["www.d.example", "shop.net/sale"]),
        ("ASP.NET and System.Net and main.py and 3.5 and e.g. this", []),
        ("write to me@bread.com", []),
    ],
)
def test_links_are_found_in_every_dress(text, links):
    assert links_in(text) == links


def test_a_host_is_one_however_it_is_typed():
    for link in (
        "http://www.Bread.example/x",
        "//bread.example?y",
        "HTTPS://u:p@bread.example:8080/z",
        "bread.example",
    ):
        assert host_and_rest(link)[0] == "bread.example"
    assert home_of("a.b.example.co.uk") == "example.co.uk"
    assert home_of("a.b.example") == "b.example"
    assert home_of("localhost") == "localhost"


def test_words_of_every_script_are_found():
    assert words_in("Don’t PANIC, Grüße! 12 1234567") == ["don't", "panic", "grüße", "12", "7 figures"]
    assert words_in("請問圖") == ["請問", "問圖"]
    assert words_in("Спасибо 👍 !!! 5€") == ["спасибо", "👍", "!!!", "5", "€"]


def test_talk_is_recognised_by_whole_words_and_phrases():
    assert signs_of_talk(["cheap", "viagra", "online"]) == {"shop": ["cheap"], "pharmacy": ["viagra"]}
    assert signs_of_talk(["pharmacies"]) == {"pharmacy": ["pharmacies"]}
    assert signs_of_talk(["farm", "casinolike", "viagral"]) == {"gambling": ["casinolike"]}
    assert signs_of_talk(["weight", "loss"]) == {"pharmacy": ["weight loss"]}
    assert signs_of_talk(["weight", "of", "loss"]) == {}


def test_the_form_of_links_is_seen():
    assert {"links=2", "hosts=2", "markup-html", "link-first"} <= forms(
        body='<a href="http://a.example">a</a> and of course http://b.example in the middle of many words'
    )
    assert {"links=1", "website", "website-deep", "link-is-website"} <= forms(
        website="https://a.example/buy/now", body="see http://a.example for all of the rest of it please"
    )


def test_the_form_of_letters_is_seen():
    assert {"script=cyrillic", "question"} <= forms(body="сколько минут?")
    assert "word-mixed" in forms(body="пpивeт всем")  # Latin p and e in it
    assert "shouting" in forms(body="THIS IS VERY LOUD")
    assert {"mention", "code"} <= forms(body="@Hanne try `total`")
    assert {"money", "phone", "exclaiming"} <= forms(body="$500!!! call +1 (555) 010-0100")


def test_the_form_of_a_name_is_seen():
    assert {"name-two"} <= forms(author_name="Marta Kowal")
    assert {"name-long", "name-sells"} <= forms(author_name="buy cheap replica watches online")
    assert {"name-link"} <= forms(author_name="http://a.example/")
    assert {"name-in-host"} <= forms(author_name="Slotking", body="http://slot-king.example")


def test_an_article_is_part_of_what_is_learnt():
    assert "a:bread" in taken_apart(Told(body="x", article="bread")).features
    assert not any(feature.startswith("a:") for feature in taken_apart(Told(body="x")).features)
