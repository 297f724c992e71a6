"""The dashboard of an audit: one page that opens offline, each chart beside the table it is drawn from."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path

from corpora.audit.charts import bars, lines, severity_bars
from corpora.audit.summary import Totals
from corpora.audit.tables import Cell, Table

_SHOWN_ROWS = 50
_LONG_CELL = 60
_CHARTS: dict[str, Callable[[Table], str]] = {
    "families": lambda table: severity_bars(table, 0, 1),
    "items": lambda table: severity_bars(table, 0, 1),
    "rules": lambda table: severity_bars(table, 0, 2),
    "issuers": lambda table: severity_bars(table, 0, 1),
    "regions": lambda table: severity_bars(table, 0, 1),
    "kinds": lambda table: severity_bars(table, 0, 1),
    "scores": lambda table: bars(table, 0, 1, upright=True),
    "years": lambda table: lines(table, 0, (1, 2, 5)),
    "repealed": lambda table: bars(table, 0, 2),
}
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>存量文件清理看板</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>存量文件清理看板</h1>
<p>{facts}</p>
{notice}
<ul class="figures">
{figures}</ul>
<nav aria-label="目录"><ul>
{contents}</ul></nav>
</header>
<main>
{sections}</main>
<footer>机器审查结果，未签发；每一处是否采纳，由审查人员决定。{versions}</footer>
</body>
</html>
"""


def write_dashboard(
    path: Path, totals: Totals, tables: list[Table], *, source: str, as_of: str, versions: str
) -> None:
    """Write ``dashboard.html``."""
    page = _PAGE.format(
        style=(files("corpora.audit") / "dashboard.css").read_text(encoding="utf-8"),
        facts=escape(f"审查范围：{source}　审查日期：{as_of}"),
        notice=_notice(totals),
        figures="".join(_figure(name, count) for name, count in _figures(totals)),
        contents="".join(f'<li><a href="#{table.name}">{escape(table.title)}</a></li>\n' for table in tables),
        sections="".join(_section(table) for table in tables),
        versions=escape(versions),
    )
    unfinished = path.with_name(f"_{path.name}")
    unfinished.write_text(page, encoding="utf-8", errors="replace")
    os.replace(unfinished, path)


def _notice(totals: Totals) -> str:
    if totals.complete:
        return ""
    count = totals.files - totals.reviewed
    return (
        f'<p class="incomplete"><strong>未完整审查：</strong>有 {count} 份文件没有读取或者只读取了一部分，'
        '见<a href="#failures">没有完整读取的文件</a>。</p>'
    )


def _figures(totals: Totals) -> list[tuple[str, int]]:
    return [
        ("文件", totals.files),
        ("计入统计", totals.counted),
        ("有违规的文件", totals.affected),
        ("违规", totals.violations),
        ("风险", totals.risks),
        ("提示", totals.advice),
        ("已过有效期", totals.expired),
        ("重复文件", totals.duplicates),
    ]


def _figure(name: str, count: int) -> str:
    return f"<li><span>{escape(name)}</span><strong>{count:,}</strong></li>\n"


def _section(table: Table) -> str:
    draw = _CHARTS.get(table.name)
    chart = ""
    if draw is not None and table.rows:
        label = f"{table.title}：数据见旁边的表格"
        chart = f'<figure role="img" aria-label="{escape(label)}">{draw(table)}</figure>\n'
    note = f"<p>{escape(table.note)}</p>\n" if table.note else ""
    kind = "pair" if chart else "alone"
    return (
        f'<section id="{table.name}">\n<h2>{escape(table.title)}</h2>\n{note}'
        f'<div class="{kind}">\n{chart}{_table(table)}</div>\n</section>\n'
    )


def _table(table: Table) -> str:
    if not table.rows:
        return "<p>没有。</p>\n"
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in table.rows[:_SHOWN_ROWS])
    left = len(table.rows) - _SHOWN_ROWS
    more = f"<p>另有 {left:,} 行，全部见 tables/{table.name}.csv。</p>\n" if left > 0 else ""
    return (
        f'<div class="table" tabindex="0"><table>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n{more}"
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        long = ' class="long"' if len(cell) > _LONG_CELL else ""
        return f"<td{long}>{escape(cell)}</td>"
    return f'<td class="number">{cell:,}</td>'
