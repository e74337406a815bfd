"""A first-time reader of an article with 1,000 words and 50 comments pays for three requests and 20 kB."""

import re
from random import Random

import brotli

from tests.builders import a_public_article, an_account, an_approved_comment

MOST_BYTES = 20_000
SYLLABLES = [
    "an",
    "ber",
    "co",
    "do",
    "el",
    "fen",
    "gra",
    "hi",
    "in",
    "jo",
    "kel",
    "lu",
    "mo",
    "nar",
    "ost",
    "pe",
    "qui",
    "ra",
    "ster",
    "ti",
    "un",
    "vo",
    "wen",
    "xi",
    "yo",
    "za",
]
ASKED_FOR = re.compile(r'<(?:link rel="stylesheet" href|script type="module" src|img[^>]* src)="([^"]+)"')


class Writer:
    """Makes prose up that compresses no better than prose: no text repeats another."""

    def __init__(self):
        self.random = Random(7)
        self.vocabulary = [
            "".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(900)
        ]

    def words(self, number):
        return " ".join(self.random.choices(self.vocabulary, weights=range(900, 0, -1), k=number))

    def paragraphs(self, number, words):
        return "\n\n".join(self.words(words).capitalize() + "." for _ in range(number))


def test_three_requests_and_twenty_kilobytes(visitor):
    writer = Writer()
    article = a_public_article(
        by=an_account(name="Grace Marsh", bio=writer.words(12)),
        title="The winter ledger",
        summary=writer.words(15),
        body=writer.paragraphs(10, 100),
        tags=["Winter", "Radio", "Household"],
    )
    parent = None
    for n in range(50):
        parent = an_approved_comment(
            article,
            parent=parent if n % 3 else None,
            name=writer.words(2).title(),
            website=f"https://{writer.words(1)}.example/" if n % 4 == 0 else "",
            body=writer.words(30),
        )
    sent = []

    def fetch(address):
        answer = visitor.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert answer.headers["Content-Encoding"] == "br"
        sent.append((address, len(answer.data)))
        return answer

    page = brotli.decompress(fetch(f"/articles/{article.slug}").data).decode()
    assert page.count('class="comment ') == 50
    needed = set(ASKED_FOR.findall(" ".join(page.split())))
    for address in needed:
        fetch(address)
    assert len(sent) == 3
    assert sum(size for _address, size in sent) <= MOST_BYTES, sent
