from hashlib import md5, sha1, sha256

from blog.accounts.account import Role
from blog.moderating.verdict import mark_as_spam, reject
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.posted import post

EMAIL = "canary.9f1c@visitors.example"


def public_answers(client, article, comments):
    paths = [
        "/",
        f"/articles/{article.slug}",
        "/feed.xml",
        "/sitemap.xml",
        "/robots.txt",
        f"/articles/{article.slug}/comments",
    ]
    paths += [f"/authors/{article.author.handle}", f"/articles/{article.slug}/comments/new"]
    for comment in comments:
        paths += [
            f"/articles/{article.slug}/comments/{comment.public_id}",
            f"/articles/{article.slug}/comments/new?parent={comment.public_id}",
            f"/articles/{article.slug}?from={comment.public_id}",
        ]
    answers = [client.get(path) for path in paths]
    return "\n".join(answer.text + str(answer.headers) for answer in answers)


def test_what_is_not_approved_is_nowhere_to_be_seen(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    pending, rejected, spam = (a_comment(article, name="Marker-9f1c", body="Marker-9f1c") for _ in range(3))
    reject(rejected, by=moderator)
    mark_as_spam(spam, by=moderator)
    once_public = an_approved_comment(article, name="Marker-9f1c", body="Marker-9f1c")
    an_approved_comment(article, parent=once_public)
    reject(once_public, by=moderator)
    seen = public_answers(app.test_client(), article, [pending, rejected, spam, once_public])
    assert seen.count("Marker-9f1c") == 0
    assert [seen.count(comment.public_id) for comment in (pending, rejected, spam)] == [
        seen.count(f"comments/{comment.public_id}") for comment in (pending, rejected, spam)
    ]


def test_an_email_is_nowhere_to_be_seen(app):
    article = a_public_article()
    comment = an_approved_comment(article, email=EMAIL, name="Canary")
    seen = public_answers(app.test_client(), article, [comment])
    assert "Canary" in seen
    for secret in (
        EMAIL,
        EMAIL.partition("@")[0],
        *(kind(EMAIL.encode()).hexdigest() for kind in (md5, sha1, sha256)),
    ):
        assert secret not in seen


def test_no_public_page_asks_the_table_of_emails(app, visitor, count_queries):
    article = a_public_article()
    comments = [an_approved_comment(article, email=EMAIL), a_comment(article)]
    receipt = post(visitor, article, remember="y").location
    with count_queries() as asked:
        public_answers(visitor, article, comments)
        visitor.get(receipt)
    assert [statement for statement in asked if "contact" in statement.lower()] == []


def test_only_the_receipt_page_says_its_own_address(app, visitor):
    article = a_public_article()
    receipt = post(visitor, article).location
    assert receipt not in visitor.get(f"/articles/{article.slug}").text
