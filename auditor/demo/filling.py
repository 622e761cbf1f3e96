"""Filling an empty register with the invented city, by the same services that everybody uses."""

import json
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from auditor.access import Actor, Role, Through
from auditor.approvals.model import Approval
from auditor.approvals.revoking import revoke
from auditor.approvals.rules import Decision
from auditor.approvals.service import decide
from auditor.demo.city import City, DemoUser
from auditor.demo.following import follow_up
from auditor.departments.queries import department_by_name
from auditor.errors import IllegalMove
from auditor.people.acting import operator
from auditor.people.model import User
from auditor.people.passwords import hash_password, make_password
from auditor.people.service import add_user
from auditor.uploads import service as uploads
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.wiring import Turns, Wiring

#: In the var folder: the demo's accounts and their passwords, so that a second start prints them.
ACCOUNTS: Final = "demo-accounts.json"

Say = Callable[[str], None]


def is_filled(wiring: Wiring) -> bool:
    """Whether this register holds the invented city already.

    Raises:
        IllegalMove: it holds something else.
    """
    if (wiring.settings.var / ACCOUNTS).is_file():
        return True
    with wiring.open(operator(), reading=True) as work:
        if work.session.scalar(select(func.count()).select_from(User)):
            raise IllegalMove(
                "This register is in use: the invented city is only put into an empty one. "
                "Set AUDITOR_VAR to another folder to see it, or remove the folder of a demo "
                "that was interrupted."
            )
    return False


def fill(wiring: Wiring, city: City, say: Say) -> dict[str, str]:
    """Open the accounts, take in every file, decide what is to be decided.

    Returns:
        The password of each account, by its e-mail address.
    """
    passwords = {user.email: make_password() for user in city.users}
    with ThreadPoolExecutor(2) as hashing:
        hashed = dict(
            zip(
                passwords,
                hashing.map(partial(hash_password, wiring.settings), passwords.values()),
                strict=True,
            )
        )
    first, *others = sorted(city.users, key=lambda user: user.role != Role.OVERSIGHT)
    oversight = Turns(wiring, _open_account(wiring, first, hashed))
    _take_in(oversight, "departments", "departments.csv", city.departments_csv, say=say)
    actors = {user.email: _open_account(wiring, user, hashed) for user in others}
    for code, roster in city.rosters.items():
        _take_in(oversight, "officers", f"roster-{code}.csv", roster, say=say)
    _take_in(oversight, "tools", "tools.csv", city.tools_csv, say=say)
    _take_in(oversight, "rulings", "rulings.csv", city.rulings_csv, say=say)
    _take_in(oversight, "approvals", "requests.csv", city.approvals_csv, say=say)
    say(f"Decided by the supervisors: {_decide(wiring, city, actors)} requests.")
    say(f"Revoked by the supervisors: {_revoke(wiring, city, actors)} approval.")
    _take_in(oversight, "tools", "risk-levels.csv", city.risk_levels_csv, say=say)
    _take_in(oversight, "findings", "hand-over.csv", city.handover_csv, say=say)
    _take_in(oversight, "statements", "answers.csv", city.statements_csv, say=say)
    say(f"Asked about, and answered: {follow_up(oversight, actors.values())} flags.")
    _keep(wiring.settings.var / ACCOUNTS, city, passwords)
    return passwords


def kept_accounts(wiring: Wiring) -> list[tuple[str, str, str]]:
    """Role, e-mail address and password of each account of the invented city."""
    kept = json.loads((wiring.settings.var / ACCOUNTS).read_text())
    return [(account["role"], account["email"], account["password"]) for account in kept]


def _open_account(wiring: Wiring, user: DemoUser, hashed: dict[str, str]) -> Actor:
    with wiring.open(operator()) as work:
        department = department_by_name(work, user.department) if user.department else None
        added = add_user(
            work,
            user.email,
            name=user.name,
            role=Role(user.role),
            password_hash=hashed[user.email],
            is_one_time=False,
            department=department,
        )
        return added.as_actor(Through.COMMAND_LINE, operator().system_account)


def _take_in(turns: Turns, kind: str, name: str, content: bytes, *, say: Say) -> None:
    outcome = uploads.apply(turns, turns.wiring.files, Sent(KINDS[kind], name, content))
    plan = outcome.plan
    if plan is None or plan.refused:
        raise IllegalMove(f"{name} was not taken in whole: {plan and plan.refused}")
    say(f"Taken in: {len(plan.rows):>4} rows of {name}")


def _requests(wiring: Wiring, actors: dict[str, Actor]) -> list[tuple[int, Actor]]:
    """Each request, in the order of the file, with the supervisor of its department."""
    of = {actor.department_id: actor for actor in actors.values() if actor.department_id}
    with wiring.open(operator(), reading=True) as work:
        asked = select(Approval.id, Approval.department_id).order_by(Approval.id)
        return [(row.id, of[row.department_id]) for row in work.session.execute(asked)]


def _decide(wiring: Wiring, city: City, actors: dict[str, Actor]) -> int:
    requests = _requests(wiring, actors)
    for decision in city.decisions:
        approval_id, supervisor = requests[decision.approval_row]
        decide(
            partial(wiring.open, supervisor),
            wiring.files,
            approval_id,
            decision=Decision.CONFIRMED if decision.outcome == "confirm" else Decision.DENIED,
            reason=decision.reason,
            attached=(decision.document, decision.document_name),
            document_on=decision.document_on,
        )
    return len(city.decisions)


def _revoke(wiring: Wiring, city: City, actors: dict[str, Actor]) -> int:
    requests = _requests(wiring, actors)
    for revocation in city.revocations:
        approval_id, supervisor = requests[revocation.approval_row]
        revoke(
            partial(wiring.open, supervisor),
            wiring.files,
            approval_id,
            reason=revocation.reason,
            revoked_from=revocation.revoked_from,
            attached=(revocation.document, revocation.document_name),
            document_on=revocation.document_on,
        )
    return len(city.revocations)


def _keep(path: Path, city: City, passwords: dict[str, str]) -> None:
    kept = [
        {"role": user.role, "email": user.email, "password": passwords[user.email]}
        for user in city.users
    ]
    part = path.with_name(f".{secrets.token_hex(4)}.part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(kept, indent=1))
    part.replace(path)
