"""What the trail's pages may be narrowed by, and what its records are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from auditor.trail.acts import Act

#: Entries on a page, and rows of one entry.
PAGE: Final = 50

#: Of so many rows of an entry its line in the list is made; an entry may have a million.
FIRST_ROWS: Final = 8

#: An account and a kind of record stand in no index: so many entries are looked through at once.
WINDOW: Final = 50_000

#: Entries a file may hold.
MOST_IN_FILE: Final = 100_000

#: What a row of each table is called.
CALLED: Final[Mapping[str, str]] = {
    "approval_reviews": "Review of an approval",
    "approvals": "Approval",
    "assignments": "Assignment",
    "departments": "Department",
    "evidence": "Evidence",
    "files": "File",
    "findings": "Finding",
    "flags": "Flag",
    "follow_up_answers": "Answer to a follow-up",
    "follow_up_files": "File of an answer",
    "follow_up_judgements": "Judgement of an answer",
    "follow_up_lines": "Line of a follow-up",
    "follow_up_notes": "Notice to an officer, or a reply",
    "follow_ups": "Follow-up",
    "officers": "Officer",
    "pseudonyms": "Pseudonym",
    "reports": "Issued report",
    "rulings": "Ruling",
    "statements": "Statement",
    "tools": "Tool",
    "uploads": "Upload",
    "users": "Account",
}

#: Accounts are the administrator's, and a pseudonym beside its officer would undo it.
KEPT_BACK: Final = frozenset({"pseudonyms", "users"})


@dataclass(frozen=True, slots=True)
class Sought:
    """How the list is narrowed; the days are the city's, and inclusive."""

    act: Act | None = None
    who: int | None = None
    record: str = ""
    record_id: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_telling(self) -> bool:
        """Whether being found would tell of an entry who did what, or when."""
        return any(each is not None for each in (self.act, self.who, self.since, self.until))

    @property
    def needs_window(self) -> bool:
        """Whether it asks for what no index knows."""
        return self.who is not None or bool(self.record and self.record_id is None)


def called(record: str, record_id: int) -> str:
    """“Finding 12”."""
    return f"{CALLED.get(record, record)} {record_id}"


def user_in_payload(user_id: int) -> str:
    """What stands in the payload of an entry by this account, and no other; its keys are sorted."""
    return f'"id":{user_id},"role":'
