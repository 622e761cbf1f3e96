"""Pages about uploads."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.columns import Shape, labels
from auditor.departments.queries import choices_of_departments, get_department
from auditor.errors import FieldsRefused, FileRefused
from auditor.people.queries import names_of_users
from auditor.uploads import service
from auditor.uploads.blank_views import attachment
from auditor.uploads.blank_views import bp as blanks
from auditor.uploads.drafts import Fate, Kind
from auditor.uploads.forms import ApplyForm, ColumnsForm, UploadForm, columns_form, offered
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.queries import (
    PAGE,
    count_took,
    get_upload,
    names_of_rows,
    refusals_of,
    said_of,
    took,
    uploads,
)
from auditor.uploads.rules import UploadState
from auditor.uploads.taking import Outcome
from auditor.uploads.telling import LISTED, Told, told_of_applied, told_of_plan
from auditor.uploads.undoing import undone_of
from auditor.uploads.undoing_views import bp as undoing
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("uploads", __name__, url_prefix="/uploads")
bp.register_blueprint(blanks)
bp.register_blueprint(undoing)


@bp.get("")
@requires(Permission.UPLOAD_READ)
def index(work: Work) -> Answer:
    after = number_in_address("after")
    rows = uploads(work, after=after)
    older = rows[PAGE - 1].id if len(rows) > PAGE else None
    return page("uploads/index.html", rows=rows[:PAGE], older=older, after=after)


@bp.get("/new")
@requires(Permission.UPLOAD_APPLY)
def new(work: Work) -> Answer:
    form = UploadForm.from_request(kind=request.args.get("kind", ""))
    form.offer(choices_of_departments(work))
    return page("uploads/new.html", form=form, kinds=KINDS)


@bp.post("/new")
@requires_own_turn(Permission.UPLOAD_APPLY)
def create(opening: Opening) -> Answer:
    form = UploadForm.from_request()
    with opening.reading() as work:
        form.offer(choices_of_departments(work))
    if form.validate():
        sent = Sent(
            KINDS[form.kind.data],
            form.file.data.filename,
            form.file.data.read(),
            int(form.department.data) if form.department.data else None,
            form.as_of.data,
            sheet=form.sheet.data,
        )
        try:
            done = service.preview(opening, opening.wiring.files, sent, may_lack=True)
            return redirect(url_for("uploads.show", upload_id=done.upload_id))
        except FileRefused as refusal:
            form.refuse(FieldsRefused({"file": str(refusal)}))
    return page("uploads/new.html", 422, form=form, kinds=KINDS)


@bp.get("/<int:upload_id>")
@requires_own_turn(Permission.UPLOAD_READ)
def show(opening: Opening, upload_id: int) -> Answer:
    with opening.reading() as work:
        upload = get_upload(work, upload_id)
        if upload.state is not UploadState.PREVIEWED:
            return _page_of(work, upload, told=_applied(work, upload))
    outcome = service.look_at(opening, opening.wiring.files, upload_id)
    if outcome.plan is None:
        return _ask_columns(opening, outcome)
    told = told_of_plan(outcome.plan, outcome.parsed.sent.kind.columns, upload.kind)
    form = ApplyForm.from_request(seen=told.seen)
    with opening.reading() as work:
        return _page_of(work, get_upload(work, upload_id), told=told, form=form)


@bp.post("/<int:upload_id>/apply")
@requires_own_turn(Permission.UPLOAD_APPLY)
def apply(opening: Opening, upload_id: int) -> Answer:
    form = ApplyForm.from_request()
    here = url_for("uploads.show", upload_id=upload_id)
    if not form.validate():
        flash("This page had been open for too long. Look at it once more, then apply.")
        return redirect(here)
    outcome = service.apply_previewed(
        opening,
        opening.wiring.files,
        upload_id,
        seen=form.seen.data or "-",
        overwrite=bool(form.overwrite.data),
    )
    plan = outcome.plan
    if plan is not None and outcome.taken:
        flash(f"Applied: {plan.count(Fate.NEW):,} new, {plan.count(Fate.CHANGED):,} changed rows.")
    return redirect(here)


@bp.post("/<int:upload_id>/columns")
@requires_own_turn(Permission.UPLOAD_APPLY)
def choose_columns(opening: Opening, upload_id: int) -> Answer:
    outcome = service.look_at(opening, opening.wiring.files, upload_id)
    kind = outcome.parsed.sent.kind
    form = _columns_form(opening, outcome)
    here = url_for("uploads.show", upload_id=upload_id)
    if not form.validate():
        return _ask_columns(opening, outcome, form)
    service.choose_columns(
        opening,
        opening.wiring.files,
        upload_id,
        columns=form.overrides(
            [column for column in kind.columns if column.uploaded], outcome.parsed.mapped
        ),
        department_id=int(form.department.data) if form.department.data else None,
    )
    return redirect(here)


@bp.get("/<int:upload_id>/file")
@requires_own_turn(Permission.UPLOAD_READ)
def download(opening: Opening, upload_id: int) -> Answer:
    name, content = service.open_file(opening, opening.wiring.files, upload_id)
    return attachment(content, name)


def _columns_form(opening: Opening, outcome: Outcome) -> ColumnsForm:
    sent = outcome.parsed.sent
    kind: Kind = sent.kind
    made = columns_form(kind.columns, outcome.parsed.mapped)
    form = made.from_request(department=str(sent.department_id or ""))
    with opening.reading() as work:
        form.department.choices = offered(choices_of_departments(work))
    return form


def _ask_columns(opening: Opening, outcome: Outcome, form: ColumnsForm | None = None) -> Answer:
    with opening.reading() as work:
        upload = get_upload(work, outcome.upload_id)
    return page(
        "uploads/columns.html",
        422 if form else 200,
        upload=upload,
        form=form or _columns_form(opening, outcome),
        lacking=outcome.parsed.mapped.lacking,
        has_department=any(
            column.shape is Shape.DEPARTMENT for column in outcome.parsed.sent.kind.columns
        ),
    )


def _applied(work: Work, upload: Any) -> Told:
    rows = list(took(work, upload, limit=LISTED))
    refused = refusals_of(upload)
    counts = {
        "new": upload.rows_new or 0,
        "changed": upload.rows_changed or 0,
        "unchanged": upload.rows_unchanged or 0,
        "refused": len({refusal.row for refusal in refused}),
    }
    kind = KINDS.get(upload.kind)
    return told_of_applied(
        counts,
        rows,
        in_all=count_took(work, upload),
        names=names_of_rows(work, [(row.record, row.record_id) for row in rows]),
        headings=labels(kind.columns) if kind else {},
        refused=refused,
        said=said_of(work, upload),
    )


def _page_of(work: Work, upload: Any, *, told: Told, form: ApplyForm | None = None) -> Answer:
    department = upload.department_id and get_department(work, upload.department_id).name
    names = names_of_users(work, [upload.received_by_id, upload.applied_by_id])
    return page(
        "uploads/show.html",
        upload=upload,
        told=told,
        form=form,
        undone=undone_of(work, upload),
        department=department,
        received_by=names.get(upload.received_by_id or 0),
        applied_by=names.get(upload.applied_by_id or 0),
        listed=LISTED,
    )
