import pytest

from blog.settings import WrongSetting, run_settings


def test_empty_values_count_as_not_given_and_are_filled_from_the_others(tmp_path):
    run = run_settings({"INSTANCE": str(tmp_path), "PORT": "9000", "BLOG_URL": "  "})
    assert run.url == "http://127.0.0.1:9000"
    assert run.database_url == f"sqlite:///{tmp_path}/blog.sqlite"
    assert run.limits_url == f"sqlite:///{tmp_path}/limits.sqlite"
    assert run.keys == tmp_path / "keys"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "٣"),
        ("BLOG_WORKERS", "-1"),
        ("BLOG_THREADS", "many"),
        ("BLOG_TRUSTED_PROXIES", "yes"),
        ("BLOG_URL", "blog.example.org"),
        ("BLOG_URL", "https://blog.example.org/sub"),
        ("BLOG_URL", "ftp://blog.example.org"),
        ("BLOG_DATABASE_URL", "mysql://x"),
        ("BLOG_LIMITS_URL", "memcached://x"),
        ("BLOG_SMTP_URL", "mail.example.org"),
        ("BLOG_SMTP_URL", "smtp://"),
        ("BLOG_SMTP_URL", "smtp://mail.example.org:70000"),
        ("BLOG_SMTP_URL", "smtp://mail.example.org/path"),
        ("BLOG_MAIL_FROM", "nobody"),
        ("BLOG_MAIL_FROM", "a@blog.example\nBcc: b@blog.example"),
        ("BLOG_MAIL_FROM", "a@blog.example, b@blog.example"),
        ("BLOG_QUEUE_URL", "sqlite:///queue"),
        ("BLOG_WORKER", "maybe"),
        ("BLOG_COMMENT_RATE", "often"),
        ("BLOG_COMMENT_RATE", "3 per minute; rarely"),
    ],
)
def test_a_wrong_value_is_an_error_that_names_the_setting(name, value):
    with pytest.raises(WrongSetting, match=name):
        run_settings({name: value})


@pytest.mark.parametrize("name", ["BLOG_DATABASE_URL", "BLOG_LIMITS_URL", "BLOG_QUEUE_URL", "BLOG_SMTP_URL"])
def test_the_error_about_an_address_does_not_show_its_password(name):
    with pytest.raises(WrongSetting) as problem:
        run_settings({name: "mysql://me:secret-word@db.example/blog"})
    assert "secret-word" not in str(problem.value)


def test_a_postgresql_address_gets_our_driver():
    run = run_settings({"BLOG_DATABASE_URL": "postgres://me@db.example/blog"})
    assert run.database_url == "postgresql+psycopg://me@db.example/blog"


def test_passwords_do_not_stand_in_what_settings_look_like():
    run = run_settings(
        {"BLOG_SMTP_URL": "smtp://me:secret-word@host", "BLOG_QUEUE_URL": "redis://:secret-word@host"}
    )
    assert "secret-word" not in repr(run)


def test_an_ipv6_host_makes_a_usable_address():
    assert run_settings({"HOST": "::1"}).url == "http://[::1]:8000"


def test_an_empty_rate_of_comments_is_no_rate_and_one_that_is_not_given_is_the_usual():
    assert run_settings({}).comment_rate == "3 per minute"
    assert run_settings({"BLOG_COMMENT_RATE": " "}).comment_rate == ""
    assert (
        run_settings({"BLOG_COMMENT_RATE": "5/hour; 1 per 2 seconds"}).comment_rate
        == "5/hour; 1 per 2 seconds"
    )
