"""Ordering a report that takes longer than a page can wait: followed, taken up, settled once."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from auditor.access import SYSTEM, Actor, Role
from auditor.app import create_app
from auditor.columns import Audience
from auditor.errors import IllegalMove
from auditor.jobs.rules import Outcome
from auditor.jobs.runner import run_ordered
from auditor.jobs.scheduler import kept
from auditor.people.model import User
from auditor.reports.model import ReportOrder
from auditor.reports.ordering import (
    Following,
    TakenOver,
    cancel_order,
    issue_ordered,
    take_order,
)
from auditor.reports.rules import MOST_TRIES, SILENT_AFTER, Fate, Order, Step
from auditor.reports.service import issue
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.wiring import Turns, Wiring, current_wiring
from tests.conftest import ROOT, OpenWork
from tests.findings.factory import City
from tests.jobs.test_commands import wait_for
from tests.reports.orders import COUNCIL, placed, reports, standing


@dataclass(frozen=True)
class Watched:
    """Turns of a clock; before each turn it is noted how far the order says it is."""

    turns: Turns
    seen: list[tuple[Step | None, int, int]]

    @property
    def office(self) -> str:
        return self.turns.office

    def acting_as(self, actor: Actor) -> Turns:
        return self.turns.acting_as(actor)

    def reading(self) -> Any:
        return self.turns.reading()

    def writing(self) -> Any:
        with self.turns.reading() as work:
            order = work.session.get_one(ReportOrder, 1)
            self.seen.append((order.step, order.done, order.total))
        return self.turns.writing()


def test_progress_moves_from_reading_to_writing_to_checking(
    wiring: Wiring, work: OpenWork, city: City
) -> None:
    placed(work, city, Order(audience=Audience.INTERNAL))
    seen: list[tuple[Step | None, int, int]] = []

    issue_ordered(Watched(Turns(wiring, SYSTEM), seen), wiring.files, every=0)

    read = [each for each in seen if each[0] is Step.READING]
    assert read[-1] == (Step.READING, 2, 2)
    assert [step for step in dict.fromkeys(step for step, _, _ in seen) if step] == list(Step)
    sheets = [done for step, done, _ in seen if step is Step.WRITING]
    assert max(sheets) == seen[-1][2]


def test_whoever_keeps_the_clock_issues_within_seconds(
    wiring: Wiring, work: OpenWork, city: City
) -> None:
    with kept(wiring):
        order_id = placed(work, city)
        wait_for(lambda: standing(work, order_id).outcome)

    assert (standing(work, order_id).outcome, reports(work)) == (Fate.ISSUED, 1)


def test_of_two_clocks_one_issues_the_report(
    settings: Settings, work: OpenWork, city: City
) -> None:
    order_id, start = placed(work, city), Barrier(2)

    def keep_time(_number: int) -> None:
        app = create_app(settings)
        with app.app_context():
            wiring = current_wiring()
        start.wait()
        run_ordered(Turns(wiring, SYSTEM), wiring.files)
        wiring.engine.dispose()

    with ThreadPoolExecutor(2) as keepers:
        list(keepers.map(keep_time, range(2)))

    order = standing(work, order_id)
    assert (order.outcome, order.attempt, order.report_id) == (Fate.ISSUED, 1, 1)
    assert reports(work) == 1


def test_whoever_was_taken_for_dead_issues_no_second_report(
    wiring: Wiring, work: OpenWork, files: FileStore, city: City
) -> None:
    order_id = placed(work, city)
    clock = Turns(wiring, SYSTEM)
    with clock.writing() as w:
        first = take_order(w)
        w.session.get_one(ReportOrder, order_id).heard_at = w.now - SILENT_AFTER
    assert first
    assert issue_ordered(clock, files).outcome is Outcome.DONE

    late = Following(clock, first)
    with pytest.raises(TakenOver):
        issue(clock.acting_as(city.ines), files, COUNCIL, office="Office", settle=late.settle)
    assert reports(work) == 1
    assert standing(work, order_id).attempt == 2


def test_an_order_that_breaks_off_again_and_again_is_given_up_in_words(
    wiring: Wiring, work: OpenWork, city: City
) -> None:
    order_id = placed(work, city)
    clock = Turns(wiring, SYSTEM)
    for _ in range(MOST_TRIES):
        with clock.writing() as w:
            assert take_order(w)
            assert take_order(w) is None
            w.session.get_one(ReportOrder, order_id).heard_at = w.now - SILENT_AFTER

    assert issue_ordered(clock, wiring.files).says == ("No order of a report waits.",)
    order = standing(work, order_id)
    assert (order.outcome, reports(work)) == (Fate.REFUSED, 0)
    assert "begun 3 times" in str(order.says)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"closed_at": datetime(2026, 3, 2, tzinfo=UTC)}, "is closed"),
        ({"role": Role.COUNCIL}, "may not issue reports any more"),
    ],
)
def test_an_order_of_somebody_whose_account_was_changed_issues_nothing(
    ordering: Flask, work: OpenWork, city: City, change: dict[str, Any], told: str
) -> None:
    order_id = placed(work, city)
    with work() as w:
        user = w.session.get_one(User, city.ines.user_id)
        for name, value in change.items():
            setattr(user, name, value)
        w.record(Act.USER_EDITED)

    said = ordering.test_cli_runner().invoke(args=["jobs", "run", "reports-issue"])

    assert said.exit_code == 1
    assert f"Order {order_id}: " in said.output
    assert told in said.output
    assert (standing(work, order_id).outcome, reports(work)) == (Fate.REFUSED, 0)


def test_an_order_that_is_being_carried_out_is_not_cancelled(work: OpenWork, city: City) -> None:
    order_id = placed(work, city)
    with work() as w:
        assert take_order(w)

    with work(city.ines) as w, pytest.raises(IllegalMove, match="ends by itself"):
        cancel_order(w, order_id)


#: Takes the order, reads, and hangs before it says of the first finding that it was read.
HANGS = """
import time
from itertools import count
from auditor.access import SYSTEM
from auditor.reports.ordering import issue_ordered
from auditor.wiring import Turns, current_wiring
from wsgi import app

turn = count(1)

class Hanging(Turns):
    def writing(self):
        if next(turn) == 3:
            print("hangs", flush=True)
            time.sleep(600)
        return super().writing()

with app.app_context():
    wiring = current_wiring()
    issue_ordered(Hanging(wiring, SYSTEM), wiring.files, every=0)
"""


def test_an_order_whose_process_was_killed_is_taken_up_again_and_gives_one_report(
    settings: Settings, wiring: Wiring, work: OpenWork, city: City
) -> None:
    order_id = placed(work, city)
    process = subprocess.Popen(  # noqa: S603 - our own text
        [sys.executable, "-c", HANGS],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "AUDITOR_VAR": str(settings.var),
            "AUDITOR_DATABASE_URL": settings.database_url,
            "AUDITOR_SECRET_KEY": settings.secret_key,
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "hangs\n"
    process.kill()
    process.communicate()
    clock = Turns(wiring, SYSTEM)

    issue_ordered(clock, wiring.files)
    assert reports(work) == 0  # Whoever had it may still be heard of.
    with clock.writing() as w:
        order = w.session.get_one(ReportOrder, order_id)
        assert (order.step, order.total, order.attempt) == (Step.READING, 2, 1)
        order.heard_at = w.now - SILENT_AFTER  # As if that time had gone by.
    issue_ordered(clock, wiring.files)
    issue_ordered(clock, wiring.files)

    settled = standing(work, order_id)
    assert (settled.outcome, settled.attempt) == (Fate.ISSUED, 2)
    assert reports(work) == 1
