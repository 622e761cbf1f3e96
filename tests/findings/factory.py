"""Findings for tests, and a small city around them; recorded as an upload records them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from auditor.access import Actor, Role
from auditor.days import Day
from auditor.findings.model import Finding
from auditor.findings.rules import DAY_LABELS, Stage
from auditor.flags.service import assess
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.uploads.drafts import Plan
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.service import apply
from auditor.work import Work
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.officers.factory import make_officer
from tests.people.factory import make_user
from tests.rulings.factory import make_ruling
from tests.tools.factory import make_tool

#: The day on which most things happen; a Wednesday.
FEB_5 = date(2020, 2, 5)


@dataclass(frozen=True, slots=True)
class City:
    """Two departments, a tool for which the chief requires an approval, and who works there.

    `sam` and `olga` are supervisors of `hpd`, `ruth` of `rvs`; `ines` is of the oversight office.
    """

    hpd: int
    rvs: int
    tool: int
    vega: int
    okafor: int
    ines: Actor
    sam: Actor
    olga: Actor
    ruth: Actor


def make_city(work: OpenWork) -> City:
    with work(OVERSIGHT) as w:
        hpd, rvs = make_department(w, "HPD"), make_department(w, "RVS")
        tool = make_tool(w)
        vega = make_officer(w, hpd, badge="0042", unit="Patrol", employee_id="007")
        okafor = make_officer(w, hpd, "Okafor", given_name="Ada", email="ada@hpd.example")
        make_ruling(w)
        ids = hpd.id, rvs.id, tool.id, vega.id, okafor.id
    with work() as w:
        accounts = [
            make_user(w, Role.OVERSIGHT, "ines@city.example", name="Ines Ortega"),
            make_user(w, Role.SUPERVISOR, "sam@city.example", name="Sam Hill", department=hpd),
            make_user(w, Role.SUPERVISOR, "olga@city.example", name="Olga Berg", department=hpd),
            make_user(w, Role.SUPERVISOR, "ruth@city.example", name="Ruth Moe", department=rvs),
        ]
        return City(*ids, *(account.as_actor() for account in accounts))


def make_finding(
    work: Work, tool_id: int, department_id: int, *, stage: Stage = Stage.USED, **columns: Any
) -> int:
    """A finding, assessed; days may be given as dates or as a `Day`."""
    for name in DAY_LABELS:
        if isinstance(columns.get(name), date):
            columns[name] = Day.on(columns[name])
        if isinstance(columns.get(name), Day):
            columns[f"{name}_last"] = columns[name].last
            columns[name] = columns[name].first
    finding = Finding(
        tool_id=tool_id,
        department_id=department_id,
        stage=stage,
        recorded_at=work.now,
        **columns,
    )
    work.session.add(finding)
    work.record(Act.UPLOAD_APPLIED)
    assess(work, Finding.id == finding.id)
    return finding.id


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a member of the oversight office hands files in."""

    work: OpenWork
    actor: Actor
    files: FileStore

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with self.work(self.actor, reading=True) as w:
            yield w

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with self.work(self.actor) as w:
            yield w

    def take(self, kind: str, *lines: str, overwrite: bool = False) -> Plan:
        """Take a file of these lines into the register; see `Job.overwrite`."""
        sent = Sent(KINDS[kind], f"{kind}.csv", "\n".join(lines).encode())
        plan = apply(self, self.files, sent, overwrite=overwrite).plan
        assert plan is not None
        return plan
