"""Every kind of upload, by the name it has on the command line and in addresses."""

from collections.abc import Mapping
from typing import Final

from auditor.approvals.intake import KIND as APPROVALS
from auditor.departments.intake import KIND as DEPARTMENTS
from auditor.findings.intake import KIND as FINDINGS
from auditor.officers.intake import KIND as OFFICERS
from auditor.rulings.intake import KIND as RULINGS
from auditor.statements.intake import KIND as STATEMENTS
from auditor.tools.intake import KIND as TOOLS
from auditor.uploads.drafts import Kind

#: In the order in which a new register is filled.
KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (DEPARTMENTS, OFFICERS, TOOLS, RULINGS, APPROVALS, FINDINGS, STATEMENTS)
}
