"""How a follow-up's history is told."""

from dataclasses import replace
from typing import Any

from auditor.follow_ups.columns import TOLD
from auditor.follow_ups.queries.shown import Shown
from auditor.people.queries import names_of_users
from auditor.trail.queries import history
from auditor.web.editing import Wording, ids_in, in_words
from auditor.work import Work


def history_of(work: Work, shown: Shown) -> list[Any]:
    """What was done to a follow-up, its lines and its answers, newest first, in words.

    That officers were told something and replied is part of it, and what is not: a department may
    read this.
    """
    lines = [("follow_up_lines", line.row.id) for line in shown.lines]
    answers = [("follow_up_answers", answer.row.id) for answer in shown.answers]
    judged = [("follow_up_judgements", line.judgement.id) for line in shown.lines if line.judgement]
    notes = [("follow_up_notes", note.id) for line in shown.lines for note in line.notes]
    rows = [("follow_ups", shown.row.id), *lines, *answers, *judged, *notes]
    told = [
        replace(act, changes=tuple(sorted(act.changes, key=lambda change: change[:2])))
        for act in history(work, rows)
    ]
    names = {"assigned_to_id": names_of_users(work, ids_in(told, "assigned_to_id"))}
    return in_words(told, Wording(TOLD, names, {row: f"Line {row[1]}" for row in lines}))
