"""How every page is asked: under which address, and with what in its form."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import click
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from auditor.web.access import OPEN_ENDPOINTS
from tests.architecture.register import COLUMNS, Register, Who
from tests.browser import PASSWORD, filled_in
from tests.sheets.books import data, packed, parts, text

#: What Flask itself adds to the command line; none of it opens the register.
FLASKS = {"run", "shell", "routes"}

#: Records with which the step can be taken: confirmed, or with nothing standing on them.
INSTEAD = {
    "approvals.revocation.ask": {"approval_id": "confirmed_approval_id"},
    "approvals.revocation.record": {"approval_id": "confirmed_approval_id"},
    "approvals.narrowing.ask": {"approval_id": "confirmed_approval_id"},
    "approvals.narrowing.narrow": {"approval_id": "confirmed_approval_id"},
    "approvals.reviewing.ask_to_keep": {"approval_id": "confirmed_approval_id"},
    "approvals.reviewing.keep": {"approval_id": "confirmed_approval_id"},
    "approvals.undoing.ask_to_mark": {"approval_id": "confirmed_approval_id"},
    "approvals.undoing.mark": {"approval_id": "confirmed_approval_id"},
    "departments.withdraw": {"department_id": "bare_department_id"},
    "findings.marking.unmark": {"finding_id": "repeating_finding_id"},
    **{
        f"follow_ups.steps.{ask}{step}": {"follow_up_id": f"{state}_follow_up_id"}
        for ask in ("", "ask_to_")
        for step, state in {
            "accept": "answered",
            "return": "answered",
            "outcomes": "accepted",
            "close": "judged",
            "reopen": "closed",
        }.items()
    },
    "officers.withdraw": {"officer_id": "bare_officer_id"},
    "tools.withdraw": {"tool_id": "bare_tool_id"},
    "uploads.undoing.take_back": {"upload_id": "applied_upload_id"},
}

#: A variable of an address that is a word.
WORDS = {"kind": "tools", "table": "explained-use"}

#: What a form needs that its page does not fill in, by the endpoint it is posted to.
TYPED: Mapping[str, Mapping[str, Any]] = {
    "account.choose": {
        "current": PASSWORD,
        "password": "lantern orbit maple quarry",
        "again": "lantern orbit maple quarry",
    },
    "account.choose_how_often": {"every": "week"},
    "approvals.asking.ask": {"finding": "1", "for-1-asked": "y", "for-1-valid_from": "2026-02-01"},
    "approvals.create": {"tool": "1", "department": "1", "valid_from": "2026-02-01"},
    "approvals.deciding.deny": {"reason": "Not needed."},
    "approvals.narrowing.narrow": {"reason": "The trial.", "purposes": ["training"]},
    "approvals.reviewing.keep": {"reason": "The risk was weighed."},
    "approvals.revocation.record": {"reason": "The trial is over."},
    "approvals.several.confirm": {"approval": ["1", "3", "5"]},
    "approvals.several.deny": {"approval": ["1", "3", "5"], "reason": "Not needed."},
    "approvals.undoing.mark": {"reason": "The wrong number."},
    "approvals.undoing.withdraw": {"reason": "Not needed any more."},
    "deputies.name": {"deputy": "7", "since": "2099-01-01", "until": "2099-01-31"},
    "departments.create": {"code": "NEW", "name": "New Department"},
    "departments.withdraw": {"reason": "Entered twice."},
    "findings.entry.create": {"tool": "Facefinder", "department": "PHPD", "officer": "7-own"}
    | {"signed_up_on": "2026-02", "source_reference": "r1", "another": "y", "looked_at": "1"},
    "findings.marking.mark": {"duplicate_of": "3"},
    "findings.marking.withdraw": {"reason": "Entered twice."},
    "flags.dismiss": {"reason": "A test of the tool."},
    "follow_ups.create": {"flag": "1", "question": "Who?", "days": "10", "per": "all"}
    | {"assigned_to": "0"},
    "follow_ups.steps.actions": {"actions": "training", "text": "In May."},
    "follow_ups.steps.answer": {"text": "A sergeant.", "documents": (b"Signed.", "letter.txt")},
    "follow_ups.steps.assign": {"assigned_to": "2"},
    "follow_ups.steps.notice": {"text": "By letter."},
    "follow_ups.steps.outcomes": {"outcome": "unfounded", "text": "As the log shows."},
    "follow_ups.steps.reopen": {"reason": "A log came up."},
    "follow_ups.steps.reply": {"text": "By mail.", "document": (b"I had leave.", "reply.txt")},
    "follow_ups.steps.return": {"reason": "Whose was it?"},
    "officers.assignments.create": {"unit": "Robbery", "since": "2026-02-01", "end_running": "y"},
    "officers.assignments.end": {"until": "2026-02-01"},
    "officers.create": {"department": "PHPD", "family_name": "New", "given_name": "Person"},
    "officers.withdraw": {"reason": "Entered twice."},
    "reports.verify": {"file": (packed(parts(data(text("A1", "Id")))), "copy.xlsx")},
    "reports.withdraw": {"reason": "A wrong figure."},
    "rulings.create": {
        "body": "chief",
        "outcome": "prohibited",
        "adopted_on": "2026-02-01",
        "effective_from": "2026-02-01",
    },
    "rulings.save": {"document": "Order 9"},
    "rulings.end": {"effective_until": "2026-06-30"},
    "rulings.withdraw": {"reason": "Entered twice."},
    "sign_in.enter": {"email": "other@city.example", "password": PASSWORD},
    "statements.create": {
        "tool": "1",
        "question": "Does anybody use it?",
        "asked_on": "2026-01-05",
        "departments": ["1", "2"],
    },
    "statements.record_answer": {
        "answer": "denied",
        "answered_on": "2026-01-06",
        "paper": (b"They say no.\n", "call.txt"),
    },
    "statements.withdraw": {"reason": "Entered twice."},
    "tools.create": {"name": "Honeycomb"},
    "tools.withdraw": {"reason": "Entered twice."},
    "uploads.create": {"kind": "tools", "file": (b"Name\nHoneycomb\n", "tools.csv")},
    "users.create": {"email": "new@city.example", "name": "New User", "role": "council"},
}


def routes(app: Flask) -> dict[str, Rule]:
    """Every page, as its row is called: the method, and the address with its variables."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN_ENDPOINTS
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def commands(app: Flask) -> dict[str, click.Command]:
    """Every command, as its row is called."""
    found: dict[str, click.Command] = {}

    def walk(name: str, command: click.Command) -> None:
        if isinstance(command, click.Group):
            for word, below in command.commands.items():
                walk(f"{name} {word}", below)
        else:
            found[name] = command

    for word, command in app.cli.commands.items():
        if word not in FLASKS:
            walk(f"flask {word}", command)
    return found


