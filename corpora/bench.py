"""``make bench``: what reviewing costs, as ratios in one run. Nothing here is asserted.

The text is that of the corpora that ship, joined and cut to size; no text is measured twice
within a figure. Times are processor seconds, so that a busy machine disturbs little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from corpora.context import load_context
from corpora.labelled import load_corpus
from reviewer.document import Document
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

_TODAY = date(2026, 11, 23)
_SIZES = (1, 2, 5, 10)
_CORPORA = ("fair_competition_policies", "fair_competition_clauses", "document_kinds")
_UNIT = 100_000


def main() -> None:
    """Print throughput, growth with the text and growth with the rules."""
    context = load_context(today=_TODAY, classifiers=False)
    text = _text(_UNIT * _SIZES[-1])
    review(document_from_text(text[:2_000], "warm-up"), context)
    _growth_with_text(text, context)
    _growth_with_rules(text[:_UNIT], context)
    _with_classifiers(text[:_UNIT], context)


def _growth_with_text(text: str, context: ReviewContext) -> None:
    base = 0.0
    print("文字量（字）  秒      字/秒        与首行之比")
    for size in _SIZES:
        document = document_from_text(text[: _UNIT * size], f"{size}")
        seconds = _seconds(lambda document=document: review(document, context))  # type: ignore[misc]
        base = base or seconds
        characters = len(document.text)
        print(f"{characters:10}  {seconds:7.3f}  {characters / seconds:10,.0f}  {seconds / base:6.2f}")


def _growth_with_rules(text: str, context: ReviewContext) -> None:
    """Half of the rules against all of them, on the same text."""
    document = document_from_text(text, "rules")
    half = replace(context, ruleset=replace(context.ruleset, rules=context.ruleset.rules[::2]))
    few, many = (_seconds(lambda c=c: review(document, c)) for c in (half, context))  # type: ignore[misc]
    counts = len(half.ruleset.rules), len(context.ruleset.rules)
    print(f"规则 {counts[0]} 条 {few:.3f} 秒，{counts[1]} 条 {many:.3f} 秒，比值 {many / few:.2f}")


def _with_classifiers(text: str, context: ReviewContext) -> None:
    document: Document = document_from_text(text, "classifiers")
    full = load_context(today=_TODAY)
    without, with_models = (_seconds(lambda c=c: review(document, c)) for c in (context, full))  # type: ignore[misc]
    print(f"分类器关 {without:.3f} 秒，开 {with_models:.3f} 秒，{len(text) / with_models:,.0f} 字/秒")


def _seconds(work: Callable[[], object]) -> float:
    """Processor seconds, best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def _text(characters: int) -> str:
    """Texts of the corpora, each once while they last; a notice goes out where they have to repeat."""
    pieces = [item.sample.text for name in _CORPORA for item in load_corpus(name).samples]
    joined = "\n".join(pieces)
    if len(joined) < characters:
        print(f"语料共 {len(joined)} 字，重复使用至 {characters} 字", file=sys.stderr)
        joined = (joined + "\n") * (characters // len(joined) + 1)
    return joined[:characters]


if __name__ == "__main__":
    main()
