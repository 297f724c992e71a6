"""What a change of rules or models gained and lost: two measurements of the same sets, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.evaluate.cases import Label
from corpora.evaluate.outcomes import Figure, MeasuredSet, Measurement, Outcome
from corpora.evaluate.table import EvaluationTable
from corpora.evaluate.tables import base, value

_DASH = "–"
_CHANGES = {
    (Label.VIOLATION, False, True): "得：新找到",
    (Label.VIOLATION, True, False): "失：不再找到",
    (Label.LAWFUL, False, True): "失：新误报",
    (Label.LAWFUL, True, False): "得：不再误报",
    (Label.NEUTRAL, False, True): "新发现",
    (Label.NEUTRAL, True, False): "不再发现",
    (Label.UNLABELLED, False, True): "新发现",
    (Label.UNLABELLED, True, False): "不再发现",
}
"""Label, flagged before, flagged now -> what it means."""


def comparison_tables(before: Measurement, after: Measurement) -> Iterator[EvaluationTable]:
    """For each set that both measured: the figures before and after, and the cases that changed."""
    earlier = {measured.name: measured for measured in before.sets}
    for measured in after.sets:
        if measured.name in earlier:
            yield _figures(earlier[measured.name], measured)
            yield from _cases(earlier[measured.name], measured)


def _figures(before: MeasuredSet, after: MeasuredSet) -> EvaluationTable:
    earlier = {figure.name: figure for figure in before.figures}
    rows = tuple(
        (
            figure.name,
            _cell(earlier.get(figure.name)),
            _cell(figure),
            _difference(earlier.get(figure.name), figure),
        )
        for figure in after.figures
    )
    columns = ("指标", "此前", "现在", "变化")
    return EvaluationTable(title=f"{after.name}：与此前相比", columns=columns, rows=rows)


def _cell(figure: Figure | None) -> str:
    return _DASH if figure is None else f"{value(figure)}（{base(figure)}）"


def _difference(before: Figure | None, after: Figure) -> str:
    if before is None or before.share.value is None or after.share.value is None:
        return _DASH
    change = (after.share.value - before.share.value) * after.per
    return f"{change * 100:+.1f} 个百分点" if after.per == 1 else f"{change:+.2f}"


def _cases(before: MeasuredSet, after: MeasuredSet) -> Iterator[EvaluationTable]:
    earlier = {outcome.case.id: outcome for outcome in before.outcomes}
    later = {outcome.case.id: outcome for outcome in after.outcomes}
    rows = []
    for identity in dict.fromkeys((*earlier, *later)):
        change = _change(earlier.get(identity), later.get(identity))
        if change:
            rows.append((change, identity, _rules(earlier.get(identity)), _rules(later.get(identity))))
    if rows:
        columns = ("变化", "编号", "此前的规则", "现在的规则")
        ordered = tuple(sorted(rows, key=lambda row: row[0]))
        yield EvaluationTable(title=f"{after.name}：变化的条文", columns=columns, rows=ordered)


def _change(before: Outcome | None, after: Outcome | None) -> str:
    """What happened to a case; empty where nothing that counts did."""
    present = after or before
    if present is None:
        return ""
    if (before is None or after is None) and present.case.label is not Label.UNLABELLED:
        return "只在一次测量中"
    was, now = (outcome is not None and outcome.flagged for outcome in (before, after))
    return _CHANGES.get((present.case.label, was, now)) or _kind_change(before, after)


def _kind_change(before: Outcome | None, after: Outcome | None) -> str:
    if before is None or after is None or after.case.label is not Label.VIOLATION:
        return ""
    if before.kind_right != after.kind_right:
        return "得：项判对" if after.kind_right else "失：项判错"
    return ""


def _rules(outcome: Outcome | None) -> str:
    return "、".join(hit.rule for hit in outcome.hits) or _DASH if outcome else _DASH
