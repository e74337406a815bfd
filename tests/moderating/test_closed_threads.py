"""A closed thread takes no more replies from visitors, who read why; members of staff can still answer."""

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.moving import move
from blog.commenting.thread_closure import ThreadClosure, close_thread
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, sign_in, token
from tests.commenting.posted import post
from tests.moderating.asking import as_moderator, send

KEPT = "Words that nobody wants to lose."


def test_a_thread_is_closed_and_visitors_read_why(app, visitor):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    article = a_public_article()
    root = an_approved_comment(article)
    reply, other = an_approved_comment(article, parent=root), an_approved_comment(article)
    answer = send(client, _path(reply), sentence="This goes in circles.", because="Four days.")
    assert (answer.status_code, answer.location) == (303, f"/moderation/comments/{reply.public_id}")
    closure = db.session.scalars(db.select(ThreadClosure)).one()
    assert (closure.comment, closure.by, closure.because) == (root, moderator, "Four days.")
    page = visitor.get(f"/articles/{article.slug}").text
    assert page.count("This goes in circles.") == 1
    assert "Four days." not in page and "Mo Tanaka" not in page
    assert [f'data-reply="{each.public_id}"' in page for each in (root, reply, other)] == [False, False, True]


def test_a_form_that_was_open_is_refused_kindly_with_its_words(app, visitor):
    article = a_public_article()
    root = an_approved_comment(article)
    reply = an_approved_comment(article, parent=root)
    close_thread(root, by=an_account(Role.MODERATOR))
    for parent in (root, reply):
        answer = post(visitor, article, body=KEPT, parent=parent.public_id)
        assert answer.status_code == 403
        assert "The thread is closed" in answer.text and KEPT in answer.text
        looked = post(visitor, article, body=KEPT, parent=parent.public_id, preview="y")
        assert looked.status_code == 403 and KEPT in looked.text
        assert (
            visitor.get(f"/articles/{article.slug}/comments/new?parent={parent.public_id}").status_code == 403
        )
    assert db.session.scalar(db.select(db.func.count(Comment.id))) == 2
    assert post(visitor, article, body=KEPT).status_code == 303


def test_members_of_staff_can_still_reply(app):
    article = a_public_article()
    root = an_approved_comment(article)
    waiting = a_comment(article, parent=root)
    close_thread(root, by=an_account(Role.MODERATOR))
    client, moderator = as_moderator(app)
    answer = send(client, f"/moderation/comments/{waiting.public_id}/reply?from=comment", body="From staff.")
    assert answer.status_code == 303
    assert (waiting.status, article.comment_count) == ("approved", 3)
    author = sign_in(app.test_client(), article.author)
    path = f"/articles/{article.slug}/comments"
    assert author.get(f"{path}/new?parent={root.public_id}").status_code == 200
    assert _send_as_author(author, path, root).status_code == 303
    assert moderator is not None


def test_it_is_opened_again(app, visitor):
    client, _moderator = as_moderator(app)
    article = a_public_article()
    root = an_approved_comment(article)
    close_thread(root, by=an_account(Role.EDITOR))
    page = client.get(f"/moderation/comments/{root.public_id}").text
    assert "Open the thread again" in page
    assert send(client, f"{_path(root)}/reopen").status_code == 303
    assert f'data-reply="{root.public_id}"' in visitor.get(f"/articles/{article.slug}").text
    assert post(visitor, article, parent=root.public_id).status_code == 303
    assert send(client, f"{_path(root)}/reopen").status_code == 409


def test_it_is_closed_once(app):
    client, _moderator = as_moderator(app)
    root = an_approved_comment()
    assert send(client, _path(root)).status_code == 303
    assert send(client, _path(root)).status_code == 409
    send(client, f"{_path(root)}/reopen")
    assert send(client, _path(root)).status_code == 303
    assert db.session.scalar(db.select(db.func.count(ThreadClosure.id))) == 2


def test_words_that_are_too_long_are_shown_again(app):
    client, _moderator = as_moderator(app)
    root = an_approved_comment()
    for field in ("sentence", "because"):
        answer = send(client, _path(root), **{field: "w" * 201})
        assert answer.status_code == 422 and "w" * 201 in answer.text
    assert db.session.scalars(db.select(ThreadClosure)).all() == []


def test_what_moves_into_a_closed_thread_is_closed_with_it_and_what_moves_out_is_open(app, visitor):
    moderator, article = an_account(Role.MODERATOR), a_public_article()
    root = an_approved_comment(article)
    reply, other = an_approved_comment(article, parent=root), an_approved_comment(article)
    close_thread(root, by=moderator)
    move(reply, article=article, by=moderator)
    move(other, under=root, by=moderator)
    page = visitor.get(f"/articles/{article.slug}").text
    assert [f'data-reply="{each.public_id}"' in page for each in (root, reply, other)] == [False, True, False]


def test_a_closed_thread_costs_no_question_more(app, visitor, count_queries):
    article = a_public_article()
    roots = [an_approved_comment(article) for _ in range(4)]
    numbers = []
    for number in range(3):
        db.session.commit()
        with count_queries() as asked:
            visitor.get(f"/articles/{article.slug}")
        numbers.append(len(asked))
        close_thread(roots[number], by=an_account(Role.MODERATOR))
    assert len(set(numbers)) == 1


def test_an_author_closes_threads_on_their_own_articles_only(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own, other = an_approved_comment(a_public_article(by=author)), an_approved_comment()
    assert send(client, _path(own)).status_code == 303
    assert send(client, _path(other)).status_code == 404
    assert client.get(_path(other)).status_code == 404


def _path(comment):
    return f"/moderation/comments/{comment.public_id}/thread"


def _send_as_author(client, path, root):
    said = {"body": "From the author.", "parent": root.public_id, "csrf_token": token(client, "/desk")}
    return client.post(path, data=said)
