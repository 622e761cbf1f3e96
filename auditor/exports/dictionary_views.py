"""The data dictionary: what every column means, what it may hold, and who is shown it."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint

from auditor.access import Permission
from auditor.columns import Audience
from auditor.exports.columns import RECORDS
from auditor.reports.columns import vocabulary_of
from auditor.web.access import Answer, requires
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("dictionary", __name__)

#: Who reads it, in a word, in the order of audiences.
_READERS: Final[Mapping[Audience, str]] = {
    Audience.INTERNAL: "office",
    Audience.DEPARTMENT: "department",
    Audience.COUNCIL: "council",
    Audience.PUBLIC: "public",
}


@bp.get("/data-dictionary")
@requires(Permission.ACCOUNT_OWN)
def index(_work: Work) -> Answer:
    return page(
        "exports/dictionary.html", records=RECORDS, readers=_READERS, vocabulary_of=vocabulary_of
    )
