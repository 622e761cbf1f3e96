"""How the form of each step becomes the step: files kept first, then a turn as short as can be."""

from collections.abc import Iterable

from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, keep_document
from auditor.follow_ups import concluding, hearing, judging, service
from auditor.follow_ups.forms import (
    ActionsForm,
    AnswerForm,
    AssigningForm,
    LinesForm,
    NoticeForm,
    OutcomeForm,
    ReopeningForm,
    ReplyForm,
    ReturningForm,
    StepForm,
)
from auditor.follow_ups.rules import LineOutcome
from auditor.store import FileStore
from auditor.wiring import Turns


def _kept(files: FileStore, sent: Iterable[tuple[bytes, str] | None], name: str) -> list[Document]:
    """Put what was sent on disk; a file that is none of those kept is named at this field."""
    kept = []
    for content, called in filter(None, sent):
        try:
            kept.append(keep_document(files, content, called))
        except FieldsRefused as refusal:
            raise FieldsRefused({name: f"“{called}”: {refusal}"}) from None
    return kept


def take_assignment(turns: Turns, follow_up_id: int, form: AssigningForm) -> None:
    with turns.writing() as work:
        service.assign(work, follow_up_id, assigned_to_id=form.assigned_to.data or None)


def take_answer(turns: Turns, follow_up_id: int, form: AnswerForm) -> None:
    documents = _kept(turns.wiring.files, form.attached(), "documents")
    with turns.writing() as work:
        service.answer(
            work,
            follow_up_id,
            text=form.text.data or "",
            documents=documents,
            paper_on=form.paper_on.data if "paper_on" in form else None,
        )


def take_accept(turns: Turns, follow_up_id: int, _: StepForm) -> None:
    with turns.writing() as work:
        judging.accept_answer(work, follow_up_id)


def take_return(turns: Turns, follow_up_id: int, form: ReturningForm) -> None:
    with turns.writing() as work:
        judging.return_answer(
            work,
            follow_up_id,
            line_ids=form.lines.data or (),
            reason=form.reason.data or "",
            days=form.days.data or 0,
            calendar=turns.wiring.calendar,
        )


def take_notice(turns: Turns, follow_up_id: int, form: NoticeForm) -> None:
    letter = _only(turns, form)
    with turns.writing() as work:
        hearing.give_notice(
            work,
            follow_up_id,
            line_ids=form.lines.data or (),
            text=form.text.data or "",
            document=letter,
            document_on=form.document_on.data,
        )


def take_reply(turns: Turns, follow_up_id: int, form: ReplyForm) -> None:
    letter = _only(turns, form)
    with turns.writing() as work:
        hearing.record_reply(
            work,
            follow_up_id,
            line_ids=form.lines.data or (),
            text=form.text.data or "",
            document=letter,
            document_on=form.document_on.data,
            is_shared=bool(form.shared.data),
        )


def _only(turns: Turns, form: NoticeForm) -> Document | None:
    kept = _kept(turns.wiring.files, [form.attached()], "document")
    return kept[0] if kept else None


def take_outcome(turns: Turns, follow_up_id: int, form: OutcomeForm) -> None:
    with turns.writing() as work:
        concluding.give_outcome(
            work,
            follow_up_id,
            line_ids=form.lines.data or (),
            outcome=LineOutcome(form.outcome.data),
            text=form.text.data or "",
            calendar=turns.wiring.calendar,
        )


def take_actions(turns: Turns, follow_up_id: int, form: ActionsForm) -> None:
    with turns.writing() as work:
        concluding.report_actions(
            work,
            follow_up_id,
            line_ids=form.lines.data or (),
            actions=form.chosen(),
            text=form.text.data or "",
        )


def take_verification(turns: Turns, follow_up_id: int, form: LinesForm) -> None:
    with turns.writing() as work:
        concluding.verify_actions(work, follow_up_id, line_ids=form.lines.data or ())


def take_close(turns: Turns, follow_up_id: int, _: StepForm) -> None:
    with turns.writing() as work:
        concluding.close(work, follow_up_id)


def take_reopen(turns: Turns, follow_up_id: int, form: ReopeningForm) -> None:
    with turns.writing() as work:
        concluding.reopen(
            work,
            follow_up_id,
            reason=form.reason.data or "",
            days=form.days.data or 0,
            calendar=turns.wiring.calendar,
        )
