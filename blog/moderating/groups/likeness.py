"""How alike two comments are: what they say, where they link to, and whether they came from one network.

Words are compared by their MinHash (Broder 1997): the smallest hashes of a text's features are a fair sample of them,
so what two samples share is what the texts share. Sixty lines of the standard library do it; the libraries for it bring
numpy along, and their index wants all the texts in memory.

Words alone make a group only where most of them are the same. A shared host or network counts for something where the
words are alike besides: two people who link to one encyclopaedia have nothing else in common.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import pairwise

from blog.moderating.spam_filter.links import home_of, host_and_rest, links_in

SAMPLE = 96  # hashes kept of a text
MARKS = 8  # of these, how many it is found by
MOST_HOSTS = 4
LONGEST = 5000  # characters that are looked at
SHORT = 12  # features: of fewer, nothing but the same words is alike
SAME_WORDS = 0.5
# With a shared host, a shared network, and with both, this much of the words suffices.
WITH_HOST, WITH_NETWORK, WITH_BOTH = 0.25, 0.35, 0.12
# Everybody links to these.
COMMON_HOSTS = frozenset(
    [
        "archive.org",
        "bsky.app",
        "facebook.com",
        "flickr.com",
        "github.com",
        "gitlab.com",
        "google.com",
        "instagram.com",
        "linkedin.com",
        "mastodon.social",
        "medium.com",
        "reddit.com",
        "stackoverflow.com",
        "twitter.com",
        "wikimedia.org",
        "wikipedia.org",
        "x.com",
        "youtu.be",
        "youtube.com",
    ]
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True)
class Likeness:
    """`sample` and `marks` are whole numbers of 63 bits; `hosts` those linked to, which few people link to."""

    sample: frozenset
    marks: tuple
    hosts: frozenset
    is_short: bool

    def to_words(self, other):
        """From 0 to 1: which part of their words two texts have in common, as far as the samples tell."""
        both = set(nsmallest(SAMPLE, self.sample | other.sample))
        return len(both & self.sample & other.sample) / len(both) if both else 0.0

    def is_like(self, other, *, same_network):
        """How alike the words are, from 0 to 1, where that is enough to belong together; else 0."""
        alike = self.to_words(other)
        if self.is_short or other.is_short:
            # "Thank you!" is said by many who have nothing else in common.
            besides = len(self.sample) > 1 or same_network or self.hosts & other.hosts
            return alike if alike == 1 and besides else 0.0
        return alike if alike >= self._enough(other, same_network) else 0.0

    def _enough(self, other, same_network):
        if self.hosts & other.hosts:
            return WITH_BOTH if same_network else WITH_HOST
        return WITH_NETWORK if same_network else SAME_WORDS

    def packed(self):
        """The sample as bytes; `unpacked` reads them."""
        return array("Q", sorted(self.sample)).tobytes()


def likeness_of(body, website=""):
    """The Likeness of a comment's words and website: strings, as they were typed."""
    links = links_in(body[:LONGEST])
    words = _words_of(body[:LONGEST], links)
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    # In a short text everything counts, and its order.
    features = {*words, *pairs} if len(words) > 2 else {" ".join(words)}
    hashes = {_hashed(feature): feature for feature in features}
    sample = nsmallest(SAMPLE, hashes)
    telling = [each for each in sample if len(hashes[each]) >= 8] or sample
    hosts = frozenset(_hosts_of([*links, website]))
    is_short = len(features) < SHORT
    marks = [_hashed(" ".join(words))] if is_short else telling[:MARKS]
    return Likeness(
        frozenset(sample), (*marks, *(_hashed(f"//{host}") for host in sorted(hosts))), hosts, is_short
    )


def unpacked(sample, hosts, is_short):
    """The Likeness that was kept: bytes as `packed` gives them, hosts with spaces between, and whether it is short."""
    return Likeness(frozenset(array("Q", sample)), (), frozenset(hosts.split()), is_short)


def _words_of(text, links):
    """In small letters, without accents or what has no width, with one word in place of each link."""
    for link in links:
        text = text.replace(link, " ⁂ ", 1)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("Mn", "Cf"))
    return _WORD.findall(text.replace("⁂", "linkhere"))


def _hosts_of(links):
    homes = sorted({home_of(host_and_rest(link)[0]) for link in links if link})
    return [home for home in homes if home and "." in home and home not in COMMON_HOSTS][:MOST_HOSTS]


def _hashed(feature):
    """63 bits, which every database keeps as a whole number."""
    return int.from_bytes(blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest()) >> 1
