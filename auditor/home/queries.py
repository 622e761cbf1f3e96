"""What stands on a first page: few figures, each of which leads to its list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Text, func, literal, select, type_coerce, union_all

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, undecided
from auditor.base import standing
from auditor.columns import Audience
from auditor.concern import concerning_approvals
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState, Severity
from auditor.jobs.queries import pulse
from auditor.jobs.rules import VERIFY, Run, Verification, verification
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.reports.model import Report
from auditor.reports.rules import COUNCILS
from auditor.schema.migrating import unreadiness
from auditor.settings import Settings
from auditor.uploads.model import Upload
from auditor.uploads.rules import UploadState
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Verdict
from auditor.work import Work

#: How many requests, or reports, a first page names; the list has the others.
NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings by verdict, and open flags by severity, each in the order of its vocabulary."""

    findings: int
    verdicts: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)


class Waits(NamedTuple):
    """Requests that no department has decided, and files looked at and not applied."""

    requests: int
    uploads: int


class Waiting(NamedTuple):
    """A request that nobody has decided yet."""

    id: int
    tool: str
    requested_at: datetime
    requested_by: str | None


class Issued(NamedTuple):
    """A report as it was issued, and for whom."""

    id: int
    audience: Audience
    as_of: datetime
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """Whether all is well.

    Attributes:
        database: what is wrong with the tables, or with the triggers that guard the trail.
        trail: the last verification; None where the database is not ready to tell.
        jobs: the newest run of each job that has run, by its name.
    """

    database: list[str]
    trail: Verification | None = None
    jobs: Mapping[str, Run] = field(default_factory=dict)

    @property
    def wrong(self) -> list[str]:
        """A sentence for each thing that somebody has to mend; none when all is well."""
        late = [self.trail.says] if self.trail is not None and self.trail.is_wrong else []
        return [*self.database, *late]


def health(work: Work, settings: Settings) -> Health:
    """Whether all is well, as anybody may know it but for the faults that `trail` names.

    Raises:
        NotAllowed: the actor may not ask.
    """
    work.require(Permission.HEALTH_READ)
    if wrong := list(unreadiness(work.session.connection(), settings)):
        return Health(wrong)
    told = pulse(work)
    return Health([], verification(told.settled.get(VERIFY), work.now), told.newest)


def counts(work: Work) -> Counts:
    """Findings by verdict and open flags by severity, of the departments within reach.

    A finding that has not been assessed yet is in no verdict, and so in `findings` alone; one
    that was withdrawn is not in `findings`.

    Raises:
        NotAllowed: the actor may not read findings and flags.
    """
    work.require(Permission.FINDING_READ)
    work.require(Permission.FLAG_READ)
    found: dict[str, dict[str, int]] = {"verdict": {}, "severity": {}, "findings": {}}
    asked = union_all(
        select(literal("verdict"), type_coerce(StoredVerdict.verdict, Text), func.count())
        .where(within_reach(work.actor, StoredVerdict.department_id))
        .group_by(StoredVerdict.verdict),
        select(literal("severity"), type_coerce(Flag.severity, Text), func.count())
        .where(Flag.state == FlagState.OPEN, within_reach(work.actor, Flag.department_id))
        .group_by(Flag.severity),
        select(literal("findings"), literal(""), func.count()).where(
            standing(Finding), within_reach(work.actor, Finding.department_id)
        ),
    )
    for counted, word, number in work.session.execute(asked):
        found[counted][word] = number
    return Counts(
        found["findings"].get("", 0),
        {word: found["verdict"][word] for word in Verdict if word in found["verdict"]},
        {word: found["severity"][word] for word in reversed(Severity) if word in found["severity"]},
    )


def what_waits(work: Work) -> Waits:
    """How much nobody has decided or applied yet, of the departments within reach.

    Raises:
        NotAllowed: the actor may not read approvals and uploads.
    """
    work.require(Permission.APPROVAL_READ)
    work.require(Permission.UPLOAD_READ)
    requests = select(func.count(Approval.id)).where(
        Approval.decision.is_(None),
        Approval.in_error_at.is_(None),
        standing(Approval),
        within_reach(work.actor, Approval.department_id),
    )
    uploads = select(func.count(Upload.id)).where(Upload.state == UploadState.PREVIEWED)
    asked = select(requests.scalar_subquery(), uploads.scalar_subquery())
    return Waits(*work.session.execute(asked).one())


def requests_to_decide(work: Work) -> list[Waiting]:
    """The requests that wait for the actor, the longest waiting first, at most `NAMED`.

    Neither what they asked for themselves nor what concerns them is among them.
    """
    work.require(Permission.APPROVAL_DECIDE)
    rows = undecided(work, limit=5 * NAMED)
    theirs = concerning_approvals(work, [as_ruled(row, work.zone) for row in rows])
    free = [row for row in rows if row.id not in theirs]
    return [Waiting(row.id, row.tool, row.requested_at, row.requested_by) for row in free[:NAMED]]


def newest_reports(work: Work) -> list[Issued]:
    """The newest reports for the council that stand, at most `NAMED`."""
    work.require(Permission.REPORT_READ)
    found = work.session.execute(
        select(Report.id, Report.audience, Report.as_of, Report.issued_at)
        .where(Report.audience.in_(COUNCILS), standing(Report))
        .order_by(Report.id.desc())
        .limit(NAMED)
    )
    return [Issued(*row) for row in found]


def accounts_by_role(work: Work) -> dict[str, int]:
    """How many open accounts each role has."""
    work.require(Permission.USER_MANAGE)
    counted = select(User.role, func.count()).where(User.closed_at.is_(None)).group_by(User.role)
    found = work.session.execute(counted.order_by(User.role))
    return {role: number for role, number in found}  # noqa: C416 - a Row is no tuple to mypy
