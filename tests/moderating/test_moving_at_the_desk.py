"""A place for a comment is searched for, chosen and taken back, without scripts; its old address leads to the new one."""

from html import unescape
from re import findall

import pytest

from blog.accounts.account import Role
from blog.commenting.moving import Move, last_move_of, move
from blog.moderating.verdict import reject
from blog.publishing.deletion import delete
from blog.publishing.publication import withdraw
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, send


def test_near_places_are_offered_without_a_search(app):
    client, moderator = as_moderator(app)
    article = a_public_article()
    first, hidden = an_approved_comment(article), an_approved_comment(article)
    reject(hidden, by=moderator)
    elsewhere, parent = an_approved_comment(), an_approved_comment(article)
    comment = an_approved_comment(article, parent=parent)
    an_approved_comment(article)
    assert elsewhere is not None
    assert _offered(client, comment) == [f"article:{article.slug}", f"comment:{first.public_id}"]


def test_places_are_found_by_words_names_and_titles(app):
    client, _moderator = as_moderator(app)
    bread, other = a_public_article(title="On bread"), a_public_article(title="On clocks")
    by_words = an_approved_comment(other, body="The rye bread rises.")
    by_name = an_approved_comment(other, name="Ruth Bread")
    an_approved_comment(other)
    comment = an_approved_comment(other)
    found = [f"article:{bread.slug}", f"comment:{by_name.public_id}", f"comment:{by_words.public_id}"]
    assert _offered(client, comment, "BREAD") == found
    assert _offered(client, comment, "rye rises") == [f"comment:{by_words.public_id}"]
    assert _offered(client, comment, "100%_") == []


def test_an_address_that_is_pasted_names_its_place(app):
    client, _moderator = as_moderator(app)
    there = a_public_article()
    target, comment = an_approved_comment(there), an_approved_comment()
    one = [f"comment:{target.public_id}"]
    for pasted in (
        f"http://blog.example/articles/{there.slug}/comments/{target.public_id}",
        f"/articles/{there.slug}#comment-{target.public_id}",
        f"/moderation/comments/{target.public_id}",
        target.public_id,
    ):
        assert _offered(client, comment, pasted) == one
    assert _offered(client, comment, f"/articles/{there.slug}") == [f"article:{there.slug}", *one]


def test_a_comment_is_moved_and_its_old_address_leads_to_it(app, visitor):
    client, _moderator = as_moderator(app)
    here, there = a_public_article(), a_public_article()
    target = an_approved_comment(there)
    stray = an_approved_comment(here)
    answer_to_it, stays = an_approved_comment(here, parent=stray), an_approved_comment(here)
    answer = _move(client, stray, f"comment:{target.public_id}", because="It is about that.")
    assert (answer.status_code, answer.location) == (303, f"/moderation/comments/{stray.public_id}")
    assert (stray.parent, last_move_of(stray).because) == (target, "It is about that.")
    for moved in (stray, answer_to_it):
        old = visitor.get(f"/articles/{here.slug}/comments/{moved.public_id}")
        assert old.location == f"/articles/{there.slug}/comments/{moved.public_id}"
        assert visitor.get(old.location).location == f"/articles/{there.slug}#comment-{moved.public_id}"
    assert visitor.get(f"/articles/{there.slug}/comments/{stays.public_id}").status_code == 404
    page = visitor.get(f"/articles/{there.slug}").text
    assert page.index(target.public_id) < page.index(stray.public_id) < page.index(answer_to_it.public_id)
    assert "3 comments" in page and "1 comment" in visitor.get(f"/articles/{here.slug}").text


def test_an_old_address_leads_nowhere_where_readers_may_not_go(app, visitor):
    moderator = an_account(Role.MODERATOR)
    here, there = a_public_article(), a_public_article()
    stray = an_approved_comment(here)
    move(stray, article=there, by=moderator)
    reject(stray, by=moderator)
    path = f"/articles/{here.slug}/comments/{stray.public_id}"
    assert visitor.get(path).status_code == 404
    other = an_approved_comment(here)
    move(other, article=there, by=moderator)
    withdraw(there)
    assert visitor.get(f"/articles/{here.slug}/comments/{other.public_id}").status_code == 404