def address(register: Register, rule: Rule, who: Who) -> str:
    """The page’s address, of the record that this column asks for."""
    ids = register.ids(rule.arguments, who)
    for name, other in INSTEAD.get(rule.endpoint, {}).items():
        ids = {**ids, name: register.ids({other}, who)[other]}
    words = {name: word for name, word in WORDS.items() if name in rule.arguments}
    return register.app.url_map.bind("localhost").build(rule.endpoint, {**ids, **words})


def fields(register: Register, client: FlaskClient, path: str, endpoint: str) -> dict[str, Any]:
    """What somebody who may would send; whoever may not sends the same."""
    shown: dict[str, Any] = {}
    for each in (client, *(register.client(who.email) for who in COLUMNS[1:])):
        form = _form(each, path)
        if form is not None:
            shown = filled_in(form)
            break
    return {**shown, **typed(endpoint), "csrf_token": register.token(client)}


def typed(endpoint: str) -> dict[str, Any]:
    """What is filled in by hand; a file is opened anew each time."""
    return {
        name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in TYPED.get(endpoint, {}).items()
    }


def _form(client: FlaskClient, path: str) -> Any:
    for page in (path, re.sub(r"/[a-z-]+$", "", path)):
        answer = client.get(page)
        html = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        if answer.status_code == 200 and (form := html.select_one(f'form[action="{path}"]')):
            return form
    return None
