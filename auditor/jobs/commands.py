"""`flask jobs …`: run a job, list them, keep the clock."""

import logging
import signal
from dataclasses import asdict
from threading import Event

import click

from auditor.command_line import CommandGroup, json_option, print_json
from auditor.jobs.queries import pulse
from auditor.jobs.registry import ERRANDS, JOBS
from auditor.jobs.rules import Outcome
from auditor.jobs.runner import run_now
from auditor.jobs.scheduler import kept
from auditor.people.acting import operator
from auditor.schema.migrating import refuse_unready
from auditor.wiring import Turns, current_wiring

group = CommandGroup("jobs", help="What is done by the clock.")


@group.command("run")
@click.argument("name", type=click.Choice(sorted([*JOBS, *ERRANDS])))
def run(name: str) -> None:
    """Run one job now; exit with 1 when it failed, or found faults."""
    wiring = current_wiring()
    result = run_now(Turns(wiring, operator()), wiring.files, name)
    for sentence in result.says:
        click.echo(sentence, err=result.outcome is not Outcome.DONE)
    if result.outcome is not Outcome.DONE:
        raise click.exceptions.Exit(1)


@group.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Each job, when it is due, and how its newest run went."""
    with current_wiring().open(operator(), reading=True) as work:
        newest, now, zone = pulse(work).newest, work.now, work.zone
    if as_json:
        told = {name: asdict(run) | {"state": run.state(now)} for name, run in newest.items()}
        print_json({"jobs": {name: told.get(name) for name in JOBS}})
        return
    for job in JOBS.values():
        went = "has not run yet"
        if last := newest.get(job.name):
            went = f"{last.started_at.astimezone(zone):%Y-%m-%d %H:%M}: {last.state(now)}"
            went += f". {last.says[0]}" if last.says else ""
        click.echo(f"{job.name}  {job.at:%H:%M}  {went}")
    for errand in ERRANDS.values():
        click.echo(f"{errand.name}  whenever it is ordered")


@group.command("keep")
def keep() -> None:
    """Run each job at its time, until this process is told to end (SIGTERM, or Ctrl-C)."""
    wiring, ended = current_wiring(), Event()
    refuse_unready(wiring.engine, wiring.settings)
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("auditor.jobs").setLevel(logging.INFO)
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: ended.set())
    with kept(wiring):
        click.echo("Keeping the clock; Ctrl-C ends it.")
        while not ended.wait(1):  # In seconds, since Windows wakes no wait without an end.
            pass
