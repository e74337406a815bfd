"""`flask commenting verify` finds every kind of fault, and none where there is none."""

import tracemalloc

import pytest
from flask import current_app
from sqlalchemy import delete, insert, select, text, update

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.commenting.erasure import erase_comments
from blog.commenting.verification import comments_erased, comments_received, faults
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.publishing.article import Article
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.posted import many_approved
from tests.whole_blog import a_whole_blog


def found():
    return list(faults(current_app.config["KEYS"]))


@pytest.fixture
def verify(app):
    return lambda: app.test_cli_runner().invoke(args=["commenting", "verify"])


@pytest.fixture
def said(app):
    """An article with a thread, some of it decided about more than once; {name: Comment}."""
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    root = an_approved_comment(article)
    reply = an_approved_comment(article, parent=root)
    deep = an_approved_comment(article, parent=an_approved_comment(article, parent=reply))
    pending = a_comment(article)
    back = an_approved_comment(article)
    undo(back, by=moderator)
    reject(back, by=moderator)
    other = an_approved_comment()
    return {"root": root, "reply": reply, "deep": deep, "pending": pending, "back": back, "other": other}


def test_a_blog_with_something_of_everything_has_no_fault(app, verify):
    blog = a_whole_blog()
    erase_comments([blog.comments["reply"]], words=True)
    mark_as_spam(blog.comments["deep reply"], by=blog.people[Role.MODERATOR])
    db.session.commit()
    assert found() == []
    answer = verify()
    assert answer.exit_code == 0
    received = comments_received()
    assert sum(received.values()) == len(db.session.scalars(select(Comment)).all())
    assert answer.output == (
        f"{sum(received.values())} comments received: "
        + ", ".join(f"{received[each.value]} {each.value}" for each in Status)
        + "; erased of these: 5.\n"
    )


def test_an_empty_blog_has_no_fault(verify):
    answer = verify()
    assert (answer.exit_code, answer.output.count("0 ")) == (0, 6)


def in_row(**values):
    return lambda said: db.session.execute(
        update(Comment).where(Comment.id == said["deep"].id).values(**values)
    )


def without_its_decision(said):
    db.session.execute(
        delete(Decision).where(Decision.comment_id == said["back"].id, Decision.after == Status.REJECTED)
    )


def another_before(said):
    first = select(Decision.id).where(Decision.comment_id == said["back"].id).order_by(Decision.id).limit(1)
    db.session.execute(
        update(Decision).where(Decision.id == first.scalar_subquery()).values(before=Status.REJECTED)
    )


def on_another_article(said):
    db.session.execute(
        update(Comment).where(Comment.id == said["deep"].id).values(article_id=said["other"].article_id)
    )


def above_something_later(said):
    db.session.execute(
        update(Comment).where(Comment.id == said["reply"].id).values(parent_id=said["pending"].id)
    )


def a_wrong_number(said):
    db.session.execute(update(Article).where(Article.id == said["root"].article_id).values(comment_count=9))


def words_after_all(said):
    erase_comments([said["other"]], words=True)
    db.session.execute(update(Comment).where(Comment.id == said["other"].id).values(body="Words."))


PLANTED = {
    "a status that no decision made": (
        in_row(status=Status.REJECTED),
        "is rejected, and no decision made it so",
    ),
    "a decision that is not counted": (in_row(decision_count=0), "counts 0 decisions, and 1 are kept"),
    "a decision that is gone": (without_its_decision, "counts 3 decisions, and 2 are kept"),
    "decisions that do not follow": (another_before, "has decisions that do not follow on each other"),
    "a receipt of another comment": (in_row(receipt_hash="0" * 64), "has a receipt that does not open"),
    "a receipt of another key": (in_row(receipt_nonce=b"0" * 16), "has a receipt that does not open"),
    "another article": (on_another_article, "answers a comment on another article, or a later one"),
    "a later parent": (above_something_later, "answers a comment on another article, or a later one"),
    "another thread": (
        in_row(root_id=77, thread_turn=-77),
        "does not stand in the thread of what it answers",
    ),
    "another branch": (in_row(branch_id=77), "does not stand in the thread of what it answers"),
    "no parent": (in_row(parent_id=None), "begins no thread, though it answers nothing"),
    "another turn": (in_row(thread_turn=5), "stands elsewhere when the newest come first"),
    "a wrong word on answers": (in_row(hides_replies=True), "hides its replies, or not, as no decision said"),
    "a wrong hiding": (in_row(hidden_above=1), "counts wrongly how many above it are pulled back"),
    "a wrong number": (a_wrong_number, "says that it has 9 public comments, and has 4"),
    "words that were erased": (words_after_all, "was erased, and its words are still there"),
}


