"""Test 21: whatever was not read is told, in every form of the report; the review never looks clean."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from corpora.context import load_context
from reviewer.document import Document, Unread
from reviewer.errors import UnreadableDocument
from reviewer.exporters import export
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from reviewer.extraction.text import document_from_text
from reviewer.review import review
from tests.reliability.files import MAIN_PARTS, is_told, seeds, with_members
from tests.reviewer.extraction.pdf_files import unmapped_font_pdf
from tests.reviewer.extraction.test_hostile import make_png

WAYS: dict[str, Callable[[], tuple[bytes, str, Limits]]] = {
    "page-limit": lambda: (seeds()["pdf"], "x.pdf", Limits(pages=1)),
    "character-limit": lambda: (seeds()["txt"], "x.txt", Limits(characters=10)),
    "character-limit-docx": lambda: (seeds()["docx"], "x.docx", Limits(characters=10)),
    "cell-limit": lambda: (seeds()["xlsx"], "x.xlsx", Limits(cells=3)),
    "cell-limit-csv": lambda: (seeds()["csv"], "x.csv", Limits(cells=1)),
    "file-limit": lambda: (seeds()["docx"], "x.docx", Limits(file_bytes=10)),
    "member-limit": lambda: (seeds()["docx"], "x.docx", Limits(members=1)),
    "ocr-limit": lambda: (make_png(), "x.png", Limits(ocr_pages=0)),
    "pixel-limit": lambda: (make_png(), "x.png", Limits(pixels=10)),
    "garbled-font": lambda: (unmapped_font_pdf(range(1, 60)), "x.pdf", Limits(ocr_pages=0)),
    "cut-docx": lambda: (seeds()["docx"][:-200], "x.docx", Limits()),
    "cut-pdf": lambda: (seeds()["pdf"][: len(seeds()["pdf"]) // 2], "x.pdf", Limits(ocr_pages=0)),
    "cut-ofd": lambda: (seeds()["ofd"][:-100], "x.ofd", Limits()),
    "broken-part-docx": lambda: (_broken("docx"), "x.docx", Limits()),
    "broken-part-xlsx": lambda: (_broken("xlsx"), "x.xlsx", Limits()),
    "broken-part-ofd": lambda: (_broken("ofd"), "x.ofd", Limits()),
    "attachment": lambda: (_attachment(), "x.docx", Limits()),
    "nul-bytes": lambda: ("第一条\x00\x00\x00第二条".encode(), "x.txt", Limits()),
    "wrong-bytes": lambda: ("第一条 奖励".encode() + bytes([0xFF, 0xFE, 0xFF] * 9), "x.txt", Limits()),
    "empty": lambda: (b"", "x.txt", Limits()),
}


def _broken(kind: str) -> bytes:
    """The main part cut in the middle of a tag."""
    return with_members(seeds()[kind], {MAIN_PARTS[kind]: b"<a><b>"})


def _attachment() -> bytes:
    """A docx with an embedded workbook, which is not read."""
    return with_members(seeds()["docx"], {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + bytes(600)})


@pytest.mark.parametrize("way", list(WAYS))
def test_what_was_not_read_is_told(
    way: str, monkeypatch: pytest.MonkeyPatch, tried: Callable[..., None]
) -> None:
    """The file is refused with a reason, or its report says 未完整审查 and lists what is missing."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    data, name, limits = WAYS[way]()

    try:
        document = extract(data, name, limits)
    except UnreadableDocument as error:
        assert is_told(error)  # noqa: PT017  # either outcome is right
    else:
        _assert_told(document)
    tried(21)


@pytest.mark.parametrize("format_name", ["text", "html", "json", "sarif"])
def test_every_format_says_so(format_name: str) -> None:
    """No form of the report can be taken for a clean one."""
    unread = Unread(part="第 2 页", reason="没有文字层", remedy="请安装 OCR 组件")
    document = replace(document_from_text("第一条 为了规范管理，制定本办法。", "x.txt"), unread=(unread,))

    exported = export(format_name, review(document, load_context(classifiers=False)), document).decode()

    assert "第 2 页" in exported
    assert "无问题" not in exported
    if format_name in ("text", "html"):
        assert "未完整审查" in exported
    if format_name == "sarif":
        invocation = json.loads(exported)["runs"][0]["invocations"][0]
        assert invocation["executionSuccessful"] is False
        assert invocation["toolExecutionNotifications"]


def _assert_told(document: Document) -> None:
    assert document.unread
    assert all(each.part and each.reason and each.remedy for each in document.unread)
    report = review(document, load_context(classifiers=False))
    assert not report.complete
    assert "未完整审查" in export("text", report, document).decode()
