"""Tables of figures for a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpora.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationTable:
    """A table of figures, in Chinese.

    Attributes:
        title: What was measured, and on what.
        columns: Heads of the columns.
        rows: Cells, as many in each row as there are columns.
        notes: What a reader must know to judge the figures.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def to_markdown(self) -> str:
        """The table as Markdown, with the title above and the notes below it."""
        lines = [self.columns, tuple("---" for _ in self.columns), *self.rows]
        table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        notes = "".join(f"\n- {note}" for note in self.notes)
        return f"**{self.title}**\n\n{table}\n" + (f"{notes}\n" if notes else "")


def label_table(title: str, figures: Figures, name: Callable[[str], str]) -> EvaluationTable:
    """Precision and recall of every label that occurs or was said to occur."""
    rows = [
        (
            name(part.label),
            str(part.support),
            str(part.predicted),
            percent(part.precision),
            percent(part.recall),
            percent(part.f1),
        )
        for part in figures.labels
        if part.support or part.predicted
    ]
    return EvaluationTable(
        title=title,
        columns=("标签", "实有", "判为", "查准率", "查全率", "F1"),
        rows=tuple(rows),
        notes=(
            f"样本 {figures.samples} 条，全部标签判对的占 {percent(figures.accuracy)}，"
            f"宏平均 F1 {percent(figures.macro_f1)}，布赖尔分数 {figures.brier:.3f}",
        ),
    )


def reliability_table(title: str, figures: Figures) -> EvaluationTable:
    """The reliability curve: how often what was given a probability came true."""
    rows = [
        (f"{part.lower:.1f}–{part.upper:.1f}", str(part.count), percent(part.promised), percent(part.kept))
        for part in figures.bins
        if part.count
    ]
    return EvaluationTable(
        title=title,
        columns=("概率区间", "判断数", "平均概率", "实际正确"),
        rows=tuple(rows),
        notes=(f"期望校准误差 {percent(figures.calibration_error)}",),
    )


def percent(value: float | None) -> str:
    """A share for the reader; a dash where there is none."""
    return "–" if value is None else f"{value:.1%}"
