"""Forms about accounts and signing in."""

from collections.abc import Iterable
from typing import Any

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import EqualTo, InputRequired, Length

from auditor.access import PERSONS
from auditor.people.rules import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Every,
)
from auditor.web.editing import DayField
from auditor.web.forms import AuditorForm, stripped

_TOO_LONG = Length(max=LONGEST_PASSWORD, message="No password is as long as this.")


class SignInForm(AuditorForm):
    email = EmailField(
        "E-mail address",
        [
            InputRequired("Enter your e-mail address."),
            Length(max=LONGEST_EMAIL, message="No e-mail address is as long as this."),
        ],
        filters=[stripped],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password."), _TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class FirstPasswordForm(AuditorForm):
    """For somebody who came in with a password good for one sign-in: it is spent by now."""

    password = PasswordField(
        "The new password",
        [
            InputRequired("Enter the password you want."),
            Length(max=LONGEST_PASSWORD, message=f"Keep it to {LONGEST_PASSWORD} characters."),
        ],
        description=f"At least {SHORTEST_PASSWORD} characters; several unrelated words are best.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "The new password once more",
        [
            InputRequired("Enter the new password a second time."),
            EqualTo("password", "The two new passwords differ; enter the same one twice."),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class PasswordForm(FirstPasswordForm):
    current = PasswordField(
        "Your present password",
        [InputRequired("Enter your present password."), _TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )


class MailForm(AuditorForm):
    every = SelectField(
        "You are told",
        [InputRequired("Choose how often you want to be told.")],
        choices=[
            SelectChoice(Every.BUSINESS_DAY.value, "Every business day with news"),
            SelectChoice(Every.WEEK.value, "Once a week"),
            SelectChoice(Every.NEVER.value, "Only of what is due or late"),
        ],
    )


class EditUserForm(AuditorForm):
    name = StringField(
        "Name",
        [
            InputRequired("Enter the person’s name."),
            Length(max=LONGEST_NAME, message=f"Keep the name to {LONGEST_NAME} characters."),
        ],
        filters=[stripped],
    )
    role = SelectField(
        "Role",
        [InputRequired("Choose a role.")],
        choices=[
            SelectChoice("", "Choose a role"),
            *(SelectChoice(role.value, role.value) for role in PERSONS),
        ],
    )
    department = StringField(
        "Department",
        description="For a supervisor: its code.",
        filters=[stripped],
        render_kw={"class": "short"},
    )
    officer = StringField(
        "Employee id",
        description="If this person is an officer, so that they never decide on what concerns "
        "them.",
        filters=[stripped],
        render_kw={"class": "short"},
    )


class UserForm(EditUserForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter the e-mail address.")], filters=[stripped]
    )


class DeputyForm(AuditorForm):
    deputy = SelectField("Deputy", [InputRequired("Choose who stands in for you.")])
    since = DayField(
        "First day",
        [InputRequired("Give the first day of your leave.")],
        render_kw={"class": "short"},
    )
    until = DayField(
        "Last day",
        [InputRequired("Give the last day of your leave.")],
        description="Inclusive.",
        render_kw={"class": "short"},
    )

    def offer(self, supervisors: Iterable[Any]) -> None:
        named = {str(each.id): each.name for each in supervisors}
        self.deputy.choices = {"": "Choose a supervisor"} | named
