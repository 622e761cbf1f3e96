"""What the documents name is there, and what is there is named."""

import re

from flask import Flask

from tests.architecture.asking import commands
from tests.conftest import ROOT

PAGES = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)

#: How long a decision may be, in lines: one page.
ONE_PAGE = 50


def targets() -> dict[str, str]:
    """What can be made, with what `make` says of it."""
    found = re.findall(r"^([a-z-]+):.*## (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return dict(found)


def test_every_setting_is_described() -> None:
    read = set(re.findall(r"\bAUDITOR_[A-Z_]+\b", (ROOT / "config.py").read_text()))
    text = (ROOT / "docs/operations.md").read_text()
    assert read
    assert not {name for name in read if f"| `{name}` |" not in text}


def test_what_can_be_made_is_little_and_explained() -> None:
    declared = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert declared
    assert set(declared[1].split()) == set(targets())
    assert len(targets()) <= 14


def test_documents_name_only_what_can_be_made_and_run(app: Flask) -> None:
    known = {*commands(app)}
    for path in PAGES:
        text = path.read_text()
        code = "\n".join(re.findall(r"`+[^`]+`+", text))
        made = set(re.findall(r"\bmake ([a-z]+)\b", code))
        run = re.findall(r"\bflask(?: --app wsgi)? ([a-z]+)(?: ([a-z]+))?", code)
        assert not made - set(targets()), path.name
        for group, word in run:
            names = {f"flask {group}", f"flask {group} {word}"}
            groups = {name.rpartition(" ")[0] for name in known}
            assert names & known or (not word and f"flask {group}" in groups), (path.name, names)


def test_every_link_between_documents_leads_somewhere() -> None:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_decisions_are_numbered_and_each_is_under_a_page() -> None:
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert files
    for number, path in enumerate(files, start=1):
        lines = path.read_text().splitlines()
        assert path.name.startswith(f"{number:04}-"), path.name
        assert lines[0].startswith("# "), path.name
        assert len(lines) <= ONE_PAGE, path.name
