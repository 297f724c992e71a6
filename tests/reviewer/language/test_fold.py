"""The folded view and its way back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.language.fold import fold


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("身 份\u200b证", "身份证"),
        ("１３８ＡＢ", "138AB"),
        ("⼈⺠政府", "人民政府"),
        ("第 3 条", "第 3 条"),
        ("甲，乙：丙（丁）", "甲，乙：丙（丁）"),
        ("對企業給予獎勵", "对企业给予奖励"),
        ("乾坤、著作", "乾坤、著作"),
        ("a b", "a b"),
        ("第一条　　目的", "第一条目的"),
        pytest.param("甲\ud800乙", "甲\ufffd乙", id="lone surrogate"),
        ("", ""),
    ],
)
def test_spelling_tricks_are_folded_away(text: str, view: str) -> None:
    """Widths, radicals, traditional forms, zero-width characters and blanks do not matter."""
    assert fold(text).text == view


@given(st.text(alphabet="人⼈ 份\u200b\u3000aＡ1，\n", max_size=60))
def test_every_character_of_the_view_comes_from_its_source_offset(text: str) -> None:
    """The index map is exact: folding one source character gives the view's character."""
    view = fold(text)

    for offset, character in enumerate(view.text):
        source = view.source_offset(offset)
        assert fold(text[source]).text == character
        assert view.view_offset(source) == offset
    assert view.view_offsets(list(range(len(text)))) == [view.view_offset(i) for i in range(len(text))]


def test_a_span_of_the_view_becomes_a_span_of_the_source() -> None:
    """A word spelt with blanks is quoted with its blanks."""
    text = "应当提供身 份 证原件"
    view = fold(text)
    start = view.text.index("身份证")

    span = view.source_span(start, start + 3)

    assert text[span.start : span.end] == "身 份 证"
