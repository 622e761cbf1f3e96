"""Asking a department, and its answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from auditor.access import Permission
from auditor.days import Calendar
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.evidence.service import Document, hand_in
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.follow_ups.checks import follow_up_to
from auditor.follow_ups.model import Answer, AnswerFile, FollowUp, Line
from auditor.follow_ups.queries.chosen import answerers, by_person, flags_chosen, who_can_answer
from auditor.follow_ups.rules import Move, state_after
from auditor.trail.acts import Act
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a department is asked.

    Attributes:
        days: business days it has to answer, counted from the day of receipt.
        assigned_to_id: whose answer is expected; None for any of its supervisors.
        per_officer: whether each officer, or account of nobody identified, has a follow-up of
            their own; else one follow-up has all lines.
    """

    question: str
    days: int
    assigned_to_id: int | None = None
    per_officer: bool = False


def open_follow_ups(
    work: Work, flag_ids: Collection[int], asked: Asked, *, calendar: Calendar
) -> list[int]:
    """Ask a department about open flags, and give the new follow-ups' numbers in order.

    Raises:
        NotAllowed: the actor may not open follow-ups, or one of the flags concerns them.
        NotFound: one of the flags is not there.
        IllegalMove: one of them is not open.
        FieldsRefused: no flag is named, they are of several departments, nothing is asked, or
            whoever is to answer cannot.
    """
    chosen = flags_to_ask_about(work, flag_ids)
    department_id = chosen[0].department_id
    can = {who.id for who in who_can_answer(work, department_id, {row.flag_id for row in chosen})}
    wrong = {}
    if not asked.question.strip():
        wrong["question"] = "Say what the department is asked."
    if asked.assigned_to_id is not None and asked.assigned_to_id not in can:
        wrong["assigned_to"] = "This account cannot answer it; choose another, or nobody."
    if wrong:
        raise FieldsRefused(wrong)
    groups = by_person(chosen) if asked.per_officer else [chosen]
    return [_open(work, rows, asked, calendar=calendar) for rows in groups]


def flags_to_ask_about(work: Work, flag_ids: Collection[int]) -> Sequence[Any]:
    """The chosen flags, which one follow-up can take in.

    Raises:
        NotAllowed, NotFound, IllegalMove, FieldsRefused: see `open_follow_ups`.
    """
    work.require(Permission.FOLLOW_UP_JUDGE)
    if not flag_ids:
        raise FieldsRefused({"flags": "Tick the flags to ask about in the list of flags."})
    rows = flags_chosen(work, flag_ids)
    if len(rows) != len({*flag_ids}):
        raise NotFound("There is no such flag, or none that your account may know of.")
    if any(row.is_own for row in rows):
        raise NotAllowed("One of these flags concerns you: others of the office ask about it.")
    for row in rows:
        if row.flag_state is not FlagState.OPEN:
            raise IllegalMove(
                f"Flag {row.flag_id} is {row.flag_state}: only open flags are asked about. Its "
                "page says where it stands; go back and untick it."
            )
    if len({row.department_id for row in rows}) > 1:
        raise FieldsRefused(
            {"flags": "These flags are of several departments: ask each department by itself."}
        )
    return rows


def _open(work: Work, rows: Sequence[Any], asked: Asked, *, calendar: Calendar) -> int:
    follow_up = FollowUp(
        department_id=rows[0].department_id,
        question=asked.question,
        due_on=calendar.due_on(work.now, asked.days),
        asked_at=work.now,
        asked_by_id=work.actor.user_id,
        assigned_to_id=asked.assigned_to_id,
        state_at=work.now,
    )
    work.session.add(follow_up)
    work.session.flush()
    for row in rows:
        work.session.add(Line(follow_up_id=follow_up.id, flag_id=row.flag_id))
        flag = work.session.get_one(Flag, row.flag_id)
        flag.state, flag.state_at, flag.state_reason = FlagState.IN_FOLLOW_UP, work.now, None
    work.record(Act.FOLLOW_UP_OPENED)
    return follow_up.id


def assign(work: Work, follow_up_id: int, *, assigned_to_id: int | None) -> None:
    """Say whose answer is expected, among those who can answer.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: this account cannot answer it.
    """
    follow_up = follow_up_to(Move.ASSIGN, work, follow_up_id)
    if assigned_to_id is not None and assigned_to_id not in {
        who.id for who in answerers(work, follow_up)
    }:
        raise FieldsRefused(
            {"assigned_to": "This account cannot answer it; choose another, or nobody."}
        )
    follow_up.assigned_to_id = assigned_to_id
    work.record(Act.FOLLOW_UP_ASSIGNED)


def answer(
    work: Work,
    follow_up_id: int,
    *,
    text: str,
    documents: Sequence[Document] = (),
    paper_on: date | None = None,
) -> int:
    """Answer for the department: by its supervisor, or by the office from what came on paper.

    Args:
        documents: kept already; handed in for the department, whose supervisors may open them.
        paper_on: the date on the paper that the office records.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: nothing is said, the office attaches no paper, or its date cannot be.
    """
    follow_up = follow_up_to(Move.ANSWER, work, follow_up_id)
    by_office = not work.actor.is_confined
    if wrong := _wrong_answer(work, follow_up, text, has_paper=bool(documents), on=paper_on):
        raise FieldsRefused(wrong)
    given = Answer(
        follow_up_id=follow_up.id,
        text=text,
        answered_on=paper_on or work.today,
        is_on_paper=by_office,
        recorded_by_id=work.actor.user_id,
        recorded_at=work.now,
        recorded_through=work.actor.through,
    )
    work.session.add(given)
    work.session.flush()
    for document in documents:
        shows = f"the answer to follow-up {follow_up.id}"
        paper = hand_in(work, document, department_id=follow_up.department_id, shows=shows)
        paper.shared_at = work.now if by_office else None
        work.session.add(AnswerFile(answer_id=given.id, evidence_id=paper.id))
    follow_up.state = state_after(follow_up.state, Move.ANSWER)
    follow_up.state_at, follow_up.state_reason = work.now, None
    work.record(Act.FOLLOW_UP_ANSWERED)
    return given.id


def _wrong_answer(
    work: Work, follow_up: FollowUp, text: str, *, has_paper: bool, on: date | None
) -> dict[str, str]:
    wrong = {}
    if not text.strip():
        wrong["text"] = "Say what the department answers."
    if not work.actor.is_confined and not has_paper:
        wrong["documents"] = "Attach the paper on which the department answered."
    asked_on = follow_up.asked_at.astimezone(work.zone).date()
    if on is not None and (work.actor.is_confined or not asked_on <= on <= work.today):
        wrong["paper_on"] = f"The date lies between {asked_on}, when this was asked, and today."
    return wrong
