"""A comment is taken apart into features that a person could point at: words, names, hosts, and how it is made.

A feature is a string: a letter for its kind, a colon, and what it is of. Every comment has a bounded number of them.
"""

import re
from dataclasses import dataclass

from blog.moderating.spam_filter.form import form_of
from blog.moderating.spam_filter.letters import (
    INVISIBLE,
    LONGEST_NAME,
    LONGEST_WEBSITE,
    looked_at,
    one_form,
)
from blog.moderating.spam_filter.links import LINK, home_of, host_and_rest, links_in
from blog.moderating.spam_filter.starting_weights import TALK
from blog.moderating.spam_filter.talk import signs_of_talk
from blog.moderating.spam_filter.told import Told

FIRST_WORDS, LAST_WORDS = 450, 150
_LONGEST_WORD = 24

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]{1,3}\b)?|[$€£₽]+|[!?]{2,4}|[\u2600-\u27bf\U0001f300-\U0001faff]")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Taken:
    """What a comment was taken apart into. `features` are sorted; `text` is what the letter model reads."""

    features: tuple[str, ...]
    hosts: tuple[str, ...]
    talk: dict[str, list[str]]
    text: str


def taken_apart(told: Told) -> Taken:
    name = one_form(told.author_name[:LONGEST_NAME]).strip()
    website = told.website[:LONGEST_WEBSITE].strip()
    typed = looked_at(told.body)
    body = one_form(typed)
    links = links_in(body)
    name_words = words_in(name)
    between = LINK.sub(" ", body)
    words = words_in(between)
    talk = signs_of_talk(words)
    linked = [*links, website] if website else links
    hosts = sorted({host for link in linked if (host := host_and_rest(link)[0])})
    found = {f"f:{form}" for form in form_of(name, website, body, links, between)}
    found |= {f"f:{form}" for form in _between(name, name_words, website, typed, body, links, hosts, talk)}
    found |= {f"w:{word}" for word in words}
    found |= {f"n:{word}" for word in name_words}
    found |= _of_hosts(hosts, linked)
    found |= {f"k:{kind}/{step}" for kind, signs in talk.items() for step in (1, 2, 4) if len(signs) >= step}
    if told.article:
        found.add(f"a:{told.article[:80]}")
    return Taken(tuple(sorted(found)), tuple(hosts), talk, f"{name}\n{website}\n{body}")


def words_in(text: str) -> list[str]:
    """The words of `text` in lower case and in their order, of many the first 450 and the last 150.

    Writing without spaces between words is taken in pairs of letters.
    """
    words: list[str] = []
    for word in _WORD.findall(text.lower()):
        if word.isascii() and (len(word) < 6 or (len(word) <= _LONGEST_WORD and word.isalpha())):
            words.append(word)
        else:
            words += _pieces_of_word(word)
    return words if len(words) <= FIRST_WORDS + LAST_WORDS else words[:FIRST_WORDS] + words[-LAST_WORDS:]


def _pieces_of_word(word):
    if len(word) > 1 and not word.isascii() and _WITHOUT_SPACES.match(word):
        word = word[:200]
        return [word[at : at + 2] for at in range(len(word) - 1)]
    if len(word) > 5 and word.isdecimal():
        return [f"{min(len(word), 16)} figures"]
    return [word[:_LONGEST_WORD].replace("’", "'")]


def _of_hosts(hosts, linked):
    found = set()
    for host in hosts:
        found.add(f"h:{host}")
        found.add(f"h:{home_of(host)}")
        found.add(f"t:{host.rpartition('.')[2]}")
        found.update(f"u:{word}" for word in _words_of_address(host))
    for link in linked[:20]:
        found.update(f"u:{word}" for word in _words_of_address(host_and_rest(link)[1][:120]))
    return found


def _words_of_address(part):
    return [word for word in words_in(re.sub(r"[._/-]", " ", part))[:20] if len(word) > 2]


def _between(name, name_words, website, typed, body, links, hosts, talk):
    """What shows only where two things are seen together."""
    if typed is not body and typed != body:
        visible = INVISIBLE.sub("", typed)
        if visible != typed:
            yield "invisible"
        if sum(0x1D400 <= ord(letter) < 0x1D800 or 0xFF21 <= ord(letter) < 0xFF5B for letter in visible) > 3:
            yield "fancy"
    if links_in(name):
        yield "name-link"
    squeezed = [host.replace("-", "") for host in hosts]
    if any(len(word) > 3 and any(word in host for host in squeezed) for word in name_words):
        yield "name-in-host"
    if _sells(name_words):
        yield "name-sells"
    if any(_sells(_words_of_address(host)) for host in hosts[:10]):
        yield "host-sells"
    if "flattery" in talk and len(body) < 250 and "?" not in body:
        yield "praise-and-link" if links or website else "praise-only"


def _sells(words):
    return any(kind in _SOLD for kind in signs_of_talk(words))


_SOLD = frozenset(TALK) - {"flattery", "talk about the blog itself", "greetings of strangers"}
