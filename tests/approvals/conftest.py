"""What most tests about approvals begin with."""

from datetime import date
from pathlib import Path

import pytest

from auditor.evidence.service import Document, keep_document
from auditor.store import FileStore
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding

LETTER = b"%PDF-1.7 the chief's letter"
JAN_10 = date(2020, 1, 10)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def letter(tmp_path: Path) -> Document:
    return keep_document(FileStore(tmp_path / "files"), LETTER, "letter.pdf")


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    with work(city.ines) as w:
        return make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)


@pytest.fixture
def confirmed(work: OpenWork, city: City, used: int, letter: Document) -> int:
    """Approved by a letter of 10 January 2020, so that the use of 5 February was."""
    assert used
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd)
    confirm(work, city.sam, asked, document=letter, document_on=JAN_10)
    return asked
