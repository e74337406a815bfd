import nh3
import pytest

from blog.text.cleaning import ARTICLE, COMMENT, clean_article, clean_comment
from blog.text.markdown import render_article, render_comment
from tests.corpora import corpus
from tests.text.reading_html import elements, foreign_parts, text_of

KINDS = {
    "comment": (render_comment, clean_comment, COMMENT),
    "article": (render_article, clean_article, ARTICLE),
}


def shape(html):
    return [(element.tag, sorted(element.attrib.items())) for element in elements(html)], text_of(html)


def second_opinion(html, allowed):
    return nh3.clean(
        html,
        tags=set(allowed),
        attributes={tag: set(attributes) for tag, attributes in allowed.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_attack_string_becomes_only_what_our_own_markdown_makes(kind):
    render = KINDS[kind][0]
    assert [
        (entry["id"], found)
        for entry in corpus("xss")
        if (found := foreign_parts(render(entry["input"]), kind))
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_an_attack_string_again_changes_nothing(kind):
    render, clean, _ = KINDS[kind]
    rendered = [(entry["id"], render(entry["input"])) for entry in corpus("xss")]
    assert [identity for identity, html in rendered if clean(html) != html] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_cleaner_finds_nothing_to_take_away(kind):
    render, _, allowed = KINDS[kind]
    rendered = [(entry["id"], render(entry["input"])) for entry in corpus("xss")]
    assert [(i, html) for i, html in rendered if shape(second_opinion(html, allowed)) != shape(html)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_cleaner_alone_lets_no_attack_string_through(kind):
    clean = KINDS[kind][1]
    for entry in corpus("xss"):
        cleaned = clean(entry["input"])
        assert (entry["id"], foreign_parts(cleaned, kind)) == (entry["id"], [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["text", "urls", "emails"])
def test_awkward_text_is_rendered_without_an_error_and_as_a_fixed_point(kind, name):
    render, clean, _ = KINDS[kind]
    for entry in corpus(name):
        html = render(entry["input"])
        html.encode("utf-8")
        assert (entry["id"], clean(html)) == (entry["id"], html)
