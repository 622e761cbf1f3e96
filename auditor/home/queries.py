"""What stands on a first page: few figures, each of which leads to its list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Text, func, literal, not_, select, type_coerce, union_all

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.waiting import free_to_decide
from auditor.base import standing
from auditor.columns import Audience
from auditor.concern import bound_together, own_of
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState, Severity
from auditor.follow_ups.model import FollowUp
from auditor.follow_ups.queries.listing import overdue
from auditor.follow_ups.rules import OWING, FollowUpState, days_overdue
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
    """Requests that no department has decided, files looked at and not applied, and follow-ups.

    Attributes:
        owed: follow-ups that a department has to answer, with those that are overdue.
        answered: those whose outcomes the office has yet to give.
        to_close: those that wait for the second look.
    """

    requests: int
    uploads: int
    owed: int
    overdue: int
    answered: int
    to_close: int


class Waiting(NamedTuple):
    """A request that nobody has decided yet."""

    id: int
    tool: str
    requested_at: datetime
    requested_by: str | None


class Owed(NamedTuple):
    """A follow-up that waits for an answer, and since how many days it is overdue."""

    id: int
    question: str
    due_on: date
    state: FollowUpState
    assigned_to: str | None
    overdue: int


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
    """How much nobody has decided, applied or ended yet, of the departments within reach.

    Raises:
        NotAllowed: the actor may not read approvals, follow-ups and uploads.
    """
    work.require(Permission.APPROVAL_READ)
    work.require(Permission.FOLLOW_UP_READ)
    work.require(Permission.UPLOAD_READ)
    requests = select(func.count(Approval.id)).where(
        Approval.decision.is_(None),
        Approval.in_error_at.is_(None),
        standing(Approval),
        within_reach(work.actor, Approval.department_id),
    )
    uploads = select(func.count(Upload.id)).where(Upload.state == UploadState.PREVIEWED)
    within = within_reach(work.actor, FollowUp.department_id)
    asked = select(
        requests.scalar_subquery(),
        uploads.scalar_subquery(),
        *(
            select(func.count(FollowUp.id)).where(within, condition).scalar_subquery()
            for condition in (
                FollowUp.state.in_(OWING),
                overdue(work),
                FollowUp.state == FollowUpState.ANSWERED,
                FollowUp.state == FollowUpState.OUTCOMES_GIVEN,
            )
        ),
    )
    return Waits(*work.session.execute(asked).one())


def requests_to_decide(work: Work) -> list[Waiting]:
    """The requests that wait for the actor, the longest waiting first, at most `NAMED`.

    Neither what they asked for themselves nor what concerns them is among them.
    """
    free = free_to_decide(work, limit=NAMED)
    return [Waiting(row.id, row.tool, row.requested_at, row.requested_by) for row in free]


def follow_ups_to_answer(work: Work) -> list[Owed]:
    """The follow-ups that wait for an answer of the actor's department, the first due first.

    What concerns the actor is not among them; at most `NAMED`.
    """
    work.require(Permission.FOLLOW_UP_ANSWER)
    found = work.session.execute(
        select(FollowUp.id, FollowUp.question, FollowUp.due_on, FollowUp.state, User.name)
        .outerjoin(User, User.id == FollowUp.assigned_to_id)
        .where(
            FollowUp.state.in_(OWING),
            within_reach(work.actor, FollowUp.department_id),
            *(not_(own_of(work, each).follow_ups()) for each in bound_together(work)),
        )
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(NAMED)
    )
    return [Owed(*row, days_overdue(row.state, row.due_on, work.today)) for row in found]


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
