"""Mail servers with a password, with and without encryption; and how long they are left alone when they will not."""

import socket
import ssl
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from blog.clock import now
from blog.mail.health import NO_WORKER, NOT_SET_UP, mail_health, remember_whether_mail_was_used
from blog.mail.postbox import is_this_machine
from blog.mail.trouble import RESTS
from tests.mail.smtp import start_mail_server
from tests.mail.test_delivery import deliver, fate, post
from tests.services import missing

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def rewired(app, monkeypatch, **values):
    """The same application, run with these settings."""
    monkeypatch.setitem(app.config, "RUN", replace(app.config["RUN"], **values))


@pytest.fixture
def locked(smtp):
    server = start_mail_server(password="p@ss/word")
    yield server
    server.controller.stop()


def url_of(server, password, host="127.0.0.1"):
    return f"smtp://forge:{password}@{host}:{server.port}"


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN"])
def test_with_the_right_password_letters_leave(app, monkeypatch, way):
    other = {"PLAIN", "LOGIN"} - {way}
    locked = start_mail_server(password="wörd", auth_exclude_mechanism=other)
    rewired(app, monkeypatch, smtp_url=url_of(locked, "w%C3%B6rd"))
    post("ann", "bob")
    assert deliver() == 2
    locked.controller.stop()


def test_a_password_of_strange_signs_is_written_as_in_any_address(app, locked, monkeypatch):
    rewired(app, monkeypatch, smtp_url=url_of(locked, "p%40ss%2Fword"))
    post("ann", "bob")
    assert deliver() == 2


@pytest.mark.parametrize("password", ["wrong", "wr%C3%B6ng"])
def test_a_refused_password_lets_letters_wait_and_says_since_when(app, locked, monkeypatch, caplog, password):
    rewired(app, monkeypatch, smtp_url=url_of(locked, password))
    (letter,) = post("ann")
    moment = now()
    assert mail_health() is None
    assert deliver(moment) == 0
    assert fate(letter) == ("waiting", 0, "")
    health = mail_health()
    assert health.since == moment
    assert health.why == "the mail server refused our name and password (535)"
    assert password not in caplog.text
    rewired(app, monkeypatch, smtp_url=url_of(locked, "p%40ss%2Fword"))
    assert deliver(moment + timedelta(seconds=59)) == 0  # it is left alone for a minute
    assert deliver(moment + timedelta(seconds=60)) == 1
    assert mail_health() is None


def test_a_password_that_is_refused_is_tried_more_and_more_rarely(app, locked, monkeypatch):
    rewired(app, monkeypatch, smtp_url=url_of(locked, "wrong"))
    post("ann")
    moment, started = now(), locked.connections
    for minute in range(60):
        deliver(moment + timedelta(minutes=minute))
    assert [rest.total_seconds() / 60 for rest in RESTS] == [1, 2, 5, 10, 15]
    tries = {0, 1, 3, 8, 18, 33, 48}
    assert locked.connections - started == len(tries)


def test_a_server_that_is_not_there_is_in_words(app, smtp):
    smtp.controller.stop()
    post("ann")
    deliver()
    assert mail_health().why == "the mail server could not be reached"


def test_one_mailbox_that_is_slow_is_no_trouble(app, smtp):
    smtp.answers["ann@readers.example"] = ["451 later"]
    post("ann")
    moment = now()
    deliver(moment)
    assert mail_health(at=moment) is None
    assert mail_health(at=moment + timedelta(minutes=11)).since == moment  # nothing else left since
    post("bob")
    deliver()
    assert mail_health(at=moment + timedelta(minutes=11)) is None


def test_letters_that_nobody_sends_are_noticed(app, smtp):
    moment = now()
    post("ann", at=moment)
    assert mail_health(at=moment + timedelta(minutes=14)) is None
    health = mail_health(at=moment + timedelta(minutes=16))
    assert (health.since, health.why) == (moment, NO_WORKER)


def test_letters_wait_where_mail_is_set_up_no_more(app, smtp, monkeypatch, count_queries):
    post("ann")
    rewired(app, monkeypatch, smtp_url="")
    remember_whether_mail_was_used(app)
    assert deliver(now()) == 0
    with count_queries() as asked:
        assert mail_health().why == NOT_SET_UP
    assert len(asked) == 1


def test_where_mail_never_was_set_up_nothing_is_asked(app, monkeypatch, count_queries):
    rewired(app, monkeypatch, smtp_url="")
    remember_whether_mail_was_used(app)
    with count_queries() as asked:
        assert mail_health() is None
    assert asked == []


# Encryption --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True)]
    + [("192.0.2.1", False), ("mail.example.org", False), ("localhost.example.org", False)],
)
def test_only_loopback_is_this_machine(host, here):
    assert is_this_machine(host) is here


@pytest.fixture
def own_address():
    """An address of this machine that is not loopback. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            missing("this machine has no address but loopback")
        return probe.getsockname()[0]


@pytest.fixture
def certificate(tmp_path, own_address):
    """(its path, a server's context with it): for this machine's address, signed by nobody else."""
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        made,
    ]
    command += ["-subj", "/CN=mail", "-addext", f"subjectAltName=IP:{own_address}"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        missing("openssl is not installed")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    return made, context


@pytest.fixture
def far(own_address):
    """`far(…)` starts a server on an address that is not loopback."""
    started = []

    def starting(**options):
        started.append(start_mail_server(hostname=own_address, **options))
        return started[-1]

    yield starting
    for server in started:
        server.controller.stop()


def test_a_password_is_not_sent_in_clear(app, far, monkeypatch, own_address):
    server = far(password="secret")
    rewired(app, monkeypatch, smtp_url=url_of(server, "secret", own_address))
    (letter,) = post("ann")
    assert deliver() == 0
    assert fate(letter)[0] == "waiting"
    assert mail_health().why == "the mail server offers no encryption, and a password is not sent without it"


def test_a_password_is_not_sent_to_somebody_who_cannot_prove_who_they_are(
    app, far, monkeypatch, own_address, certificate
):
    server = far(password="secret", tls_context=certificate[1])
    rewired(app, monkeypatch, smtp_url=url_of(server, "secret", own_address))
    post("ann")
    assert deliver() == 0
    assert "certificate" in mail_health().why


def test_a_password_goes_over_an_encrypted_connection(app, far, monkeypatch, own_address, certificate):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = far(password="secret", tls_context=certificate[1], require_starttls=True)
    rewired(app, monkeypatch, smtp_url=url_of(server, "secret", own_address))
    post("ann")
    assert deliver() == 1


def test_without_a_password_encryption_is_taken_where_it_is_offered(
    app, far, monkeypatch, own_address, certificate
):
    server = far(tls_context=certificate[1], require_starttls=True)
    rewired(app, monkeypatch, smtp_url=f"smtp://{own_address}:{server.port}")
    post("ann")
    assert deliver() == 1


def test_smtps_is_encrypted_from_the_first_byte(app, far, monkeypatch, own_address, certificate):
    server = far(ssl_context=certificate[1])
    rewired(app, monkeypatch, smtp_url=f"smtps://{own_address}:{server.port}")
    post("ann")
    assert deliver() == 0
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert deliver(now() + timedelta(minutes=2)) == 1
