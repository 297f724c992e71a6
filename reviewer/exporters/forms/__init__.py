"""The forms of a review as docx: 公平竞争审查表, 合法性审核意见书, 公开前审查表.

A form is a template with named placeholders that is filled from the report and what people
decided. An office may bring its own template (README.md of this package lists the names).
The conclusion stands exactly as a person signed it; nothing is concluded here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.document import Document
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.exporters.forms.fields import FormValues
from reviewer.exporters.forms.fill import fill_template
from reviewer.exporters.forms.templates import (
    competition_template,
    disclosure_template,
    legality_template,
)
from reviewer.exporters.forms.values import competition_values, disclosure_values, legality_values
from reviewer.report import Report

DOCX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form.

    Attributes:
        title: Its name in Chinese, also for the name of the file.
        template: Makes the template that ships with the project.
        values: Takes the values of the placeholders from a review.
    """

    title: str
    template: Callable[[], bytes]
    values: Callable[[Reviewed, ExportOptions], FormValues]


FORMS: dict[str, Form] = {
    "competition": Form(title="公平竞争审查表", template=competition_template, values=competition_values),
    "legality": Form(title="合法性审核意见书", template=legality_template, values=legality_values),
    "disclosure": Form(title="公开前审查表", template=disclosure_template, values=disclosure_values),
}


def export_form(
    name: str,
    report: Report,
    document: Document,
    *,
    options: ExportOptions | None = None,
    template: bytes | None = None,
) -> bytes:
    """A form as docx; personal values are masked.

    Args:
        name: A key of `FORMS`.
        report: The report.
        document: What it is about.
        options: Decisions, granted exceptions and the sign-off; 未签发 without.
        template: The office's own docx; the one that ships where None.

    Raises:
        KeyError: There is no such form.
        TemplateError: A placeholder of the template has no meaning or stands in the wrong place.
        UnreadableDocument: The template is no docx.
    """
    form = FORMS[name]
    values = form.values(Reviewed(report=report, document=document), options or ExportOptions())
    return fill_template(template if template is not None else form.template(), values)
