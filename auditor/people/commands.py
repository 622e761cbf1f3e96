"""`flask users …`: accounts, for whoever runs the machine."""

import sys

import click

from auditor.access import PERSONS, Role
from auditor.command_line import CommandGroup, json_option, print_json
from auditor.departments.queries import department_by_name
from auditor.errors import FieldsRefused
from auditor.officers.queries import officer_by_employee_id
from auditor.people import service
from auditor.people.acting import operator
from auditor.people.model import User
from auditor.people.passwords import hash_password, make_password
from auditor.people.queries import user_by_email, users
from auditor.wiring import current_wiring
from auditor.work import Work

group = CommandGroup("users", help="Open, list and close accounts, and give them passwords.")


@group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person’s name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in PERSONS]))
@click.option("--department", metavar="CODE", help="A supervisor’s department.")
@click.option("--officer", metavar="EMPLOYEE-ID", help="The officer that this person is, if any.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    *,
    email: str,
    name: str,
    role: str,
    department: str | None,
    officer: str | None,
    password_stdin: bool,
) -> None:
    """Open an account; without --password-stdin, print a password good for one sign-in."""
    wiring, actor = current_wiring(), operator()
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else make_password()
    if password_stdin:
        service.refuse_weak(password, email=email, name=name, office=wiring.settings.office)
    hashed = hash_password(wiring.settings, password)
    with wiring.open(actor) as work:
        of = department_by_name(work, department) if department else None
        person = officer_by_employee_id(work, officer, of) if officer else None
        service.add_user(
            work,
            email,
            name=name,
            role=Role(role),
            password_hash=hashed,
            is_one_time=not password_stdin,
            department=of,
            officer=person,
        )
    click.echo(f"{email} may sign in as {role}.")
    if not password_stdin:
        click.echo(f"The password, good for one sign-in: {password}")


@group.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Every account, open ones first."""
    with current_wiring().open(operator(), reading=True) as work:
        found = [row._asdict() for row in users(work)]
    if as_json:
        print_json({"users": found})
        return
    for user in found:
        department = f", {user['department']}" if user["department"] else ""
        closed = f", closed {user['closed_at']:%Y-%m-%d}" if user["closed_at"] else ""
        click.echo(f"{user['email']}  {user['name']}  {user['role']}{department}{closed}")


@group.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close an account, and end every sign-in it has."""
    with current_wiring().open(operator()) as work:
        service.close_user(work, _user(work, email))
    click.echo(f"{email} is closed.")


@group.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Give an account another password, good for one sign-in, and print it."""
    wiring = current_wiring()
    actor, password = operator(), make_password()
    hashed = hash_password(wiring.settings, password)
    with wiring.open(actor) as work:
        service.reset_password(work, _user(work, email), hashed)
    click.echo(f"The new password of {email}, good for one sign-in: {password}")


def _user(work: Work, email: str) -> User:
    user = user_by_email(work, email)
    if user is None:
        raise FieldsRefused({"email": f"There is no account for {email}; see flask users list."})
    return user
