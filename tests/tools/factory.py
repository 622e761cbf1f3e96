"""Tools for tests: entered as the office enters them."""

from typing import Any

from auditor.tools.model import Tool
from auditor.tools.service import ToolFacts, add_tool
from auditor.work import Work


def make_tool(work: Work, name: str = "FaceFinder", **facts: Any) -> Tool:
    return add_tool(work, ToolFacts(name=name, **facts))
