"""Which rows concern whoever reads the trail."""

from collections.abc import Iterable

from sqlalchemy import literal, or_, select, union_all

from auditor.approvals.model import ApprovalReview
from auditor.approvals.queries import concerning as concerning_approvals
from auditor.concern import Own, own_of
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.follow_ups.model import Answer, AnswerFile, Judgement, Line, Note
from auditor.officers.model import Assignment
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning as concerning_statements
from auditor.work import Work

Row = tuple[str, int]


def concerning_rows(work: Work) -> frozenset[Row]:
    """Every row that concerns the actor: what is known of them, asked about them or decided.

    Two statements for whoever does not stand in the register themselves, six for who does.
    """
    own = own_of(work)
    officers = {("officers", officer_id) for officer_id in own.officer_ids}
    found = {(record, row_id) for record, row_id in _rows(work, own)} | officers
    if not found:
        return frozenset()
    ids = concerning_approvals(work)
    approvals = {("approvals", approval_id) for approval_id in ids}
    named = or_(ApprovalReview.approval_id.in_(ids), ApprovalReview.successor_id.in_(ids))
    reviewed = select(ApprovalReview.id).where(named)
    approvals |= {("approval_reviews", each) for each in work.session.scalars(reviewed)}
    wanted = select(Statement.id).where(concerning_statements(work, own))
    statements = {("statements", each) for each in work.session.scalars(wanted)}
    return frozenset(found | approvals | statements)


def _rows(work: Work, own: Own) -> Iterable[tuple[str, int]]:
    findings = select(Finding.id).where(own.meeting())
    flags = select(Flag.id).where(Flag.finding_id.in_(findings))
    lines = select(Line.id).where(Line.flag_id.in_(flags))
    follow_ups = select(Line.follow_up_id).where(Line.flag_id.in_(flags))
    answers = select(Answer.id).where(Answer.follow_up_id.in_(follow_ups))
    files = select(AnswerFile.id).where(AnswerFile.answer_id.in_(answers))
    judged = select(Judgement.id).where(Judgement.line_id.in_(lines))
    theirs = or_(Note.line_id.in_(lines), Note.officer_id.in_(own.officer_ids))
    by_record = {
        "findings": findings,
        "flags": flags,
        "follow_up_lines": lines,
        "follow_ups": follow_ups,
        "follow_up_answers": answers,
        "follow_up_files": files,
        "follow_up_judgements": judged,
        "follow_up_notes": select(Note.id).where(theirs),
        "assignments": select(Assignment.id).where(Assignment.officer_id.in_(own.officer_ids)),
    }
    asked = (ids.add_columns(literal(record)) for record, ids in by_record.items())
    for row_id, record in work.session.execute(union_all(*asked)):
        yield record, row_id
