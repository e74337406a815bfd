import pytest

from blog.commenting.closure import CLOSED_EVERYWHERE
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_approved_comment


@pytest.fixture
def article(app):
    article = a_public_article(title="Winter")
    change_site_setting("comments_per_page", 10, by=article.author)
    return article


def test_a_long_conversation_is_shown_in_parts(visitor, article):
    said = [an_approved_comment(article, body=f"Said {n:02}.") for n in range(15)]
    whole, rest = (
        visitor.get(f"/articles/winter{part}").text for part in ("", f"?from={said[10].public_id}")
    )
    assert [n for n in range(15) if f"Said {n:02}." in whole] == list(range(10))
    assert [n for n in range(15) if f"Said {n:02}." in rest] == list(range(10, 15))
    assert '<a class="plain" href="#comments">15 comments</a>' in rest
    for page in (whole, rest):
        assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/winter">' in page


def test_a_part_begins_only_at_a_public_comment_on_this_article(visitor, article):
    elsewhere, pending = an_approved_comment(), a_comment(article)
    for start in ("", "unknown", elsewhere.public_id, pending.public_id):
        assert visitor.get(f"/articles/winter?from={start}").status_code == 404


def test_a_closed_conversation_says_so_in_place_of_the_form(visitor, article):
    assert "<form" in visitor.get("/articles/winter").text
    change_site_setting("comments_open", False, by=article.author)
    page = visitor.get("/articles/winter").text
    assert CLOSED_EVERYWHERE in page
    assert "<form" not in page