def test_it_is_moved_back_by_a_button(app, visitor):
    client, _moderator = as_moderator(app)
    here, there = a_public_article(), a_public_article()
    comment = an_approved_comment(here)
    _move(client, comment, f"article:{there.slug}")
    made = last_move_of(comment)
    path = f"/moderation/comments/{comment.public_id}"
    assert "Move it back" in client.get(path).text
    assert send(client, f"{path}/move-back", seen=made.id).status_code == 303
    assert (comment.article, last_move_of(comment).undoes_id) == (here, made.id)
    assert "Move it back" not in client.get(path).text
    assert send(client, f"{path}/move-back", seen=made.id).status_code == 409
    address = f"/articles/{there.slug}/comments/{comment.public_id}"
    assert visitor.get(address).location == f"/articles/{here.slug}/comments/{comment.public_id}"


def test_what_cannot_be_is_refused_with_all_that_was_typed(app):
    client, _moderator = as_moderator(app)
    article = a_public_article()
    root = an_approved_comment(article)
    comment = an_approved_comment(article, parent=root)
    under_it, later, waiting = (
        an_approved_comment(article, parent=comment),
        an_approved_comment(article),
        a_comment(article),
    )
    gone = a_public_article()
    delete(gone, by=gone.author)
    for to in (
        "",
        "x",
        "article:",
        "article:never-was",
        f"article:{gone.slug}",
        *(f"comment:{each.public_id}" for each in (comment, under_it, later, waiting, root)),
        f"comment:{root.id}",
    ):
        answer = _move(client, comment, to, because="My reason.", q="looked for")
        page = unescape(answer.text)
        assert answer.status_code == 422, to
        assert "My reason." in page and "looked for" in page and "data-error-summary" in page
    assert db.session.scalars(db.select(Move)).all() == []


def test_authors_move_among_their_own_articles_only(app):
    client, author = as_moderator(app, Role.AUTHOR)
    mine, also_mine, other = a_public_article(by=author), a_public_article(by=author), a_public_article()
    foreign, comment = an_approved_comment(other, name="Findme"), an_approved_comment(mine)
    assert _offered(client, comment, "Findme") == []
    assert _offered(client, comment, other.title) == []
    assert _move(client, comment, f"comment:{foreign.public_id}").status_code == 422
    assert _move(client, comment, f"article:{other.slug}").status_code == 422
    assert _move(client, comment, f"article:{also_mine.slug}").status_code == 303
    assert client.get(f"/moderation/comments/{foreign.public_id}/move").status_code == 404
    assert _move(client, foreign, f"article:{mine.slug}").status_code == 404


@pytest.mark.parametrize("typed", ["", "word", "/articles/x", "0" * 16, "\u0000", "%" * 300])
def test_whatever_is_searched_for_the_page_stands(app, typed):
    client, _moderator = as_moderator(app)
    comment = an_approved_comment()
    answer = client.get(f"/moderation/comments/{comment.public_id}/move", query_string={"q": typed})
    assert answer.status_code in (200, 400)


def test_the_search_asks_as_often_whatever_it_finds(app, count_queries):
    client, _moderator = as_moderator(app)
    article, numbers = a_public_article(), []
    for more in (1, 10):
        for _ in range(more):
            an_approved_comment(body="Same words.")
        comment = an_approved_comment(article)
        db.session.commit()
        with count_queries() as asked:
            client.get(f"/moderation/comments/{comment.public_id}/move?q=same")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def _offered(client, comment, words=""):
    page = client.get(f"/moderation/comments/{comment.public_id}/move", query_string={"q": words}).text
    return findall(r'name="to"\s+value="([^"]+)"', page)


def _move(client, comment, to, **fields):
    return send(client, f"/moderation/comments/{comment.public_id}/move", to=to, **fields)


def test_an_author_takes_no_move_back_to_an_article_of_somebody_elses(app):
    client, author = as_moderator(app, Role.AUTHOR)
    other, own = a_public_article(), a_public_article(by=author)
    comment, mine = a_comment(other), a_comment(own)
    for each in (comment, mine):
        move(
            each,
            by=an_account(Role.MODERATOR),
            article=own if each is comment else a_public_article(by=author),
        )
    path = f"/moderation/comments/{comment.public_id}"
    assert "Move it back" not in client.get(path).text
    assert send(client, f"{path}/move-back", seen=last_move_of(comment).id).status_code == 403
    assert comment.article_id == own.id
    path = f"/moderation/comments/{mine.public_id}"
    assert "Move it back" in client.get(path).text
    assert send(client, f"{path}/move-back", seen=last_move_of(mine).id).status_code == 303
