"""A blog with something of everything, and every address of the application with who may see it.

Tests that must leave out nothing (privacy, validity, accessibility, narrow screens) go through `every_page`; a rule of
`app.url_map` that is neither visited nor named in `NO_PAGE` with its reason fails `test_every_address_is_visited`.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app

from blog.accounts.account import Account, Role
from blog.accounts.one_time_link import Purpose, make_link
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.comment import Comment
from blog.commenting.mend import mend
from blog.commenting.proposal import accept_proposal, refuse_proposal
from blog.commenting.reason import Reason
from blog.commenting.receipt import receipt_token
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.housekeeping.first_owner import set_up_token
from blog.moderating.rules.patterns import pattern_of
from blog.moderating.rules.rule import Draft, HouseRule, Mode, write_rule
from blog.moderating.rules.rule import Kind as RuleKind
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.publishing.article import Article
from blog.publishing.deletion import delete
from blog.publishing.publication import publish
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings
from tests.builders import a_comment, a_draft, a_public_article, an_account
from tests.whole_blog_cases import a_few_cases, case_pages
from tests.whole_blog_groups import decide_about_many, group_pages
from tests.whole_blog_letters import letter_pages, settle_wishes, wishes_and_erasures

BODY = """A paragraph with *emphasis*, **strength**, ~~regret~~, `code` and [a link](https://elsewhere.example/path).

## A heading

> A quotation of some length.

1. one
2. two
   - nested

```python
def answer():
    return 42  # always
```

| Bread | Hours |
|-------|------:|
| rye   |    36 |

A footnote.[^1]

[^1]: At the foot.
"""

# Rules that are not pages a person looks at, and why.
NO_PAGE = {
    "assets.send": "style sheets and scripts",
    "assets.favicon": "a picture",
    "publishing.media": "uploaded pictures",
    "commenting.my_data_json": "a file to take along",
    "commenting.own_data_json": "a file to take along",
    "moderating.insight_file": "a file to take along",
    "moderating.spam_filter_file": "a file to take along",
    "moderating.logbook_file": "a table to take along",
}


@dataclass
class WholeBlog:
    people: dict[Role, Account] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    rules: dict[RuleKind, HouseRule] = field(default_factory=dict)


def a_whole_blog(*, email="visitor-{}@visitors.example"):
    """Builds it and commits. `email` is the pattern of the commenters' addresses; {} becomes a number."""
    blog, at = WholeBlog(), now() - timedelta(days=3)
    for role in Role:
        blog.people[role] = an_account(role, name=f"Pat {role.title()}", bio="Writes about bread.")
    author, moderator = blog.people[Role.AUTHOR], blog.people[Role.MODERATOR]
    words = {"by": author, "body": BODY, "tags": ["Bread", "Slow things"]}
    blog.articles["public"] = a_public_article(title="A public article", live=at, **words)
    blog.articles["older"] = a_public_article(title="An older article", live=at - timedelta(days=1), **words)
    blog.articles["draft"] = a_draft(title="A draft", **words)
    blog.articles["scheduled"] = a_draft(title="A scheduled article", **words)
    publish(blog.articles["scheduled"], by=author, goes_live_at=now() + timedelta(days=2))
    blog.articles["deleted"] = a_draft(title="A deleted article", **words)
    delete(blog.articles["deleted"], by=author)
    _a_conversation(blog, email, moderator)
    a_few_cases(blog)
    for purpose, details in (
        (Purpose.INVITATION, {"role": Role.AUTHOR}),
        (Purpose.PASSWORD, {"account": author}),
    ):
        _link, blog.tokens[purpose] = make_link(purpose, by=blog.people[Role.OWNER], **details)
    change_site_setting("moderation_log", True, by=blog.people[Role.OWNER])
    decide_about_many(blog, email)
    settle_wishes(blog)
    _house_rules(blog)
    db.session.commit()
    return blog


def _house_rules(blog):
    by = blog.people[Role.MODERATOR]
    for kind, typed, mode in (
        (RuleKind.WORDS, "said\ncasino", Mode.SHADOW),
        (RuleKind.ADDRESSES, "bad@visitors.example", Mode.ON),
        (RuleKind.LINKS, "3", Mode.OFF),
    ):
        pattern = pattern_of(kind, typed, keys=current_app.config["KEYS"])
        version = write_rule(Draft(kind, pattern, mode=mode, note="Why not."), by=by)
        blog.rules[kind] = version.rule


def _a_conversation(blog, email, moderator):
    article, numbers = blog.articles["public"], iter(range(1000))

    def said(name, verdict=None, **details):
        comment = a_comment(
            article,
            email=email.format(next(numbers)),
            body=f"What *{name}* said.\n\n> And quoted.",
            **details,
        )
        if verdict is not None:
            verdict(comment, by=moderator)
        blog.comments[name] = comment
        return comment

    root = said("approved", approve, website="https://reader.example")
    reply = said("reply", approve, parent=root)
    deep = said("deep reply", approve, parent=said("third level", approve, parent=reply))
    said("deepest reply", approve, parent=deep)
    said("pending")
    said("rejected", lambda comment, by: reject(comment, by=by, because="Off the topic."))
    said("spam", mark_as_spam)
    said("honeypot", honeypot_filled=True)
    said("taken back", approve, parent=root)
    undo(blog.comments["taken back"], by=moderator)
    _what_their_writers_did(said, moderator)
    wishes_and_erasures(said)
    gone = said("taken back by its writer", approve)
    said("reply to what its writer took back", approve, parent=gone)
    withdraw_comment(gone)
    removed = said("removed with a reply", approve)
    said("reply to the removed", approve, parent=removed)
    reject(removed, by=moderator)


def _what_their_writers_did(said, moderator):
    def mended(name, *verdicts):
        comment = said(name, *verdicts)
        mend(comment, body=f"{comment.body}\n\nAnd *mended*.", site=site_settings())
        return comment

    mended("mended while it waits")
    edit_comment(mended("mended and waiting", approve), by=moderator, body="Edited by staff.", name="Mended")
    accept_proposal(mended("mended and accepted", approve), by=moderator)
    refuse_proposal(mended("mended and refused", approve), by=moderator)
    said("rejected with a reason", lambda comment, by: reject(comment, by=by, reason=Reason.UNKIND))
    appeal(said("appealed", reject), words="Please look at it once more: it was meant kindly.")
    again = said("appealed and rejected", reject)
    appeal(again, words="Once more, please.")
    reject(again, by=moderator)
    withdraw_comment(said("withdrawn", approve))


def every_page(blog):
    """[(endpoint, path, Role or None)]: each address of the application, as whom it is looked at."""
    article, draft = blog.articles["public"], blog.articles["draft"]
    comment, pending = blog.comments["approved"], blog.comments["pending"]
    keys, author = current_app.config["KEYS"], blog.people[Role.AUTHOR]
    slug, owner = {"slug": article.slug}, Role.OWNER
    pages = [
        ("reading.home", "/", None),
        ("reading.article", "/articles/{slug}", None),
        ("reading.article", "/articles/{slug}", Role.AUTHOR),
        ("reading.author", f"/authors/{author.handle}", None),
        ("reading.tag", "/tags/bread", None),
        ("reading.article", "/articles/{slug}?order=newest", None),
        ("reading.feed", "/feed.xml", None),
        ("reading.comments", "/comments.xml", None),
        ("reading.comments_on_article", "/articles/{slug}/comments.xml", None),
        ("reading.robots", "/robots.txt", None),
        ("reading.sitemap", "/sitemap.xml", None),
        ("reading.sitemap_file", "/sitemap-1.xml", None),
        ("commenting.all_comments", "/articles/{slug}/comments", None),
        ("commenting.new", "/articles/{slug}/comments/new", None),
        ("commenting.new", f"/articles/{{slug}}/comments/new?parent={comment.public_id}", None),
        ("commenting.permalink", f"/articles/{{slug}}/comments/{comment.public_id}", None),
        *(
            ("commenting.receipt", f"/receipts/{receipt_token(each, keys.receipts)}", None)
            for each in blog.comments.values()
        ),
        *letter_pages(blog),
        ("accounts.sign_in", "/sign-in", None),
        ("accounts.invitation", f"/invitations/{blog.tokens[Purpose.INVITATION]}", None),
        ("accounts.password_link", f"/passwords/{blog.tokens[Purpose.PASSWORD]}", None),
        ("accounts.people", "/desk/people", owner),
        ("accounts.person", f"/desk/people/{author.handle}", owner),
        ("accounts.profile", "/desk/profile", Role.AUTHOR),
        ("housekeeping.desk", "/desk", owner),
        ("housekeeping.desk", "/desk", Role.CONTRIBUTOR),
        ("housekeeping.settings", "/desk/settings", owner),
        ("housekeeping.set_up", f"/set-up/{set_up_token(keys.sign_in)}", None),
        ("publishing.articles", "/desk/articles", Role.AUTHOR),
        ("publishing.articles", "/desk/articles", owner),
        ("publishing.new", "/desk/articles/new", Role.AUTHOR),
        *(
            ("publishing.article", f"/desk/articles/{each.id}", Role.AUTHOR)
            for each in blog.articles.values()
        ),
        ("publishing.edit", f"/desk/articles/{draft.id}/edit", Role.AUTHOR),
        ("commenting.closure", f"/desk/articles/{article.id}/closure", Role.AUTHOR),
        ("moderating.queue", "/moderation", Role.MODERATOR),
        ("moderating.queue", "/moderation?status=approved", Role.MODERATOR),
        ("moderating.queue", "/moderation?status=rejected", Role.MODERATOR),
        ("moderating.queue", "/moderation?status=spam&q=said", Role.MODERATOR),
        ("moderating.mended", "/moderation/mended", Role.MODERATOR),
        ("moderating.insights", "/moderation/insights", Role.MODERATOR),
        *(
            ("moderating.insights", f"/moderation/insights/{name}?period=7-days", Role.MODERATOR)
            for name in ("waits", "arrivals", "mistakes", "people", "articles")
        ),
        ("moderation_in_public.page", "/how-we-moderate", None),
        ("moderation_in_public.log", "/moderation-log", None),
        ("moderating.spam_filter", "/moderation/filter", Role.MODERATOR),
        ("moderating.spam_filter", "/moderation/filter", owner),
        ("moderating.ask_for_filter_reset", "/moderation/filter/reset", owner),
        *(
            ("moderating.comment", f"/moderation/comments/{blog.comments[name].public_id}", Role.MODERATOR)
            for name in ("pending", "mended and waiting", "mended and refused", "appealed", "withdrawn")
        ),
        ("moderating.logbook", "/moderation/logbook", owner),
        ("moderating.logbook", "/moderation/logbook?what=decisions&when=week", Role.EDITOR),
        ("moderating.rules", "/moderation/rules", Role.MODERATOR),
        *(
            ("moderating.new_rule", f"/moderation/rules/new?kind={kind}", owner)
            for kind in RuleKind
            if kind != "networks"
        ),
        ("moderating.paste_rules", "/moderation/rules/paste", Role.MODERATOR),
        *(
            page
            for rule in blog.rules.values()
            for page in (
                ("moderating.rule", f"/moderation/rules/{rule.public_id}", Role.MODERATOR),
                ("moderating.edit_rule", f"/moderation/rules/{rule.public_id}/edit", Role.MODERATOR),
            )
        ),
        ("moderating.edit", f"/moderation/comments/{pending.public_id}/edit", Role.MODERATOR),
        *case_pages(blog),
        *group_pages(),
    ]
    return [(endpoint, path.format(**slug), role) for endpoint, path, role in pages]
