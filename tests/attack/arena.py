"""Attack strings in batches: many comments on one article and in one queue, many articles in one list and one feed.

A batch that makes trouble is split until the strings that did it are known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import httpx

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.moderating.verdict import approve
from blog.publishing.publication import Publication
from blog.storage import db
from tests.attack.feed_reader import as_html
from tests.attack.said import HARMLESS, leave, website_of, write
from tests.attack.watch import Watch
from tests.builders import a_public_article, an_account

POLICIES = ("report", "force")
COMMENTS, ARTICLES = 300, 98  # in a batch
_number = count(1)


@dataclass
class Found:
    where: str
    troubles: list[str]


def culprits(strings, attempt: Callable[[list[str]], list[Found]]):
    """[(string, what it did)]: `attempt(strings)` is repeated with halves of what makes trouble."""
    found = attempt(strings)
    if not found:
        return []
    if len(strings) == 1:
        return [(strings[0], found)]
    middle = len(strings) // 2
    parts = culprits(strings[:middle], attempt) + culprits(strings[middle:], attempt)
    return parts or [("only together: " + " | ".join(strings)[:2000], found)]


def batches(strings, size):
    return [strings[start : start + size] for start in range(0, len(strings), size)]


class Arena:
    def __init__(self, browser, stage):
        self.stage, self.shapes = stage, {}
        self.visitors = {each: Watch(browser, stage.url, policy=each) for each in POLICIES}
        self.staff = {
            each: Watch(browser, stage.url, policy=each, cookie=stage.moderator) for each in POLICIES
        }
        with stage.app.app_context():
            a_public_article(title="The oldest article")  # so that each later one has an older neighbour
            db.session.commit()
        assert (
            self.comments([]) + self.articles([]) == []
        )  # now it is known what undisturbed pages are made of

    def close(self):
        for watch in (*self.visitors.values(), *self.staff.values()):
            watch.close()

    def comments(self, strings, *, html_of=None):
        """[Found] for each string as body, name, website and email: in the queue, then approved, under its article.

        `html_of(string)` gives the comment's HTML instead of our own renderer: how the arena itself is tried.
        """
        with self.stage.app.app_context():
            article = a_public_article(title=f"Attacked {next(_number)}")
            left = [leave(article, said, html_of=html_of) for said in with_harmless(strings)]
            db.session.commit()
            address, ids = f"/articles/{article.slug}", [comment.id for comment in left]
        found = self._looked("queue", self.staff, "/moderation", [0, len(ids), 0])
        with self.stage.app.app_context():
            moderator = an_account(Role.MODERATOR)
            for comment in db.session.scalars(db.select(Comment).where(Comment.id.in_(ids))).all():
                approve(comment, by=moderator)
            db.session.commit()
        return found + self._looked("article", self.visitors, address, [len(ids), 0, 0])

    def articles(self, strings):
        """[Found] for each string as title, summary, words, tag and author's name and bio: in list and feed."""
        number = len(strings) + 2
        with self.stage.app.app_context():
            for said in (HARMLESS[0], *strings, HARMLESS[0]):
                write(said)
            db.session.commit()
            listed = min(db.session.scalar(db.select(db.func.count(Publication.article_id))), 100)
        found = self._looked("home", self.visitors, "/", [0, 0, listed])
        # As XML, where nothing may run, and as feed readers show it.
        xml = self.visitors["report"].look("/feed.xml", audited=False)
        feed = httpx.get(f"{self.stage.url}/feed.xml").content
        shown = self.visitors["report"].look_at(as_html(feed, number))
        whole = f"html[](head[] body[]({' '.join(['div[.prose]{…}'] * number * 3)}))"
        if shown.shape != whole:
            shown.troubles.append(f"the feed's entries do not stay apart: {difference(whole, shown.shape)}")
        sights = (("feed", xml), ("feed reader", shown))
        return found + [Found(where, sight.troubles) for where, sight in sights if sight.troubles]

    def _looked(self, kind, watches, path, items):
        found = []
        for policy, watch in watches.items():
            sight = watch.look(path)
            known = self.shapes.setdefault(kind, sight.shape)
            if sight.shape != known:
                sight.troubles.append(f"the page is not whole: {difference(known, sight.shape)}")
            if sight.items != items:
                sight.troubles.append(f"{sight.items} comments, cards and teasers instead of {items}")
            if sight.troubles:
                found.append(Found(f"{kind}, policy in {policy}", sight.troubles[:10]))
        return found


def with_harmless(strings):
    """(string, website) of each, between harmless ones of each kind: they show how the page looks undisturbed."""
    first = [HARMLESS, (HARMLESS[0], "")]
    return [*first, *((each, website_of(each)) for each in strings), HARMLESS]


def difference(known, seen):
    place = next((n for n, pair in enumerate(zip(known, seen, strict=False)) if pair[0] != pair[1]), 0)
    return f"…{known[max(place - 60, 0) : place + 60]} became …{seen[max(place - 60, 0) : place + 60]}"
