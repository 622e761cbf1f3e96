"""The one file in which the invented departments hand over their sign-ups."""

from collections.abc import Mapping, Sequence
from random import Random

from auditor.demo.clearview import clearview_sign_ups
from auditor.demo.others import other_sign_ups
from auditor.demo.rosters import POLICE, Officer
from auditor.demo.signups import HEADINGS
from auditor.demo.tables import csv_bytes


def handover_csv(officers: Mapping[str, Sequence[Officer]], random: Random) -> bytes:
    """The sign-ups of both departments, as an upload takes them."""
    sign_ups = [*clearview_sign_ups(officers[POLICE], random), *other_sign_ups(officers, random)]
    return csv_bytes(
        HEADINGS, (each.row(f"List 7, row {at}") for at, each in enumerate(sign_ups, start=1))
    )
