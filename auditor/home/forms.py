"""The form over the figures."""

from collections.abc import Mapping
from typing import Any

from wtforms import Form, SelectField


class FiguresSoughtForm(Form):
    """Narrows the figures; read from the address, so that it needs no token."""

    tool = SelectField("Tool", validate_choice=False)
    department = SelectField("Department", validate_choice=False)

    def offer(self, tools: Mapping[str, int], departments: Mapping[str, int]) -> None:
        """Offer these names, each with its id, in their order in the alphabet."""
        self.tool.choices = _by_name(tools)
        self.department.choices = _by_name(departments)


def _by_name(ids: Mapping[str, int]) -> Any:
    return {"": "All"} | {str(ids[name]): name for name in sorted(ids, key=str.casefold)}
