"""What a WSGI server imports: `waitress-serve wsgi:app`, and `flask …` in this folder."""

import sys

import click

import config
from auditor.app import create_app, refuse_unguarded
from auditor.errors import NotReady
from auditor.settings import SettingsIncomplete

try:
    app = create_app(config.from_environ())
    if click.get_current_context(silent=True) is None:  # A server, not a command.
        refuse_unguarded(app)
except (SettingsIncomplete, NotReady) as refusal:
    sys.exit(str(refusal))
