"""A measured set as tables for a reader: figures, kinds, rules, documents, misses and false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from corpora.evaluate.bootstrap import Share, share
from corpora.evaluate.cases import Label
from corpora.evaluate.outcomes import Figure, MeasuredSet, Outcome, labelled, share_of
from corpora.evaluate.table import EvaluationTable, percent

_SHOWN = 60
_DASH = "–"


def set_tables(measured: MeasuredSet, *, show_text: bool = False) -> Iterator[EvaluationTable]:
    """All tables of a set.

    Args:
        measured: The set.
        show_text: Whether the list of misses and false alarms shows the beginnings of texts, which
            may be drafts that others must not read; else ids only.
    """
    yield figure_table(measured)
    if labelled(measured.outcomes, Label.VIOLATION):
        yield _kind_table(measured)
        yield _rule_table(measured)
    if measured.characters and labelled(measured.outcomes, Label.LAWFUL):
        yield _document_table(measured)
    yield from _listed(measured, show_text=show_text)


def figure_table(measured: MeasuredSet) -> EvaluationTable:
    """The figures of a set, each with what it was counted on and its interval."""
    return EvaluationTable(
        title=measured.name,
        columns=("指标", "数值", "基数", "95% 区间"),
        rows=tuple(
            (figure.name, value(figure), base(figure), interval(figure)) for figure in measured.figures
        ),
        notes=measured.notes,
    )


def value(figure: Figure) -> str:
    """A figure without its base."""
    return _scaled(figure, figure.share.value)


def base(figure: Figure) -> str:
    """What a figure was counted on: ``96/103``, ``8 篇``, ``3/32472 字``."""
    right, total = figure.share.right, figure.share.total
    return f"{total:g} 篇" if figure.unit == "篇" else f"{right:g}/{total:.0f}" + f" {figure.unit}".rstrip()


def interval(figure: Figure) -> str:
    """The 95 % interval."""
    if not figure.share.total:
        return _DASH
    return f"{_scaled(figure, figure.share.lower)}–{_scaled(figure, figure.share.upper)}"


def _scaled(figure: Figure, number: float | None) -> str:
    if number is None or figure.per == 1:
        return percent(number)
    return f"{number * figure.per:.2f}"


def _short(part: Share) -> tuple[str, str]:
    """A share with its base, and its interval."""
    if part.value is None:
        return _DASH, _DASH
    return (
        f"{part.value:.0%}（{part.right:g}/{part.total:g}）",
        f"{part.lower:.0%}–{part.upper:.0%}",
    )


def _kind_table(measured: MeasuredSet) -> EvaluationTable:
    kinds: dict[str, list[Outcome]] = {}
    for outcome in labelled(measured.outcomes, Label.VIOLATION):
        if outcome.case.counted:
            kinds.setdefault(outcome.case.expected[0], []).append(outcome)
    rows = tuple(
        (
            kind,
            *_short(share_of(part, lambda outcome: outcome.flagged)),
            *_short(share_of(part, lambda outcome: outcome.kind_right)),
        )
        for kind, part in sorted(kinds.items(), key=lambda item: _kind_order(item[0]))
    )
    columns = ("首要的项或种类", "查全率", "95% 区间", "判对", "95% 区间")
    return EvaluationTable(title=f"{measured.name}：各项", columns=columns, rows=rows)


def _kind_order(kind: str) -> tuple[int | str, ...]:
    """8.1 before 10.2."""
    return tuple(f"{part:0>4}" if part.isdigit() else part for part in kind.split("."))


def _rule_table(measured: MeasuredSet) -> EvaluationTable:
    """Each rule: right, wrong kind, on lawful text; what is not certain apart."""
    counts: dict[str, Counter[str]] = {}
    judged: dict[str, list[tuple[str, bool]]] = {}
    for outcome in measured.outcomes:
        for hit in outcome.hits:
            right = any(kind in outcome.case.expected for kind in hit.kinds)
            column = str(outcome.case.label)
            if outcome.case.label is Label.VIOLATION:
                column = "right" if right else "other"
            counts.setdefault(hit.rule, Counter())[column] += 1
            if column in ("right", "other", Label.LAWFUL):
                judged.setdefault(hit.rule, []).append((outcome.case.document, column == "right"))
    rows = tuple(
        (
            rule,
            *(
                str(count[column])
                for column in ("right", "other", Label.LAWFUL, Label.NEUTRAL, Label.UNLABELLED)
            ),
            *_short(share(judged.get(rule, ()))),
        )
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    )
    columns = ("规则", "判对", "违法但项不符", "合法条文", "不计", "未标注", "判对的比例", "95% 区间")
    return EvaluationTable(title=f"{measured.name}：各规则", columns=columns, rows=rows)


def _document_table(measured: MeasuredSet) -> EvaluationTable:
    rows = []
    for document, characters in measured.characters:
        part = [outcome for outcome in measured.outcomes if outcome.case.document == document]
        breaches, lawful = labelled(part, Label.VIOLATION), labelled(part, Label.LAWFUL)
        flagged = [outcome for outcome in (*breaches, *lawful) if outcome.flagged]
        recall = share_of(breaches, lambda outcome: outcome.flagged)
        precision = share_of(flagged, lambda outcome: outcome.case.label is Label.VIOLATION)
        alarms = sum(outcome.flagged for outcome in lawful)
        rows.append((document, str(characters), _short(recall)[0], _short(precision)[0], str(alarms)))
    columns = ("文件", "字数", "查全率", "查准率", "误报")
    return EvaluationTable(title=f"{measured.name}：各篇", columns=columns, rows=tuple(rows))


def _listed(measured: MeasuredSet, *, show_text: bool) -> Iterator[EvaluationTable]:
    """Misses and false alarms, for the author of the rules to read one by one."""
    columns = ("类型", "编号", "项或种类", "规则", *(["文字"] if show_text else []))
    rows = tuple(_rows(measured.outcomes, show_text=show_text))
    if rows:
        yield EvaluationTable(title=f"{measured.name}：漏报与误报", columns=columns, rows=rows)


def _rows(outcomes: Iterable[Outcome], *, show_text: bool) -> Iterator[tuple[str, ...]]:
    for outcome in outcomes:
        kind = _verdict(outcome)
        if kind and (show_text or outcome.case.label is not Label.UNLABELLED):
            expected = "、".join(outcome.case.expected) or _DASH
            rules = "、".join(hit.rule for hit in outcome.hits) or _DASH
            text = outcome.case.text[:_SHOWN].replace("\n", " ").replace("|", "｜")
            yield (kind, outcome.case.id, expected, rules, *([text] if show_text else []))


def _verdict(outcome: Outcome) -> str:
    match outcome.case.label, outcome.flagged:
        case Label.VIOLATION, False:
            return "漏报" if outcome.case.counted else "漏报（另计）"
        case Label.LAWFUL, True:
            return "误报"
        case Label.UNLABELLED, True:
            return "发现"
    return ""
