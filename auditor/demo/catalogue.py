"""The tools the invented city met with, and what was laid down about them.

Clearview AI is a real product; that it reached officers by free trials, at a conference in
October 2019 and a showcase in December 2019, and was stopped on 5 February 2020, is what was
reported of the Toronto police (thestar.com, 28 Feb 2022; idtechwire.com). All else is invented.
"""

from typing import Final

from auditor.demo.tables import csv_bytes

TOOLS: Final = (
    {
        "Name": "Clearview AI",
        "Vendor": "Clearview AI, Inc.",
        "Category": "face recognition",
        "Aliases": "Clearview; Clearview.ai",
        "Domains": "clearview.ai",
        "Website": "https://www.clearview.ai",
        "Description": "Compares a photo with images gathered from the open internet.",
        "Risk level": "extreme",
    },
    {
        "Name": "Facewright",
        "Vendor": "Nordhollow Imaging",
        "Category": "face recognition",
        "Domains": "facewright.example",
        "Description": "Compares a photo with the county’s booking photos.",
        "Risk level": "high",
    },
    {
        "Name": "Plateloom",
        "Vendor": "Brindlegate Optics",
        "Category": "automated license plate readers",
        "Aliases": "Plate Loom",
        "Domains": "plateloom.example",
        "Description": "Searches plates that cameras of other agencies have read.",
        "Risk level": "moderate",
    },
    {
        "Name": "Echopost",
        "Vendor": "Sounderly Works",
        "Category": "gunshot detection",
        "Domains": "echopost.example",
        "Description": "Places bangs on a map.",
        "Risk level": "low",
    },
    {
        "Name": "Unlatchmo",
        "Vendor": "Keyfallow Forensics",
        "Category": "phone forensics",
        "Aliases": "Unlatchmo Desk; UM Desk",
        "Domains": "unlatchmo.example; keyfallow.example",
        "Description": "Reads out telephones.",
        "Risk level": "high",
    },
    {
        "Name": "Feedsifter One",
        "Vendor": "Tidewrack Analytics",
        "Category": "social-media monitoring",
        "Aliases": "Feedsifter",
        "Domains": "feedsifter.example",
        "Description": "Follows accounts and words on social networks.",
        "Risk level": "high",
    },
    {
        "Name": "Traceledger",
        "Vendor": "Ledgermoor Data",
        "Category": "data broker",
        "Domains": "traceledger.example",
        "Description": "Sells addresses, telephone numbers and movements.",
        "Risk level": "high",
    },
    {
        "Name": "Gridaugur",
        "Vendor": "Augurhill Labs",
        "Category": "predictive policing",
        "Aliases": "Grid Augur",
        "Domains": "gridaugur.example",
        "Description": "Forecasts where offences will be reported.",
        "Risk level": "extreme",
    },
    {
        "Name": "Lenstally",
        "Vendor": "Nordhollow Imaging",
        "Category": "video analytics/computer vision",
        "Domains": "lenstally.example",
        "Description": "Finds people and vehicles in recorded video.",
        "Risk level": "moderate",
    },
    {
        "Name": "Kestrelbox",
        "Vendor": "Highfallow Aero",
        "Category": "drones",
        "Domains": "kestrelbox.example",
        "Description": "Keeps and shares what drones have filmed.",
        "Risk level": "moderate",
    },
    {
        "Name": "Quillwarden",
        "Vendor": "Inkmarsh Systems",
        "Category": "generative AI",
        "Domains": "quillwarden.example",
        "Description": "Drafts reports from the sound of body-worn cameras.",
        "Risk level": "moderate",
    },
    {
        "Name": "Parlavox",
        "Vendor": "Tonguemere Ltd",
        "Category": "other",
        "Domains": "parlavox.example",
        "Description": "Translates what is said while it is said.",
        "Risk level": "low",
    },
)

#: What was thought of a tool later, once it had been approved: that approval is to be reviewed.
_LATER: Final = ({"Name": "Unlatchmo", "Risk level": "extreme"},)

_TOOL_HEADINGS: Final = (
    "Name",
    "Vendor",
    "Category",
    "Aliases",
    "Domains",
    "Website",
    "Description",
    "Risk level",
)
_RULING_HEADINGS: Final = (
    "Tool",
    "Category",
    "Department",
    "Body",
    "Outcome",
    "Adopted on",
    "Effective from",
    "Effective until",
    "Document",
)

#: Tool, category, department, body, outcome, adopted, effective from and until, document. The
#: order of 5 February 2020 was given during that day, so the 6th is the first whole day.
_RULINGS: Final = """
|automated license plate readers||council|permitted|2016-11-15|2017-01-01||Ordinance 16-118
|phone forensics||prosecutor|approval required|2017-12-04|2018-01-01||Prosecutor’s memo 17-3
|gunshot detection||council|permitted|2018-02-20|2018-03-01||Resolution 18-022
|drones||council|council approval required|2018-04-17|2018-05-01||Ordinance 18-040
Kestrelbox||HCSO|council|permitted|2019-03-19|2019-04-01|2020-03-31|Resolution 19-017
Kestrelbox||HCSO|council|permitted|2020-05-19|2020-06-01||Resolution 20-049
|face recognition||council|approval required|2018-12-11|2019-01-01||Ordinance 18-131
|data broker||privacy office|approval required|2019-02-12|2019-03-01||Privacy directive 2
|social-media monitoring|PHPD|chief|approval required|2019-04-01|2019-04-15||General Order 19-07
|predictive policing||state law|prohibited|2019-05-20|2019-07-01||Ketmore Acts 2019, ch. 88
|video analytics/computer vision||mayor|approval required|2019-06-03|2019-06-03||Order 2019-4
Clearview AI||PHPD|chief|prohibited|2020-02-05|2020-02-06||Stop order 20-02
|face recognition||council|council approval required|2020-02-25|2020-03-01||Ordinance 20-007
Facewright||HCSO|council|permitted|2020-06-16|2020-07-01|2021-06-30|Resolution 20-061
|generative AI||privacy office|approval required|2024-01-22|2024-02-01||Privacy directive 9
"""


def tools_csv() -> bytes:
    """The tools, as an upload takes them."""
    return csv_bytes(_TOOL_HEADINGS, TOOLS)


def risk_levels_csv() -> bytes:
    """The risk levels that were raised later, as an upload of tools takes them."""
    return csv_bytes(("Name", "Risk level"), _LATER)


def rulings_csv() -> bytes:
    """The rulings, as an upload takes them."""
    lines = (line.split("|") for line in _RULINGS.strip().splitlines())
    return csv_bytes(
        _RULING_HEADINGS, (dict(zip(_RULING_HEADINGS, line, strict=True)) for line in lines)
    )
