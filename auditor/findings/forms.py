"""Forms about findings."""

from collections.abc import Iterable
from typing import Any

from wtforms import Form, SelectField

from auditor.columns import word_in
from auditor.departments.forms import sought_by
from auditor.findings.queries import Sought
from auditor.findings.rules import Stage
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.verdicts.rules import Reason, Verdict
from auditor.web.editing import number_in_address, options


class FindingsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    q = sought_by("Officer, account or name as received")
    tool = SelectField("Tool", validate_choice=False)
    department = SelectField("Department", validate_choice=False)
    verdict = SelectField(
        LABEL,
        choices={"": "Any"} | {verdict.value: reads for verdict, reads in VERDICT_READS.items()},
        validate_choice=False,
    )
    reason = SelectField(
        "Reason",
        choices={"": "Any"}
        | {reason.value: reads[:1].upper() + reads[1:] for reason, reads in REASON_READS.items()},
        validate_choice=False,
    )
    stage = SelectField("Stage", choices=options(Stage, "Any"), validate_choice=False)

    def offer(self, tools: Iterable[Any], departments: Iterable[Any]) -> None:
        self.tool.choices = {"": "Any"} | {str(row.id): row.name for row in tools}
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}

    def sought(self) -> Sought:
        verdict, reason = self.verdict.data or "", self.reason.data or ""
        stage = word_in(Stage, self.stage.data or "")
        return Sought(
            tool_id=number_in_address("tool"),
            department_id=number_in_address("department"),
            officer_id=number_in_address("officer"),
            verdict=Verdict(verdict) if verdict in {*Verdict} else None,
            reason=Reason(reason) if reason in {*Reason} else None,
            stage=Stage(stage) if stage else None,
            q=self.q.data or "",
        )
