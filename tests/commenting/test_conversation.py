from random import Random

import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.conversation import conversation_on, start_of_part_with
from blog.commenting.order import Order
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import mark_as_spam, reject
from blog.refusals import NotThere
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.posted import FIRST_ID, ids_on, many_approved
from tests.reading.pages import on_one_line


def ids(conversation):
    return [entry.public_id for entry in conversation.entries]


def comment_called(public_id):
    return db.session.query(Comment).filter_by(public_id=public_id).one()


def all_parts(article, size, order=Order.OLDEST):
    parts, start = [], None
    while True:
        parts.append(conversation_on(article, start=start, size=size, order=order))
        start = parts[-1].later_start
        if start is None:
            return parts


def test_a_conversation_is_read_thread_by_thread_in_the_order_of_arrival(app):
    article = a_public_article()
    first = an_approved_comment(article)
    second = an_approved_comment(article)
    answer = an_approved_comment(article, parent=first)
    deeper = an_approved_comment(article, parent=answer)
    later_answer = an_approved_comment(article, parent=first)
    deepest = an_approved_comment(article, parent=deeper)
    an_approved_comment()  # elsewhere
    a_comment(article)  # waits
    read = conversation_on(article).entries
    assert [entry.public_id for entry in read] == [
        comment.public_id for comment in (first, answer, deeper, deepest, later_answer, second)
    ]
    assert [entry.level for entry in read] == [0, 1, 2, 2, 1, 0]
    assert [entry.in_reply_to for entry in read] == ["", "", "", deeper.name, "", ""]
    assert [entry.reply_to for entry in read] == ["", first.name, answer.name, deeper.name, first.name, ""]


