"""The project's shape, kept by the machine so that reviewers can read for sense."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from auditor.access import Permission
from auditor.trail.acts import Act
from tests.conftest import ROOT

#: Lines a file of this kind may have; migrations are history and may have any number.
LIMITS = {"auditor/**/*.py": 250, "templates/**/*.html": 120, "tests/**/*.py": 300}
FUNCTION_LINES = 30

#: What a file in a subject's folder may be called; each name has its place in the contracts. A
#: name with many files may be a folder of them, as `rules` of flags is.
KINDS = {
    "rules",
    "columns",
    "model",
    "queries",
    "intake",
    "service",
    "forms",
    "views",
    "commands",
}
OWN = {
    "approvals": {
        *("asking_forms", "asking_views", "checks", "deciding_views", "narrower", "narrowing"),
        *("narrowing_views", "needs", "proposals", "requesting", "reviewing", "reviewing_forms"),
        *("reviewing_views", "revoking", "revoking_views", "several", "several_views", "sought"),
        *("stale", "stale_rulings", "staleness", "telling", "undoing", "undoing_forms"),
        *("undoing_views", "waiting", "wording"),
    },
    "exports": {"dictionary_views", "naming"},
    "findings": {
        *("asked", "choosing", "entry_forms", "entry_views", "fields", "marking", "marking_views"),
        *("persons", "recognition", "sought", "wording"),
    },
    "flags": {
        *("contradictions", "counting", "dismissal", "fingerprints", "making", "raising"),
        "telling",
    },
    "follow_ups": {
        *("checks", "concluding", "hearing", "judging", "step_views", "steps", "taking"),
        "wording",
    },
    "jobs": {"registry", "runner", "scheduler"},
    "notices": {"digests", "posting", "sending", "waits", "wording"},
    "officers": {"assignment_views"},
    "people": {
        *("account_views", "acting", "admission", "deputies", "deputy_views", "passwords"),
        *("sign_in", "user_views"),
    },
    "reports": {
        *("about", "figures", "order_views", "ordering", "signing", "spool", "verifying"),
        *("wording", "workbook"),
    },
    "rulings": {"effect", "steps"},
    "tools": {"department_views"},
    "uploads": {
        *("blank_views", "blanks", "cell_values", "day_order", "drafts", "hand_edits"),
        *("holding_back", "keeping", "kinds", "lookups", "mapping", "merging", "parsing"),
        *("planning", "reversal", "row_plans", "since", "storing", "taking", "telling"),
        *("undoing", "undoing_views"),
    },
    "verdicts": {
        *("alone", "assessment", "covering", "docket", "drawing", "effects", "leave"),
        *("over_time", "points", "scopes", "timelines"),
    },
}

#: Folders that are nobody's subject: the engine, the shared ground, and the invented city.
GROUND = {"backup", "demo", "schema", "sheets", "trail", "web"}

#: Shapes an address may have.
PATH = re.compile(r"(?:/|(?:/(?:[a-z]+(?:-[a-z]+)*|<int:[a-z_]+_id>|<[a-z_]+>))+(?:\.[a-z]+)?)")


def python(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_outgrows_its_limit() -> None:
    outgrown = [
        f"{named(path)} has {lines} lines; the limit is {limit}"
        for pattern, limit in LIMITS.items()
        for path in ROOT.glob(pattern)
        if (lines := len(path.read_text().splitlines())) > limit
    ]
    assert not outgrown


def test_no_function_outgrows_its_limit() -> None:
    outgrown = [
        f"{named(path)}: {node.name} has {lines} lines"
        for path in python("auditor")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (lines := _lines(node)) > FUNCTION_LINES
    ]
    assert not outgrown


def _lines(node: ast.FunctionDef) -> int:
    """Lines of what a function does; what it says of itself, and of its arguments, is welcome."""
    does = node.body[1:] if ast.get_docstring(node) else node.body
    return (does[-1].end_lineno or 0) - does[0].lineno + 1 if does else 0


def test_every_template_is_used_and_every_used_template_exists() -> None:
    folder = ROOT / "templates"
    environment = Environment(autoescape=True)
    used = set()
    for path in python("auditor"):
        used |= set(re.findall(r'"([\w-]+(?:/[\w-]+)*\.html)"', path.read_text()))
    for path in folder.rglob("*.html"):
        tree = environment.parse(path.read_text())
        used |= {name for name in meta.find_referenced_templates(tree) if name}
    present = {str(path.relative_to(folder)) for path in folder.rglob("*.html")}
    assert used == present


def test_no_template_trusts_a_text_or_says_a_thing_inside_its_markup() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        tree = Environment(autoescape=True).parse(path.read_text())
        trusted = {node.name for node in tree.find_all(nodes.Filter)} & {"safe"}
        assert not trusted, named(path)
        assert "autoescape" not in path.read_text(), named(path)


def test_addresses_are_nouns_in_kebab_case_and_ids_are_numbers(app: Flask) -> None:
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith("assets.") and not PATH.fullmatch(rule.rule)
    ]
    assert not odd


def test_every_test_is_a_sentence_and_is_run() -> None:
    for path in python("tests"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert path.name.startswith("test_"), f"{named(path)}: {node.name} is never run"
                assert node.name.count("_") > 2, f"{named(path)}: {node.name} is no sentence"


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    evading = re.compile(r"mark\.(skip|xfail)\b|pytest\.(skip|xfail|importorskip)\(")
    found = [named(path) for path in python("tests") if evading.search(path.read_text())]
    assert set(found) <= {"tests/pages/conftest.py"}  # Where there is no Chromium to be had.


def test_a_subject_holds_only_files_that_the_contracts_know() -> None:
    strange = {
        folder.name: extra
        for folder in (ROOT / "auditor").iterdir()
        if folder.is_dir() and folder.name not in GROUND | {"__pycache__"}
        if (extra := _files(folder) - KINDS - OWN.get(folder.name, set()))
    }
    assert not strange


def _files(folder: Path) -> set[str]:
    return {
        entry.stem
        for entry in folder.iterdir()
        if entry.suffix == ".py" or (entry.is_dir() and any(entry.glob("*.py")))
    } - {"__init__", "__pycache__"}


def test_no_file_is_called_by_what_it_is_not() -> None:
    empty_words = {"utils", "helpers", "common", "misc", "manager", "handler", "handlers"}
    assert not {path.stem for path in python("auditor", "tests")} & empty_words


@pytest.mark.parametrize("term", [*Permission, *Act])
def test_every_public_name_is_explained_in_the_glossary(term: str) -> None:
    assert f"| `{term}` |" in (ROOT / "docs/glossary.md").read_text()


def test_roles_are_compared_where_they_are_granted_and_nowhere_else() -> None:
    allowed = re.compile(r"auditor/(access\.py|people/.*|.*rules(\.py|/.*)|demo/.*)")
    found = [
        named(path)
        for path in python("auditor")
        if re.search(r"\bRole\.[A-Z]", path.read_text()) and not allowed.fullmatch(named(path))
    ]
    assert found in ([], ["auditor/trail/queries.py"])  # Which names who acted without an account.


def test_sql_as_text_is_left_to_the_engine() -> None:
    allowed = re.compile(r"auditor/(db\.py|trail/.*|schema/.*|backup/(rows|restoring)\.py)")
    raw = re.compile(r"\b(?:text|exec_driver_sql)\(")
    found = [
        named(path)
        for path in python("auditor")
        if not allowed.fullmatch(named(path))
        and re.search(r"\bfrom sqlalchemy\b.*\btext\b|exec_driver_sql", path.read_text())
        and raw.search(path.read_text())
    ]
    assert not found


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    strange = re.compile(
        r"pypi\.org|pythonhosted|--index-url|--extra-index-url|/home/\w+/|/root/|C:\\\\Users", re.I
    )
    kinds = {".py", ".md", ".toml", ".txt", ".html", ".yaml", ".js", ".css", ""}
    found = [
        named(path)
        for folder in (".", "auditor", "templates", "migrations", "tests", "docs", ".ci")
        for path in ((ROOT / folder).glob("*") if folder == "." else (ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in kinds and path.name != Path(__file__).name
        if strange.search(path.read_text(errors="replace"))
    ]
    assert not found
