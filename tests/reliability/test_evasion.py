"""Wording that is disguised is found all the same, and marked exactly where it stands."""

from __future__ import annotations

import pytest

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.review import review

_NUMBER = "11010119900307803X"
PLAIN = "第一条 对在本市注册的法人企业给予奖励金。"
DISGUISES = {
    "zero-width": "\u200b".join,
    "word-joiner": "\u2060".join,
    "soft-hyphen": "\u00ad".join,
    "blanks": " ".join,
    "wide-blanks": "\u3000".join,
    "right-to-left-marks": lambda text: f"\u202a{text}\u202c",
    "variation-selectors": "\ufe00".join,
    "full-width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "radicals": lambda text: text.translate(str.maketrans("人金立", "⼈⾦⽴")),
}


@pytest.mark.parametrize("disguise", list(DISGUISES))
def test_disguised_wording_is_found_at_its_place(disguise: str) -> None:
    """在本市注册……给予奖励 is found whatever stands between or in place of its characters."""
    text = "第一条 " + DISGUISES[disguise](PLAIN.removeprefix("第一条 "))

    report = review(document_from_text(text, "x.txt"), load_context(classifiers=False))

    found = [each for each in report.findings if each.family == "fair_competition"]
    assert found, disguise
    assert all(text[each.span.start : each.span.end] == each.quote for each in found)


@pytest.mark.parametrize("disguise", list(DISGUISES))
def test_disguised_numbers_are_found_at_their_place(disguise: str) -> None:
    """公民身份号码 is found whatever stands between or in place of its digits."""
    text = "申请人身份证号码：" + DISGUISES[disguise](_NUMBER) + "，已核实。"

    report = review(document_from_text(text, "x.txt"), load_context(classifiers=False))

    found = [each for each in report.findings if each.kind == "person.id_number"]
    assert found, disguise
    assert all(text[each.span.start : each.span.end] == each.quote for each in found)


def test_traditional_characters_are_read_as_simplified() -> None:
    """對在本市註冊的企業給予獎勵 is the same conduct."""
    text = "第一條 對在本市註冊的企業給予獎勵。"

    report = review(document_from_text(text, "x.txt"), load_context(classifiers=False))

    assert [each for each in report.findings if each.family == "fair_competition"]
