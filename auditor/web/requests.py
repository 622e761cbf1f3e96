"""What no request may hold: characters that no record, no sheet and no database can keep."""

import re
from http import HTTPStatus
from typing import Final

from flask import Flask, abort, request

#: NUL and the other controls but tab and line ends, halves of surrogate pairs, and the two code
#: points that are no characters. A workbook with one of them in a name cannot be opened.
UNKEEPABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def init_requests(app: Flask) -> None:
    """Refuse such a request before any view sees it; nobody can type one by accident."""
    app.before_request(_refuse_unkeepable)


def _refuse_unkeepable() -> None:
    given = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if any(UNKEEPABLE.search(text) for pair in given for text in pair):
        abort(HTTPStatus.BAD_REQUEST)
