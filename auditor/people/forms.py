"""Forms about accounts and signing in."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from auditor.access import PERSONS
from auditor.people.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from auditor.web.forms import AuditorForm, stripped


class SignInForm(AuditorForm):
    email = EmailField(
        "E-mail address",
        [InputRequired("Enter your e-mail address."), Length(max=254)],
        filters=[stripped],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [
            InputRequired("Enter your password."),
            Length(max=LONGEST_PASSWORD, message="No password is as long as this."),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class PasswordForm(AuditorForm):
    """`current` is not asked of somebody who came in with a password good for one sign-in."""

    current = PasswordField(
        "Your present password",
        [Length(max=LONGEST_PASSWORD, message="No password is as long as this.")],
        render_kw={"autocomplete": "current-password"},
    )
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
        [Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )


class UserForm(AuditorForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter the e-mail address.")], filters=[stripped]
    )
    name = StringField(
        "Name",
        [
            InputRequired("Enter the person’s name."),
            Length(max=120, message="Keep the name to 120 characters."),
        ],
        filters=[stripped],
    )
    role = SelectField(
        "Role",
        [InputRequired("Choose a role.")],
        choices=[SelectChoice("", "Choose a role")]
        + [SelectChoice(role.value, role.value) for role in PERSONS],
    )
    department = StringField(
        "Department",
        description="For a supervisor: its code.",
        filters=[stripped],
    )
    employee_id = StringField(
        "Employee id",
        description="If this person is an officer of that department, so that they never decide "
        "on what concerns them.",
        filters=[stripped],
    )
