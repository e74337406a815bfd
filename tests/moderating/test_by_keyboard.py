"""x"""

from blog.storage import db
from tests.builders import an_account


def test_live(live_blog, browser_page):
    with live_blog.app.app_context():
        someone = an_account()
        db.session.commit()
    page = browser_page(live_blog, account=someone)
    assert page.goto("/sign-in").status == 200
