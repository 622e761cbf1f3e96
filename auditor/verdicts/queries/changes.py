"""What a step that nobody has taken yet would make of the verdicts."""

from collections import Counter
from typing import NamedTuple

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


def changes_with(work: Work, approval: Approval) -> Counter[tuple[Says, Says]]:
    """How many findings would change from which verdict to which if an approval were as given.

    Args:
        approval: one on record as it would be after a step, or one that is to be recorded.

    Returns:
        By what is said now and what would be said; findings of which the same is said count too.
    """
    pair = (Finding.tool_id == approval.tool_id) & (Finding.department_id == approval.department_id)
    found = stated(work, pair)
    rulings = standing_rulings(work)
    present = approvals_about(work, [(approval.tool_id, approval.department_id)])
    others = [each for each in present if each.id != approval.id]
    now, then = Assessor(rulings, present), Assessor(rulings, [*others, approval])
    return Counter((_says(now, each), _says(then, each)) for each in found)


def _says(assessor: Assessor, each: Stated) -> Says:
    assessment = assessor.assess(each).assessment
    return Says(assessment.verdict, assessment.reason)
