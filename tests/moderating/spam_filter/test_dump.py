"""What is read back is a filter of this version or a refusal, and never anything that runs."""

import pickle
import struct
import zlib
from hashlib import blake2b

import pytest

from blog.moderating.spam_filter.dump import NotAFilter
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.told import Told
from tests.moderating.spam_filter.a_stream import STREAM


def test_a_fresh_filter_comes_back_and_is_small():
    fresh = SpamFilter()
    assert SpamFilter.loaded(fresh.dumped()).dumped() == fresh.dumped()
    assert len(fresh.dumped()) < 20_000


def test_its_size_does_not_grow_with_what_it_learns_but_by_the_hosts():
    spam_filter = SpamFilter()
    before = spam_filter.state_bytes()
    for told, is_spam in STREAM:
        spam_filter.learn(told, is_spam)
    assert before <= spam_filter.state_bytes() < before + 1000
    assert spam_filter.state_bytes() < 3_000_000


def test_only_so_many_hosts_are_remembered_and_the_oldest_is_forgotten():
    spam_filter = SpamFilter()
    for number in range(300):
        links = " ".join(f"http://h{number}-{each}.example" for each in range(20))
        spam_filter.learn(Told(body=links), True)
    assert len(spam_filter.hosts.times) == 5_000
    assert spam_filter.hosts.of("h0-0.example") == (0, 0)
    assert spam_filter.hosts.of("h299-19.example") == (1, 0)
    assert SpamFilter.loaded(spam_filter.dumped()).hosts.times == spam_filter.hosts.times


@pytest.mark.parametrize("surrogate", ["\ud800", "a\udfffb"])
def test_a_host_of_letters_that_are_none_comes_back(surrogate):
    spam_filter = SpamFilter()
    spam_filter.learn(
        Told(f"n{surrogate}", f"http://{surrogate}.example", f"http://x{surrogate}.example"), True
    )
    assert SpamFilter.loaded(spam_filter.dumped()).dumped() == spam_filter.dumped()


def test_another_version_is_refused_by_name():
    packed = bytearray(SpamFilter().dumped())
    packed[8:10] = struct.pack("<H", 7)
    with pytest.raises(NotAFilter, match="version 7"):
        SpamFilter.loaded(bytes(packed))


@pytest.mark.parametrize("packed", [b"", b"blogspam", pickle.dumps({"a": 1}), b"\x00" * 1000])
def test_what_is_no_filter_is_refused(packed):
    with pytest.raises(NotAFilter, match="not a spam filter"):
        SpamFilter.loaded(packed)


def test_a_changed_or_cut_filter_is_refused():
    packed = SpamFilter().dumped()
    for wrong in (packed[:-1], packed + b"\x00", packed[:100] + b"\xff" + packed[101:]):
        with pytest.raises(NotAFilter, match="damaged"):
            SpamFilter.loaded(wrong)


@pytest.mark.parametrize("content", [b"", b"short", bytes(9 << 20), b"\xff" * 3_000_000])
def test_content_that_fits_its_digest_and_is_no_filter_is_refused(content):
    """Too short; more than a filter can be, packed small; not numbers."""
    packed = zlib.compress(content)
    header = SpamFilter().dumped()[:18] + blake2b(packed, digest_size=32).digest()
    with pytest.raises(NotAFilter, match="damaged"):
        SpamFilter.loaded(header + packed)
