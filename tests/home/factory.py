"""Makes records for tests that need some of every kind, and none in particular."""

from datetime import UTC, date, datetime

from auditor.access import Through
from auditor.approvals.model import Approval
from auditor.approvals.rules import Decision
from auditor.columns import Audience
from auditor.evidence.model import StoredFile
from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState, Severity
from auditor.reports.model import Report
from auditor.tools.model import Tool
from auditor.trail.acts import Act
from auditor.uploads.model import Upload
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Verdict
from auditor.work import Work

AT = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


def make_tool(work: Work, name: str = "Facefinder") -> Tool:
    tool = Tool(name=name, folded=name.casefold())
    work.session.add(tool)
    work.record(Act.TOOL_ADDED)
    return tool


def make_finding(
    work: Work,
    tool: Tool,
    department_id: int,
    verdict: Verdict = Verdict.UNAPPROVED,
    severity: Severity = Severity.SERIOUS,
    *,
    officer_id: int | None = None,
) -> Finding:
    """A finding with its verdict and one open flag."""
    finding = Finding(
        tool_id=tool.id,
        department_id=department_id,
        officer_id=officer_id,
        name_as_received="M. Castellano",
        stage=Stage.SIGNED_UP,
        recorded_at=AT,
    )
    work.session.add(finding)
    work.record(Act.UPLOAD_APPLIED)
    work.session.add(
        StoredVerdict(
            finding_id=finding.id,
            department_id=department_id,
            verdict=verdict,
            other_reasons=(),
            approval_ids=(),
        )
    )
    work.session.add(
        Flag(
            finding_id=finding.id,
            department_id=department_id,
            rule="no-approval",
            rule_version=1,
            severity=severity,
            reason="No approval is on record.",
            raised_at=AT,
            state_at=AT,
            state=FlagState.OPEN,
        )
    )
    work.record(Act.FLAGS_ASSESSED)
    return finding


def make_request(
    work: Work,
    tool: Tool,
    department_id: int,
    by: int,
    decision: Decision | None = None,
    *,
    officer_id: int | None = None,
    evidence_id: int | None = None,
) -> Approval:
    approval = Approval(
        tool_id=tool.id,
        department_id=department_id,
        officer_id=officer_id,
        valid_from=date(2026, 1, 1),
        requested_by_id=by,
        requested_at=AT,
        requested_through=Through.PAGE,
        evidence_id=evidence_id,
        decision=decision,
        decided_at=AT if decision else None,
    )
    work.session.add(approval)
    work.record(Act.APPROVAL_REQUESTED)
    return approval


def make_file(work: Work, sha256: str = "0" * 64) -> StoredFile:
    file = StoredFile(sha256=sha256, size_bytes=1, media_type="text/csv")
    work.session.add(file)
    work.record(Act.UPLOAD_PREVIEWED)
    return file


def make_upload(work: Work, file: StoredFile) -> Upload:
    upload = Upload(kind="tools", name="tools.csv", file_id=file.id, received_at=AT)
    work.session.add(upload)
    work.record(Act.UPLOAD_PREVIEWED)
    return upload


def make_report(
    work: Work, file: StoredFile, audience: Audience, department_id: int | None = None
) -> Report:
    report = Report(
        audience=audience,
        department_id=department_id,
        as_of=AT,
        row_counts=(),
        file_id=file.id,
        name="report.xlsx",
        data_sha256="0" * 64,
        position=1,
        head="0" * 64,
        issued_at=AT,
    )
    work.session.add(report)
    work.record(Act.REPORT_ISSUED)
    return report