def test_what_is_not_approved_is_not_in_the_conversation(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    a_comment(article)
    reject(a_comment(article), by=moderator)
    mark_as_spam(a_comment(article), by=moderator)
    assert conversation_on(article).entries == []


def test_a_comment_that_was_taken_back_leaves_a_place_without_words(app):
    article = a_public_article()
    gone = an_approved_comment(article, name="Loud Person", body="Loud words.")
    answer = an_approved_comment(article, parent=gone)
    withdraw_comment(gone)
    tombstone, after = conversation_on(article).entries
    assert (tombstone.public_id, tombstone.is_removed, tombstone.can_reply) == (gone.public_id, True, False)
    assert (after.public_id, after.reply_to, after.parent) == (
        answer.public_id,
        "a comment that was taken back",
        "",
    )


def test_a_comment_that_was_taken_back_is_not_named_on_the_page(app, visitor):
    article = a_public_article()
    first = an_approved_comment(
        article, name="Loud Person", body="Loud words.", website="https://loud.example"
    )
    answer = an_approved_comment(article, parent=first)
    deeper = an_approved_comment(article, parent=answer)
    deepest = an_approved_comment(article, parent=deeper)
    for comment in (first, answer, deeper):
        withdraw_comment(comment)
    page = visitor.get(f"/articles/{article.slug}").text
    assert ids_on(page) == [c.public_id for c in (first, answer, deeper, deepest)]
    assert page.count("This comment was taken back by its writer.") == 3
    assert page.lower().count("loud") == 0
    assert answer.name not in page
    assert "in reply to a comment that was taken back" in page


def test_a_comment_that_was_taken_back_with_all_its_answers_leaves_nothing(app):
    article = a_public_article()
    gone = an_approved_comment(article)
    answer = an_approved_comment(article, parent=gone)
    withdraw_comment(gone)
    withdraw_comment(answer)
    assert conversation_on(article).entries == []


def test_words_that_were_erased_leave_their_place_and_their_answers(app, visitor):
    article = a_public_article()
    erased = an_approved_comment(article)
    an_approved_comment(article, parent=an_approved_comment(article, parent=erased))
    erased.body = erased.body_html = ""
    page = visitor.get(f"/articles/{article.slug}").text
    assert [entry.is_erased for entry in conversation_on(article).entries] == [True, False, False]
    assert page.count("This comment was erased.") == 1
    assert "in reply to an erased comment" in on_one_line(page)
    assert "3 comments" in page


def test_the_parts_of_a_conversation_hold_every_comment_once(app):
    article = a_public_article()
    many_approved(
        article, [None if n % 7 == 0 else n - 1 - n % 3 if n % 7 > 3 else n - 1 for n in range(100)]
    )
    whole = ids(conversation_on(article, size=1000))
    assert len(whole) == 100
    for size in (1, 10, 33, 99, 100):
        parts = all_parts(article, size)
        assert [id for part in parts for id in ids(part)] == whole
        assert {len(part.entries) for part in parts[:-1]} <= {size}


def test_each_part_knows_the_one_before(app):
    article = a_public_article()
    many_approved(article, [None] * 30)
    first, second, third = all_parts(article, 10)
    assert first.earlier_start is None
    assert (second.earlier_start, second.is_earlier_first) == (ids(first)[0], True)
    assert (third.earlier_start, third.is_earlier_first) == (ids(second)[0], False)


@pytest.mark.parametrize(("order", "places"), [("oldest", [0, 1, 0]), ("newest", [1, 0, 0])])
def test_a_comment_taken_back_stands_in_the_part_of_its_first_answer_and_in_no_other(app, order, places):
    article = a_public_article()
    many = many_approved(article, [None] * 10 + [9] * 15)
    root = comment_called(many[9])
    withdraw_comment(root)
    parts = all_parts(article, 9, Order(order))
    assert [[entry.is_removed for entry in part.entries].count(True) for part in parts] == places
    assert ids(parts[places.index(1)])[0] == root.public_id
    following = parts[places.index(1) + 1].entries
    assert {entry.in_reply_to for entry in following if entry.level} == {"a comment that was taken back"}


def test_a_part_cannot_begin_at_what_is_not_public_here(app):
    article = a_public_article()
    for start in (a_comment(article).public_id, an_approved_comment().public_id, "", "0" * 16, "\0", "é"):
        with pytest.raises(NotThere):
            conversation_on(article, start=start)


def test_a_comment_of_the_articles_author_is_marked(app):
    article = a_public_article()
    an_approved_comment(article)
    an_approved_comment(article, by=None, name=article.author.name)
    a_comment(article, by=article.author, name=article.author.name)
    a_comment(article, by=an_account(Role.EDITOR), name="Editor")
    assert [entry.is_by_author for entry in conversation_on(article).entries] == [False, False, True, False]


def test_a_long_conversation_takes_as_many_queries_as_a_short_one(app, count_queries):
    article = a_public_article()
    many_approved(article, [None] + [0] * 60)
    taken = []
    db.session.refresh(article)
    for size in (1, 50):
        with count_queries() as asked:
            conversation_on(article, size=size)
        taken.append(len(asked))
    assert taken == [1, 1]


def test_a_chain_of_two_thousand_replies_is_read_in_parts(app, visitor):
    article = a_public_article()
    chain = many_approved(article, [None, *range(1999)])
    parts = all_parts(article, 100)
    assert [id for part in parts for id in ids(part)] == chain
    assert [entry.level for entry in parts[-1].entries] == [2] * 100
    assert parts[-1].entries[0].in_reply_to == f"Visitor {FIRST_ID + 1899}"
    last = visitor.get(f"/articles/{article.slug}/comments/{chain[-1]}")
    assert last.location == f"/articles/{article.slug}?from={chain[1949]}#comment-{chain[-1]}"
    page = visitor.get(last.location.partition("#")[0])
    assert ids_on(page.text) == chain[1949:]


def test_threads_may_be_read_newest_first_and_each_in_its_own_order(app):
    article = a_public_article()
    many = many_approved(article, [None, 0, 1, None, 3, None])
    read = conversation_on(article, order=Order.NEWEST).entries
    assert [entry.public_id for entry in read] == [many[n] for n in (5, 3, 4, 0, 1, 2)]
    for size in (1, 2, 4):
        parts = all_parts(article, size, Order.NEWEST)
        assert [id for part in parts for id in ids(part)] == [many[n] for n in (5, 3, 4, 0, 1, 2)]
        begins = [ids(part)[0] for part in parts]
        assert [part.earlier_start for part in parts] == [None, *begins[:-1]]


@pytest.mark.parametrize(("number", "begins"), [(0, None), (9, None), (10, 5), (25, 20), (29, 24)])
def test_a_part_with_a_comment_shows_half_a_part_above_it(app, number, begins):
    article = a_public_article()
    many = many_approved(article, [None] * 30)
    start = start_of_part_with(comment_called(many[number]), size=10)
    assert start == (None if begins is None else many[begins])
    newest = start_of_part_with(comment_called(many[29 - number]), size=10, order=Order.NEWEST)
    assert newest == (None if begins is None else many[29 - begins])


def test_a_part_with_a_comment_begins_with_a_thread_where_one_began_near_enough(app):
    article = a_public_article()
    many = many_approved(article, [None] * 8 + [7] * 30)
    starts = [start_of_part_with(comment_called(many[n]), size=10) for n in (13, 16, 17, 20)]
    assert starts == [many[7], many[7], many[12], many[15]]


@pytest.mark.parametrize("order", list(Order))
def test_a_part_with_a_comment_holds_it_wherever_it_is(app, order):
    article = a_public_article()
    chance = Random(3)
    many = many_approved(article, [chance.choice([None, n - 1, n // 2]) if n else None for n in range(120)])
    for public_id in many:
        start = start_of_part_with(comment_called(public_id), size=10, order=order)
        assert public_id in ids(conversation_on(article, start=start, size=10, order=order))


def test_a_waiting_comment_past_the_end_belongs_to_a_part_near_the_end(app):
    article = a_public_article()
    many = many_approved(article, [None] * 20)
    waiting = a_comment(article)
    waiting.root_id = FIRST_ID + 100
    assert start_of_part_with(waiting, size=10) == many[15]
