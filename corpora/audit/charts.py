"""Charts of the audit's tables as SVG, drawn by Altair and vl-convert without a browser or network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpora.audit.tables import Cell, Table
from reviewer.exporters import wording
from reviewer.finding import Severity

_FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif"
# Dark enough on white for 4.5:1; in grey they still differ.
_COLOURS = {Severity.VIOLATION: "#a3121f", Severity.RISK: "#c98a00", Severity.ADVICE: "#7fa6d6"}
_WIDTH = 520
_MOST_BARS = 15
_LABEL_CHARACTERS = 16


def severity_bars(table: Table, label: int, first: int) -> str:
    """Stacked bars, one a row of the table, by severity.

    Args:
        table: The table.
        label: Column of the names.
        first: Column of the violations; risks and advice follow.
    """
    values = []
    for row in table.rows[:_MOST_BARS]:
        for offset, severity in enumerate(Severity):
            values.append(
                {
                    "name": _short(row[label]),
                    "severity": wording.SEVERITIES[severity],
                    "order": offset,
                    "count": row[first + offset],
                }
            )
    import altair as alt  # noqa: PLC0415  heavy, and only the dashboard needs it

    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title="处数", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("name:N", title=None, sort=_names(values)),
            color=alt.Color(
                "severity:N",
                title="严重程度",
                sort=list(wording.SEVERITIES.values()),
                scale=alt.Scale(domain=list(wording.SEVERITIES.values()), range=list(_COLOURS.values())),
            ),
            order=alt.Order("order:Q"),
        )
    )
    return _svg(chart)


def bars(table: Table, label: int, count: int, *, upright: bool = False) -> str:
    """Plain bars of one column, upright for a course of years or steps."""
    import altair as alt  # noqa: PLC0415

    rows = table.rows if upright else table.rows[:_MOST_BARS]
    values = [{"name": _short(row[label]), "count": row[count]} for row in rows]
    title = table.columns[count]
    names = _names(values)
    amount: dict[str, Any] = {"title": title, "axis": alt.Axis(tickMinStep=1, format="~d")}
    base = alt.Chart(alt.InlineData(values=values)).mark_bar(color="#1b4f91")
    if upright:
        x = alt.X("name:N", title=table.columns[label], sort=names, axis=alt.Axis(labelAngle=-45))
        return _svg(base.encode(x=x, y=alt.Y("count:Q", **amount)))
    return _svg(base.encode(x=alt.X("count:Q", **amount), y=alt.Y("name:N", title=None, sort=names)))


def lines(table: Table, label: int, columns: Sequence[int]) -> str:
    """One line a column over the rows, for trends."""
    import altair as alt  # noqa: PLC0415

    values = [
        {"name": str(row[label]), "series": table.columns[column], "count": row[column]}
        for row in table.rows
        for column in columns
    ]
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_line(point=True)
        .encode(
            x=alt.X("name:N", title=table.columns[label], sort=_names(values)),
            y=alt.Y("count:Q", title=None),
            color=alt.Color("series:N", title=None),
            strokeDash=alt.StrokeDash("series:N", title=None),
        )
    )
    return _svg(chart)


def _names(values: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(value["name"]) for value in values))


def _short(cell: Cell) -> str:
    text = str(cell)
    return text if len(text) <= _LABEL_CHARACTERS else f"{text[: _LABEL_CHARACTERS - 1]}…"


def _svg(chart: Any) -> str:
    import vl_convert  # noqa: PLC0415

    chart = chart.properties(width=_WIDTH, background="#ffffff").configure(font=_FONT)
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg
