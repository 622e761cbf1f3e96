"""A process that sends what is due until it is killed, or nothing is due any more."""

from datetime import datetime
from pathlib import Path

from auditor.access import SYSTEM
from auditor.db import make_engine, make_sessions
from auditor.notices.queries import is_any_due
from auditor.notices.rules import mail_server
from auditor.notices.sending import Mail, send_due
from auditor.work import open_work
from tests.conftest import ZONE, OpenWork
from tests.jobs.factory import At

#: How long the server may take for an answer; shorter than it hangs.
PATIENCE = 0.5


def mail_to(url: str) -> Mail:
    return Mail(mail_server(url), "https://audit.city.example", "Oversight", PATIENCE)


def works_of(database_url: str) -> OpenWork:
    sessions = make_sessions(make_engine(database_url))
    return lambda actor=SYSTEM, now=None, **how: open_work(sessions, actor, ZONE, now, **how)


def keep_sending(database_url: str, url: str, now: datetime, begun: Path) -> None:
    """At the register's moment `now`, so that whatever has to wait is left to the next."""
    work, mail = works_of(database_url), mail_to(url)
    begun.touch()
    while True:
        send_due(At(work, now), mail)
        with work(reading=True, now=now) as w:
            if not is_any_due(w):
                return
