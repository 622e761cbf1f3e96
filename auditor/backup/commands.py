"""`flask backup` and `flask restore`: the whole register with its evidence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from auditor.backup.manifest import Manifest
from auditor.backup.packing import back_up, write_new
from auditor.backup.restoring import restore as put_back
from auditor.command_line import json_option, print_json
from auditor.errors import AuditorError, NotFound
from auditor.people.acting import operator
from auditor.reports.signing import KEY_FILE, held_key
from auditor.wiring import Wiring, current_wiring

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=_FILE)
@click.option(
    "--report-key",
    "key_file",
    type=_FILE,
    metavar="KEY-FILE",
    help="Copy the key that signs reports too, into a file of its own; keep it elsewhere.",
)
@json_option
@with_appcontext
def backup(*, file: Path, key_file: Path | None, as_json: bool) -> None:
    """Write the whole register, rows and kept files, to the new file FILE.

    The server may run on. No key is in FILE; who was signed in is left out.
    """
    wiring = current_wiring()
    try:
        actor = operator()
        with _key_copied(wiring, key_file):
            manifest = back_up(wiring, actor, file)
    except AuditorError as refusal:
        raise click.ClickException(str(refusal)) from None
    _tell("Written to", file, manifest, as_json=as_json)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@with_appcontext
def restore(*, file: Path, as_json: bool) -> None:
    """Put the backup FILE into this register, which has to be empty: all of it, or nothing."""
    wiring = current_wiring()
    try:
        manifest, faults = put_back(wiring.settings, wiring.files, file)
    except AuditorError as refusal:
        raise click.ClickException(str(refusal)) from None
    _tell("Restored from", file, manifest, as_json=as_json)
    for fault in faults:
        click.echo(fault.told(), err=True)


@contextmanager
def _key_copied(wiring: Wiring, out: Path | None) -> Iterator[None]:
    """Write the key's copy, and take it away again where the backup that it is for fails."""
    if out is None:
        yield
        return
    key = held_key(wiring.files)
    if key is None:
        raise NotFound(
            f"There is no {KEY_FILE} in the var folder yet: it is made with the first report. "
            "Leave out --report-key. Nothing was written."
        )
    write_new(out, key.hex().encode() + b"\n")
    try:
        yield
    except AuditorError:
        out.unlink()
        raise


def _tell(done: str, file: Path, manifest: Manifest, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "file": str(file),
                "size": file.stat().st_size,
                "made_at": manifest.made_at,
                "revision": manifest.revision,
                "position": manifest.position,
                "head": manifest.head,
                "tables": {name: said.rows for name, said in manifest.tables.items()},
                "rows": manifest.rows,
                "files": len(manifest.files),
                "bytes": manifest.file_bytes,
            }
        )
        return
    click.echo(f"{done} {file}, {file.stat().st_size:,} bytes; taken {manifest.made_at}.")
    click.echo(f"The trail: {manifest.position:,} entries, head {manifest.head}")
    click.echo(
        f"{manifest.rows:,} rows of {len(manifest.tables)} tables at revision {manifest.revision}; "
        f"{len(manifest.files):,} kept files of {manifest.file_bytes:,} bytes"
    )
