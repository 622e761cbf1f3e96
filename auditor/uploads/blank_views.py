"""Addresses of the templates for download, one of each kind in either form."""

from io import BytesIO

from flask import Blueprint, Response, send_file

from auditor.access import Permission
from auditor.errors import NotFound
from auditor.uploads.blanks import csv_template, workbook_template
from auditor.uploads.drafts import Kind
from auditor.uploads.kinds import KINDS
from auditor.web.access import Answer, requires
from auditor.wiring import current_wiring
from auditor.work import Work

bp = Blueprint("template", __name__, url_prefix="/template")


@bp.get("/<kind>")
@requires(Permission.UPLOAD_READ)
def as_csv(_work: Work, kind: str) -> Answer:
    return attachment(csv_template(_kind(kind)), f"{kind}.csv")


@bp.get("/<kind>.xlsx")
@requires(Permission.UPLOAD_READ)
def as_workbook(_work: Work, kind: str) -> Answer:
    office = current_wiring().settings.office
    return attachment(workbook_template(_kind(kind), office=office), f"{kind}.xlsx")


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFound("There is no such kind of upload.")
    return KINDS[name]


def attachment(content: bytes, name: str) -> Response:
    """A file to be saved, never shown."""
    # This function writes names of any script in the way that browsers read.
    return send_file(
        BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
    )
