"""``/api/v1/reviews/{id}/exports``: a review as a file; says 未签发 until it is signed off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from api.access import find_done_review, today_of
from api.dependencies import MaskedDep, ServiceDep
from api.ignores.standing import ignored_words, suppressions, without_ignored
from api.problems import Problem
from api.results import export_options, reviewed_of
from api.routes.answers import PROBLEMS
from api.routes.reviews import ReviewId
from reviewer.errors import TemplateError, UnreadableDocument
from reviewer.exporters import EXPORTERS, load_exporter
from reviewer.exporters.forms import DOCX_MEDIA_TYPE, FORMS, export_form

router = APIRouter(prefix="/api/v1/reviews", tags=["exports"], responses=PROBLEMS)

# Formats in which a result can stand suppressed; in all others it stands among what was dismissed.
_WITH_SUPPRESSIONS = frozenset({"sarif"})

Format = Annotated[str, Path(max_length=40, description="格式", examples=["docx"])]


FormName = Annotated[str, Query(max_length=40, description="表的名称", examples=["competition"])]


@router.get(
    "/{review_id}/exports/form",
    summary="导出审查表或者意见书",
    response_class=Response,
    responses={200: {"description": "文件", "content": {DOCX_MEDIA_TYPE: {}}}},
)
def get_form(review_id: ReviewId, name: FormName, service: ServiceDep) -> Response:
    """A form of `FORMS` as docx, in the office's own template where the folder ``forms`` has one."""
    form = FORMS.get(name)
    if form is None:
        detail = f"没有这种表，可用的有：{'、'.join(f'{key}（{form.title}）' for key, form in FORMS.items())}"
        raise Problem(HTTPStatus.NOT_FOUND, "unknown_form", detail)
    reviewed = reviewed_of(service, review_id)
    with service.database.reading() as session:
        review = find_done_review(session, review_id)
        if service.settings.office.forms_wait and review.signed_at is None:
            detail = "本单位要求先作出审查结论：签发以后才能导出审查表和意见书"
            raise Problem(HTTPStatus.CONFLICT, "not_signed", detail)
        options = export_options(session, review, masked=True)
        ignored = ignored_words(session, review_id, today_of(service.settings))
    reviewed = without_ignored(reviewed, ignored)
    template = _office_template(service.settings.data_folder / "forms" / f"{name}.docx")
    with _writing():
        content = export_form(name, reviewed.report, reviewed.document, options=options, template=template)
    return attachment(content, DOCX_MEDIA_TYPE, f"{form.title}-{review.name}", ".docx")


def _office_template(path: FilePath) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@contextmanager
def _writing() -> Iterator[None]:
    """What keeps a file from being written is told: LibreOffice is missing, a template is faulty."""
    try:
        yield
    except (TemplateError, UnreadableDocument) as error:
        raise Problem(HTTPStatus.CONFLICT, "cannot_export", str(error)) from error


@router.get(
    "/{review_id}/exports/{export_format}",
    summary="按格式导出报告",
    response_class=Response,
    responses={200: {"description": "文件", "content": {"application/octet-stream": {}}}},
)
def get_export(
    review_id: ReviewId, export_format: Format, service: ServiceDep, masked: MaskedDep
) -> Response:
    """The report in one of the formats of `EXPORTERS`, with decisions and sign-off."""
    known = EXPORTERS.get(export_format)
    if known is None:
        detail = f"没有这种导出格式，可用的有：{'、'.join(EXPORTERS)}"
        raise Problem(HTTPStatus.NOT_FOUND, "unknown_format", detail)
    reviewed = reviewed_of(service, review_id, with_content=True)
    with service.database.reading() as session:
        review = find_done_review(session, review_id)
        options = export_options(session, review, masked=masked)
        ignored = ignored_words(session, review_id, today_of(service.settings))
    if export_format in _WITH_SUPPRESSIONS:
        options = replace(options, suppressions=suppressions(reviewed.report, ignored))
    else:
        reviewed = without_ignored(reviewed, ignored)
    with _writing():
        content = b"".join(load_exporter(export_format)([reviewed], options))
    return attachment(content, known.media_type, f"审查报告-{review.name}", known.suffix)


def attachment(content: bytes, media_type: str, name: str, suffix: str) -> Response:
    """A download under a name that every browser reads rightly (RFC 6266)."""
    encoded = quote(name + suffix, safe="")
    disposition = f"attachment; filename=\"report{suffix}\"; filename*=UTF-8''{encoded}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
