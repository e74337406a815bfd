"""The pages that show one comment or one article: looked at one string, or one pack of strings, at a time."""

from blog.accounts.account import Role
from blog.commenting.receipt import receipt_token
from blog.moderating.verdict import approve
from blog.storage import db
from tests.attack.arena import POLICIES, Found, difference
from tests.attack.said import HARMLESS, leave, website_of, write
from tests.attack.watch import Watch
from tests.builders import a_public_article, an_account, token

NOWHERE = "0" * 16
MOST = 9_000  # characters of a pack: a comment may have 10,000


def packs(strings):
    """`strings` joined, with blank lines between them, into as few as fit into a comment each."""
    pack = ""
    for string in strings:
        if pack and len(pack) + len(string) > MOST:
            yield pack
            pack = ""
        pack += f"{string}\n\n"
    yield pack


class OneAtATime:
    """`policies` of "report" and "force": how each page is opened."""

    def __init__(self, browser, stage, policies=POLICIES):
        self.stage, self.shapes = stage, {}
        self.watches = {
            (policy, who): Watch(browser, stage.url, policy=policy, cookie=cookie)
            for policy in policies
            for who, cookie in (("visitor", None), ("moderator", stage.moderator), ("owner", stage.owner))
        }
        self.policies = policies
        with stage.app.app_context():
            a_public_article(title="The oldest article")
            db.session.commit()
        self.token = token(stage.client(cookie=stage.owner), "/desk/articles/new")
        for said in (HARMLESS, (HARMLESS[0], "")):
            found = self._attempt(said)  # now it is known what undisturbed pages are made of
            assert found == [], found

    def attempt(self, string):
        """[Found] on every page of this string."""
        return self._attempt((string, website_of(string)))

    def close(self):
        for watch in self.watches.values():
            watch.close()

    def _attempt(self, said):
        pages = self._pages(*said)
        found = []
        for policy in self.policies:
            for kind, who, look in pages:
                sight = look(self.watches[policy, who])
                known = self.shapes.setdefault((kind, bool(said[1]), *sight.items), sight.shape)
                if sight.shape != known:
                    sight.troubles.append(f"the page is not whole: {difference(known, sight.shape)}")
                if sight.troubles:
                    found.append(Found(f"{kind}, policy in {policy}", sight.troubles[:10]))
        return found

    def _pages(self, string, website):
        """[(kind, who looks, how)]"""
        address, public_id, receipt, desk, author, tag = self._said(string, website)
        comment = f"/moderation/comments/{public_id}"
        shown = [
            ("a comment's page", "moderator", comment),
            ("its edit form", "moderator", f"{comment}/edit"),
            ("its receipt", "visitor", f"/receipts/{receipt}"),
            ("the form to answer it", "visitor", f"{address}/comments/new?parent={public_id}"),
            ("an article", "visitor", address),
            ("its author", "visitor", f"/authors/{author}"),
            ("its tag", "visitor", f"/tags/{tag}"),
            ("its desk page", "owner", desk),
            ("its editor", "owner", f"{desk}/edit"),
        ]
        typed = dict.fromkeys(("body", "name", "email", "website", "title", "summary", "slug"), string)
        signed = typed | {"csrf_token": self.token, "tags": string[:2000]}
        sent = [
            ("the refused form", "visitor", f"{address}/comments", typed, 422),
            ("words kept", "visitor", f"{address}/comments", typed | {"parent": NOWHERE}, 409),
            ("a sign-in in between", "visitor", "/desk/articles", typed, 401),
            ("a refused edit", "moderator", f"{comment}/edit", signed | {"csrf_token": ""}, 400),
            ("a refused article", "owner", "/desk/articles", signed | {"title": ""}, 422),
            ("a preview", "owner", "/desk/articles/preview", signed, 200),
        ]
        return [(kind, who, _get(path)) for kind, who, path in shown] + [
            (kind, who, self._post(path, fields, status, who)) for kind, who, path, fields, status in sent
        ]

    def _said(self, string, website):
        with self.stage.app.app_context():
            article = write(string)
            comment = leave(article, (string, website))
            approve(comment, by=an_account(Role.MODERATOR))
            db.session.commit()
            return (
                f"/articles/{article.slug}",
                comment.public_id,
                receipt_token(comment, self.stage.app.config["KEYS"].receipts),
                f"/desk/articles/{article.id}",
                article.author.handle,
                article.tags[0].slug,
            )

    def _post(self, path, fields, status, who):
        cookie = {"owner": self.stage.owner, "moderator": self.stage.moderator}.get(who)
        answer = self.stage.client(cookie=cookie).post(path, data=fields)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return lambda watch: watch.look_at(answer.text, headers=answer.headers)


def _get(path):
    return lambda watch: watch.look(path)
