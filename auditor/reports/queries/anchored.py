"""Whether the trail still is the one that issued reports were drawn from."""

from collections.abc import Iterator

from sqlalchemy import func, select

from auditor.reports.model import Report
from auditor.reports.signing import Claims, Seal, claims_of, held_key, seal_of
from auditor.store import FileStore
from auditor.trail.model import Entry
from auditor.trail.replay import Fault
from auditor.trail.seal import GENESIS
from auditor.work import Work


def report_faults(work: Work, files: FileStore) -> Iterator[Fault]:
    """What issued reports say of the trail that does not hold any more; and signatures that fail.

    A trail of which the newest entries were taken away is whole in itself: only what was told of it
    elsewhere can show that there were more.
    """
    key, is_key_missing = held_key(files), False
    for report in work.session.scalars(select(Report).order_by(Report.id)):
        claims, record = claims_of(report), f"reports {report.id}"
        yield from anchor_faults(work, claims, record)
        seal = seal_of(key, claims, report.signature)
        if seal is Seal.NO_KEY:
            is_key_missing = True
        elif fault := seal_fault(seal, record):
            yield fault
    if is_key_missing and (fault := seal_fault(Seal.NO_KEY, "reports")):
        yield fault


def seal_fault(seal: Seal, record: str) -> Fault | None:
    """What is wrong with a signature; nothing with a report issued before there were any."""
    if seal in {Seal.HOLDS, Seal.NONE}:
        return None
    return Fault("key" if seal is Seal.NO_KEY else "signature", None, record, seal.value)


def anchor_faults(work: Work, claims: Claims, record: str) -> Iterator[Fault]:
    """What a report says of the trail, held against the trail as it stands."""
    newest = work.session.scalar(select(func.max(Entry.seq)))
    length = 0 if newest is None else newest + 1
    if length < claims.position:
        last = claims.position - 1
        gone = f"entry {last} is" if last == length else f"entries {length} to {last} are"
        says = f"The report was drawn from {claims.position:,} entries, and there are {length:,}"
        yield Fault("removed", length, record, f"{says}: {gone} gone.")
        return
    at = select(Entry.link).where(Entry.seq == claims.position - 1)
    link = GENESIS if not claims.position else work.session.scalar(at)
    if link is None or link.hex() != claims.head:
        says = (
            f"The report names another newest link of its {claims.position:,} entries: one of them "
            "was changed, removed or exchanged since."
        )
        yield Fault("rewritten", claims.position - 1, record, says)
