"""What the office lays down for its rules, each with its unit."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The numbers that rules rest on; each can be set in the environment.

    Attributes:
        holidays: days that are no business days besides Saturdays and Sundays.
        cut_off_hour: from this hour of the city's clock on, 1 to 24, a business day is over for
            what comes in.
        unconfirmed_business_days: a request may wait so long for a decision.
        late_business_days: a request that waits for longer is brought to mind by mail.
        soon_business_days: so long before its day an answer is due soon.
        escalated_business_days: a follow-up that is overdue for longer is told to the head of the
            department.
        case_reused_officers: identified officers of one department who may share a case number.
        high_volume_percent: the share of a tool's findings with a count up to which searches are
            nothing unusual.
        high_volume_findings: findings with a count that a tool needs before they are compared.
    """

    holidays: frozenset[date] = frozenset()
    cut_off_hour: int = 17
    unconfirmed_business_days: int = 10
    late_business_days: int = 5
    soon_business_days: int = 3
    escalated_business_days: int = 10
    case_reused_officers: int = 3
    high_volume_percent: int = 95
    high_volume_findings: int = 20
