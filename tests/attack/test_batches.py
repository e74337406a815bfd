"""Every attack string as comment and as article, many on a page, with the policy only reporting and in force."""

import pytest

from tests.attack.arena import ARTICLES, COMMENTS, Arena, batches, culprits
from tests.corpora import corpus

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.timeout(900)]
PARTS = range(4)  # so that several processes can share the work


@pytest.fixture(scope="module")
def arena(chromium, stage):
    arena = Arena(chromium, stage)
    yield arena
    arena.close()


def strings_of(part):
    return [entry["input"] for entry in corpus("xss")][part :: len(PARTS)]


@pytest.mark.parametrize("part", PARTS)
def test_no_string_in_a_comment_does_anything_in_queue_or_conversation(arena, part):
    found = [culprits(batch, arena.comments) for batch in batches(strings_of(part), COMMENTS)]
    assert [each for each in found if each] == []


@pytest.mark.parametrize("part", PARTS)
def test_no_string_in_an_article_does_anything_in_list_or_feed(arena, part):
    found = [culprits(batch, arena.articles) for batch in batches(strings_of(part), ARTICLES)]
    assert [each for each in found if each] == []


def test_a_string_that_gets_through_is_found_and_named(arena):
    through = {"<img src=x onerror=alert(1)>", "</div></article></li></ol><p>outside"}
    strings = ["harmless", *through, "also harmless"]
    found = culprits(
        strings, lambda some: arena.comments(some, html_of=lambda s: s if s in through else "<p>fine</p>")
    )
    assert {string for string, _found in found} == through
