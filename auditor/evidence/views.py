"""Kept files, served to those who may read them."""

from typing import Final

from flask import Blueprint, Response
from werkzeug.datastructures import Headers

from auditor.access import Permission
from auditor.evidence.queries import get_document
from auditor.evidence.service import open_document
from auditor.web.access import Answer, Opening, requires_own_turn

bp = Blueprint("evidence", __name__, url_prefix="/files")

#: Whatever a document holds, no browser may run it.
_SEALED: Final = "sandbox; default-src 'none'"


class Sealed(Response):
    """A download that has the last word on its policy, which is stricter than that of pages."""

    default_mimetype = "application/octet-stream"

    def get_wsgi_headers(self, environ: object) -> Headers:
        headers = super().get_wsgi_headers(environ)  # type: ignore[arg-type]
        headers["Content-Security-Policy"] = _SEALED
        headers["X-Content-Type-Options"] = "nosniff"
        return headers


@bp.get("/<int:evidence_id>")
@requires_own_turn(Permission.FILE_READ)
def download(opening: Opening, evidence_id: int) -> Answer:
    with opening.reading() as work:
        document = get_document(work, evidence_id)
    # Read before the turn is taken: a file that is lost is not said to have been opened.
    content = opening.wiring.files.read(document.sha256)
    with opening.writing() as work:
        open_document(work, evidence_id)
    response = Sealed(content)
    response.headers.set("Content-Disposition", "attachment", filename=document.name)
    return response
