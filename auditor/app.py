"""The factory: the one module that knows every layer."""

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.routing import IntegerConverter, Map

from auditor.access import Permission
from auditor.approvals.commands import group as approvals_commands
from auditor.approvals.views import bp as approvals
from auditor.backup.commands import backup, restore
from auditor.db import make_engine, make_sessions
from auditor.demo.commands import demo
from auditor.departments.views import bp as departments
from auditor.evidence.views import bp as evidence
from auditor.exports.dictionary_views import bp as dictionary
from auditor.exports.views import bp as exports
from auditor.findings.views import bp as findings
from auditor.flags.commands import group as flags_commands
from auditor.flags.views import bp as flags
from auditor.follow_ups.views import bp as follow_ups
from auditor.home.views import bp as home
from auditor.jobs.commands import group as jobs_commands
from auditor.jobs.views import bp as jobs
from auditor.notices.commands import group as notices_commands
from auditor.officers.views import bp as officers
from auditor.people.account_views import bp as account
from auditor.people.commands import group as users_commands
from auditor.people.deputy_views import bp as deputies
from auditor.people.sign_in import load_signed_in, refuse_changed
from auditor.people.user_views import bp as users
from auditor.people.views import bp as sign_in
from auditor.questions.views import bp as questions
from auditor.reports.commands import group as reports_commands
from auditor.reports.views import bp as reports
from auditor.rulings.views import bp as rulings
from auditor.schema.commands import group as schema_commands
from auditor.schema.migrating import refuse_unready
from auditor.serving import serve
from auditor.settings import Settings
from auditor.statements.views import bp as statements
from auditor.store import FileStore
from auditor.tools.views import bp as tools
from auditor.trail.commands import group as trail_commands
from auditor.trail.views import bp as trail
from auditor.uploads.commands import group as uploads_commands
from auditor.uploads.views import bp as uploads
from auditor.web.access import refuse_undeclared
from auditor.web.assets import asset, assets, icon
from auditor.web.errors import init_errors
from auditor.web.formats import FILTERS
from auditor.web.forms import ConfirmForm
from auditor.web.headers import init_headers
from auditor.web.requests import init_requests
from auditor.web.sign_in import current_actor, init_sign_in
from auditor.wiring import Wiring, current_wiring, keep_wiring

BLUEPRINTS = (
    account,
    deputies,
    approvals,
    assets,
    departments,
    dictionary,
    evidence,
    exports,
    findings,
    flags,
    follow_ups,
    home,
    jobs,
    officers,
    questions,
    reports,
    rulings,
    sign_in,
    statements,
    tools,
    trail,
    uploads,
    users,
)
COMMANDS = (
    approvals_commands,
    backup,
    demo,
    flags_commands,
    jobs_commands,
    notices_commands,
    reports_commands,
    restore,
    schema_commands,
    serve,
    trail_commands,
    uploads_commands,
    users_commands,
)


class RecordNumber(IntegerConverter):
    """A record's id in an address; what no database could hold is no address of ours."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's own word
        super().__init__(map, max=2**63 - 1)


def create_app(settings: Settings) -> Flask:
    """Build the web application and its command line from complete settings."""
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = make_engine(settings.database_url)
    app = Flask("auditor", template_folder=str(settings.templates_dir), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TRUSTED_HOSTS=settings.trusted_hosts,
    )
    files = FileStore(settings.var / "files")
    app.url_map.converters["int"] = RecordNumber
    wiring = Wiring(settings, engine, make_sessions(engine), files, recheck=refuse_changed)
    keep_wiring(app, wiring)
    _init_templates(app)
    init_sign_in(app, load_signed_in)
    init_errors(app)
    init_headers(app, https=settings.https)
    init_requests(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    refuse_undeclared(app)
    return app


def refuse_unguarded(app: Flask) -> None:
    """Stop a server from starting on a database that is old, or whose trail is unguarded.

    Raises:
        NotReady: it is; the message says what is wrong and what to do.
    """
    with app.app_context():
        wiring = current_wiring()
        refuse_unready(wiring.engine, wiring.settings)


def _init_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(Permission=Permission, asset=asset, icon=icon)
    app.context_processor(_everywhere)


def _everywhere() -> dict[str, object]:
    return {
        "actor": current_actor(),
        "office": current_wiring().settings.office,
        "csrf_field": _csrf_field,
    }


def _csrf_field() -> Markup:
    return Markup(ConfirmForm()["csrf_token"](id=False))  # noqa: S704 - WTForms escapes what it renders
