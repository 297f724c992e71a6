"""Test 25: no text makes a review slow; the work grows with the length and no faster."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from corpora.context import load_context
from reviewer.document import Document
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

_SENTENCE = "对在本市注册的企业，按其缴纳税收地方留成部分的50%给予奖励，联系人张伟，电话13800138000"
TEXTS: dict[str, Callable[[int], str]] = {
    "sentences": lambda n: (_SENTENCE + "。") * n,
    "members": lambda n: "对下列企业给予奖励：" + "在本市注册；" * (n * 8),
    "commas": lambda n: "在本市注册的企业，给予奖励，" * (n * 4),
    "no-punctuation": lambda n: "本市注册企业奖励" * (n * 6),
    "short-lines": lambda n: "奖励\n" * (n * 16),
    "items": lambda n: (
        "第一条 对下列企业给予奖励：\n" + "".join(f"（{i}）在本市注册；\n" for i in range(n * 3))
    ),
    "articles": lambda n: "".join(f"第{i}条 在本市注册的，给予奖励。\n" for i in range(1, n * 3)),
    "citations": lambda n: "根据《中华人民共和国合同法》第九百条和《行政处罚法》第九十九条，" * n,
    "brackets": lambda n: "《（" * (n * 25),
    "digits": lambda n: "1380013800011010119900307803X6222021001116245702" * n,
    "names": lambda n: "张伟李娜王芳刘洋陈静杨帆" * (n * 4),
    "blanks": lambda n: "身 份 证 " * (n * 6),
}
_SMALL, _TIMES = 100, 4
# Work that grows with the square would be sixteen times as much.
_MOST = 5.5


@pytest.mark.parametrize("text", list(TEXTS))
def test_work_grows_with_the_length_only(text: str, tried: Callable[..., None]) -> None:
    """Four times the text takes about four times the work, whatever stands in it.

    Work is counted in calls, not in seconds, so that the answer is the same on every machine.
    """
    context = load_context(classifiers=False)
    review(document_from_text(TEXTS[text](1), "慢.txt"), context)
    small, large = (
        _calls_of_review(document_from_text(TEXTS[text](n), "慢.txt"), context)
        for n in (_SMALL, _SMALL * _TIMES)
    )

    assert large / small < _MOST
    tried(25)


def _calls_of_review(document: Document, context: ReviewContext) -> int:
    """How many functions a review calls, those of the interpreter included."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        report = review(document, context)
    finally:
        sys.setprofile(None)
    assert not report.failures
    return calls
