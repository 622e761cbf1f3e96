"""What is recorded of a tool: for uploads, pages and the data dictionary."""

from typing import Final

from auditor.columns import Column, Shape
from auditor.tools.rules import Category, RiskLevel

COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        "Name",
        "name",
        "The name under which the tool is sold.",
        accepts=("tool", "product", "tool name", "product name"),
        required=True,
    ),
    Column("Vendor", "vendor", "The company that offers it.", accepts=("company", "manufacturer")),
    Column(
        "Category",
        "category",
        "What the tool does, in the words of the Atlas of Surveillance and a few of our own.",
        shape=Shape.WORD,
        accepts=("technology",),
        vocabulary=Category,
    ),
    Column(
        "Aliases",
        "aliases",
        "Other names under which files mean this tool, such as former ones.",
        shape=Shape.WORDS,
        accepts=("alias", "other names"),
    ),
    Column(
        "Domains",
        "domains",
        "The internet domains it is reached at or writes from.",
        shape=Shape.WORDS,
        accepts=("domain",),
    ),
    Column("Website", "website", "The address at which the vendor presents it."),
    Column("Description", "description", "What the tool is, in a sentence or two."),
    Column(
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
        uploaded=False,
    ),
)
