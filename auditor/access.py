"""Who may do what: the one place where permissions are granted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """The offices a person may hold here, and the two that are no person's."""

    VISITOR = "visitor"
    OVERSIGHT = "oversight"
    SUPERVISOR = "supervisor"
    COUNCIL = "council"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


#: The roles an account can be given.
PERSONS: Final = (Role.OVERSIGHT, Role.SUPERVISOR, Role.COUNCIL, Role.ADMINISTRATOR)


class Permission(StrEnum):
    """Named `<record>:<verb>`; kept in alphabetical order."""

    ACCOUNT_OWN = "account:own"
    APPROVAL_DECIDE = "approval:decide"
    APPROVAL_READ = "approval:read"
    APPROVAL_REQUEST = "approval:request"
    DEPARTMENT_EDIT = "department:edit"
    DEPARTMENT_READ = "department:read"
    DEPUTY_NAME = "deputy:name"
    FIGURES_READ = "figures:read"
    FILE_READ = "file:read"
    FINDING_EDIT = "finding:edit"
    FINDING_READ = "finding:read"
    FLAG_ASSESS = "flag:assess"
    FLAG_DISMISS = "flag:dismiss"
    FLAG_READ = "flag:read"
    FOLLOW_UP_ANSWER = "follow-up:answer"
    FOLLOW_UP_JUDGE = "follow-up:judge"
    FOLLOW_UP_READ = "follow-up:read"
    HEALTH_READ = "health:read"
    JOB_READ = "job:read"
    JOB_RUN = "job:run"
    OFFICER_EDIT = "officer:edit"
    OFFICER_READ = "officer:read"
    REPORT_COMPARE = "report:compare"
    REPORT_ISSUE = "report:issue"
    REPORT_READ = "report:read"
    RULING_EDIT = "ruling:edit"
    RULING_READ = "ruling:read"
    SIGN_IN = "sign-in"
    STATEMENT_ANSWER = "statement:answer"
    STATEMENT_ASK = "statement:ask"
    STATEMENT_READ = "statement:read"
    TOOL_EDIT = "tool:edit"
    TOOL_READ = "tool:read"
    TRAIL_READ = "trail:read"
    TRAIL_VALUES = "trail:values"
    TRAIL_VERIFY = "trail:verify"
    UPLOAD_APPLY = "upload:apply"
    UPLOAD_READ = "upload:read"
    USER_MANAGE = "user:manage"


P = Permission

_EVERYBODY: Final = frozenset({P.SIGN_IN, P.HEALTH_READ})
_SIGNED_IN: Final = _EVERYBODY | {P.ACCOUNT_OWN}

GRANTS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.VISITOR: _EVERYBODY,
    Role.OVERSIGHT: _SIGNED_IN
    | {
        P.APPROVAL_READ,
        P.APPROVAL_REQUEST,
        P.DEPARTMENT_EDIT,
        P.DEPARTMENT_READ,
        P.FIGURES_READ,
        P.FILE_READ,
        P.FINDING_EDIT,
        P.FINDING_READ,
        P.FLAG_ASSESS,
        P.FLAG_DISMISS,
        P.FLAG_READ,
        P.FOLLOW_UP_ANSWER,
        P.FOLLOW_UP_JUDGE,
        P.FOLLOW_UP_READ,
        P.OFFICER_EDIT,
        P.OFFICER_READ,
        P.REPORT_COMPARE,
        P.REPORT_ISSUE,
        P.REPORT_READ,
        P.RULING_EDIT,
        P.RULING_READ,
        P.STATEMENT_ANSWER,
        P.STATEMENT_ASK,
        P.STATEMENT_READ,
        P.TOOL_EDIT,
        P.TOOL_READ,
        P.TRAIL_READ,
        P.TRAIL_VALUES,
        P.UPLOAD_APPLY,
        P.UPLOAD_READ,
    },
    Role.SUPERVISOR: _SIGNED_IN
    | {
        P.APPROVAL_DECIDE,
        P.APPROVAL_READ,
        P.APPROVAL_REQUEST,
        P.DEPARTMENT_READ,
        P.DEPUTY_NAME,
        P.FIGURES_READ,
        P.FILE_READ,
        P.FINDING_READ,
        P.FLAG_READ,
        P.FOLLOW_UP_ANSWER,
        P.FOLLOW_UP_READ,
        P.OFFICER_READ,
        P.REPORT_COMPARE,
        P.REPORT_READ,
        P.RULING_READ,
        P.STATEMENT_ANSWER,
        P.STATEMENT_READ,
        P.TOOL_READ,
    },
    Role.COUNCIL: _SIGNED_IN | {P.FIGURES_READ, P.REPORT_COMPARE, P.REPORT_READ},
    Role.ADMINISTRATOR: _SIGNED_IN | {P.JOB_READ, P.TRAIL_READ, P.USER_MANAGE},
    Role.SYSTEM: _EVERYBODY
    | {
        P.FLAG_ASSESS,
        P.JOB_READ,
        P.JOB_RUN,
        P.REPORT_COMPARE,
        P.TRAIL_VERIFY,
        P.USER_MANAGE,
    },
}

#: Roles that act on, and see, only the records of their own department.
OWN_DEPARTMENT_ONLY: Final = frozenset({Role.SUPERVISOR})


class Through(StrEnum):
    """The way by which somebody acts; a decision says it wherever it is shown."""

    PAGE = "page"
    COMMAND_LINE = "command line"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is acting: a person, or the system.

    Attributes:
        officer_id: the officer record of this person, where they are one; see `reach.concerns`.
        system_account: who was signed in to the machine when the command line was used.
    """

    name: str
    role: Role
    user_id: int | None = None
    department_id: int | None = None
    officer_id: int | None = None
    email: str = ""
    through: Through = Through.PAGE
    system_account: str | None = None

    @property
    def is_confined(self) -> bool:
        """Whether this actor sees and touches only their own department's records."""
        return self.role in OWN_DEPARTMENT_ONLY

    def may(self, permission: Permission, *, in_department: int | None = None) -> bool:
        """Whether this actor holds `permission`, in that department where one is named."""
        if permission not in GRANTS[self.role]:
            return False
        if self.is_confined and in_department is not None:
            return in_department == self.department_id
        return True


VISITOR: Final = Actor("Visitor", Role.VISITOR)
SYSTEM: Final = Actor("auditor", Role.SYSTEM, through=Through.CLOCK)
