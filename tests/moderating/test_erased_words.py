"""Words that were erased stay erased: staff cannot write others in their place."""

from blog.accounts.account import Role
from blog.commenting.erasure import erase_comments
from tests.builders import an_account, an_approved_comment, sign_in, token


def test_nobody_writes_words_into_a_comment_that_was_erased(app):
    comment, desk = an_approved_comment(), sign_in(app.test_client(), an_account(Role.MODERATOR))
    erase_comments([comment], words=True)
    way = f"/moderation/comments/{comment.public_id}/edit"
    assert desk.get(way).status_code == 409
    answer = desk.post(way, data={"csrf_token": token(desk), "body": "Other words.", "name": "Ada"})
    assert (answer.status_code, comment.body, comment.name) == (409, "", "Someone")
    assert "were erased for good" in answer.text


def test_whose_name_alone_was_erased_is_edited_as_before(app):
    comment, desk = an_approved_comment(), sign_in(app.test_client(), an_account(Role.MODERATOR))
    erase_comments([comment], words=False)
    way = f"/moderation/comments/{comment.public_id}/edit"
    answer = desk.post(way, data={"csrf_token": token(desk), "body": "Other words.", "name": "Someone"})
    assert (answer.status_code, comment.body) == (303, "Other words.")
