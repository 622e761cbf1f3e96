"""`flask serve`: the pages, on this machine's own address, and the clock beside them if wanted."""

from contextlib import nullcontext
from urllib.parse import urlsplit

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext

from auditor.errors import NotReady
from auditor.jobs.scheduler import kept
from auditor.schema.migrating import refuse_unready
from auditor.wiring import current_wiring


@click.command("serve")
@click.option("--threads", default=8, show_default=True, help="How many requests at once.")
@click.option("--with-jobs", is_flag=True, help="Keep the clock too, as flask jobs keep does.")
@with_appcontext
def serve(*, threads: int, with_jobs: bool) -> None:
    """Serve the pages on the port of AUDITOR_BASE_URL (or PORT), on loopback only."""
    wiring = current_wiring()
    try:
        refuse_unready(wiring.engine, wiring.settings)
    except NotReady as refusal:
        raise click.ClickException(str(refusal)) from None
    port = urlsplit(wiring.settings.base_url).port or 8000
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
    with kept(wiring) if with_jobs else nullcontext():
        waitress.serve(app, host="127.0.0.1", port=port, threads=threads, ident=None)
