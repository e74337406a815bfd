import pytest
from sqlalchemy import func, select

from blog.clock import now
from blog.publishing.article import Article
from blog.publishing.publication import publish, withdraw
from blog.publishing.tag import Tag
from blog.storage import db
from tests.builders import a_draft, a_public_article
from tests.publishing.desk import WORDS, typed


def the_article():
    return db.session.scalars(select(Article)).one()


def test_what_was_typed_becomes_a_draft_and_its_desk_page_shows_it(desk):
    answer = desk.write(tags="Winter,  radio , winter", summary="A  summary.")
    article = the_article()
    assert (answer.status_code, answer.location) == (303, f"/desk/articles/{article.id}")
    assert (article.title, article.summary, article.slug) == (
        "The winter ledger",
        "A summary.",
        "the-winter-ledger",
    )
    assert (article.author, article.version, article.publication) == (desk.account, 1, None)
    assert [tag.name for tag in article.tags] == ["Winter", "radio"]
    page = desk.get(answer.location).text
    assert "<p>What <em>forty years</em> say.</p>" in page
    assert "Publish now" in page


def test_the_first_words_stand_in_for_a_summary(desk):
    desk.write()
    assert the_article().teaser == "What forty years say."
    desk.save(the_article(), summary="In short.")
    assert the_article().teaser == "In short."


@pytest.mark.parametrize(
    ("field", "words", "problem"),
    [
        ("title", " \u200b ", "An article needs a title."),
        ("title", "𝒜" * 201, "This has 201 characters; at most 200 are possible."),
        ("body", " \r\n ", "An article needs words."),
        ("body", "x" * 200_001, "This has 200,001 characters; at most 200,000 are possible."),
        ("summary", "x" * 501, "This has 501 characters; at most 500 are possible."),
        ("tags", ",".join(f"tag {n}" for n in range(13)), "These are 13 tags; at most 12 are possible."),
        ("tags", "y" * 51, "A tag has at most 50 characters; this one has more: " + "y" * 51),
        ("tags", "good, !!!", "A tag needs a letter or a digit; this one has none: !!!"),
        ("slug", "Höhe & Tiefe", "It could be: hohe-tiefe"),
    ],
)
def test_a_refused_form_says_why_and_keeps_all_that_was_typed(desk, field, words, problem):
    given = WORDS | {"summary": "Kept.", "tags": "kept", "slug": "kept"} | {field: words}
    answer = desk.write(**given)
    assert answer.status_code == 422
    assert {name: typed(answer.text, name) for name in given} == {
        name: value.replace("\r\n", "\n") for name, value in given.items()
    } or field == "body"
    assert problem in answer.text
    assert "data-error-summary" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert db.session.scalar(select(func.count(Article.id))) == 0


def test_limits_are_counted_in_code_points_of_what_is_kept(desk):
    longest = "𝒜" * 200
    assert desk.write(title=longest + "  ", body="x\r\n" * 100_000).status_code == 303
    assert the_article().title == longest


def test_a_slug_that_was_asked_for_must_be_free_and_one_from_the_title_gives_way(desk):
    first, _noise = a_draft(title="Snow"), a_draft(title="Snow and ice")
    assert desk.write(title="Snow").status_code == 303
    assert db.session.scalars(select(Article.slug).order_by(Article.id)).all()[-1] == "snow-2"
    refused = desk.write(title="Rain", slug=first.slug)
    assert refused.status_code == 422
    assert "Another article has this address already." in refused.text
    assert typed(refused.text, "slug") == "snow"


def test_the_address_can_change_until_the_article_has_been_public(desk):
    article = a_draft(by=desk.account, title="Snow")
    assert desk.save(article, slug="first-snow").status_code == 303
    assert article.slug == "first-snow"
    publish(article, by=desk.account)
    assert desk.save(article, slug="second-snow").status_code == 422
    withdraw(article)
    refused = desk.save(article, slug="second-snow", title="Kept title")
    assert (refused.status_code, typed(refused.text, "title")) == (422, "Kept title")
    assert article.slug == "first-snow"
    assert 'name="slug"' not in desk.get(f"/desk/articles/{article.id}/edit").text


def test_saving_without_an_address_keeps_it(desk):
    article = a_draft(by=desk.account, title="Snow")
    desk.save(article, title="Something else")
    assert (article.slug, article.title, article.version) == ("snow", "Something else", 2)


def test_the_edit_form_holds_what_stands_exactly(desk):
    body = "\n\n  indented\ttab\n<textarea>&amp;</textarea>\n\nend"
    article = a_draft(by=desk.account, title='"Quotes" & <tags>', body=body, tags=["One", "Two"])
    page = desk.get(f"/desk/articles/{article.id}/edit").text
    assert typed(page, "body") == body
    assert (typed(page, "title"), typed(page, "tags")) == ('"Quotes" & <tags>', "One, Two")


def test_two_spellings_are_one_tag(desk):
    desk.write(tags="Déjà vu")
    desk.write(tags="deja vu, DEJA VU")
    assert db.session.scalars(select(Tag.name)).all() == ["Déjà vu"]


def test_a_deleted_article_is_not_edited_but_the_words_come_back(desk):
    article = a_public_article(by=desk.account, live=now())
    desk.says(article, "deletion")
    answer = desk.save(article, body="Words that took an hour.")
    assert answer.status_code == 409
    assert "Words that took an hour." in answer.text
    assert article.body != "Words that took an hour."
    assert desk.get(f"/desk/articles/{article.id}/edit").status_code == 302


def test_no_form_is_taken_without_its_token(desk):
    assert desk.write(csrf_token="wrong").status_code == 400
    assert db.session.scalar(select(func.count(Article.id))) == 0
