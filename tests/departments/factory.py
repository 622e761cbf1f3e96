"""Departments for tests: entered as the office enters them."""

from typing import Any

from auditor.access import Actor, Role
from auditor.departments.model import Department
from auditor.departments.service import DepartmentFacts, add_department
from auditor.work import Work

#: Somebody of the office without an account of their own, for tests of services.
OVERSIGHT = Actor("Ines Ortega", Role.OVERSIGHT)


def make_department(work: Work, code: str = "HPD", **facts: Any) -> Department:
    named = {"name": f"{code} Police Department"} | facts
    return add_department(work, DepartmentFacts(code=code, **named))
