"""`flask demo`: the invented city, filled in once, and served."""

from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from auditor.columns import Audience
from auditor.demo import filling
from auditor.demo.city import make_city
from auditor.errors import AuditorError
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.people.acting import acting_user, operator
from auditor.reports.rules import Order
from auditor.reports.service import issue
from auditor.schema.migrating import upgrade
from auditor.serving import serve
from auditor.trail.queries import all_faults, position
from auditor.wiring import Turns, Wiring, current_wiring

#: In the var folder: the workbook that the demo issues to the council.
WORKBOOK: Final = "council.xlsx"


@click.command("demo")
@click.option(
    "--serve", "serving", is_flag=True, help="Serve the pages afterwards, and keep the clock."
)
@click.pass_context
@with_appcontext
def demo(ctx: click.Context, *, serving: bool) -> None:
    """Fill an empty register with the invented city, say what was flagged, issue a workbook."""
    wiring = current_wiring()
    try:
        upgrade(wiring.engine, wiring.settings)
        if not filling.is_filled(wiring):
            click.echo("Port Halden is an invented city; so are all of its officers.")
            filling.fill(wiring, make_city(), click.echo)
        if not (wiring.settings.var / WORKBOOK).is_file():
            _issue(wiring)
        _tell(wiring)
    except AuditorError as refusal:
        raise click.ClickException(str(refusal)) from None
    if serving:
        ctx.invoke(serve, with_jobs=True)


def _issue(wiring: Wiring) -> None:
    accounts = filling.kept_accounts(wiring)
    oversight = next(email for role, email, _ in accounts if role == "oversight")
    order, office = Order(audience=Audience.COUNCIL), wiring.settings.office
    issued = issue(Turns(wiring, acting_user(oversight)), wiring.files, order, office=office)
    path = wiring.settings.var / WORKBOOK
    path.write_bytes(issued.content)
    click.echo(f"Issued to the council: {_shown(path)}")


def _tell(wiring: Wiring) -> None:
    with wiring.open(operator(), reading=True) as work:
        counted = select(Flag.rule, func.count()).where(Flag.state.in_(STANDING))
        flagged = work.session.execute(
            counted.group_by(Flag.rule).order_by(func.count().desc(), Flag.rule)
        ).all()
        faults = all_faults(work, wiring.files)
        entries, head = position(work)
    click.echo("\nFlagged, by rule:")
    for rule, number in flagged:
        click.echo(f"  {number:>4}  {rule}")
    whole = "is whole" if not faults else f"has {len(faults)} faults"
    click.echo(f"\nThe trail {whole}: {entries} entries, head {head[:16]}…")
    click.echo(f"\nThe pages: {wiring.settings.base_url}")
    for role, email, password in filling.kept_accounts(wiring):
        click.echo(f"  {role:<13} {email:<48} {password}")


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
