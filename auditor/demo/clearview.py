"""Clearview AI among the invented police, in the proportions reported of Toronto.

144 signed up, 115 of them used it, in 84 investigations; it spread from a conference in October
2019 by free trials to a showcase in December, until the order of 5 February 2020
(thestar.com, 28 Feb 2022; idtechwire.com).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from auditor.demo.rosters import NAMESAKES, POLICE, Officer
from auditor.demo.signups import (
    OFFERED,
    SIGNED_UP,
    USED,
    USED_IN_A_CASE,
    SignUp,
    add_use,
    day_between,
    of_officer,
)

TOOL: Final = "Clearview AI"
STAGES: Final = {SIGNED_UP: 29, USED: 53, USED_IN_A_CASE: 62}
INVESTIGATIONS: Final = 84
OFFERED_ONLY: Final = 12

STOPPED_ON: Final = date(2020, 2, 5)
_SHOWCASE_ON: Final = date(2019, 12, 11)

#: How many of each unit signed up, beside one who is named as a colleague is (`NAMESAKES`); ten
#: more accounts belong to nobody who is known.
_OF_UNIT: Final = {
    "Patrol North": 24,
    "Patrol South": 21,
    "Homicide": 14,
    "Sex Crimes": 12,
    "Robbery": 12,
    "Child Exploitation Unit": 11,
    "Intelligence": 10,
    "Financial Crimes": 9,
    "Missing Persons": 7,
    "Digital Forensics": 6,
    "Training": 4,
    "Traffic": 2,
    "Administration": 1,
}
_UNIDENTIFIED: Final = (
    ("Marrow, T.", ""),
    ("Det. Okparanta", "okparanta@police.porthalden.example"),
    ("", "nightdesk@police.porthalden.example"),
    ("", "mcu.shared@police.porthalden.example"),
    ("", "bluelantern7@letterloft.example"),
    ("", "k9handler@mailbarrow.example"),
    ("Lowell, Pat", "plowell@phpd.example"),
    ("Sgt. Verrazano", ""),
    ("", "hello.kestrel@letterloft.example"),
    ("", "trial-0417@clearview.ai"),
)


class _Wave(NamedTuple):
    """When people signed up, how they came by it, and until when they used it."""

    first: date
    last: date
    through: str
    used_until: date = STOPPED_ON


_CONFERENCE: Final = _Wave(date(2019, 10, 22), date(2019, 10, 31), "conference")
_WORD_OF_MOUTH: Final = _Wave(date(2019, 11, 1), date(2019, 12, 10), "colleague")
_SHOWCASE: Final = _Wave(_SHOWCASE_ON, date(2019, 12, 20), "vendor outreach")
_NEW_YEAR: Final = _Wave(date(2020, 1, 2), date(2020, 2, 4), "colleague")

#: The more often a wave stands here, the larger it was.
_WAVES: Final = (_CONFERENCE, _WORD_OF_MOUTH, _WORD_OF_MOUTH, _SHOWCASE, _SHOWCASE, _NEW_YEAR)

#: The unit that had leave for nine days and, but for a few, kept to them; so did those who are not
#: known, so that nobody can tell whether they belonged to it.
_UNIT_WITH_LEAVE: Final = "Child Exploitation Unit"
_WITH_LEAVE: Final = _Wave(date(2019, 12, 2), date(2019, 12, 6), "colleague", date(2019, 12, 10))

#: Units for which leave was asked signed up around its term.
_WAVES_OF_UNIT: Final = {
    _UNIT_WITH_LEAVE: (
        _Wave(date(2019, 11, 4), date(2019, 11, 20), "conference"),
        _WITH_LEAVE,
        _WITH_LEAVE,
        _Wave(date(2020, 1, 2), date(2020, 1, 10), "colleague"),
    ),
    "Homicide": (_SHOWCASE, _Wave(date(2020, 1, 17), date(2020, 1, 28), "colleague")),
    "Missing Persons": (_Wave(date(2020, 1, 2), date(2020, 1, 20), "colleague"),),
}
_PURPOSES_OF_UNIT: Final = {
    _UNIT_WITH_LEAVE: ("victim identification",),
    "Missing Persons": ("missing person",),
    "Financial Crimes": ("criminal investigation", "warrant"),
    "Training": ("training", "demonstration"),
}
_PURPOSES_IN_A_CASE: Final = (
    "criminal investigation",
    "criminal investigation",
    "criminal investigation; victim identification",
    "warrant",
    "deceased person",
)
_PURPOSES_OTHERWISE: Final = ("testing", "testing", "unknown", "", "personal", "demonstration")


def clearview_sign_ups(officers: Sequence[Officer], random: Random) -> list[SignUp]:
    """Those who signed up, and those who were only offered it."""
    stages = [stage for stage, count in STAGES.items() for _ in range(count)]
    random.shuffle(stages)
    chosen = _chosen(officers, random)
    accounts = [
        *(of_officer(one, TOOL, stage=stages.pop(), random=random) for one in chosen),
        *(_unidentified(name, email, stages.pop()) for name, email in _UNIDENTIFIED),
    ]
    accounts[0].name = f"{chosen[0].family}, {chosen[0].given}"
    for sign_up in accounts:
        _tell(sign_up, random)
    _give_cases([each for each in accounts if each.stage == USED_IN_A_CASE], random)
    _blur(accounts, random)
    return [*accounts, *_offers(officers, chosen, random)]


def _chosen(officers: Sequence[Officer], random: Random) -> list[Officer]:
    """Those who signed up; the first of them shares their name with a colleague."""
    chosen = [officers[NAMESAKES[0]]]
    for unit, count in _OF_UNIT.items():
        members = [o for o in officers if o.posts[0].unit == unit and o not in chosen]
        chosen += random.sample(members, count)
    return chosen


def _unidentified(name: str, email: str, stage: str) -> SignUp:
    return SignUp(department=POLICE, tool=TOOL, officer=None, name=name, email=email, stage=stage)


def _tell(sign_up: SignUp, random: Random) -> None:
    """When it was, how it came about, what for, and what became of the account."""
    unit = sign_up.officer.posts[0].unit if sign_up.officer else ""
    waves = _WAVES_OF_UNIT.get(unit, _WAVES) if sign_up.officer else (_WITH_LEAVE,)
    wave = random.choice(waves)
    sign_up.signed_up_on = day_between(wave.first, wave.last, random)
    sign_up.through = wave.through
    add_use(sign_up, until=wave.used_until, random=random)
    otherwise = _PURPOSES_OTHERWISE if sign_up.is_used else ("",)
    in_a_case = sign_up.stage == USED_IN_A_CASE
    usual = _PURPOSES_IN_A_CASE if in_a_case else otherwise
    sign_up.purposes = random.choice(_PURPOSES_OF_UNIT.get(unit, usual))
    sign_up.licence = random.choice(("trial", "trial", "trial", "trial", "unknown", "borrowed"))
    sign_up.state = random.choice(("closed", "closed", "closed", "open", "unknown"))
    if sign_up.officer and sign_up.officer.left:
        sign_up.state = "open"
    if sign_up.state == "closed":
        sign_up.closed_on = day_between(date(2020, 2, 15), date(2020, 2, 28), random)


def _give_cases(in_cases: Sequence[SignUp], random: Random) -> None:
    """84 investigations; one number stands on the searches of six officers."""
    numbers = [
        f"PH{random.choice((19, 19, 20))}-{10_000 + at * 37}" for at in range(INVESTIGATIONS)
    ]
    for at, number in enumerate(numbers):
        sign_up = in_cases[at % len(in_cases)]
        sign_up.cases = [*sign_up.cases, number]
    for sign_up in in_cases[1:6]:
        sign_up.cases = [*sign_up.cases, numbers[0]]


def _blur(sign_ups: Sequence[SignUp], random: Random) -> None:
    """What real lists lack: days, exact days, certainty; and what the order did not stop."""
    shuffled = random.sample(list(sign_ups), len(sign_ups))
    used = [each for each in shuffled if each.is_used and each.officer]
    for sign_up in used[:8]:
        sign_up.last_used_on = STOPPED_ON + timedelta(days=random.randrange(1, 10))
    for sign_up in used[8:16]:
        sign_up.first_used_on = sign_up.last_used_on = None
    for sign_up in used[16:30]:
        sign_up.by_month = True
    for sign_up in used[30:34]:
        sign_up.on_behalf_of = random.choice(("Ketmore State Patrol", "Vexford Police"))
    for sign_up in used[34:37]:
        sign_up.searches = random.choice(("101-500", "501+", "212"))
    for sign_up in used[37:44]:
        sign_up.certainty, sign_up.source = "confirmed", "department’s survey"
    for sign_up in [each for each in shuffled if each.stage == SIGNED_UP][:6]:
        sign_up.signed_up_on = None
        sign_up.notes = "The vendor’s list gives no day."
    for sign_up in shuffled[:5]:
        sign_up.certainty = "contested"
        sign_up.notes = "Says that the account was made in their name by somebody else."


def _offers(officers: Sequence[Officer], chosen: Sequence[Officer], random: Random) -> list[SignUp]:
    others = [officer for officer in officers if officer not in chosen and not officer.left]
    offers = []
    for officer in random.sample(others, OFFERED_ONLY):
        offer = of_officer(officer, TOOL, stage=OFFERED, random=random)
        offer.offered_on, offer.through = _SHOWCASE_ON, "vendor outreach"
        offer.email, offer.source = officer.email, "invitations found in the mail system"
        offers.append(offer)
    return offers
