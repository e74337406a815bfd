"""A link is what a reader could follow or type: with a scheme, with www., or a bare name under a common ending."""

import re

MOST_LINKS = 40

# Each part is bounded, so that a hostile text is read in a time that grows with its length only.
_ENDINGS = (
    "com|net|org|info|biz|xyz|top|site|online|shop|store|club|live|life|icu|vip|pro|link|click|website|space|fun|"
    "win|bid|loan|cars|casino|bet|poker|app|io|me|tv|cc|ly|gl|ru|su|cn|in|pk|ua|pl|br|uk|de|fr|it|es|nl|eu|us|ca|au|рф"
)
LINK = re.compile(
    r"(?:\b[a-z]{3,6}:)?//[^\s\"'<>\[\]()]{1,400}|\bwww\.[^\s\"'<>\[\]()]{1,400}"
    rf"|(?<![\w@.-])[a-z0-9][a-z0-9-]{{1,40}}+(?:\.[a-z0-9-]{{1,40}}+){{0,3}}\.(?:{_ENDINGS})\b(?![\w@(-])(?:/[^\s\"'<>\[\]()]{{0,400}})?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:[a-z]{3,6}:)?//", re.IGNORECASE)
_AFTER_HOST = re.compile(r"[/?#\\\s]")
_SECOND_LEVEL = frozenset({"co", "com", "net", "org", "ac", "gov", "edu", "blogspot"})


def links_in(text: str) -> list[str]:
    """The first 40 links of `text`. A bare name counts only in lower case: ASP.NET and System.Net are no addresses."""
    found = []
    for match in LINK.finditer(text):
        link = match[0]
        if "/" in link or link[:4].lower() == "www." or link.islower():
            found.append(link)
            if len(found) == MOST_LINKS:
                break
    return found


def host_and_rest(link: str) -> tuple[str, str]:
    """The host of `link` in lower case without www., and what follows it."""
    bare = _SCHEME.sub("", link.strip(), count=1)
    cut = _AFTER_HOST.search(bare)
    host, rest = (bare[: cut.start()], bare[cut.start() :]) if cut else (bare, "")
    host = host.rpartition("@")[2].partition(":")[0].lower().strip(".")[:80]
    return host.removeprefix("www."), rest


def home_of(host: str) -> str:
    """The part of `host` that somebody registered, as far as its labels tell: `example.co.uk` of `a.example.co.uk`."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])
