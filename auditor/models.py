"""Every table, imported so that the mappers and `Base.metadata` are whole."""

import auditor.approvals.model
import auditor.departments.model
import auditor.evidence.model
import auditor.findings.model
import auditor.flags.model
import auditor.follow_ups.model
import auditor.jobs.model
import auditor.notices.model
import auditor.officers.model
import auditor.people.model
import auditor.reports.model
import auditor.rulings.model
import auditor.statements.model
import auditor.tools.model
import auditor.trail.model
import auditor.uploads.model
import auditor.verdicts.model
from auditor.base import Base

__all__ = ["Base", "auditor"]
