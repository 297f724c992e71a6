"""What each part of the engine adds: the same sets measured with it switched off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpora.evaluate.outcomes import MeasuredSet
from corpora.evaluate.sets import Measure
from corpora.evaluate.table import EvaluationTable
from corpora.evaluate.tables import base, value
from reviewer.engine.ablation import EnginePart
from reviewer.review import ReviewContext

CLASSIFIED = "classified"
"""The checker of rules that ask a classifier."""
ALL_ON = "全部启用"
_PARTS = {
    EnginePart.POLARITY: "不看语境（禁止、清理、叙述……）",
    EnginePart.HEADINGS: "不看标题",
    EnginePart.GUARDS: "不看除外情形和法律依据",
}


def variants(context: ReviewContext) -> Iterator[tuple[str, ReviewContext]]:
    """The context with one part switched off at a time: engine parts, each classifier, all other rules."""
    for part, name in _PARTS.items():
        yield name, replace(context, without=context.without | {part})
    for classifier in sorted(context.classifiers):
        others = {name: each for name, each in context.classifiers.items() if name != classifier}
        yield f"不用分类器 {classifier}", replace(context, classifiers=others)
    classified = tuple(each for each in context.ruleset.rules if each.rule.checker == CLASSIFIED)
    if classified and context.classifiers:
        yield "只用分类器", replace(context, ruleset=replace(context.ruleset, rules=classified))


def ablation_tables(
    measures: Sequence[Measure], full: Sequence[MeasuredSet], context: ReviewContext
) -> Iterator[EvaluationTable]:
    """One table a set: a line with everything on, and one for each part that is switched off.

    Args:
        measures: The sets to measure again.
        full: What they gave with everything on, in the same order.
        context: The context with everything on.
    """
    others = [(name, [measure(variant) for measure in measures]) for name, variant in variants(context)]
    for number, complete in enumerate(full):
        columns = tuple(figure.name for figure in complete.figures)
        lines = [(ALL_ON, complete), *((name, sets[number]) for name, sets in others)]
        rows = tuple(
            (name, *(f"{value(figure)}（{base(figure)}）" for figure in measured.figures))
            for name, measured in lines
        )
        title = f"{complete.name}：各部分的作用"
        yield EvaluationTable(title=title, columns=("变体", *columns), rows=rows)
