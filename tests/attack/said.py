"""One string becomes everything that a visitor or an author can say."""

from itertools import count

from blog.moderating.groups.gathering import move_to_own_group
from blog.text.plain import tidy_body, tidy_line
from blog.text.websites import normalised_website
from tests.builders import a_comment, a_public_article, an_account

HARMLESS = ("A harmless word or two", "https://harmless.example/")
_number = count(1)


def website_of(string):
    """The string as an address that the form accepts, if need be behind a harmless beginning; else ""."""
    for typed in (string, f"https://a.example/?{string}", f"https://a.example/{string}"):
        try:
            return normalised_website(typed)
        except ValueError:
            continue
    return ""


def leave(article, said, *, html_of=None):
    """A pending comment, with a card of its own in the queue; `said` is (string, website)."""
    string, website = said
    line, body = tidy_line(string), tidy_body(string)[:10_000]
    comment = a_comment(
        article,
        name=line[:100] or "Nobody",
        website=website,
        email=f"{line[:200]}-{next(_number)}@visitors.example",
        body=body or "Nothing",
        body_html=html_of(string) if html_of else None,
    )
    move_to_own_group(comment)
    return comment


def write(string):
    """A public article, by an author of that name."""
    line = tidy_line(string)
    tag = line[:40].strip()
    return a_public_article(
        by=an_account(name=line[:100].strip() or "Nobody", bio=tidy_body(string)[:1000]),
        title=line[:200] or "Untitled",
        summary=line[:500] or "Nothing",
        body=string,
        tags=[tag if any(map(str.isalnum, tag)) else "Bread"],
    )
