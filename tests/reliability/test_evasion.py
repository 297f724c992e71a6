"""Wording that is disguised is found all the same, and marked exactly where it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from corpora.context import load_context
from reviewer.document import BoxPlace, Document, RunPlace
from reviewer.extraction import extract
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.review import ReviewContext, review
from tests.reviewer.extraction.docx_files import make_docx, paragraph
from tests.reviewer.extraction.pdf_files import Sheets

_BREAKS = {"runs": "", "line-breaks": "<w:br/>", "tabulators": "<w:tab/>"}
_NUMBER = "11010119900307803X"
PLAIN = "第一条 对在本市注册的法人企业给予奖励金。"
BETWEEN = {
    "zero-width": "\u200b",
    "zero-width-joiner": "\u200d",
    "word-joiner": "\u2060",
    "byte-order-mark": "\ufeff",
    "soft-hyphen": "\u00ad",
    "left-to-right-mark": "\u200e",
    "right-to-left-mark": "\u200f",
    "isolate": "\u2066",
    "variation-selector": "\ufe00",
    "ideographic-variation": "\U000e0100",
    "tag": "\U000e0061",
    "filler": "\u3164",
    "half-width-filler": "\uffa0",
    "blank": " ",
    "wide-blank": "\u3000",
    "no-break-blank": "\u00a0",
    "narrow-blank": "\u202f",
    "thin-blank": "\u2009",
    "braille-blank": "\u2800",
}
"""What may stand between any two characters."""
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_BOLD = {48 + value: chr(0x1D7CE + value) for value in range(10)}
_ARABIC = {48 + value: chr(0x0660 + value) for value in range(10)}
DISGUISES: dict[str, Callable[[str], str]] = {
    **{name: between.join for name, between in BETWEEN.items()},
    "embedding": lambda text: f"\u202a{text}\u202c",
    "full-width": lambda text: text.translate(_WIDE),
    "bold-digits": lambda text: text.translate(_BOLD),
    "arabic-digits": lambda text: text.translate(_ARABIC),
    "cyrillic": lambda text: text.replace("X", "\u0425"),
    "greek": lambda text: text.replace("X", "\u03a7"),
    "homoglyphs": lambda text: text.replace("市", "\u5dff"),
    "radicals": lambda text: text.translate(str.maketrans("人金立", "⼈⾦⽴")),
}


@pytest.mark.parametrize("disguise", list(DISGUISES))
def test_disguised_wording_is_found_at_its_place(disguise: str) -> None:
    """在本市注册……给予奖励 is found whatever stands between or in place of its characters."""
    text = "第一条 " + DISGUISES[disguise](PLAIN.removeprefix("第一条 "))

    report = review(document_from_text(text, "x.txt"), _context())

    found = [each for each in report.findings if each.family == "fair_competition"]
    assert found, disguise
    assert all(text[each.span.start : each.span.end] == each.quote for each in found)


@pytest.mark.parametrize("disguise", list(DISGUISES))
def test_disguised_numbers_are_found_at_their_place(disguise: str) -> None:
    """公民身份号码 is found whatever stands between or in place of its digits."""
    text = "申请人身份证号码：" + DISGUISES[disguise](_NUMBER) + "，已核实。"

    report = review(document_from_text(text, "x.txt"), _context())

    found = [each for each in report.findings if each.kind == "person.id_number"]
    assert len(found) == 1, disguise
    quote = found[0].quote
    assert text[found[0].span.start : found[0].span.end] == quote
    assert quote == DISGUISES[disguise](_NUMBER).strip("\u202a\u202c")


def test_traditional_characters_are_read_as_simplified() -> None:
    """對在本市註冊的企業給予獎勵 is the same conduct."""
    text = "第一條 對在本市註冊的企業給予獎勵。"

    report = review(document_from_text(text, "x.txt"), _context())

    assert [each for each in report.findings if each.family == "fair_competition"]


@pytest.mark.parametrize("broken", [*_BREAKS])
def test_characters_of_a_word_file_set_apart_are_found(broken: str) -> None:
    """Line breaks, tabulators and runs of one character each are no borders within a paragraph."""
    runs = "".join(f"<w:r><w:t>{character}</w:t>{_BREAKS[broken]}</w:r>" for character in PLAIN)
    document = extract(make_docx(f"<w:p>{runs}</w:p>"), "x.docx")

    found = _competition(document)

    assert found[0].quote.replace(" ", "") == "在本市注册的法人企业给予奖励"
    assert document.slice(found[0].span) == found[0].quote
    places = [place for place in document.places(found[0].span) if isinstance(place, RunPlace)]
    # 第一条␣ is taken away from the text: 对 stands in the run before the first that is marked.
    assert places[0].run == PLAIN.index("在")


def test_a_label_over_several_lines_is_found_with_its_number() -> None:
    """身、份、证 on a line each, and the number broken: what is marked is the whole number."""
    number = "\n".join(_NUMBER[start : start + 6] for start in range(0, len(_NUMBER), 6))
    text = f"身\n份\n证\n号：{number}"

    report = review(document_from_text(text, "x.txt"), _context())

    found = [each for each in report.findings if each.kind == "person.id_number"]
    assert [text[each.span.start : each.span.end] for each in found] == [each.quote for each in found]
    assert found


def test_vertical_text_of_a_pdf_is_read_down_the_column() -> None:
    """Characters one below the other are one line; the box of the finding stands upright."""
    sheets = Sheets()
    for index, character in enumerate(PLAIN):
        sheets.put(character, 500, 100 + 18 * index)
    sheets.next_page()
    document = extract(sheets.done(), "x.pdf")

    found = _competition(document)

    assert found[0].quote == "在本市注册的法人企业给予奖励"
    (place,) = document.places(found[0].span)
    assert isinstance(place, BoxPlace)
    left, top, right, bottom = place.box
    assert bottom - top > 10 * (right - left)


@pytest.mark.parametrize("kind", ["text", "docx"])
def test_text_that_is_turned_round_on_the_screen_is_told_as_unread(kind: str) -> None:
    """Stored backwards behind U+202E no check sees it: the review is not complete."""
    words = f"第一条 \u202e{PLAIN[::-1]}\u202c"

    document = (
        document_from_text(words, "x.txt")
        if kind == "text"
        else extract(make_docx(paragraph(words)), "x.docx")
    )

    assert not review(document, _context()).complete
    assert "U+202E" in document.unread[0].reason


@cache
def _context() -> ReviewContext:
    """Loaded once for all of these tests."""
    return load_context(classifiers=False)


def _competition(document: Document) -> list[Finding]:
    report = review(document, _context())
    return [each for each in report.findings if each.family == "fair_competition"]
