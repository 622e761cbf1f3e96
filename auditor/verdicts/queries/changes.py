"""What a step that nobody has taken yet would make of the verdicts."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import false, or_

from auditor.approvals.rules import Approval
from auditor.findings.model import Finding
from auditor.rulings.queries import standing_rulings
from auditor.verdicts.queries.assessing import Assessor, approvals_about
from auditor.verdicts.queries.reading import Stated, stated
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work


class Says(NamedTuple):
    """What a verdict says, as a figure counts it."""

    verdict: Verdict
    reason: Reason | None


def changes_with(work: Work, *approvals: Approval) -> Counter[tuple[Says, Says]]:
    """How many findings would change from which verdict to which if approvals were as given.

    Several are weighed together: one may cover what another, by itself, would leave.

    Args:
        approvals: each one on record as it would be after a step, or one that is to be recorded.

    Returns:
        By what is said now and what would be said; findings of which the same is said count too.
    """
    pairs = {(each.tool_id, each.department_id) for each in approvals}
    of_them = [(Finding.tool_id == tool) & (Finding.department_id == at) for tool, at in pairs]
    found = stated(work, or_(false(), *of_them))
    rulings, present = standing_rulings(work), approvals_about(work, pairs)
    replaced = {each.id for each in approvals}
    others = [each for each in present if each.id not in replaced]
    now, then = Assessor(rulings, present), Assessor(rulings, [*others, *approvals])
    return Counter((_says(now, each), _says(then, each)) for each in found)


def _says(assessor: Assessor, each: Stated) -> Says:
    assessment = assessor.assess(each).assessment
    return Says(assessment.verdict, assessment.reason)
