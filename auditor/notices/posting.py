"""Handing one mail to a mail server. The only module that knows smtplib."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Final

from auditor.notices.rules import MailServer, Secure

#: How long the server may take for each answer, in seconds.
PATIENCE: Final = 20.0


class NotTaken(Exception):
    """The server did not take this mail, and may well take another; says why, for people."""


class NoServer(Exception):
    """There is no server that would take any; says why, for people."""


def post(server: MailServer, mail: EmailMessage, *, patience: float = PATIENCE) -> None:
    """Hand in one mail; it is the server's once this ends well.

    Raises:
        NotTaken: the server refused this one.
        NoServer: it did not answer, broke off, or cannot be spoken to as it has to be.
    """
    try:
        smtp = _connected(server, patience)
        try:
            smtp.send_message(mail)
        finally:
            # However it says goodbye, what it took it has taken.
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise NotTaken(f"The mail server refused the address, with code {code}.") from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        said = f"The mail server refused the mail, with code {refused.smtp_code}."
        raise NotTaken(said) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise NoServer(_why(error)) from None


def _connected(server: MailServer, patience: float) -> smtplib.SMTP:
    """Spoken to as it has to be, or not at all: nothing but greetings goes before TLS."""
    trusted = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.secure is Secure.TLS:
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=patience, context=trusted)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=patience)
    try:
        if server.secure is Secure.STARTTLS:
            smtp.starttls(context=trusted)
        if server.user is not None:
            smtp.login(server.user, server.password or "")
    except BaseException:
        smtp.close()
        raise
    return smtp


def _why(error: Exception) -> str:
    for kind, sentence in _REASONS:
        if isinstance(error, kind):
            return sentence
    return f"The mail server could not be reached, or broke off ({type(error).__name__})."


#: The server's own words are not repeated: they may name an address. The first that fits.
_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (
        smtplib.SMTPAuthenticationError,
        "The mail server does not accept the user and password in AUDITOR_SMTP_URL.",
    ),
    (
        smtplib.SMTPNotSupportedError,
        "The mail server offers no TLS, or no sign-in, and nothing is sent without.",
    ),
    (ssl.SSLError, "The mail server’s certificate is not trusted, or its TLS failed."),
    (TimeoutError, "The mail server did not answer in time."),
)
