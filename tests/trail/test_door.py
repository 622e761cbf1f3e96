import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rfc8785 import dumps

from auditor.departments.model import Department
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.queries import all_faults
from auditor.trail.seal import canonical
from tests.conftest import OpenWork
from tests.test_work import files

__all__ = ["files"]

ROWS = [{"code": f"D{k}", "name": f"Department {k}", "folded": f"d{k}"} for k in range(1200)]


def test_many_rows_are_added_and_changed_as_a_set_and_the_trail_tells_each(
    work: OpenWork, files: FileStore
) -> None:
    with work() as w:
        ids = w.add_many(Department, ROWS)
        w.record(Act.UPLOAD_APPLIED)
    assert ids == sorted(ids)

    with work() as w:
        changes = [
            {"id": ids[0], "name": "Renamed"},
            {"id": ids[1], "name": "Department 1"},
            {"id": ids[2], "city": "Port Halden", "aliases": ("a", "b")},
            *({"id": k, "state": "NY"} for k in ids[3:]),
        ]
        assert w.change_many(Department, changes) == len(changes) - 1
        w.record(Act.UPLOAD_APPLIED)

    with work() as w:
        assert w.session.get_one(Department, ids[2]).aliases == ("a", "b")
        assert w.session.get_one(Department, ids[1]).state is None
        assert all_faults(w, files) == []


def test_rows_through_the_door_and_rows_of_the_session_share_one_line_of_ids(
    work: OpenWork,
) -> None:
    with work() as w:
        first = w.add_many(Department, ROWS[:2])
        w.session.add(one := Department(code="X", name="X", folded="x"))
        w.session.flush()
        second = w.add_many(Department, ROWS[2:4])
        w.record(Act.UPLOAD_APPLIED)
    assert [*first, one.id, *second] == list(range(first[0], first[0] + 5))


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcz_", min_size=1), inner),
)


@given(_values)
@settings(max_examples=200)
def test_what_is_hashed_is_the_canonical_form_of_rfc_8785(value: object) -> None:
    assert canonical(value) == dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [object(), {1, 2}, os.urandom])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})
