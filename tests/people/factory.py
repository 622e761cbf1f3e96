"""Makes accounts for tests, through the services that everybody uses."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from auditor.access import Role
from auditor.departments.model import Department
from auditor.departments.rules import DepartmentKind
from auditor.people.model import User
from auditor.people.passwords import hash_password
from auditor.people.service import add_user
from auditor.settings import Settings
from auditor.trail.acts import Act
from auditor.work import Work
from tests.browser import PASSWORD


@cache
def quick_hash(password: str = PASSWORD) -> str:
    """A hash that costs next to nothing; the same in every test of a run."""
    cheap = Settings(
        database_url="",
        var=Path(),
        secret_key="",
        templates_dir=Path(),
        migrations_dir=Path(),
        zone=ZoneInfo("UTC"),
        password_rounds=1,
        password_memory_kib=8,
    )
    return hash_password(cheap, password)


def make_user(
    work: Work,
    role: Role = Role.OVERSIGHT,
    email: str = "",
    *,
    name: str = "",
    department: Department | None = None,
    officer_id: int | None = None,
    is_one_time: bool = False,
) -> User:
    """An account whose password is `tests.browser.PASSWORD`."""
    user = add_user(
        work,
        email or f"{role.value}@city.example",
        name=name or f"Some {role.value.capitalize()}",
        role=role,
        password_hash=quick_hash(),
        is_one_time=is_one_time,
        department=department,
    )
    if officer_id is not None:
        user.officer_id = officer_id
        work.record(Act.USER_EDITED)
    return user


def make_department(work: Work, code: str = "PHPD", name: str = "Port Halden Police") -> Department:
    """A department; written without its service, which tests of accounts do not need."""
    department = Department(
        code=code, name=name, kind=DepartmentKind.POLICE, folded=f"{code} {name}".casefold()
    )
    work.session.add(department)
    work.record(Act.DEPARTMENT_ADDED)
    return department
