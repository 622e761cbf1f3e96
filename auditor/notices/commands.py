"""`flask notices …`: send what is due now."""

import click

from auditor.command_line import CommandGroup
from auditor.errors import NotReady
from auditor.notices.queries import outbox
from auditor.notices.sending import mail_of, send_due
from auditor.people.acting import operator
from auditor.wiring import Turns, current_wiring

group = CommandGroup("notices", help="What people are told by mail.")


@group.command("send")
def send() -> None:
    """Send what is due now; exit with 1 while a mail server does not take it."""
    wiring, actor = current_wiring(), operator()
    mail = mail_of(wiring.settings)
    if mail is None:
        raise NotReady("Mail is off: set AUDITOR_SMTP_URL to the office’s mail server.")
    sent = send_due(Turns(wiring, actor), mail)
    with wiring.open(actor, reading=True) as work:
        left = outbox(work)
    click.echo(f"Notices: {sent:,} sent, {left.unsent:,} still to send.")
    if left.failure:
        click.echo(left.failure, err=True)
        raise click.exceptions.Exit(1)
