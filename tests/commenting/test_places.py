from blog.accounts.account import Role
from blog.moderating.verdict import reject
from blog.publishing.publication import withdraw
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.posted import many_approved


def test_a_comments_address_leads_to_its_place_on_the_page(app, visitor):
    article = a_public_article()
    comment = an_approved_comment(article)
    answer = visitor.get(f"/articles/{article.slug}/comments/{comment.public_id}")
    assert (answer.status_code, answer.location) == (
        302,
        f"/articles/{article.slug}#comment-{comment.public_id}",
    )


def test_a_comments_address_leads_to_the_part_that_the_site_shows(app, visitor):
    article = a_public_article()
    many = many_approved(article, [None] * 25)
    change_site_setting("comments_per_page", 10, by=None)
    answer = visitor.get(f"/articles/{article.slug}/comments/{many[14]}")
    assert answer.location == f"/articles/{article.slug}?from={many[9]}#comment-{many[14]}"
    assert f'id="comment-{many[14]}"' in visitor.get(f"/articles/{article.slug}?from={many[9]}").text


def test_what_is_not_public_has_no_address(app, visitor):
    article, other, hidden = a_public_article(), a_public_article(), a_public_article()
    gone, of_hidden = an_approved_comment(article), an_approved_comment(hidden)
    reject(gone, by=an_account(Role.MODERATOR))
    withdraw(hidden)
    elsewhere = an_approved_comment(other).public_id
    for slug, id in (
        (article.slug, a_comment(article).public_id),
        (article.slug, gone.public_id),
        (article.slug, elsewhere),
        (article.slug, "0" * 16),
        (article.slug, "%00"),
        (article.slug, str(gone.id)),
        (hidden.slug, of_hidden.public_id),
        ("never-was", elsewhere),
    ):
        assert visitor.get(f"/articles/{slug}/comments/{id}").status_code == 404
        assert visitor.get(f"/articles/{slug}/comments/new?parent={id}").status_code in (400, 404, 409)


def test_the_address_of_all_comments_leads_to_them(app, visitor):
    article = a_public_article()
    answer = visitor.get(f"/articles/{article.slug}/comments")
    assert answer.location == f"/articles/{article.slug}#comments"


def test_integer_keys_stand_nowhere_on_the_page(app, visitor):
    article = a_public_article()
    many_approved(article, [None, 0, 1, 2])
    page = visitor.get(f"/articles/{article.slug}").text
    for id in range(1_000_000, 1_000_004):
        assert page.count(f"{id:x}") == page.count(f"{id:016x}")
        assert page.count(str(id)) == page.count(f"Visitor {id}") + page.count(f"Words {id}")
