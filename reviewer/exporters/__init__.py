"""A `Report` to bytes, one module a format.

A new format is one module with ``export_<format>(entries, options)`` and one line in
`EXPORTERS`. An exporter is a generator: it takes the results of a batch as they come and
gives bytes as soon as it has some, so that a large folder needs no large memory.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from reviewer.document import Document
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed
from reviewer.report import Report

Exporter = Callable[[Iterable[Entry], ExportOptions], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A format that a report can be written in.

    Attributes:
        target: ``module:function`` below this package; imported when the format is asked for.
        media_type: For HTTP.
        suffix: Of the file's name, with the dot.
        binary: Whether it is no text, so that no terminal can show it.
        single: Whether a file holds one input only, however many were reviewed.
    """

    target: str
    media_type: str
    suffix: str
    binary: bool = False
    single: bool = False


EXPORTERS: dict[str, ExportFormat] = {
    "text": ExportFormat(target="text:export_text", media_type="text/plain; charset=utf-8", suffix=".txt"),
    "json": ExportFormat(target="json:export_json", media_type="application/json", suffix=".json"),
    "html": ExportFormat(target="html:export_html", media_type="text/html; charset=utf-8", suffix=".html"),
    "sarif": ExportFormat(target="sarif:export_sarif", media_type="application/sarif+json", suffix=".sarif"),
    "docx": ExportFormat(
        target="docx:export_docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        suffix=".docx",
        binary=True,
        single=True,
    ),
    "pdf": ExportFormat(
        target="pdf:export_pdf", media_type="application/pdf", suffix=".pdf", binary=True, single=True
    ),
    "csv": ExportFormat(target="csv:export_csv", media_type="text/csv; charset=utf-8", suffix=".csv"),
    "xlsx": ExportFormat(
        target="xlsx:export_xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        suffix=".xlsx",
        binary=True,
    ),
}


def load_exporter(name: str) -> Exporter:
    """The exporter of a format; imports its module.

    Raises:
        KeyError: The format is not in `EXPORTERS`.
    """
    module, function = EXPORTERS[name].target.split(":")
    exporter: Exporter = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    return exporter


def export(
    name: str,
    report: Report,
    document: Document,
    *,
    masked: bool = True,
    content: bytes | None = None,
    options: ExportOptions | None = None,
) -> bytes:
    """One report in one format; JSON is then an object, not an array.

    Args:
        name: A key of `EXPORTERS`.
        report: What to write.
        document: The document that the report is about.
        masked: Whether personal values are masked (DESIGN 4.1); False only for a reader who
            may see the document. The html page and the PDF then leave the document's text out.
        content: The bytes of the file, for exports that write into a copy of it (docx).
        options: Decisions, exceptions, sign-off, author and time; 未签发 without.

    Raises:
        KeyError: The format is not in `EXPORTERS`.
        UnreadableDocument: It cannot be written; says what to do (LibreOffice is missing).
    """
    options = replace(options or ExportOptions(), masked=masked, single=True, explain=True)
    entry = Reviewed(report=report, document=document, content=content)
    return b"".join(load_exporter(name)([entry], options))
