"""The columns of rulings: what uploads bring, and what lists and sheets show."""

from typing import Final

from auditor.columns import Audience, Column, Shape
from auditor.rulings.rules import Body, Outcome
from auditor.tools.rules import Category

#: Rulings are public: every audience sees all of them, and all of their columns.
EVERYBODY: Final = frozenset(Audience)

COLUMNS: Final = (
    Column(
        "Ruling",
        "id",
        "The number under which this register keeps the ruling.",
        Shape.NUMBER,
        audiences=EVERYBODY,
        uploaded=False,
    ),
    Column(
        "Tool",
        "tool",
        "The one tool it is about; empty where it is about a category or about every tool.",
        Shape.TOOL,
        audiences=EVERYBODY,
    ),
    Column(
        "Category",
        "category",
        "The category of tools it is about; without a tool and a category it is about every tool.",
        Shape.WORD,
        accepts=("Technology",),
        vocabulary=Category,
        audiences=EVERYBODY,
    ),
    Column(
        "Department",
        "department",
        "The one department it binds; empty for all departments.",
        Shape.DEPARTMENT,
        audiences=EVERYBODY,
    ),
    Column(
        "Body",
        "body",
        "Who laid it down; no body loosens what another laid down.",
        Shape.WORD,
        vocabulary=Body,
        required=True,
        audiences=EVERYBODY,
    ),
    Column(
        "Outcome",
        "outcome",
        "What was laid down, from “permitted” to “prohibited”.",
        Shape.WORD,
        vocabulary=Outcome,
        audiences=EVERYBODY,
    ),
    Column(
        "Adopted on",
        "adopted_on",
        "The day it was adopted; nothing is in effect before that day.",
        Shape.DAY,
        audiences=EVERYBODY,
    ),
    Column(
        "Effective from",
        "effective_from",
        "The first whole day on which it is in effect.",
        Shape.DAY,
        required=True,
        audiences=EVERYBODY,
    ),
    Column(
        "Effective until",
        "effective_until",
        "The last day on which it is in effect; empty while it runs on.",
        Shape.DAY,
        audiences=EVERYBODY,
    ),
    Column(
        "Document",
        "document",
        "Where it can be read, such as the number of an ordinance or an order.",
        Shape.FREE_TEXT,
        audiences=EVERYBODY,
    ),
    Column(
        "Withdrawn",
        "withdrawn_at",
        "When it was taken out of the register because it should not have been entered; a ruling "
        "that was repealed has a last day instead.",
        Shape.MOMENT,
        audiences=EVERYBODY,
        uploaded=False,
    ),
)
