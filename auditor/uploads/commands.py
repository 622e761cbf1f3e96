"""`flask uploads …`: look at what a file would do, take it into the register, and undo that."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from auditor.access import Actor
from auditor.command_line import CommandGroup, json_option, print_json
from auditor.departments.queries import department_by_name
from auditor.people.acting import acting_user, as_option
from auditor.uploads import service
from auditor.uploads.drafts import Fate, Plan
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.taking import Outcome
from auditor.uploads.undoing import undo as undo_upload
from auditor.wiring import Wiring, current_wiring
from auditor.work import Work

group = CommandGroup("uploads", help="Look at what a file would do, take it in, and undo that.")

#: How many changed rows, and rows with a remark, are printed for people.
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class _Turns:
    wiring: Wiring
    actor: Actor

    def reading(self) -> AbstractContextManager[Work]:
        return self.wiring.open(self.actor, reading=True)

    def writing(self) -> AbstractContextManager[Work]:
        return self.wiring.open(self.actor)


def _file_options(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.argument("kind", type=click.Choice(list(KINDS))),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--department", metavar="CODE", help="For a file without that column."),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar='"HEADING=COLUMN"',
            help="Which column of the file is meant by a heading, or none after the sign for one "
            "that is not to be read; as often as needed.",
        ),
        click.option(
            "--on", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="The day a roster shows."
        ),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook that is read."),
        click.option(
            "--overwrite", is_flag=True, help="Also change what was edited by hand since."
        ),
        json_option,
        as_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@group.command("preview")
@_file_options
def preview(*, acting: str, as_json: bool, overwrite: bool, **said: Any) -> None:
    """Say what FILE would do, row by row; only the upload itself is recorded."""
    turns = _Turns(current_wiring(), acting_user(acting))
    outcome = service.preview(turns, turns.wiring.files, _sent(turns, **said), overwrite=overwrite)
    _print(outcome, as_json=as_json)


@group.command("apply")
@_file_options
def apply(*, acting: str, as_json: bool, overwrite: bool, **said: Any) -> None:
    """Take FILE into the register; exit with 1 when all of it was refused."""
    turns = _Turns(current_wiring(), acting_user(acting))
    outcome = service.apply(turns, turns.wiring.files, _sent(turns, **said), overwrite=overwrite)
    _print(outcome, as_json=as_json)
    if not outcome.taken:
        click.echo("Every row was refused, so that nothing was applied.", err=True)
        raise click.exceptions.Exit(1)


@group.command("undo")
@click.argument("upload_id", metavar="ID", type=int)
@json_option
@as_option
def undo(upload_id: int, *, acting: str, as_json: bool) -> None:
    """Withdraw what upload ID made and put back what it changed; what was changed since stays."""
    made = undo_upload(_Turns(current_wiring(), acting_user(acting)), upload_id)
    if as_json:
        counts = {name.replace(" ", "_"): count for name, count in made.counts.items()}
        print_json({"upload": upload_id, **counts, "stays": [one._asdict() for one in made.stays]})
        return
    click.echo(f"Upload {upload_id}, undone: {made.in_words()}.")
    for one in made.stays:
        about = f"{one.label}, {one.field} “{one.value}”" if one.field else one.label
        click.echo(f"{about}: stays, because {one.why}.")


def _sent(
    turns: _Turns,
    *,
    kind: str,
    file: Path,
    department: str | None,
    columns: tuple[str, ...],
    as_of: datetime | None,
    sheet: str | None,
) -> Sent:
    department_id = None
    if department:
        with turns.reading() as work:
            department_id = department_by_name(work, department).id
    return Sent(
        KINDS[kind],
        file.name,
        file.read_bytes(),
        department_id,
        as_of.date() if as_of else None,
        columns,
        sheet,
    )


def _print(outcome: Outcome, *, as_json: bool) -> None:
    plan = outcome.plan or Plan()
    counts = {fate.value: plan.count(fate) for fate in Fate if fate is not Fate.REFUSED}
    if as_json:
        print_json(
            {
                "upload": outcome.upload_id,
                **counts,
                "refused": [refusal._asdict() for refusal in plan.refused],
                "kept": [kept._asdict() for kept in plan.kept],
                "remarks": plan.remarks,
                "effect": plan.effect,
            }
        )
        return
    done = "applied" if outcome.taken else "looked at, nothing applied"
    refused = plan.count(Fate.REFUSED)
    told = ", ".join(f"{count:,} {fate}" for fate, count in counts.items())
    click.echo(f"Upload {outcome.upload_id}, {done}: {told}, {refused:,} refused.")
    for sentence in (*plan.remarks, *plan.effect):
        click.echo(sentence)
    _print_rows(plan)


def _print_rows(plan: Plan) -> None:
    changed = [row for row in plan.rows if row.fate is Fate.CHANGED]
    for row in changed[:_SHOWN]:
        told = "; ".join(f"{name}: {here} → {there}" for name, here, there in row.changes)
        click.echo(f"Row {row.number}, {row.label}: {told}")
    if len(changed) > _SHOWN:
        click.echo(f"… and {len(changed) - _SHOWN:,} more changed rows.")
    for row in [row for row in plan.rows if row.remark][:_SHOWN]:
        click.echo(f"Row {row.number}, {row.label}: {row.remark}")
    for kept in plan.kept:
        click.echo(
            f"Row {kept.row}, {kept.column}: “{kept.value}” was edited by hand ({kept.by}) and is "
            f"kept; the file says “{kept.in_file}”. With --overwrite the file counts."
        )
    for refusal in plan.refused:
        where = f"Sheet “{refusal.sheet}”, row" if refusal.sheet else "Row"
        click.echo(
            f"{where} {refusal.row}, {refusal.column} “{refusal.value}”: {refusal.reason}", err=True
        )
