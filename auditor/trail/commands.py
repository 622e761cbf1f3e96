"""`flask trail …`: look after the trail."""

import click

from auditor.command_line import CommandGroup, json_option, print_json
from auditor.people.acting import operator
from auditor.trail.queries import all_faults, position
from auditor.wiring import current_wiring

group = CommandGroup("trail", help="Look after the trail.")


@group.command("verify")
@json_option
def verify(as_json: bool) -> None:  # noqa: FBT001
    """Check every entry, and that tables and files agree with them; exit with 1 on a fault."""
    wiring = current_wiring()
    with wiring.open(operator(), reading=True) as work:
        entries, _ = position(work)
        found = all_faults(work, wiring.files)
    if as_json:
        faults = [fault._asdict() for fault in found]
        print_json({"entries": entries, "whole": not found, "faults": faults})
    else:
        for fault in found:
            click.echo(fault.told(), err=True)
        whole = "The trail is not whole" if found else "The trail is whole"
        click.echo(f"{whole}: {entries:,} entries, {len(found)} faults.")
    if found:
        raise click.exceptions.Exit(1)
