"""How a plan is taken into the register: in one short turn, on the register it was made for."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from auditor.access import Permission
from auditor.base import Audited, Base
from auditor.days import city_day
from auditor.errors import ChangedMeanwhile
from auditor.store import Kept
from auditor.trail.acts import Act
from auditor.trail.capture import audited_tables
from auditor.trail.queries import position
from auditor.uploads.drafts import Fate, Plan, Ref
from auditor.uploads.planning import Parsed, fingerprint, make_plan
from auditor.uploads.queries import applied_before, get_upload
from auditor.uploads.rules import UploadState
from auditor.uploads.storing import count_rows, refuse_applied, store
from auditor.work import Work

#: How often a plan is made outside of the turn before it is made within.
_TRIES: Final = 4


class Turns(Protocol):
    """Opens works, each as short as can be: `auditor.web.access.Opening` is one."""

    def reading(self) -> AbstractContextManager[Work]:
        """A work for reading."""

    def writing(self) -> AbstractContextManager[Work]:
        """A work for writing, committed when its block ends well."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file would do, or did.

    Attributes:
        plan: None where a column is lacking, which `parsed.mapped` tells.
        taken: whether it was taken into the register just now.
    """

    upload_id: int
    parsed: Parsed
    plan: Plan | None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One file on its way into the register.

    Attributes:
        today: the city's day of upload.
        upload_id: of its preview, where there is one.
        seen: the fingerprint of the plan that was shown; empty where none was.
    """

    parsed: Parsed
    kept: Kept
    today: date
    overwrite: bool = False
    upload_id: int | None = None
    seen: str = ""

    def plan(self, work: Work, *, overwrite: bool | None = None) -> Plan:
        """What the file does to the register as this work sees it."""
        over = self.overwrite if overwrite is None else overwrite
        plan = make_plan(work, self.parsed, today=self.today, overwrite=over)
        if before := applied_before(work, self.parsed.sent.kind.name, self.kept.sha256):
            on = city_day(before.applied_at or work.now, work.zone)
            plan.remarks.insert(0, f"These same bytes were applied on {on} as upload {before.id}.")
            if not (plan.count(Fate.NEW) or plan.count(Fate.CHANGED)):
                plan.remarks.insert(1, "Nothing is left to be changed by them.")
        return plan

    def refuse_unseen(self, work: Work, plan: Plan) -> None:
        """Refuse to do something else than was shown.

        Raises:
            ChangedMeanwhile: the plan is another one by now.
        """
        if not self.seen:
            return
        shown = self.plan(work, overwrite=False) if self.overwrite else plan
        if fingerprint(shown) != self.seen:
            raise ChangedMeanwhile(
                "The register has changed since this preview was made, and the file would now do "
                "something else. Open the upload again, look at the new preview, and apply that."
            )


def plan_now(turns: Turns, job: Job) -> Plan | None:
    """What the file would do at this moment, and what follows; None where a column is lacking."""
    if job.parsed.reading is None:
        return None
    with turns.reading() as work:
        plan = job.plan(work)
        if (effect := job.parsed.sent.kind.effect) is not None:
            plan.effect = effect(work, plan)
        return plan


def take(turns: Turns, job: Job) -> Outcome:
    """Take a file into the register as one act.

    The plan is made in a work for reading. Who writes meanwhile makes it stale: it is made anew,
    and after several times within the turn.

    Raises:
        IllegalMove: the upload was applied already.
        ChangedMeanwhile: the file would do something else than was shown.
    """
    for attempt in range(_TRIES + 1):
        with turns.reading() as work:
            made_at = position(work)
            plan = job.plan(work)
            job.refuse_unseen(work, plan)
        with turns.writing() as work:
            if position(work) != made_at:
                if attempt < _TRIES:
                    continue
                plan = job.plan(work)
                job.refuse_unseen(work, plan)
            return _take(work, job, plan)
    raise AssertionError("The last try has no way out but through.")


def _take(work: Work, job: Job, plan: Plan) -> Outcome:
    work.require(Permission.UPLOAD_APPLY)
    if job.upload_id is None:
        upload = store(work, job.parsed.sent, job.kept, plan=plan)
    else:
        upload = get_upload(work, job.upload_id)
        refuse_applied(work, upload)
        count_rows(upload, plan)
    work.record(Act.UPLOAD_PREVIEWED)
    if plan.refused and not plan.rows:
        return Outcome(upload.id, job.parsed, plan)
    ids = _write(work, plan)
    upload.state = UploadState.APPLIED
    upload.applied_at, upload.applied_by_id = work.now, work.actor.user_id
    upload.applied_seq, _ = position(work)
    kept = [list(one) for one in plan.kept]
    seq = work.record(
        Act.UPLOAD_APPLIED, overwrite=job.overwrite, kept=kept, remarks=list(plan.remarks)
    )
    if seq != upload.applied_seq:
        raise AssertionError("Something was recorded while an upload was being applied.")
    if job.parsed.sent.kind.after is not None:
        job.parsed.sent.kind.after(work, plan, ids)
    return Outcome(upload.id, job.parsed, plan, taken=True)


def _write(work: Work, plan: Plan) -> dict[str, Sequence[int]]:
    """Add and change what the plan says, in the order of foreign keys; gives the ids added."""
    kinds = {m.local_table: m.class_ for m in Base.registry.mappers}
    ids: dict[str, Sequence[int]] = {}
    for table in audited_tables():
        kind: type[Audited] = kinds[table]
        if rows := plan.adds.get(table.name):
            ids[table.name] = work.add_many(kind, [_resolved(row, ids) for row in rows])
        if rows := plan.changes.get(table.name):
            work.change_many(kind, [_resolved(row, ids) for row in rows])
    return ids


def _resolved(row: Mapping[str, Any], ids: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    return {
        name: ids[value.record][value.index] if isinstance(value, Ref) else value
        for name, value in row.items()
    }
