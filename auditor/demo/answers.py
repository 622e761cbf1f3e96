"""What the invented departments answered when the office asked them about a tool."""

from typing import Final

from auditor.demo.tables import csv_bytes

HEADINGS: Final = (
    *("Department", "Tool", "Question", "Asked on", "Due on", "Answer", "Answered on"),
    *("Units asked", "Units in all", "Aware before asked", "Complete list given", "Signed by"),
)

_WHO_USES: Final = "Has anybody in your department signed up for this tool, or used it?"
_WHO_STILL: Final = "Name everybody who has signed up for this tool since 2019."

#: The police first asked two units and denied; the sheriff did not answer until asked again.
_ANSWERS: Final = f"""
PHPD|Clearview AI|{_WHO_USES}|2020-01-20|2020-01-31|denied|2020-01-27|2|13|||\
Deputy Chief Orla Venn
HCSO|Clearview AI|{_WHO_USES}|2020-01-20|2020-01-31|no response||||||
PHPD|Clearview AI|{_WHO_USES}|2020-01-20|2020-01-31|confirmed|2020-02-13|13|13|no|no|\
Chief Bram Ostler
HCSO|Clearview AI|{_WHO_STILL}|2020-03-09|2020-03-31|partly confirmed|2020-04-06|3|5|no||\
Sheriff Della Karsk
PHPD|Gridaugur|{_WHO_USES}|2020-01-20|2020-01-31|declined|2020-01-30|||||
HCSO|Gridaugur|{_WHO_USES}|2020-01-20|2020-01-31|denied|2020-01-29|5|5||yes|Sheriff Della Karsk
PHPD|Quillwarden|{_WHO_USES}|2024-05-06|2024-05-31|confirmed|2024-05-20|13|13|yes|yes|\
Chief Bram Ostler
HCSO|Quillwarden|{_WHO_USES}|2024-05-06|2024-05-31|no response||||||
"""


def statements_csv() -> bytes:
    """What both departments answered, as an upload takes it."""
    lines = (line.split("|") for line in _ANSWERS.strip().splitlines())
    return csv_bytes(HEADINGS, (dict(zip(HEADINGS, line, strict=True)) for line in lines))
