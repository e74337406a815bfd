"""What goes over the wire: whole words, headers that nobody can write into, and addresses of every alphabet."""

import pytest

from blog.mail.composing import COMPOSERS, Composed
from tests.mail.smtp import start_mail_server
from tests.mail.test_delivery import deliver, fate, post
from tests.mail.test_servers import rewired

LONG = "https://forge.example/letters/" + "x" * 300


@pytest.fixture
def sent(app, smtp, monkeypatch):
    """`sent(…)` is what arrives of a letter with these parts."""

    def sending(**parts):
        composed = Composed(
            **{"to": "ann@readers.example", "subject": "s", "text": "t\n", "html": "<p>h</p>\n"} | parts
        )
        monkeypatch.setitem(COMPOSERS, "greeting", lambda _about, _keys: composed)
        (letter,) = post("ann")
        assert deliver() == 1, fate(letter)
        return smtp.received[-1]

    return sending


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: everybody@readers.example",
        "Hello\nBcc: everybody@readers.example\n\nAnother body",
        "Hello\rBcc: x@readers.example",
        "Hello\u2028Bcc: x@readers.example",
        "Hello\x00\x85Bcc: x@readers.example",
        "Hello\u202eBcc: x@readers.example",
    ],
)
def test_a_subject_stays_one_line(sent, smtp, subject):
    received = sent(subject=subject)
    assert received.to == ["ann@readers.example"]
    assert received.message["Bcc"] is None
    assert received.message["Subject"].startswith("Hello Bcc: ")
    assert received.part("plain") == "t\r\n"


def test_a_long_subject_is_cut_and_a_foreign_one_arrives_whole(sent):
    assert sent(subject="Ä" * 500).message["Subject"] == "Ä" * 150
    assert sent(subject="Grüße — こんにちは 👋").message["Subject"] == "Grüße — こんにちは 👋"


@pytest.mark.parametrize(
    "words",
    [
        "Grüße — こんにちは 👋\n",
        ".\n..\n.leading dots\n",
        "From here on\nFrom: nobody\n",
        "x" * 5000 + "\n",
        "trailing spaces   \n\nand = signs =3D\n",
    ],
)
def test_words_arrive_as_they_were_written(sent, words):
    received = sent(text=words, html=f"<p>{words}</p>\n")
    assert received.part("plain").replace("\r\n", "\n") == words
    assert received.part("html").replace("\r\n", "\n") == f"<p>{words}</p>\n"
    assert max(map(len, received.content.split(b"\r\n"))) <= 998
    assert received.content.isascii()


def test_one_click_ends_such_letters(sent):
    message = sent(end_url=LONG, end_page="https://forge.example/page").message
    assert message["List-Unsubscribe"] == f"<{LONG}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"List-Unsubscribe: <{LONG}>\r\n".encode() in sent(end_url=LONG).content


def test_where_only_a_page_ends_them_no_click_is_promised(sent):
    message = sent(end_page="https://forge.example/page").message
    assert message["List-Unsubscribe"] == "<https://forge.example/page>"
    assert message["List-Unsubscribe-Post"] is None
    assert sent().message["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "address", ["javascript:x", "https://x.example/\r\nBcc: a@b.example", "https://x.example/ä"]
)
def test_an_end_that_is_no_address_of_a_page_is_not_sent(app, smtp, monkeypatch, address):
    composed = Composed("ann@readers.example", "s", "t", "h", end_url=address)
    monkeypatch.setitem(COMPOSERS, "greeting", lambda _about, _keys: composed)
    (letter,) = post("ann")
    assert deliver() == 0
    assert fate(letter)[0] == "failed"


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("jürgen@bücher.example", "jürgen@bücher.example"),
        ("δοκιμή@readers.example", "δοκιμή@readers.example"),
        ("o'neil+tag@readers.example", "o'neil+tag@readers.example"),
        ("a" * 64 + "@" + "b" * 60 + ".example", "a" * 64 + "@" + "b" * 60 + ".example"),
    ],
)
def test_addresses_of_every_alphabet_are_reached(sent, address, reached):
    received = sent(to=address)
    assert received.to == [reached]
    assert f"To: {reached}\r\n".encode() in received.content


def test_a_server_that_knows_no_such_alphabet_fails_that_letter_alone(app, monkeypatch):
    older = start_mail_server(enable_SMTPUTF8=False)
    rewired(app, monkeypatch, smtp_url=older.url)
    monkeypatch.setitem(COMPOSERS, "greeting", lambda about, _keys: Composed(about["name"], "s", "t", "h"))
    foreign, plain = post("jürgen@readers.example", "ann@readers.example")
    assert deliver() == 1
    assert fate(foreign) == ("failed", 1, "the mail server takes no address of this kind")
    assert fate(plain)[0] == "sent"
    older.controller.stop()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("blog@forge.example", "blog@forge.example"),
        ("Forge, the blog <blog@forge.example>", '"Forge, the blog" <blog@forge.example>'),
        ("Bücher <blog@forge.example>", "Bücher <blog@forge.example>"),
    ],
)
def test_the_sender_is_as_it_was_set(app, sent, monkeypatch, typed, written):
    rewired(app, monkeypatch, mail_from=typed)
    received = sent()
    assert (str(received.message["From"]), received.sender) == (written, "blog@forge.example")
