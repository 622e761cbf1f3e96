"""`flask flags …`: assessing everything on record."""

import click

from auditor.command_line import CommandGroup, json_option, print_json
from auditor.flags.making import Tally
from auditor.flags.service import assess_all
from auditor.people.acting import acting_user, operator
from auditor.wiring import Turns, current_wiring

group = CommandGroup("flags", help="Assess what is on record.")


@group.command("assess")
@click.option("--as", "acting", metavar="EMAIL", help="The user who does this.")
@json_option
def assess(acting: str | None, as_json: bool) -> None:  # noqa: FBT001 - click hands it by name
    """Assess findings and statements: say what was raised, what was cleared and what stands."""
    actor = acting_user(acting) if acting else operator()
    tally = assess_all(Turns(current_wiring(), actor).writing)
    if as_json:
        print_json({"rules": {rule: _figures(tally, rule) for rule in tally.rules}})
        return
    for rule in tally.rules:
        figures = _figures(tally, rule)
        if any(figures.values()):
            told = ", ".join(f"{number:,} {word}" for word, number in figures.items())
            click.echo(f"{rule}: {told}")
    if not any(any(_figures(tally, rule).values()) for rule in tally.rules):
        click.echo("No flag was raised or cleared, and none stands.")


def _figures(tally: Tally, rule: str) -> dict[str, int]:
    count = tally.rules[rule]
    return {"raised": count.raised, "cleared": count.cleared, "standing": count.standing}
