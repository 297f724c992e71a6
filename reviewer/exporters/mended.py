"""The next draft: a copy of the file with chosen fixes in place of the words they replace."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from reviewer.errors import UnreadableDocument
from reviewer.exporters.docx import mended_docx
from reviewer.exporters.entry import Reviewed
from reviewer.extraction.sniff import MediaType

MENDABLE = frozenset(
    {
        MediaType.DOCX,
        MediaType.DOCM,
        MediaType.DOC,
        MediaType.WORKS,
        MediaType.RTF,
        MediaType.ODT,
        MediaType.TEXT,
    }
)
"""Files that can be written: Word and what is converted to it, and plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A mended copy.

    Attributes:
        content: The bytes of a docx, or a text.
        applied: Fingerprints of the fixes that are in it.
    """

    content: bytes | str
    applied: frozenset[str]


def mend(entry: Reviewed, fingerprints: Set[str]) -> Mended:
    """Write the wanted fixes into a copy.

    Raises:
        UnreadableDocument: Files of this type cannot be written; the message says what to do instead.
    """
    if entry.document.media_type == MediaType.TEXT:
        return _mended_text(entry, fingerprints)
    if entry.document.media_type not in MENDABLE:
        raise UnreadableDocument(
            entry.document.name, "不能在这种文件中直接替换文字", "请在原文件中修改后上传修改稿"
        )
    content, applied = mended_docx(entry, fingerprints)
    return Mended(content=content, applied=applied)


def _mended_text(entry: Reviewed, fingerprints: Set[str]) -> Mended:
    text, pieces, at = entry.document.text, list[str](), 0
    applied: set[str] = set()
    for finding in entry.report.findings:  # in document order; of two that overlap the first is written
        if finding.fix is None or finding.fingerprint not in fingerprints or finding.span.start < at:
            continue
        pieces += [text[at : finding.span.start], finding.fix]
        at = finding.span.end
        applied.add(finding.fingerprint)
    return Mended(content="".join([*pieces, text[at:]]), applied=frozenset(applied))
