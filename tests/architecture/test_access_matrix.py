"""Who may do what: every page and command, for every role, held to the tables of docs/access.md."""

from urllib.parse import urlsplit

import pytest
from werkzeug.routing import Rule

from auditor.access import GRANTS, Permission, Role
from tests.architecture.asking import address, commands, fields, routes
from tests.architecture.register import COLUMNS, Register, Who
from tests.conftest import ROOT


def tables() -> dict[str, dict[str, dict[str, str]]]:
    """The tables of docs/access.md: by heading, by row, by column."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for section in (ROOT / "docs/access.md").read_text().split("\n## ")[1:]:
        heading = section.splitlines()[0]
        lines = [line.strip("| ").split(" | ") for line in section.splitlines() if "|" in line]
        rows = [[cell.strip() for cell in line] for line in lines]
        found[heading] = {
            row[0].strip("`"): dict(zip(rows[0][1:], row[1:], strict=True))
            for row in rows[2:]
            if row[0].startswith("`")
        }
    return found


TABLES = tables()


def test_the_grants_are_those_of_the_table() -> None:
    granted = {
        permission.value: {
            role.value: "yes" if permission in GRANTS[role] else "–" for role in Role
        }
        for permission in Permission
    }
    assert granted == TABLES["Permissions"]


def test_every_page_and_command_has_its_row_and_every_row_its_page_or_command(
    register: Register,
) -> None:
    assert set(TABLES["Pages"]) == set(routes(register.app))
    assert set(TABLES["Commands"]) == set(commands(register.app))


@pytest.mark.parametrize("who", COLUMNS, ids=lambda who: who.name)
def test_every_page_answers_everybody_as_its_table_says(register: Register, who: Who) -> None:
    wrong, asked = [], 0
    for name, rule in routes(register.app).items():
        expected = TABLES["Pages"].get(name, {}).get(who.name)
        status, where = answer_to(register, name.split()[0], rule, who)
        asked += 1
        if seen_as(rule.endpoint, status, where, who) != expected:
            wrong.append(f"{name}: {status} {where}, and the table says {expected}")
    print(f"{who.name}: {asked} cells, {len(wrong)} wrong")  # noqa: T201 - the figure to be told
    assert not wrong, "\n".join(wrong)


def seen_as(endpoint: str, status: int, where: str, who: Who) -> str:
    """The answer as a cell of the table says it."""
    if who.email is None and status == 302 and urlsplit(where).path == "/sign-in":
        return "yes" if endpoint.startswith("sign_in.") else "sign in"
    if status < 400:
        return "yes"
    return {403: "no", 404: "404"}.get(status, str(status))


def answer_to(register: Register, method: str, rule: Rule, who: Who) -> tuple[int, str]:
    path = address(register, rule, who)
    client = register.client(who.email)
    if method == "GET":
        answer = client.get(path)
    else:
        answer = client.post(
            path,
            data=fields(register, client, path, rule.endpoint),
            content_type="multipart/form-data",
        )
        register.put_back()
    return answer.status_code, answer.headers.get("Location", "")


def arguments(register: Register, name: str, who: Who) -> list[str]:
    """What a command that changes records is told, besides who does it."""
    approval = str(register.ids({"approval_id"}, who)["approval_id"])
    confirmed = str(register.ids({"confirmed_approval_id"}, who)["confirmed_approval_id"])
    file = register.var / "tools.csv"
    file.write_text("Name\nHoneycomb\n")
    return {
        "flask approvals confirm": [approval],
        "flask approvals deny": [approval, "--reason", "Not needed."],
        "flask approvals keep": [confirmed, "--reason", "The risk was weighed."],
        "flask approvals narrow": [confirmed, "--purpose", "training", "--reason", "The trial."],
        "flask approvals revoke": [confirmed, "--reason", "The trial is over."],
        "flask flags assess": [],
        "flask reports issue": [
            *("--audience", "internal"),
            *("--out", str(register.var / "report.xlsx")),
        ],
        "flask uploads apply": ["tools", str(file)],
        "flask uploads preview": ["tools", str(file)],
        "flask uploads undo": [str(register.records["applied_upload_id"]["own"])],
    }.get(name, [])


def is_let_in(register: Register, name: str, who: Who) -> bool:
    """Whether the command does what it is told for this person, or for nobody where None."""
    acting = ["--as", who.email] if who.email else []
    (register.var / "report.xlsx").unlink(missing_ok=True)
    run = register.app.test_cli_runner()
    words = name.split()[1:]
    ended = run.invoke(args=[*words, *arguments(register, name, who), *acting])
    register.put_back()
    assert "Traceback" not in ended.output, ended.output
    assert ended.exit_code in {0, 1, 2}
    return ended.exit_code == 0


@pytest.mark.parametrize("who", COLUMNS, ids=lambda who: who.name)
def test_every_command_does_it_for_whom_its_table_says(register: Register, who: Who) -> None:
    for name, command in commands(register.app).items():
        expected = TABLES["Commands"].get(name, {}).get(who.name)
        if not any("--as" in option.opts for option in command.params):
            assert expected == ("operator" if who.email is None else "–"), name
        elif who.email is None and expected == "operator":
            assert is_let_in(register, name, who), name
        else:
            assert expected == ("yes" if is_let_in(register, name, who) else "no"), name
