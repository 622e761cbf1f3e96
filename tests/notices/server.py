"""A real mail server on loopback that may refuse, hang or drop, and keeps what it took."""

import asyncio
import random
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

#: A key and its certificate for 127.0.0.1, for these tests and nothing else.
LOOPBACK = Path(__file__).with_name("loopback.pem")

HANGS_FOR = 2.0


@dataclass
class Mailbox:
    """What the server took, and how often it did what.

    Attributes:
        moods: what it may do to a mail; one is drawn for each.
        told: every address it was told, whatever became of the mail.
    """

    moods: tuple[str, ...] = ("take",)
    took: list[EmailMessage] = field(default_factory=list)
    in_clear: int = 0
    told: list[str] = field(default_factory=list)
    did: dict[str, int] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(2020))  # noqa: S311

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own names, here and below
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.told.append(address)
        self.in_clear += session.ssl is None
        if self._mood("refuse"):
            return "451 Later, please"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self._mood("hang"):
            await asyncio.sleep(HANGS_FOR)
            return "451 Too slow"
        if self._mood("drop"):
            assert server.transport
            server.transport.close()
            return "451 Gone"
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.took.append(mail)
        return "250 OK"

    def _mood(self, mood: str) -> bool:
        if mood not in self.moods or self.chance.random() > self.moods.count(mood) / len(
            self.moods
        ):
            return False
        self.did[mood] = self.did.get(mood, 0) + 1
        return True


@contextmanager
def mail_server_of_tests(mailbox: Mailbox, *, tls: bool = True) -> Iterator[str]:
    """Serve the mailbox; gives the URL of the server, which insists on STARTTLS where it has it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(LOOPBACK)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        mailbox,
        "127.0.0.1",
        port,
        tls_context=context if tls else None,
        require_starttls=tls,
    )
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
