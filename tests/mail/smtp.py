"""A real mail server in the test's process, which keeps what it is given and is as difficult as it is told to be."""

import asyncio
import email
import email.policy
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

OK = "250 OK"


@dataclass(frozen=True)
class Received:
    sender: str
    to: list
    content: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.content, policy=email.policy.SMTP)

    def part(self, kind):
        """The words of its text/<kind> part."""
        return self.message.get_body((kind,)).get_content()


@dataclass
class MailServer:
    """`answers[address]` are the answers to RCPT for it, one after the other; the last one stays. None hangs up, "" is
    silent for ever. `at_data` are answers the same way, to whatever letter comes; what was sent is kept all the same.
    """

    received: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    at_data: list = field(default_factory=list)
    at_mail: list = field(default_factory=list)
    connections: int = 0
    asked: list = field(default_factory=list)  # the addresses of each RCPT
    while_asked: object = (
        None  # called, in the server's thread, while the other side waits for the answer to DATA
    )
    controller: Controller | None = None

    @property
    def port(self):
        return self.controller.server.sockets[0].getsockname()[1]

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def to(self):
        """To whom letters came, in their order."""
        return [address for each in self.received for address in each.to]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        answer = await self._answer(server, self.at_mail)
        if answer == OK:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.asked.append(address)
        answer = await self._answer(server, self.answers.get(address, []))
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append(Received(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        if self.while_asked:
            await asyncio.get_running_loop().run_in_executor(None, self.while_asked)
        return await self._answer(server, self.at_data)

    async def _answer(self, server, answers):
        answer = (answers.pop(0) if len(answers) > 1 else answers[0]) if answers else OK
        if answer is None:
            server.transport.abort()
            return "421 gone"
        if not answer:
            await asyncio.sleep(3600)
        return answer


def start_mail_server(server=None, *, port=0, password=None, hostname="127.0.0.1", **options):
    """A MailServer that listens on a free port of loopback. With `password` it wants that, whoever logs in."""
    server = server or MailServer()
    if password is not None:
        options |= {
            "auth_required": True,
            "auth_require_tls": False,
            "authenticator": lambda *asked: AuthResult(
                success=asked[-1].password == password.encode(), handled=False
            ),
        }
    options = {"enable_SMTPUTF8": True} | options
    controller = _Controller(server, hostname=hostname, port=port, **options)
    controller.start()
    server.controller = controller
    return server


class _Controller(Controller):
    """The library's own knocks at the port that it was told, which is 0 here: any that is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
