"""How a comment is made says much of what it is: its links, its letters, its name; never who sent it."""

import re
from collections import Counter

from blog.moderating.spam_filter.links import host_and_rest

_BBCODE = re.compile(r"\[(?:url|link)\s?[=:]|\[(?:url|img)\]|\[/(?:url|link|img|b)\]", re.IGNORECASE)
_HTML_LINK = re.compile(r"<a\s", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\]\((?:https?:)?/")
_CODE = re.compile(r"`|[;{}][ \t]*$|\w\(\)|=>|</?(?:code|pre)>|::|\w\.\w+\(", re.MULTILINE)
_MONEY = re.compile(r"[$€£₽¥₹]\s?\d|\d\s?[$€£₽₹]|\d\s?(?:usd|eur|dollars|euros?|руб)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w")
# With a plus in front or with gaps: many figures in a row are a number like any other.
_PHONE = re.compile(r"\+\d(?:[\s().-]{0,2}\d){8,14}|\b\d{1,4}(?:[\s().-]{1,2}\d{2,5}){2,5}\b")
_QUOTE = re.compile(r"^\s{0,3}>", re.MULTILINE)
_MENTION = re.compile(r"^\s{0,3}@\w")
_CHAT = re.compile(r"\bt\.me/|\bwa\.me/|\bwhats\s?app|\btelegram\b", re.IGNORECASE)
_CAMEL = re.compile(r"[a-z][A-Z]")
_DIGITS = re.compile(r"\d\d")
_LOOK_ALIKE = "aceiopxyABCEHIKMOPTXY"
_TWO_SCRIPTS = re.compile(rf"[{_LOOK_ALIKE}][\u0400-\u052f]|[\u0400-\u052f][{_LOOK_ALIKE}]")
_EMOJI = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_SCRIPTS = (
    ("latin", 0x0, 0x250), ("greek", 0x370, 0x400), ("cyrillic", 0x400, 0x530), ("rtl", 0x590, 0x780),
    ("thai", 0xE00, 0xE80), ("latin", 0x1E00, 0x1F00), ("greek", 0x1F00, 0x2000),
    ("cjk", 0x3040, 0xA000), ("cjk", 0xAC00, 0xD7B0), ("cjk", 0x20000, 0x32000),
)  # fmt: skip


def form_of(name: str, website: str, body: str, links: list[str], between: str) -> list[str]:
    """The names of what is true of a comment's form, as in `starting_weights.FORM`.

    `links` are those of the body, and `between` is what of the body is no link: a `?` in an address asks nothing.
    """
    return [
        *_of_links(links, website, body),
        f"len={_step(len(body), (0, 20, 60, 150, 400, 1200))}",
        *_of_letters(between),
        *_of_signs(between),
        *_of_name(name),
    ]


def _of_links(links, website, body):
    yield f"links={_step(len(links), (0, 1, 2, 3, 6))}"
    hosts = {host_and_rest(link)[0] for link in links}
    if len(hosts) > 1:
        yield f"hosts={_step(len(hosts), (2, 3))}"
    if website:
        yield "website"
        host, rest = host_and_rest(website)
        yield "website-deep" if len(rest.strip("/")) > 1 else "website-root"
        if host in hosts:
            yield "link-is-website"
    if _HTML_LINK.search(body):
        yield "markup-html"
    if _BBCODE.search(body):
        yield "markup-bbcode"
    if _MARKDOWN_LINK.search(body):
        yield "markup-markdown"
    if links:
        yield from _of_where_links_stand(links, body.strip())


def _of_where_links_stand(links, body):
    if links[0] in body[: len(links[0]) + 12]:
        yield "link-first"
    if links[-1] in body[-len(links[-1]) - 12 :]:
        yield "link-last"
    if len(body) - sum(map(len, links)) < 25:
        yield "link-only"
    if len(set(links)) < len(links):
        yield "link-again"


def _of_letters(text):
    letters = list(filter(str.isalpha, text[:600]))
    if not letters:
        return
    if sum(map(str.isupper, letters)) > len(letters) / 2 and len(letters) > 10:
        yield "shouting"
    if text.isascii():
        yield "script=latin"
        return
    (script, times), *_ = Counter(map(_script, letters)).most_common(1)
    yield f"script={script}"
    if times < 0.9 * len(letters):
        yield "script-mixed"
    if _TWO_SCRIPTS.search(text):
        yield "word-mixed"
    if emoji := len(_EMOJI.findall(text)):
        yield f"emoji={_step(emoji, (1, 4))}"


def _of_signs(text):
    if "?" in text:
        yield "question"
    if text.count("!") > 2:
        yield "exclaiming"
    for name, sign in _SIGNS:
        if sign.search(text):
            yield name


def _of_name(name):
    words = name.split()
    if not words:
        yield "name-none"
        return
    if len(words) > 3:
        yield "name-long"
    if len(words) == 1 and _CAMEL.search(name):
        yield "name-camel"
    if _DIGITS.search(name):
        yield "name-digits"
    if name.islower():
        yield "name-lower"
    if len(words) == 2 and all(word[0].isupper() and word.isalpha() for word in words):
        yield "name-two"


def _step(number, steps):
    return max(step for step in steps if step <= number)


def _script(letter):
    code = ord(letter)
    return next((name for name, first, after in _SCRIPTS if first <= code < after), "other")


_SIGNS = (
    ("code", _CODE), ("quote", _QUOTE), ("mention", _MENTION), ("money", _MONEY), ("mail", _MAIL), ("phone", _PHONE),
    ("chat-handle", _CHAT),
)  # fmt: skip
