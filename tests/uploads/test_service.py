"""Uploads as they are kept, previewed and applied."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select

from auditor.access import Actor, Role
from auditor.errors import ChangedMeanwhile, FileRefused, IllegalMove, NotAllowed
from auditor.evidence.model import StoredFile
from auditor.tools.model import Tool
from auditor.tools.queries import get_tool
from auditor.tools.service import ToolFacts, edit_tool
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from auditor.trail.replay import faults
from auditor.uploads import service
from auditor.uploads.model import Upload
from auditor.uploads.planning import fingerprint
from auditor.uploads.queries import said_of
from auditor.uploads.rules import UploadState
from auditor.work import Work
from tests.tools.factory import make_tool
from tests.uploads.factory import Desk, changes, counts, plan_of

TOOLS = "Name,Vendor\nFaceSeek,Seek Inc.\nHawkEye,Hawk Inc.\n"


def upload_of(desk: Desk, upload_id: int) -> Upload:
    with desk.reading() as work:
        return work.session.get_one(Upload, upload_id)


def acts(desk: Desk) -> list[str]:
    with desk.reading() as work:
        return list(work.session.scalars(select(Entry.act).order_by(Entry.seq)))


def edit_vendor(desk: Desk, vendor: str, tool_id: int = 1) -> None:
    with desk.writing() as work:
        tool = get_tool(work, tool_id)
        edit_tool(work, tool, ToolFacts(name=tool.name, vendor=vendor))


def test_a_preview_changes_nothing_and_counts_what_applying_will_count(desk: Desk) -> None:
    previewed = desk.preview("tools", TOOLS)
    applied = desk.apply("tools", TOOLS)

    assert counts(previewed) == counts(applied) == (2, 0, 0, 0)
    assert previewed.upload_id == applied.upload_id
    assert not previewed.taken
    assert applied.taken
    upload = upload_of(desk, applied.upload_id)
    assert (upload.state, upload.rows_new) == (UploadState.APPLIED, 2)
    assert acts(desk).count(Act.UPLOAD_APPLIED) == 1
    with desk.reading() as work:
        assert not list(faults(work.session.connection()))


def test_the_file_is_kept_byte_for_byte_and_once(desk: Desk) -> None:
    desk.apply("tools", TOOLS)
    desk.apply("tools", TOOLS)

    with desk.reading() as work:
        (file,) = work.session.scalars(select(StoredFile))
        assert desk.files.read(file.sha256) == TOOLS.encode()
        assert work.session.scalar(select(func.count()).select_from(Upload)) == 2


def test_the_same_bytes_are_recognised_and_change_nothing_again(desk: Desk) -> None:
    first = desk.apply("tools", TOOLS)

    again = desk.preview("tools", TOOLS)

    assert counts(again) == (0, 0, 2, 0)
    assert plan_of(again).remarks[0] == (
        f"These same bytes were applied on 2026-03-02 as upload {first.upload_id}."
    )


def test_refused_rows_are_kept_with_the_upload_and_the_others_are_applied(desk: Desk) -> None:
    applied = desk.apply("tools", "Name,Category\nFaceSeek,drones\n,drones\nHawkEye,flying\n")

    upload = upload_of(desk, applied.upload_id)
    refused = [json.loads(one) for one in upload.refused]
    assert [(one["row"], one["column"], one["value"]) for one in refused] == [
        (3, "Name", ""),
        (4, "Category", "flying"),
    ]
    assert "generative AI or other" in refused[1]["reason"]
    assert counts(applied) == (1, 0, 0, 2)


def test_a_file_of_which_every_row_is_refused_stays_a_preview(desk: Desk) -> None:
    applied = desk.apply("tools", "Name,Category\nHawkEye,flying\n")

    assert not applied.taken
    assert upload_of(desk, applied.upload_id).state is UploadState.PREVIEWED
    assert Act.UPLOAD_APPLIED not in acts(desk)


def test_a_file_that_lacks_a_column_is_refused_and_leaves_no_trace(desk: Desk) -> None:
    with pytest.raises(FileRefused, match="no column “Name”, only “What”"):
        desk.apply("tools", "What\nFaceSeek\n")

    assert not acts(desk)


def test_what_was_edited_by_hand_is_kept_and_named_unless_overwriting_is_asked_for(
    desk: Desk,
) -> None:
    desk.apply("tools", TOOLS)
    edit_vendor(desk, "By Hand Inc.")
    again = TOOLS.replace("Seek Inc.", "File Inc.").replace("Hawk Inc.", "Hawk & Co.")

    kept = desk.apply("tools", again)

    assert changes(kept) == {3: (("vendor", "Hawk Inc.", "Hawk & Co."),)}
    assert counts(kept) == (0, 1, 1, 0)
    assert plan_of(kept).kept == [
        (2, "Vendor", "By Hand Inc.", "File Inc.", "the operator, 2026-03-02")
    ]
    with desk.reading() as work:
        assert get_tool(work, 1).vendor == "By Hand Inc."
        said = said_of(work, work.session.get_one(Upload, kept.upload_id))
    assert said["kept"][0][:3] == [2, "Vendor", "By Hand Inc."]

    assert changes(desk.apply("tools", again, overwrite=True)) == {
        2: (("vendor", "By Hand Inc.", "File Inc."),)
    }


def test_a_value_that_an_upload_has_set_since_is_no_longer_the_hands(desk: Desk) -> None:
    with desk.writing() as work:
        make_tool(work, "FaceSeek", vendor="By Hand Inc.")
    desk.apply("tools", TOOLS, overwrite=True)

    later = desk.apply("tools", "Name,Vendor\nFaceSeek,Later Inc.\n")

    assert counts(later) == (0, 1, 0, 0)


def test_what_a_hand_left_empty_is_filled(desk: Desk) -> None:
    with desk.writing() as work:
        make_tool(work, "FaceSeek")

    assert counts(desk.apply("tools", TOOLS)) == (1, 1, 0, 0)


@dataclass(frozen=True)
class Interrupted(Desk):
    """A desk beside which somebody writes while a plan is being made."""

    beside: tuple[str, ...] = ()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with super().reading() as work:
            yield work
        busy = list(self.beside)
        if busy:
            object.__setattr__(self, "beside", tuple(busy[1:]))
            with self.writing() as work:
                make_tool(work, busy[0])


@pytest.mark.parametrize("times", [1, 3, 9])
def test_who_writes_meanwhile_is_not_overrun(desk: Desk, times: int) -> None:
    beside = ("FaceSeek", *(f"Other {n}" for n in range(times)))

    outcome = Interrupted(desk.work, desk.files, beside=beside).apply("tools", TOOLS)

    # FaceSeek came in after the first look; without a new plan there would be two of them.
    assert counts(outcome) == (1, 1, 0, 0)
    with desk.reading() as work:
        names = list(work.session.scalars(select(Tool.name)))
    assert names.count("FaceSeek") == 1


def test_a_preview_is_applied_once(desk: Desk) -> None:
    previewed = desk.preview("tools", TOOLS)
    seen = fingerprint(plan_of(previewed))
    service.apply_previewed(desk, desk.files, previewed.upload_id, seen=seen)

    with pytest.raises(IllegalMove, match="was applied already, on 2026-03-02"):
        service.apply_previewed(desk, desk.files, previewed.upload_id, seen=seen)

    assert acts(desk).count(Act.UPLOAD_APPLIED) == 1


def test_what_would_do_something_else_than_was_shown_is_refused(desk: Desk) -> None:
    previewed = desk.preview("tools", TOOLS)
    with desk.writing() as work:
        make_tool(work, "HawkEye")

    with pytest.raises(ChangedMeanwhile, match="look at the new preview"):
        service.apply_previewed(
            desk, desk.files, previewed.upload_id, seen=fingerprint(plan_of(previewed))
        )

    assert Act.UPLOAD_APPLIED not in acts(desk)


def test_only_oversight_hands_in_files(desk: Desk) -> None:
    for role in (Role.SUPERVISOR, Role.COUNCIL, Role.ADMINISTRATOR, Role.SYSTEM):
        other = replace(desk, actor=Actor("Somebody", role))
        for hand_in in (other.preview, other.apply):
            with pytest.raises(NotAllowed):
                hand_in("tools", TOOLS)
    assert not acts(desk)
