"""The connection to the mail server, and what its answers mean.

A password goes over an encrypted connection only, whose certificate is verified; on this very machine there is nobody in
between. Without a password, encryption is taken where it is offered and not insisted on, as between mail servers: refusing
it would send the letter in clear.
"""

import smtplib
import ssl
from base64 import b64encode
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from blog.mail.message import ascii_host

SECONDS = 20  # for each answer of the server
SUBMISSION, SMTP, SMTPS = 587, 25, 465
_ABOUT_US = {421, 454, 530, 534, 535, 538}  # closing, or it wants another password: not about this letter

SILENT = "the mail server did not answer in time"
LOST = "the connection to the mail server was lost"
UNREACHABLE = "the mail server could not be reached"


class Vain(Exception):
    """A try in vain. Its words are ours and fixed, with the server's code, so that they may be kept and shown."""

    def __init__(self, phrase, code=None):
        super().__init__(f"{phrase} ({code})" if code else phrase)


class ServerTrouble(Vain):
    """It concerns every letter: the server cannot be reached, or will not have us."""


class ConnectionLost(ServerTrouble):
    """It broke in the middle of a letter, of which it may be the cause."""


class PutOff(Vain):
    """Not now: greylisted, or the mailbox is full."""


class Refused(Vain):
    """Never."""


class Postbox:
    """`with Postbox(run) as postbox: postbox.take(envelope)`. Connects with the first letter; one connection for all."""

    def __init__(self, run):
        self._address, self._we = urlsplit(run.smtp_url), ascii_host(run.url)
        self._server = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._hang_up(politely=True)

    def take(self, envelope):
        """Returns once the server has taken the letter. Raises ServerTrouble, PutOff or Refused."""
        if self._server is None:
            self._connect()
        options = ["SMTPUTF8", "BODY=8BITMIME"] if envelope.utf8 else []
        try:
            self._server.sendmail(envelope.sender, [envelope.to], envelope.content, options)
        except smtplib.SMTPNotSupportedError:
            raise Refused("the mail server takes no address of this kind") from None
        except smtplib.SMTPSenderRefused as refusal:
            self._hang_up()
            raise ServerTrouble("the mail server does not take letters from us", refusal.smtp_code) from None
        except smtplib.SMTPRecipientsRefused as refusal:
            ((code, _words),) = refusal.recipients.values()
            self._judge(code)
        except smtplib.SMTPResponseException as refusal:
            self._judge(refusal.smtp_code)
        except (smtplib.SMTPException, OSError) as problem:
            self._hang_up()
            raise ConnectionLost(SILENT if _timed_out(problem) else LOST) from None

    def _judge(self, code):
        if code in _ABOUT_US:
            self._hang_up()
            raise ServerTrouble("the mail server does not take letters from us now", code)
        if 400 <= code < 500:
            raise PutOff("the mail server put it off", code)
        if 500 <= code < 600:
            raise Refused("the mail server refused it", code)
        self._hang_up()
        raise ConnectionLost("the mail server gave an answer that means nothing", code)

    def _connect(self):
        try:
            self._server = self._greeted()
            self._log_in()
        except Vain:
            self._hang_up()
            raise
        except smtplib.SMTPAuthenticationError as refusal:
            self._hang_up()
            raise ServerTrouble("the mail server refused our name and password", refusal.smtp_code) from None
        except ssl.SSLError:
            self._hang_up()
            raise ServerTrouble(
                "no encrypted connection to the mail server came about; its certificate may be unknown here"
            ) from None
        except smtplib.SMTPResponseException as refusal:
            self._hang_up()
            raise ServerTrouble("the mail server does not want us", refusal.smtp_code) from None
        except (smtplib.SMTPException, OSError, UnicodeError) as problem:
            self._hang_up()
            raise ServerTrouble(SILENT if _timed_out(problem) else UNREACHABLE) from None

    def _greeted(self):
        address, host = self._address, self._address.hostname
        if address.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host,
                address.port or SMTPS,
                local_hostname=self._we,
                timeout=SECONDS,
                context=ssl.create_default_context(),
            )
        port = address.port or (SUBMISSION if address.username else SMTP)
        self._server = smtplib.SMTP(host, port, local_hostname=self._we, timeout=SECONDS)
        if not is_this_machine(host):
            self._encrypt(insist=bool(address.username))
        return self._server

    def _encrypt(self, *, insist):
        self._server.ehlo_or_helo_if_needed()
        if not self._server.has_extn("starttls"):
            if insist:
                raise ServerTrouble(
                    "the mail server offers no encryption, and a password is not sent without it"
                )
            return
        context = ssl.create_default_context()
        if not insist:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self._server.starttls(context=context)

    def _log_in(self):
        """In one way and once: the library would go on to try another way after a refusal, and servers lock out who
        tries often. It also knows no password beyond ASCII.
        """
        if not self._address.username:
            return
        name, password = unquote(self._address.username), unquote(self._address.password or "")
        self._server.ehlo_or_helo_if_needed()
        ways = self._server.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in ways:
            answers = [f"AUTH PLAIN {_base64(chr(0) + name + chr(0) + password)}"]
        elif "LOGIN" in ways:
            answers = ["AUTH LOGIN", _base64(name), _base64(password)]
        else:
            raise ServerTrouble("the mail server offers no way to log in that is known here")
        for answer in answers:
            code, words = self._server.docmd(answer)
            if code not in {235, 334}:
                raise smtplib.SMTPAuthenticationError(code, words)

    def _hang_up(self, *, politely=False):
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                if politely:
                    server.quit()
            server.close()


def _base64(words):
    return b64encode(words.encode()).decode()


def _timed_out(problem):
    """The library makes of a time-out while it reads a lost connection."""
    return isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError)


def is_this_machine(host):
    """Whether `host` is a name of loopback."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
