"""`flask reports …`: issue a workbook, keep it, and write it to a file; check a copy of one."""

import os
import secrets
from pathlib import Path

import click

from auditor.columns import Audience, as_given
from auditor.command_line import CommandGroup, json_option, print_json
from auditor.departments.queries import department_by_name
from auditor.errors import IllegalMove
from auditor.people.acting import acting_user, as_option, operator
from auditor.reports.rules import Order
from auditor.reports.service import Issued
from auditor.reports.service import issue as issue_report
from auditor.reports.verifying import Compared, compare
from auditor.reports.wording import found_sentence, places
from auditor.sheets.bounds import MADE_HERE
from auditor.wiring import Turns, current_wiring

group = CommandGroup("reports", help="Issue workbooks, and check copies of them.")


@group.command("issue")
@click.option("--audience", type=click.Choice([each.value for each in Audience]), required=True)
@click.option("--department", metavar="CODE", help="Which one, for a department.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="Where the workbook is written; a file that is there already is never replaced.",
)
@as_option
@click.option("--names", is_flag=True, help="Name officers to the council; needs a reason.")
@click.option("--reason", metavar="TEXT", help="Why the council is to see names.")
@json_option
def issue(
    *,
    audience: str,
    department: str | None,
    out: Path,
    acting: str,
    names: bool,
    reason: str | None,
    as_json: bool,
) -> None:
    """Issue a report, keep it, and write it to FILE."""
    _refuse_place(out)
    turns = Turns(current_wiring(), acting_user(acting))
    order = Order(
        audience=Audience(audience),
        department_id=_department_id(turns, department),
        with_names=names,
        reason=as_given(reason),
    )
    wiring = turns.wiring
    issued = issue_report(turns, wiring.files, order, office=wiring.settings.office)
    _write(out, issued)
    if as_json:
        print_json(_figures(issued, out))
        return
    click.echo(f"Report {issued.report_id} for {audience}, kept and written to {out}.")
    for title, count in issued.rows.items():
        click.echo(f"{title:<32}{count:>9,} rows")
    click.echo(f"SHA-256 of the data  {issued.data_sha256}")
    click.echo(f"SHA-256 of the file  {issued.sha256}")


@group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def verify(*, file: Path, as_json: bool) -> None:
    """Check FILE against the reports that were issued; exit with 1 where it is not one of them.

    It is told whether FILE is the register's own bytes, the same data saved again, or where it
    differs; and whether the trail still is the one that the report was drawn from.
    """
    turns = Turns(current_wiring(), operator())
    compared = compare(turns, turns.wiring.files, file.read_bytes(), bounds=MADE_HERE)
    if as_json:
        print_json(_told(compared))
    else:
        click.echo(found_sentence(compared))
        for place, says in places(compared):
            click.echo(f"{place}: {says}" if place else says, err=True)
        if compared.more:
            click.echo(f"And {compared.more:,} more.", err=True)
    if not compared.is_whole:
        raise click.exceptions.Exit(1)


def _told(compared: Compared) -> dict[str, object]:
    no_place = dict.fromkeys(("sheet", "row", "column", "before", "after"), "")
    found = [
        {"entry": None, "record": place.row, **place._asdict()} for place in compared.differences
    ]
    return {
        "whole": compared.is_whole,
        "found": compared.found.value,
        "report": compared.report.id if compared.report else None,
        "faults": [*found, *(no_place | fault._asdict() for fault in compared.faults)],
        "more": compared.more,
    }


def _department_id(turns: Turns, text: str | None) -> int | None:
    if text is None:
        return None
    with turns.reading() as work:
        return department_by_name(work, text).id


def _refuse_place(out: Path) -> None:
    """Refuse what would only fail once the report was issued.

    Raises:
        IllegalMove: there is a file, or no folder to write one into.
    """
    if out.exists():
        raise IllegalMove(
            f"There is a file {out} already, which is not replaced: somebody may rely on it. Give "
            "another name. Nothing was issued."
        )
    if not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise IllegalMove(
            f"Nothing can be written into the folder {out.parent}: make it, or name another. "
            "Nothing was issued."
        )


def _write(out: Path, issued: Issued) -> None:
    """Write the whole file under another name, then give it its own: nobody sees half of it."""
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(issued.content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise IllegalMove(
            f"Report {issued.report_id} was issued and is kept, but {out} could not be written: "
            f"{error.strerror}. Download it from its page."
        ) from None


def _figures(issued: Issued, out: Path) -> dict[str, object]:
    snapshot = issued.snapshot
    return {
        "report": issued.report_id,
        "audience": snapshot.order.audience,
        "names": snapshot.order.shows_names,
        "as_of": snapshot.as_of,
        "position": snapshot.position,
        "head": snapshot.head,
        "rows": dict(issued.rows),
        "data_sha256": issued.data_sha256,
        "sha256": issued.sha256,
        "file": str(out),
    }
