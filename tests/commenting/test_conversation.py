import re

import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.conversation import conversation_on, start_of_part_with
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.refusals import NotThere
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.posted import FIRST_ID, many_approved


def ids(conversation):
    return [entry.public_id for entry in conversation.entries]


def all_parts(article, size):
    parts, start = [], None
    while True:
        parts.append(conversation_on(article, start=start, size=size))
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


def test_a_removed_comment_with_answers_leaves_a_place_without_words(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    removed = an_approved_comment(article, name="Loud Person", body="Loud words.")
    answer = an_approved_comment(article, parent=removed)
    reject(removed, by=moderator)
    tombstone, after = conversation_on(article).entries
    assert (tombstone.public_id, tombstone.is_removed, tombstone.can_reply) == (
        removed.public_id,
        True,
        False,
    )
    assert (after.public_id, after.reply_to) == (answer.public_id, "a removed comment")


def test_a_removed_comment_is_not_named_on_the_page(app, visitor):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    removed = an_approved_comment(
        article, name="Loud Person", body="Loud words.", website="https://loud.example"
    )
    answer = an_approved_comment(article, parent=removed)
    deeper = an_approved_comment(article, parent=answer)
    deepest = an_approved_comment(article, parent=deeper)
    for comment in (removed, answer, deeper):
        reject(comment, by=moderator)
    page = visitor.get(f"/articles/{article.slug}").text
    assert re.findall(r'id="comment-(\w+)"', page) == [
        c.public_id for c in (removed, answer, deeper, deepest)
    ]
    assert page.count("This comment was removed.") == 3
    assert page.lower().count("loud") == 0
    assert answer.name not in page
    assert "in reply to a removed comment" in page


def test_a_removed_comment_whose_answers_are_gone_too_leaves_nothing(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    removed = an_approved_comment(article)
    answer = an_approved_comment(article, parent=removed)
    reject(removed, by=moderator)
    reject(answer, by=moderator)
    assert conversation_on(article).entries == []
    approve(answer, by=moderator)
    assert [entry.is_removed for entry in conversation_on(article).entries] == [True, False]


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


def test_a_removed_comment_stands_in_the_part_of_its_first_answer_and_in_no_other(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    many = many_approved(article, [None] * 10 + [9] * 15)
    root = db.session.query(Comment).filter_by(public_id=many[9]).one()
    root.decision_count = 1
    reject(root, by=moderator)
    parts = all_parts(article, 9)
    assert [[entry.is_removed for entry in part.entries].count(True) for part in parts] == [0, 1, 0]
    assert ids(parts[1])[0] == root.public_id
    assert [entry.in_reply_to for entry in parts[2].entries] == ["a removed comment"] * 6


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
    assert last.location == f"/articles/{article.slug}?from={chain[1900]}#comment-{chain[-1]}"
    page = visitor.get(last.location.partition("#")[0])
    assert re.findall(r'id="comment-(\w+)"', page.text) == chain[1900:]


def test_ten_thousand_comments_are_read_in_parts_that_cost_alike(app, visitor, count_queries):
    article = a_public_article()
    many = many_approved(article, [None if n % 4 == 0 else n - n % 4 for n in range(10_000)])
    costs = []
    db.session.refresh(article)
    for start in (many[100], many[5000], many[9900]):
        with count_queries() as asked:
            part = conversation_on(article, start=start)
        assert ids(part)[0] == start
        assert len(part.entries) == 100
        costs.append(len(asked))
    assert len(set(costs)) == 1
    page = visitor.get(f"/articles/{article.slug}?from={many[5000]}").text
    assert re.findall(r'id="comment-(\w+)"', page) == many[5000:5100]
    assert f"/articles/{article.slug}?from={many[4900]}#comments" in page
    assert f"/articles/{article.slug}?from={many[5100]}#comments" in page
    assert "10,000 comments" in page


@pytest.mark.parametrize("number", [0, 9, 10, 25, 29])
def test_the_part_with_a_comment_is_one_that_paging_leads_to(app, number):
    article = a_public_article()
    many = many_approved(article, [None] * 30)
    comment = db.session.query(Comment).filter_by(public_id=many[number]).one()
    begins = [None, many[10], many[20]]
    assert start_of_part_with(comment, size=10) == begins[number // 10]


def test_a_waiting_comment_past_the_end_belongs_to_the_last_part(app):
    article = a_public_article()
    many = many_approved(article, [None] * 20)
    waiting = a_comment(article)
    waiting.root_id = FIRST_ID + 100
    assert start_of_part_with(waiting, size=10) == many[10]
