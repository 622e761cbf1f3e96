"""The rules on what one finding tells besides its approval: each with the sentence it raises."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from auditor.approvals.rules import Purpose, bare
from auditor.days import Day, business_days_after
from auditor.findings.rules import AccountState, Licence, Stage
from auditor.flags.rules.rule import Raised, Rule, Seen, numbered
from auditor.flags.rules.states import Severity
from auditor.parameters import Parameters
from auditor.verdicts.assessment import Sum
from auditor.verdicts.rules import Verdict

UNCONFIRMED: Final = Rule(
    "unconfirmed",
    1,
    Severity.NOTICE,
    "The request that would cover it has waited for a decision for more business days than the "
    "office allows.",
)
FREE_TRIAL: Final = Rule(
    "free-trial",
    1,
    Severity.NOTICE,
    "Signing up for a trial, or with a borrowed licence, was not approved: taking a tool without "
    "paying for it is still acquiring it.",
)
PERSONAL_ADDRESS: Final = Rule(
    "personal-address",
    1,
    Severity.NOTICE,
    "The account’s e-mail domain is none of the department’s, nor under one of them.",
)
NO_CASE: Final = Rule(
    "no-case",
    1,
    Severity.NOTICE,
    "The tool was used, and neither a case number nor a purpose other than unknown or personal is "
    "recorded.",
)
OUTSIDE_AGENCY: Final = Rule(
    "outside-agency", 1, Severity.NOTICE, "The tool was used on behalf of an outside agency."
)
OPEN_AFTER_DEPARTURE: Final = Rule(
    "open-after-departure",
    1,
    Severity.SERIOUS,
    "The account is known to be open, and the officer’s last assignment has ended.",
)

#: Licences for which nobody paid, so that no purchase was looked at by anybody.
UNPAID: Final = frozenset({Licence.TRIAL, Licence.BORROWED})

#: Purposes that do not say for what police work a tool was used.
_SAYS_NOTHING: Final = frozenset({bare(Purpose.UNKNOWN), bare(Purpose.PERSONAL)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What these rules look at of a finding that is counted.

    Attributes:
        domains: the department's e-mail domains; none of them, and they are not known.
        left_on: the last day of the officer's last assignment; None while one runs on, where none
            is recorded, and where no officer is.
    """

    stage: Stage = Stage.OFFERED
    licence: Licence = Licence.UNKNOWN
    signed_up_on: Day | None = None
    account_email: str | None = None
    account_state: AccountState = AccountState.UNKNOWN
    purposes: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    domains: tuple[str, ...] = ()
    left_on: date | None = None


def raised_by_what_is_told(told: Told, today: date) -> list[Raised]:
    """Every rule that holds by what a finding tells alone; the order is that of the rules.

    Args:
        today: the city's day; an assignment whose last day it is has not ended yet.
    """
    found = []
    if is_personal(told.account_email, told.domains):
        says = "The account’s address is under none of the department’s e-mail domains."
        found.append(Raised(PERSONAL_ADDRESS, says))
    if is_without_case(told.stage, told.purposes, told.case_numbers):
        says = (
            f"The stage is “{told.stage}”, and neither a case number nor a purpose of police work "
            "is recorded: ask what it was used for."
        )
        found.append(Raised(NO_CASE, says))
    if (told.on_behalf_of or "").strip():
        says = "It was done on behalf of an outside agency: ask under which agreement."
        found.append(Raised(OUTSIDE_AGENCY, says))
    if told.account_state is AccountState.OPEN and told.left_on and told.left_on < today:
        says = (
            "The account is open, and the last assignment of its officer ended on "
            f"{told.left_on}: ask for the account to be closed."
        )
        found.append(Raised(OPEN_AFTER_DEPARTURE, says))
    return found


def is_personal(email: str | None, domains: Collection[str]) -> bool:
    """Whether an address is known to be under none of a department's domains, which are known."""
    if not email or not domains or "@" not in email:
        return False
    domain = email.rpartition("@")[2].strip().lower()
    own = [each.strip().lower() for each in domains]
    return not any(domain == each or domain.endswith(f".{each}") for each in own)


def is_without_case(stage: Stage, purposes: Collection[str], case_numbers: Collection[str]) -> bool:
    """Whether it was used, and nothing says for which case or for what police work."""
    return (
        stage.reaches(Stage.USED)
        and not any(number.strip() for number in case_numbers)
        and {bare(purpose) for purpose in purposes} <= _SAYS_NOTHING
    )


@lru_cache(maxsize=10_000)
def free_trial(signed_up_on: str) -> Raised:
    """The flag where nobody paid, and the day of signing up is unapproved.

    Args:
        signed_up_on: of a finding whose licence is among `UNPAID`, in words.
    """
    says = (
        f"Nobody paid, and signing up on {signed_up_on} was not approved: taking a tool without "
        "paying is still acquiring it."
    )
    return Raised(FREE_TRIAL, says)


def is_unapproved_first(total: Sum) -> bool:
    """Whether the first of the known dates is unapproved: the day of signing up, if it is known."""
    return any(0 in places for _, places, *_ in total.holding)


def unconfirmed(seen: Seen, *, today: date, parameters: Parameters) -> Sequence[Raised]:
    """A flag on a finding that is awaiting a decision for too long.

    The days count from the day the request was made, and a request that was decided since does
    not wait any more.

    Args:
        today: the city's day; the flag is raised on the first day after the last one allowed.
    """
    if seen.verdict is not Verdict.AWAITING:
        return ()
    behind = seen.assessment.approval_ids
    late = [
        each.id
        for each in seen.approvals
        if each.id in behind
        and each.decision is None
        and business_days_after(
            each.requested_on, parameters.unconfirmed_business_days, parameters.holidays
        )
        < today
    ]
    if not late:
        return ()
    since = min(each.requested_on for each in seen.approvals if each.id in late)
    waits = "waits" if len(late) == 1 else "wait"
    says = f"{numbered('Approval', late)} {waits} for a decision since {since}."
    return (Raised(UNCONFIRMED, says),)
