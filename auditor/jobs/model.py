"""The runs of jobs: a working table, by which a job runs once a day however many keep time."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from auditor.base import Base, Id
from auditor.jobs.rules import Outcome


class JobRun(Base):
    """One run. A run of the same day after one that failed or did not end has a row of its own,
    so that what an earlier one found stays, and none writes over another. Not audited: what a job
    changes is in the trail by itself.
    """

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("job", "ran_for", "attempt"),)

    id: Mapped[Id]
    job: Mapped[str]
    ran_for: Mapped[date]
    attempt: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    says: Mapped[tuple[str, ...] | None]
