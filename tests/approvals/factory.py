"""Approvals for tests: asked for and decided as people do it."""

from datetime import date
from typing import Any

from auditor.access import Actor
from auditor.approvals.queries import get_approval
from auditor.approvals.requesting import Wanted, request_approval
from auditor.approvals.service import confirm_approval
from auditor.work import Work
from tests.conftest import OpenWork


def make_request(work: Work, tool_id: int, department_id: int, **columns: Any) -> int:
    """A request for everybody and any purpose, from 2020 on."""
    term = {"valid_from": date(2020, 1, 1)} | columns
    wanted = Wanted(tool_id=tool_id, department_id=department_id, **term)
    return request_approval(work, wanted).id


def confirm(work: OpenWork, actor: Actor, approval_id: int, **said: Any) -> None:
    with work(actor) as w:
        confirm_approval(w, get_approval(w, approval_id), **said)
