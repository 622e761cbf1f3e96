"""What is recorded of a tool: for uploads, pages and the data dictionary."""

from functools import partial
from typing import Final

from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape
from auditor.tools.rules import Category, RiskLevel

#: Everybody signed in may know of every tool.
_shown: Final = partial(Column, audiences=I_D_C)

COLUMNS: Final[tuple[Column, ...]] = (
    _shown(
        "Name",
        "name",
        "The name under which the tool is sold.",
        accepts=("tool", "product", "tool name", "product name"),
        required=True,
    ),
    _shown("Vendor", "vendor", "The company that offers it.", accepts=("company", "manufacturer")),
    _shown(
        "Category",
        "category",
        "What the tool does, in the words of the Atlas of Surveillance and a few of our own.",
        shape=Shape.WORD,
        accepts=("technology",),
        vocabulary=Category,
    ),
    _shown(
        "Aliases",
        "aliases",
        "Other names under which files mean this tool, such as former ones.",
        shape=Shape.WORDS,
        accepts=("alias", "other names"),
    ),
    _shown(
        "Domains",
        "domains",
        "The internet domains it is reached at or writes from.",
        shape=Shape.WORDS,
        accepts=("domain",),
    ),
    _shown("Website", "website", "The address at which the vendor presents it."),
    _shown(
        "Description",
        "description",
        "What the tool is, in a sentence or two.",
        shape=Shape.FREE_TEXT,
    ),
    _shown(
        "Risk level",
        "risk_level",
        "How much harm the office sees in it.",
        shape=Shape.WORD,
        accepts=("risk",),
        vocabulary=RiskLevel,
    ),
    Column(
        "Reason for withdrawing",
        "withdrawn_reason",
        "Why the record counts no longer; empty while it stands.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
)
