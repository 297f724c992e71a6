"""Test 5: files that are too large, too deep or too many of something: the limit is named with its value."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from tests.reliability.files import seeds, with_members
from tests.reviewer.extraction.docx_files import cell, make_docx, paragraph, table

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R/Size %d>>" % (len(objects) + 1)


def many_pages() -> bytes:
    """A PDF of 10,001 empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_004))
    pages = b"<</Type/Pages/Count 10001/Kids[" + kids + b"]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, *[page] * 10_001])


def wide_page() -> bytes:
    """A PDF whose page is 100,000 points wide and high."""
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100000 100000]>>"
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page])


def nested_objects() -> bytes:
    """A PDF with an array in an array, 500 deep."""
    deep = b"[" * 500 + b"]" * 500
    return _pdf([b"<</Type/Catalog/Pages 2 0 R/X " + deep + b">>", b"<</Type/Pages/Count 0/Kids[]>>"])


def many_filters() -> bytes:
    """A PDF whose page is packed 26 times over."""
    content = b"BT ET"
    for _ in range(26):
        content = zlib.compress(content)
    filters = b"/FlateDecode " * 26
    stream = b"<</Length %d/Filter[%s]>>stream\n%s\nendstream " % (len(content), filters, content)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream])


def vast_picture() -> bytes:
    """A PNG of 100,000 pixels by 1,000."""
    buffer = io.BytesIO()
    Image.new("1", (100_000, 1_000)).save(buffer, "PNG")
    return buffer.getvalue()


def long_paragraph() -> bytes:
    """A docx with one paragraph of ten million characters."""
    return make_docx(paragraph("对本地企业给予奖励，" * 1_000_000))


def many_cells() -> bytes:
    """A docx with a table of 100,000 cells."""
    return make_docx(table(*["".join(cell("奖励") for _ in range(100))] * 1_000))


def deep_tables() -> bytes:
    """A docx with a table in a table, 200 deep."""
    content = paragraph("奖励")
    for _ in range(200):
        content = f"<w:tbl><w:tr><w:tc>{content}<w:p/></w:tc></w:tr></w:tbl>"
    return make_docx(content)


def many_comments() -> bytes:
    """A docx with 200,000 comments."""
    comments = "".join(f'<w:comment w:id="{n}"><w:p/></w:comment>' for n in range(200_000))
    part = f'<w:comments xmlns:w="{_WORD}">{comments}</w:comments>'
    return with_members(seeds()["docx"], {"word/comments.xml": part.encode()})


def long_line() -> bytes:
    """A text of one line of five million bytes."""
    return ("奖励" * 833_333).encode()


def many_lines() -> bytes:
    """A text of a million empty lines."""
    return "\n".join(["奖励", *[""] * 1_000_000, "完"]).encode()


def beyond_the_limit() -> bytes:
    """A text longer than the limit of the test."""
    return ("对本地企业给予奖励。\n" * 10_000).encode()


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "pages": (many_pages, "pdf"),
    "wide-page": (wide_page, "pdf"),
    "nested": (nested_objects, "pdf"),
    "filters": (many_filters, "pdf"),
    "picture": (vast_picture, "png"),
    "paragraph": (long_paragraph, "docx"),
    "cells": (many_cells, "docx"),
    "deep-tables": (deep_tables, "docx"),
    "comments": (many_comments, "docx"),
    "line": (long_line, "txt"),
    "lines": (many_lines, "txt"),
    "characters": (beyond_the_limit, "txt"),
}
_CUT = {"pages": "3000", "picture": "40百万", "characters": "100000"}
"""Files that are beyond a limit, with its value as the message shows it."""


@pytest.mark.parametrize("case", list(FILES))
def test_what_is_beyond_a_limit_is_named(case: str, tried: Callable[..., None]) -> None:
    """A limit that cuts is named with its value; no recursion ends in an error of ours."""
    make, suffix = FILES[case]
    limits = Limits(ocr_pages=0, characters=100_000 if case == "characters" else 20_000_000)

    try:
        outcome: Document | UnreadableDocument = extract(make(), f"大.{suffix}", limits)
    except UnreadableDocument as error:
        outcome = error

    if case in _CUT:
        assert _CUT[case] in _told(outcome).replace(" ", "").replace(",", "")
    assert isinstance(outcome, Document) or outcome.reason
    tried(5)


def _told(outcome: Document | UnreadableDocument) -> str:
    if isinstance(outcome, UnreadableDocument):
        return outcome.reason
    return "".join(each.part + each.reason for each in outcome.unread)
