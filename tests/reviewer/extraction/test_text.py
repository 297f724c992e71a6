"""Plain text is kept code point for code point, whatever its encoding."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.document import LinePlace, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits
from reviewer.extraction.text import document_from_text, extract_text

LIMITS = Limits()
NOTICE = (
    "关于开展清理工作的通知\n\n　　第一条　为了规范管理，制定本办法。\n第二条 本办法自2026年1月1日起施行。\n"
)
TRADITIONAL = "關於開展清理工作的通知\n為規範市場秩序，維護經營者的權益，制定本辦法。請各單位遵照執行。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_encoding_yields_the_same_text(encoding: str) -> None:
    """The byte order mark is dropped; without one the encoding is recognised."""
    document = extract_text(NOTICE.encode(encoding), "通知.txt", LIMITS)

    assert document.text == NOTICE
    assert document.complete


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16-le", "gb18030"])
def test_traditional_characters_are_read(encoding: str) -> None:
    """Big5 is told from GBK, UTF-16 from both."""
    document = extract_text(TRADITIONAL.encode(encoding), "通知.txt", LIMITS)

    assert document.text == TRADITIONAL


@pytest.mark.parametrize("text", ["联通", "第一条", "abc", "A", "12"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_few_characters_are_enough(text: str, encoding: str) -> None:
    """A file of one word in GBK is not taken for UTF-8 or UTF-16."""
    document = extract_text(text.encode(encoding), "短.txt", LIMITS)

    assert document.text == text


def test_characters_beyond_the_basic_plane_count_once() -> None:
    """Offsets are code points, so a rare surname does not shift what follows."""
    document = extract_text("𠮷某某\n第二行".encode("utf-16"), "名单.txt", LIMITS)

    assert document.text == "𠮷某某\n第二行"
    assert [document.slice(block.span) for block in document.blocks] == ["𠮷某某", "第二行"]


def test_line_endings_of_a_file_become_one_newline() -> None:
    """Windows and old Mac line endings are one newline in files."""
    document = extract_text("甲\r\n乙\r丙\n".encode(), "行.txt", LIMITS)

    assert document.text == "甲\n乙\n丙\n"


def test_blank_lines_and_leading_blanks_stay_in_the_text() -> None:
    """Blocks cover the lines with text; nothing is trimmed."""
    document = extract_text(NOTICE.encode(), "通知.txt", LIMITS)

    lines = [document.slice(block.span) for block in document.blocks]

    assert lines == [line for line in NOTICE.split("\n") if line]
    assert document.places(document.blocks[1].span) == (LinePlace(line=3),)


def test_text_without_a_file_keeps_its_carriage_returns_outside_the_blocks() -> None:
    """JSON text is kept code point for code point; lines are counted as in a file."""
    document = document_from_text("甲\r\n乙\r丙\n\n \n丁", "段落", passage=True)

    lines = [(document.slice(block.span), document.places(block.span)[0]) for block in document.blocks]

    assert document.text == "甲\r\n乙\r丙\n\n \n丁"
    assert lines == [("甲", LinePlace(line=1)), ("乙", LinePlace(line=2)), ("丙", LinePlace(line=3)),
                     ("丁", LinePlace(line=6))]  # fmt: skip
    assert document.passage


@given(st.text())
def test_any_text_is_kept_and_covered(text: str) -> None:
    """Blocks are the lines that are more than blanks, each with its place."""
    document = document_from_text(text, "任意")

    covered = "".join(document.slice(block.span) for block in document.blocks)

    assert document.text == text
    assert "".join(covered.split()) == "".join(text.split())
    assert [segment.start for segment in document.segments] == [block.span.start for block in document.blocks]


def test_a_lone_surrogate_of_json_does_not_break() -> None:
    """JSON can carry half of a pair; it counts as a code point and the digest is still taken."""
    document = document_from_text("甲\ud800乙", "段落")

    assert document.blocks[0].span == Span(0, 3)
    assert len(document.digest) == 64


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "没有文字"),
        (codecs.BOM_UTF8, "没有文字"),
        (b" \n\n", "没有文字"),
        ("第一行\n第二\x00行".encode(), "第 2 行含有空字节"),
        (random.Random(7).randbytes(3000), "无法识别文字编码"),
        (b"\x01\x02\x03\x04abc" * 50, "控制字符"),
    ],
    ids=["empty", "mark_only", "blank", "nul", "random", "controls"],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    """Empty and binary files are refused with the reason and a remedy, never half read."""
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        extract_text(data, "文件.txt", LIMITS)

    assert caught.value.remedy


def test_a_bad_byte_is_reported_and_the_rest_read() -> None:
    """One damaged byte does not lose a text; the report names its line and is incomplete."""
    data = NOTICE.encode() + b"\xff" + "第三条 附则。\n".encode() * 5

    document = extract_text(data, "通知.txt", LIMITS)

    assert "第二条 本办法自2026年1月1日起施行。" in document.text
    assert [unread.part for unread in document.unread] == ["第 5 行的个别字符"]


def test_markdown_headings_give_levels() -> None:
    """Marks of Markdown stay in the text and give the outline level, but not within fenced code."""
    text = "# 办法\n\n## 第一章 总则\n正文\n```\n# 注释\n```\n"

    document = extract_text(text.encode(), "办法.md", LIMITS)

    assert document.text == text
    assert [block.heading for block in document.blocks] == [1, 2, 0, 0, 0, 0]


def test_one_line_of_five_megabytes_is_read() -> None:
    """A file without line breaks is one block; time grows with its length only."""
    line = "第一条 某某规定，" * 200_000

    document = extract_text(line.encode(), "长行.txt", LIMITS)

    assert [block.span for block in document.blocks] == [Span(0, len(line))]