@pytest.mark.parametrize("planted", list(PLANTED))
def test_every_fault_is_found(said, verify, planted):
    plant, words = PLANTED[planted]
    an_approved_comment()  # so that the thread's ids are not the first
    assert found() == []
    plant(said)
    db.session.commit()
    assert words in "\n".join(found())
    answer = verify()
    assert answer.exit_code == 1
    assert words in answer.output
    assert f"Error: {len(found())} thing" in answer.output


@pytest.mark.sqlite_only  # PostgreSQL has no way to switch this off for one connection of an ordinary user
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM comment WHERE id = :reply", "answers a comment that does not exist"),
        (
            "DELETE FROM comment WHERE id = :back",
            "The table contact has rows about a comment that does not exist: 1.",
        ),
        (
            "DELETE FROM comment WHERE id = :back",
            "The table decision has rows about a comment that does not exist: 3.",
        ),
        ("DELETE FROM article WHERE id = :article", "is on an article that does not exist"),
        (
            "UPDATE comment SET status = 'lost' WHERE id = :reply",
            "has the status “lost”, which does not exist",
        ),
        (
            "DELETE FROM decision WHERE id = (SELECT min(undoes_id) FROM decision)",
            "The table decision has rows about a decision that does not exist: 1.",
        ),
    ],
)
def test_so_is_what_the_database_itself_would_refuse(said, statement, words):
    ids = {name: comment.id for name, comment in said.items()} | {"article": said["root"].article_id}
    db.session.commit()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.execute(text(statement), {name: ids[name] for name in ids if f":{name}" in statement})
        for pragma in ("foreign_keys = ON", "ignore_check_constraints = OFF"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    db.session.expire_all()
    assert words in "\n".join(found())


def test_a_comment_whose_address_was_forgotten_is_no_fault(said):
    db.session.execute(delete(Contact))
    assert found() == []


def test_the_erased_are_counted_beside(said):
    erase_comments([said["root"]], words=False)
    assert (comments_erased(), comments_received()["approved"]) == (1, 5)


@pytest.mark.sqlite_only
def test_many_comments_need_no_more_memory_than_few(app):
    """Their receipts are not made for them, so that each is a fault, which is said and forgotten."""
    sizes = []
    for _ in range(2):
        article = a_public_article()
        db.session.commit()
        first = 1 + (db.session.scalar(select(Comment.id).order_by(Comment.id.desc()).limit(1)) or 0)
        many = 2_000 if first == 1 else 20_000
        rows = ordinary_rows(article, first, many)
        db.session.execute(insert(Comment), rows)
        db.session.commit()
        del rows
        tracemalloc.start()
        assert sum(1 for _fault in faults(current_app.config["KEYS"])) > many
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert sizes[1] < sizes[0] * 1.5


def ordinary_rows(article, first, number):
    return [
        {
            "id": id,
            "public_id": f"{id:016x}",
            "article_id": article.id,
            "root_id": id,
            "branch_id": 0,
            "thread_turn": -id,
            "hides_replies": False,
            "name": "Ada",
            "website": "",
            "body": "Words.",
            "body_html": "<p>Words.</p>",
            "avatar_seed": f"{id:016x}",
            "status": Status.APPROVED,
            "decision_count": 1,
            "left_at": article.changed_at,
            "receipt_nonce": id.to_bytes(16),
            "receipt_hash": f"{id:064x}",
        }
        for id in range(first, first + number)
    ]


def test_approving_and_pulling_back_under_each_other_leaves_no_fault(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    above, thread = None, []
    for _ in range(6):
        above = an_approved_comment(article, parent=above)
        thread.append(above)
    for n, verdict in ((1, reject), (3, mark_as_spam), (1, approve), (0, reject), (3, approve), (0, approve)):
        verdict(thread[n], by=moderator)
        assert found() == []


def test_rows_that_no_act_made_are_found_by_their_decisions(app):
    many_approved(a_public_article(), [None, 0, 1])
    assert len([each for each in found() if "no decision made it so" in each]) == 3
