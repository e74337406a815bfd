from re import findall

import pytest

from blog.accounts.account import Role
from blog.moderating.verdict import reject
from tests.builders import a_comment, a_draft, a_public_article, an_account, an_approved_comment, sign_in


def frame(page):
    """The links of the desk's frame, as (address, words)."""
    nav = page.partition('<nav class="desk-links"')[2].partition("</nav>")[0]
    links = findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', nav.replace("\n", " "))
    return [(url, "".join(part for part in words.partition("<")[:1]).strip()) for url, words in links]


ARTICLES, MODERATION = ("/desk/articles", "Articles"), ("/moderation", "Moderation")
PEOPLE, SETTINGS = ("/desk/people", "People"), ("/desk/settings", "Settings")


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (Role.OWNER, [ARTICLES, MODERATION, PEOPLE, SETTINGS]),
        (Role.EDITOR, [ARTICLES, MODERATION, SETTINGS]),
        (Role.AUTHOR, [ARTICLES, MODERATION]),
        (Role.CONTRIBUTOR, [ARTICLES]),
        (Role.MODERATOR, [MODERATION]),
    ],
)
def test_the_frame_links_what_a_role_may_open_and_nothing_else(visitor, role, links):
    sign_in(visitor, an_account(role))
    assert frame(visitor.get("/desk").text) == links


def test_the_frame_says_where_one_is(visitor):
    sign_in(visitor, an_account(Role.OWNER))
    assert findall(r'href="([^"]+)" aria-current="page"', visitor.get("/desk/settings").text) == [
        "/desk/settings"
    ]
    assert findall(r'href="([^"]+)" aria-current="page"', visitor.get("/desk").text) == ["/desk"]


def test_the_frame_leads_back_to_the_front_of_the_desk(visitor):
    for role in Role:
        sign_in(visitor, an_account(role))
        assert '<a href="/desk">Desk</a>' in visitor.get("/desk/profile").text


def test_a_moderator_learns_how_many_wait(visitor):
    article = a_public_article()
    an_approved_comment(article)
    sign_in(visitor, an_account(Role.MODERATOR))
    assert "No comments are waiting." in visitor.get("/desk").text
    a_comment(article)
    assert "One comment waits" in visitor.get("/desk").text
    a_comment(article)
    page = visitor.get("/desk").text
    assert "2 comments wait" in page
    assert '<span class="count">2<' in page


def test_an_author_learns_of_comments_on_their_own_articles_only(visitor):
    author = an_account(Role.AUTHOR)
    a_comment(a_public_article(by=author))
    a_comment(a_public_article())
    sign_in(visitor, author)
    assert "One comment waits" in visitor.get("/desk").text


def test_an_author_finds_the_drafts_they_began(visitor):
    author = an_account(Role.AUTHOR)
    sign_in(visitor, author)
    assert "You have no drafts." in visitor.get("/desk").text
    mine, _theirs, _public = a_draft(by=author), a_draft(), a_public_article(by=author)
    page = visitor.get("/desk").text
    assert findall(r'href="(/desk/articles/\d+)"', page) == [f"/desk/articles/{mine.id}"]


def test_what_was_decided_lately_is_told_to_those_it_concerns(visitor):
    author, mo = an_account(Role.AUTHOR), an_account(Role.MODERATOR, name="Mo")
    comment = a_comment(a_public_article(by=author, title="The oven"), name="Ada")
    reject(comment, by=mo, because="Rude & short")
    an_approved_comment(by=mo, name="Elsewhere")
    sign_in(visitor, author)
    page = " ".join(visitor.get("/desk").text.split())
    assert "Ada’s comment</a> on “The oven” was rejected" in page
    assert "Mo, <time" in page
    assert "Rude &amp; short" in page
    assert "Elsewhere" not in page


def test_a_contributor_is_told_of_no_comment(visitor):
    an_approved_comment(name="Ada")
    sign_in(visitor, an_account(Role.CONTRIBUTOR))
    page = visitor.get("/desk").text
    assert "Ada" not in page
    assert "Waiting" not in page


def test_the_desk_asks_the_same_of_the_database_for_one_and_for_many(visitor, count_queries):
    owner = an_account(Role.OWNER)
    sign_in(visitor, owner)
    counts = []
    for number in range(4):
        a_draft(by=owner)
        an_approved_comment()
        a_comment()
        if number in (0, 3):
            with count_queries() as asked:
                visitor.get("/desk")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_visitors_are_asked_to_sign_in(visitor):
    for path in ("/desk", "/desk/settings"):
        answer = visitor.get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in?next=%2Fdesk") or answer.location.startswith(
            "/sign-in?next=/desk"
        )
