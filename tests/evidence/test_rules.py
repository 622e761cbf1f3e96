"""What a document is, told by its bytes."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from auditor.evidence.rules import LARGEST_BYTES, MediaType, kept_name, media_type_of, why_not


def _package(*parts: str) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "<x/>")
    return whole.getvalue()


EMAIL = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Approval\r\n\r\n<html><p>Yes.</p>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n...", MediaType.PDF),
        (b"\x89PNG\r\n\x1a\n...", MediaType.PNG),
        (b"\xff\xd8\xff\xe0...", MediaType.JPEG),
        ("Approved on 3 February. Muñoz".encode(), MediaType.TEXT),
        ("Muñoz".encode("cp1252"), MediaType.TEXT),
        (EMAIL, MediaType.EMAIL),
        (_package("word/document.xml"), MediaType.DOCX),
        (_package("xl/workbook.xml"), MediaType.XLSX),
        (_package("xl/workbook.xml", "xl/vbaProject.bin"), None),
        (_package("other.xml"), None),
        (b"PK\x03\x04 broken", None),
        (b"<!DOCTYPE html><title>x</title>", None),
        (b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"hello <script>alert(1)</script>", None),
        (b"MZ\x90\x00\x03", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
    ],
)
def test_a_document_is_what_its_bytes_are(content: bytes, media_type: MediaType | None) -> None:
    assert media_type_of(content) is media_type
    assert bool(why_not(content)) is (media_type is None)


def test_an_empty_and_a_huge_file_are_refused_each_with_its_remedy() -> None:
    assert "empty" in why_not(b"")
    assert "20 MB" in why_not(b"a" * (LARGEST_BYTES + 1))
    assert not why_not(b"a" * 100)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\letters\\chief.pdf", "chief.pdf"),
        ("../../etc/passwd", "passwd"),
        ("chief\u202efdp.exe\n", "chieffdp.exe"),
        ("", "document"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_signs_that_deceive(name: str, kept: str) -> None:
    assert kept_name(name) == kept
