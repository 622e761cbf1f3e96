"""Sign-ups at the sheriff’s office, and for the other tools; each line shows one verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from auditor.demo.requests import named_officer
from auditor.demo.rosters import Officer
from auditor.demo.signups import (
    SIGNED_UP,
    USED,
    USED_IN_A_CASE,
    SignUp,
    add_use,
    day_between,
    of_officer,
)

#: Tool, department, unit (“*” any, “@” the officer named in a request), how many, sign-ups from
#: and until, use until, purposes, licence, how it was obtained, and what the line shows.
_SCENES: Final = """
Clearview AI|HCSO|Investigations|9|2019-12-02|2020-01-08|2020-01-12|criminal investigation|trial\
|vendor outreach|ratified
Clearview AI|HCSO|Investigations|4|2020-01-20|2020-02-10|2020-02-29|criminal investigation|paid\
|procurement|approved
Clearview AI|HCSO|Patrol|6|2019-11-04|2019-11-25|2019-11-30|testing|trial|colleague|no-approval
Clearview AI|HCSO|Warrants|4|2020-01-21|2020-02-20|2020-02-29|warrant|trial|colleague|outside-scope
Clearview AI|HCSO|Jail|5|2020-03-02|2020-04-10|2020-04-30|unknown|borrowed|colleague\
|council-approval-missing
Facewright|PHPD|Sex Crimes|6|2019-03-04|2019-12-10|2020-02-28|criminal investigation|paid\
|procurement|approved
Facewright|HCSO|Investigations|4|2020-07-06|2020-11-20|2021-06-25|criminal investigation|paid\
|procurement|permitted
Plateloom|PHPD|Traffic|5|2019-01-14|2019-06-20|2020-10-30|criminal investigation|paid|procurement\
|permitted
Echopost|PHPD|Patrol North|3|2019-02-04|2019-04-26|2020-05-30||paid|procurement|permitted
Unlatchmo|PHPD|Digital Forensics|5|2018-03-12|2019-05-10|2020-06-30\
|criminal investigation; warrant|paid|procurement|approved
Unlatchmo|HCSO|Investigations|4|2019-06-03|2019-08-16|2019-12-20|warrant|paid|procurement|expired
Feedsifter One|PHPD|Intelligence|5|2019-05-06|2019-08-30|2020-03-20|criminal investigation|paid\
|procurement|approved
Feedsifter One|PHPD|Robbery|3|2019-05-06|2019-09-20|2020-01-31|criminal investigation|demo\
|vendor outreach|denied
Feedsifter One|HCSO|Patrol|3|2019-05-06|2019-10-18|2020-02-28||demo|vendor outreach|no-rule
Traceledger|PHPD|Financial Crimes|4|2019-03-18|2019-07-12|2020-03-06|criminal investigation|paid\
|vendor outreach|awaiting
Traceledger|HCSO|Warrants|4|2019-03-11|2019-07-26|2019-08-30|warrant|paid|colleague|before-approval
Gridaugur|PHPD|Patrol South|3|2019-07-08|2019-10-11|2019-12-13|testing|demo|conference|prohibited
Lenstally|PHPD|@|1|2019-07-08|2019-07-26|2020-02-28|criminal investigation|paid|procurement|approved
Lenstally|HCSO|*|2|2019-07-08|2019-09-27|2019-12-20|testing|demo|conference|no-approval
Kestrelbox|HCSO|Patrol|4|2019-04-08|2019-08-23|2020-09-25|missing person|paid|procurement\
|days-unknown
Quillwarden|PHPD|Training|2|2024-03-04|2024-03-29|2024-06-28|training|trial|conference|approved
Quillwarden|PHPD|Patrol North|2|2024-03-04|2024-04-12|2024-06-28|other|trial|colleague\
|outside-scope
Parlavox|PHPD|Patrol South|2|2018-05-07|2019-06-14|2019-11-29|other|unknown|unknown|no-rule
Parlavox|HCSO|Jail|2|2018-05-07|2019-06-14|2019-11-29||unknown|unknown|no-rule
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    tool: str
    department: str
    unit: str
    count: int
    first: date
    last: date
    used_until: date
    purposes: str
    licence: str
    through: str


def other_sign_ups(officers: Mapping[str, Sequence[Officer]], random: Random) -> list[SignUp]:
    """The sign-ups of every scene, with a case here and there and two that proved wrong."""
    sign_ups = [each for scene in _scenes() for each in _of_scene(scene, officers, random)]
    for number, sign_up in enumerate(sign_ups):
        if sign_up.stage == USED_IN_A_CASE:
            prefix = sign_up.department[:2]
            sign_up.cases = [f"{prefix}{sign_up.signed_up_on:%y}-{20_000 + number * 13}"]
    for sign_up in sign_ups[13:15]:
        sign_up.certainty = "disproved"
        sign_up.notes = "The address was mistyped on the list; the account is another agency’s."
    return sign_ups


def _scenes() -> list[_Scene]:
    scenes = []
    for line in _SCENES.strip().splitlines():
        tool, code, unit, count, first, last, until, purposes, licence, through, _ = line.split("|")
        scenes.append(
            _Scene(
                tool=tool,
                department=code,
                unit=unit,
                count=int(count),
                first=date.fromisoformat(first),
                last=date.fromisoformat(last),
                used_until=date.fromisoformat(until),
                purposes=purposes,
                licence=licence,
                through=through,
            )
        )
    return scenes


def _of_scene(
    scene: _Scene, officers: Mapping[str, Sequence[Officer]], random: Random
) -> list[SignUp]:
    members = officers[scene.department]
    fitting = [
        officer
        for officer in members
        if scene.unit in {"*", officer.unit_on(scene.first)}
        and officer.unit_on(scene.first) == officer.unit_on(scene.used_until)
    ]
    chosen = [named_officer(officers)] if scene.unit == "@" else random.sample(fitting, scene.count)
    return [_sign_up(officer, scene, random) for officer in chosen]


def _sign_up(officer: Officer, scene: _Scene, random: Random) -> SignUp:
    stage = random.choice((SIGNED_UP, USED, USED, USED_IN_A_CASE))
    sign_up = of_officer(officer, scene.tool, stage=stage, random=random)
    sign_up.signed_up_on = day_between(scene.first, scene.last, random)
    add_use(sign_up, until=scene.used_until, random=random)
    if scene.licence == "paid" and sign_up.first_used_on:
        # What is paid for is used until the end.
        last = scene.used_until - timedelta(days=random.randrange(20))
        sign_up.last_used_on = max(last, sign_up.first_used_on)
    sign_up.purposes, sign_up.licence = scene.purposes, scene.licence
    sign_up.through, sign_up.source = scene.through, "department’s survey"
    sign_up.state = random.choice(("open", "closed", "unknown"))
    if sign_up.state == "closed":
        last = sign_up.last_used_on or sign_up.signed_up_on
        sign_up.closed_on = day_between(last, scene.used_until, random)
    return sign_up
