"""Every attack string on the pages of one comment or article and in refused forms: packed, many into each field."""

import pytest

from tests.attack.single import OneAtATime, packs
from tests.attack.watch import Watch
from tests.corpora import corpus

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.timeout(900)]
PARTS = range(2)
SAMPLE = 400  # every which string is tried alone as well; `make attack` tries all


@pytest.fixture(scope="module")
def strings():
    return [entry["input"] for entry in corpus("xss")]


@pytest.fixture(scope="module")
def pages(chromium, stage):
    pages = OneAtATime(chromium, stage, policies=("report",))
    yield pages
    pages.close()


@pytest.mark.parametrize("part", PARTS)
def test_no_pack_of_strings_does_anything(pages, strings, part):
    packed = list(packs(strings))[part :: len(PARTS)]
    assert [(pack[:200], found) for pack in packed if (found := pages.attempt(pack))] == []


def test_no_string_of_a_sample_does_anything_alone(pages, strings):
    assert [(each, found) for each in strings[::SAMPLE] if (found := pages.attempt(each))] == []


def test_served_raw_the_strings_do_plenty(chromium, stage, strings):
    watch = Watch(chromium, stage.url, policy="report")
    raw = ["<!DOCTYPE html><title>raw</title><body>" + each for each in strings[:: SAMPLE // 8]]
    did = sum(bool(watch.look_at(page).troubles) for page in raw)
    watch.close()
    assert did > len(raw) * 0.3
