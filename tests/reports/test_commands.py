"""`flask reports issue`."""

import json
from pathlib import Path

from click.testing import Result
from flask import Flask

from tests.findings.factory import City
from tests.reports.factory import about, titles


def run(app: Flask, out: Path, *options: str, audience: str = "council") -> Result:
    told = ["--audience", audience, "--out", str(out), "--as", "ines@city.example", *options]
    return app.test_cli_runner().invoke(args=["reports", "issue", *told])


def test_a_report_is_written_where_it_is_told_and_its_figures_are_printed(
    app: Flask, city: City, tmp_path: Path
) -> None:
    out = tmp_path / "report.xlsx"
    told = json.loads(run(app, out, "--json").stdout)

    content = out.read_bytes()
    assert told["data_sha256"] == about(content)["SHA-256 of the data"]
    assert told["position"] == about(content)["Entries in the trail"]
    assert told["rows"]["Findings"] == 2
    assert (told["report"], told["audience"], told["names"]) == (1, "council", False)
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_is_there_is_never_replaced_and_nothing_is_issued_then(
    app: Flask, city: City, tmp_path: Path
) -> None:
    out = tmp_path / "report.xlsx"
    out.write_text("somebody relies on this")

    refused = run(app, out)
    assert refused.exit_code == 1
    assert "is not replaced" in refused.output
    assert out.read_text() == "somebody relies on this"
    nowhere = run(app, tmp_path / "nowhere" / "report.xlsx")
    assert nowhere.exit_code == 1
    assert "Nothing was issued" in nowhere.output
    assert json.loads(run(app, tmp_path / "other.xlsx", "--json").stdout)["report"] == 1


def test_names_need_a_reason_a_department_its_code_and_the_public_waits(
    app: Flask, city: City, tmp_path: Path
) -> None:
    out = tmp_path / "report.xlsx"

    assert "Say why" in run(app, out, "--names").output
    assert "Name the department" in run(app, out, audience="department").output
    assert "counts under 5" in run(app, out, audience="public").output
    assert not out.exists()
    assert run(app, out, "--department", "RVS", audience="department").exit_code == 0
    assert about(out.read_bytes())["Department"] == "RVS Police Department"
    named = tmp_path / "named.xlsx"
    assert run(app, named, "--names", "--reason", "Subpoena 7").exit_code == 0
    assert titles(named.read_bytes())[1] == "Summary, CONTAINS NAMES"
