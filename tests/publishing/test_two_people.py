from blog.accounts.account import Role
from tests.builders import a_draft
from tests.publishing.desk import Desk, typed


def test_the_second_save_is_told_and_both_texts_survive(app, desk):
    article = a_draft(by=desk.account, title="Ours", body="Begun.")
    editor = Desk(app, Role.EDITOR)
    assert editor.save(article, body="The editor's words.", version=1).status_code == 303
    answer = desk.save(article, title="Ours", body="The author's words.", version=1)
    assert answer.status_code == 409
    assert (article.body, article.version) == ("The editor's words.", 2)
    assert typed(answer.text, "body") == "The author's words."
    assert "The editor&#39;s words." in answer.text
    assert typed(answer.text, "version") == "2"
    again = desk.save(article, body="Both of our words.", version=typed(answer.text, "version"))
    assert (again.status_code, article.body, article.version) == (303, "Both of our words.", 3)


def test_the_same_form_sent_twice_is_no_conflict(desk):
    article = a_draft(by=desk.account, title="Mine", tags=["One"])
    words = {"title": "Mine", "body": "Words.", "tags": "One", "version": 1}
    assert [desk.save(article, **words).status_code for _ in range(2)] == [303, 303]
    assert article.version == 2


def test_a_form_without_a_version_overwrites_nothing(desk):
    article = a_draft(by=desk.account, body="Stands.")
    for version in ("", "x", "-1", "9" * 30):
        assert desk.save(article, body="Other words.", version=version).status_code == 409
    assert article.body == "Stands."
