"""Planning row by row, for kinds whose rows are each about a record of their own."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from auditor.columns import Column
from auditor.uploads.cell_values import shown
from auditor.uploads.drafts import Draft, Fate, Options, Plan, Row
from auditor.uploads.lookups import Lookups
from auditor.uploads.merging import without_empty
from auditor.work import Work


class RowRefused(Exception):
    """A row cannot be taken because of one of its cells; the message is for whoever sent it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def differing(values: Mapping[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """What of these values a record's columns do not hold already, as it would be stored."""
    said = {name: without_empty(value, stands[name]) for name, value in values.items()}
    return {name: value for name, value in said.items() if stands[name] != value}


def meant(
    found: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Of records that are recognised alike, the one to which a row adds nothing; else the first."""
    same = (stands for stands in found if not differing(values, stands))
    return next(same, found[0] if found else None)


class Planning:
    """A plan that grows row by row."""

    def __init__(
        self, work: Work, options: Options, columns: Sequence[Column], *, record: str
    ) -> None:
        self.plan = Plan()
        self.lookups = Lookups(work)
        self._options = options
        self._columns = {column.field: column for column in columns}
        self._record = record
        self._claimed: dict[Hashable, Draft] = {}

    def each(self, drafts: Sequence[Draft], plan_row: Callable[[Draft], None]) -> Plan:
        """Plan every row; one that cannot be taken is refused and keeps no other from being."""
        for draft in drafts:
            try:
                plan_row(draft)
            except RowRefused as refusal:
                self.refuse(draft, refusal)
        self.plan.rows.sort(key=lambda row: row.number)
        return self.plan

    def refuse(self, draft: Draft, refusal: RowRefused) -> None:
        """Refuse a row because of one of its cells."""
        column = self._columns[refusal.field]
        value = draft.get(refusal.field)
        text = "; ".join(map(str, value)) if isinstance(value, tuple) else shown(value)
        self.plan.refuse(
            draft.number, self._options.heading(column), value=text, reason=str(refusal)
        )

    def tool(self, draft: Draft) -> int | None:
        """The id of the tool that a row names; None where it names none.

        Raises:
            RowRefused: none is called so, or several are.
        """
        text = draft.get("tool")
        if not text:
            return None
        found = self.lookups.tool(text)
        if found is None:
            raise RowRefused("tool", self.lookups.why_not_tool(text))
        return found

    def department(self, draft: Draft) -> int | None:
        """The id of the department that a row names, else of the one named for the whole file.

        Raises:
            RowRefused: none is called so, or several are.
        """
        text = draft.get("department")
        if not text:
            return self._options.department_id
        found = self.lookups.department(text)
        if found is None:
            raise RowRefused("department", self.lookups.why_not_department(text))
        return found

    def is_repeated(self, draft: Draft, key: Hashable, *, field: str, label: str) -> bool:
        """Whether an earlier row is about the same record and says the same: then it is planned.

        Args:
            field: under which a row that says something else is refused.

        Raises:
            RowRefused: an earlier row is about the same record and says something else.
        """
        earlier = self._claimed.setdefault(key, draft)
        if earlier is draft:
            return False
        if earlier.values != draft.values:
            raise RowRefused(
                field,
                f"Row {earlier.number} is about the same record and says something else. "
                "Leave one of the two out, or correct it.",
            )
        remark = f"Says the same as row {earlier.number}."
        self.plan.rows.append(Row(draft.number, Fate.UNCHANGED, label, remark=remark))
        return True

    def add(self, draft: Draft, label: str, values: Mapping[str, Any], *, remark: str = "") -> None:
        """Plan to add the row's record."""
        self.plan.add(self._record, dict(values))
        self.plan.rows.append(Row(draft.number, Fate.NEW, label, remark=remark))

    def compare(
        self,
        draft: Draft,
        label: str,
        values: Mapping[str, Any],
        *,
        stands: Mapping[str, Any],
        remark: str = "",
    ) -> None:
        """Plan to change of the record what the row says otherwise.

        Args:
            values: by column of the record, only what the row says.
            stands: the record's columns as they are, its `id` among them.
        """
        differs = differing(values, stands)
        if differs:
            self.plan.change(self._record, stands["id"], differs)
        changes = tuple((name, stands[name], value) for name, value in differs.items())
        fate = Fate.CHANGED if differs else Fate.UNCHANGED
        self.plan.rows.append(
            Row(draft.number, fate, label, changes, remark, record_id=stands["id"])
        )
