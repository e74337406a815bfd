from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from blog.clock import now
from blog.commenting.closure import closed_because
from blog.storage.site_setting import change_site_setting
from tests.builders import a_public_article, an_approved_comment

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def site(*, open=True, days=0):
    return SimpleNamespace(comments_open=open, comments_close_after_days=days)


@pytest.mark.parametrize(
    ("settings", "later", "closed"),
    [
        (site(), timedelta(days=9999), False),
        (site(open=False), timedelta(0), True),
        (site(days=7), timedelta(days=7, seconds=-1), False),
        (site(days=7), timedelta(days=7), True),
        (site(open=False, days=7), timedelta(days=1), True),
    ],
)
def test_a_conversation_is_open_while_the_settings_say_so(app, settings, later, closed):
    article = a_public_article(live=NOON)
    assert (closed_because(article, settings, NOON + later) is not None) is closed


def test_a_closed_conversation_shows_what_was_said_and_why_no_more_is_taken(app, visitor):
    article = a_public_article(live=now() - timedelta(days=3))
    said = an_approved_comment(article)
    page = f"/articles/{article.slug}"
    assert f"parent={said.public_id}" in visitor.get(page).text
    change_site_setting("comments_close_after_days", 2, by=None)
    closed = visitor.get(page).text
    assert said.body in closed
    assert "This conversation is closed: comments were open for 2 days." in closed
    assert [words in closed for words in ("<form", "parent=", "Reply")] == [False] * 3
