"""Signatures (署名、成文日期), also of texts that lost their line breaks."""

from __future__ import annotations

import re

from reviewer.document import Document, Span
from reviewer.structure.head import ORGANISATION_END
from reviewer.structure.outline import Outline, Signature

_D = r"[\d〇○零一二三四五六七八九十元]"
_JOINED = re.compile(
    rf"{ORGANISATION_END}[\s\ue000-\uf8ff]*(?P<date>{_D}{{4}}\s*年\s*{_D}{{1,3}}\s*月\s*{_D}{{1,3}}\s*日)"
    r"(?![前后起止至内，。；、的以公发令印第召批通在])"
)
_NAMES = re.compile(
    r"(?:^|[。；！\s\ue000-\uf8ff])(?P<names>[\u4e00-\u9fff]{2,30}(?:[ \u3000]+[\u4e00-\u9fff]{2,30}){0,3})$"
)
_LONG_PARAGRAPH = 300
_REACH = 100


def find_signature(document: Document, outline: Outline) -> Signature | None:
    """The first signature; in a long paragraph also names with a date at their end."""
    if outline.signatures:
        return outline.signatures[0]
    for block in document.blocks:
        if len(block.span) < _LONG_PARAGRAPH:
            continue
        for match in _JOINED.finditer(document.text, block.span.start, block.span.end):
            signature = _signature(document.text, block.span.start, match)
            if signature is not None:
                return signature
    return None


def _signature(text: str, start: int, match: re.Match[str]) -> Signature | None:
    before = text[max(start, match.start() - _REACH) : match.start("date")].rstrip("\ue003 \u3000\t")
    names = _NAMES.search(before)
    if names is None:
        return None
    first = max(start, match.start() - _REACH) + names.start("names")
    span = Span(first, first + len(names["names"]))
    return Signature(names=(span,), date=Span(match.start("date"), match.end("date")))
