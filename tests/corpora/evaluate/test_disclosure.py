"""Figures of disclosure: what must not be published, by kind and place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.evaluate.cases import Label
from corpora.evaluate.disclosure import LabelledSpan, LabelledText, measures, read_texts, span_set
from corpora.evaluate.measurement import fixed_context
from corpora.evaluate.tables import base
from corpora.labelled import CorpusError
from reviewer.document import Span
from reviewer.review import ReviewContext

_NUMBER = "11010519491231002X"
_TEXT = f"申请人李某，身份证号{_NUMBER}。\n特此公示。"
_START = _TEXT.index(_NUMBER)
_KIND = "person.id_number"


@pytest.fixture(scope="module")
def shipped() -> ReviewContext:
    """The rules that ship: identity numbers are found by them."""
    return fixed_context("disclosure")


def _labelled(start: int, end: int, kind: str = _KIND) -> LabelledText:
    return LabelledText(id="t1", text=_TEXT, spans=(LabelledSpan(span=Span(start, end), kind=kind),))


@pytest.mark.parametrize(
    ("start", "end", "kind", "found"),
    [
        (_START, _START + 18, _KIND, True),
        (_START, _START + 17, _KIND, False),
        (_START - 1, _START + 18, _KIND, False),
        (_START, _START + 18, "person.phone", False),
    ],
)
def test_a_number_counts_where_kind_and_both_ends_are_right(
    start: int, end: int, kind: str, found: bool, shipped: ReviewContext
) -> None:
    """A number that is found in part is not found."""
    measured = span_set("样本", [_labelled(start, end, kind)], shipped)

    assert measured.outcomes[0].flagged is found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (_START + 4, _START + 18, True),
        (_START + 13, _START + 18, False),
        (0, _TEXT.index("\n"), True),
    ],
)
def test_other_places_overlap_without_swallowing(
    start: int, end: int, found: bool, shipped: ReviewContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding of more than three times the label says too little about where."""
    monkeypatch.setattr("corpora.evaluate.disclosure._EXACT", frozenset())

    measured = span_set("样本", [_labelled(start, end)], shipped)

    assert measured.outcomes[0].flagged is found


def test_a_finding_of_the_whole_paragraph_is_no_place(
    shipped: ReviewContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the whole paragraph is labelled."""
    monkeypatch.setattr("corpora.evaluate.disclosure._EXACT", frozenset())
    spans = (Span(6, 18), Span(0, 18))
    texts = [
        LabelledText(id=str(i), text=_NUMBER, spans=(LabelledSpan(span=span, kind=_KIND),))
        for i, span in enumerate(spans)
    ]

    measured = span_set("样本", texts, shipped)

    labels = [outcome for outcome in measured.outcomes if outcome.case.label is Label.VIOLATION]
    assert [outcome.flagged for outcome in labels] == [False, True]


def test_texts_without_spans_give_the_false_rate(
    shipped: ReviewContext, write_lines: Callable[..., Path]
) -> None:
    """A text with a label and another finding is no hard negative; the finding is a false alarm still."""
    other = f"{_TEXT}\n联系人身份证号 11010519491231002X。"
    texts = write_lines(
        "texts.jsonl",
        {"id": "a", "text": other, "spans": [{"start": _START, "end": _START + 18, "kind": _KIND}]},
        {"id": "b", "text": _TEXT, "spans": []},
        {"id": "c", "text": "特此公示。"},
    )
    (measure,) = measures(texts=texts)

    measured = measure(shipped)

    assert {figure.name: base(figure) for figure in measured.figures} == {
        "查全率（种类与位置都对）": "1/1",
        "查准率": "1/3",
        "误报率（无问题文本）": "1/2",
        f"误报率 {_KIND}": "1/2",
    }


@pytest.mark.parametrize(
    "spans",
    [[{"start": 0, "end": 99, "kind": _KIND}], [{"start": 3, "end": 3, "kind": _KIND}], [{"start": 0}], 1],
)
def test_bad_spans_are_named(spans: object, write_lines: Callable[..., Path]) -> None:
    """File and line stand in the error."""
    path = write_lines("texts.jsonl", {"id": "a", "text": "特此公示。", "spans": spans})

    with pytest.raises(CorpusError, match=r"texts\.jsonl:1 的 spans"):
        read_texts(path)
