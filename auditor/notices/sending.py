"""Sending what is due: taken in one short turn, mailed outside any, noted in another."""

from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit

from auditor.notices.posting import PATIENCE, NoServer, NotTaken, post
from auditor.notices.queries import is_any_due
from auditor.notices.rules import MailServer, mail_server
from auditor.notices.service import Taken, mark_sent, put_off, take_next
from auditor.notices.wording import as_html, as_plain
from auditor.settings import Settings
from auditor.uploads.taking import Turns

#: So many are sent at one go; the clock comes by again in a minute.
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """By whom mail is sent, and where its links lead."""

    server: MailServer
    base_url: str
    office: str
    patience: float = PATIENCE

    def message(self, taken: Taken) -> EmailMessage:
        """The notice as a mail, the same each time it is made.

        Raises:
            NotTaken: no mail can go to its address.
        """
        host = urlsplit(self.base_url).hostname
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = " ".join(taken.subject.split())
        mail["From"] = self.server.sender or f"auditor@{host}"
        mail["To"] = _only(taken.address)
        mail["Date"] = format_datetime(taken.written_at)
        mail["Message-ID"] = taken.message_id
        mail["Auto-Submitted"] = "auto-generated"
        plain, html = (
            write(
                taken.said,
                base_url=self.base_url,
                office=self.office,
                to_account=taken.to_account,
            )
            for write in (as_plain, as_html)
        )
        mail.set_content(plain, cte="base64")
        mail.add_alternative(html, subtype="html", cte="base64")
        return mail


def _only(written: str) -> Address:
    """The one address that was written: of “a,b@c.example” a header makes two, of another none.

    Raises:
        NotTaken: it would be read as something else.
    """
    # What it cannot read the parser refuses in several ways.
    with suppress(ValueError, LookupError, AttributeError, MessageError):
        if (address := Address(addr_spec=written)).addr_spec == written:
            return address
    raise NotTaken("No mail can go to the address: correct it at the account or the department.")


def mail_of(settings: Settings) -> Mail | None:
    """How this office mails; None where it has no mail server."""
    if settings.smtp_url is None:
        return None
    return Mail(mail_server(settings.smtp_url), settings.base_url, settings.office)


def send_due(turns: Turns, mail: Mail) -> int:
    """Send each notice that is due; gives how many were sent.

    A process that is killed between the mail and its note leaves a notice that is taken up again
    after `rules.TAKEN_FOR`, under the same Message-ID: nothing is lost, and one may come twice.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    sent = 0
    for _ in range(AT_ONCE):
        with turns.reading() as work:  # Most often nothing is, and then nobody's turn is taken.
            if not is_any_due(work):
                break
        with turns.writing() as work:
            taken = take_next(work)
        if taken is None:
            break
        try:
            post(mail.server, mail.message(taken), patience=mail.patience)
        except (NotTaken, NoServer) as failure:
            with turns.writing() as work:
                put_off(work, taken, str(failure))
            if isinstance(failure, NoServer):
                break  # The others would fare no better, and each would wait as long.
        else:
            with turns.writing() as work:
                mark_sent(work, taken)
            sent += 1
    return sent
