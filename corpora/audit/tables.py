"""The tables of an audit: what was found, where, by whom issued, in which years, how often."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from corpora.audit.corpus_results import CorpusResults
from corpora.audit.rows import FileState
from reviewer.exporters import wording
from reviewer.exporters.kinds import kind_words
from reviewer.finding import Severity

UNKNOWN = "（未识别）"
_TEN_THOUSAND = 10_000
_TITLE = re.compile(r"[《〈](?P<title>[^《》〈〉]+)[》〉]")

Cell = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table for people and programs.

    Attributes:
        name: Name of its file and anchor.
        title: Heading.
        columns: Column heads.
        rows: Most important first, or by year.
        note: How to read it.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def build_tables(results: CorpusResults) -> list[Table]:
    """All tables, in the order in which they are shown."""
    return [build(results) for build in _BUILDERS]


def _families(results: CorpusResults) -> Table:
    return _by(
        results,
        "family",
        name="families",
        title="按审查类别",
        head="类别",
        words=lambda name: wording.FAMILIES.get(name, name),
    )


def _items(results: CorpusResults) -> Table:
    return _by(results, "kind", name="items", title="按事项", head="事项", words=kind_words)


def _issuers(results: CorpusResults) -> Table:
    return _by(results, "issuer", name="issuers", title="按制定机关", head="制定机关")


def _regions(results: CorpusResults) -> Table:
    return _by(results, "region", name="regions", title="按地区", head="地区")


def _kinds(results: CorpusResults) -> Table:
    return _by(
        results,
        "document_kind",
        name="kinds",
        title="按文件种类",
        head="文件种类",
        words=wording.document_kind_words,
    )


def _by(
    results: CorpusResults,
    column: str,
    *,
    name: str,
    title: str,
    head: str,
    words: Callable[[str], str] = str,
) -> Table:
    """Findings by severity and documents concerned, for each value of a column."""
    counts = _severity_counts(results.findings, column)
    documents = _distinct(results.findings, column)
    rows: list[tuple[Cell, ...]] = [
        (words(value) if value else UNKNOWN, *counts[value], sum(counts[value]), documents[value])
        for value in counts
    ]
    rows.sort(key=lambda row: (*_falling(row[1], row[2], row[4]), str(row[0])))
    columns = (head, *(wording.SEVERITIES[severity] for severity in Severity), "合计", "涉及文件")
    return Table(name=name, title=title, columns=columns, rows=tuple(rows))


def _rules(results: CorpusResults) -> Table:
    """Each rule with its alarm density: a rule that fires everywhere is to be looked at first."""
    characters = pc.sum(results.counted["characters"]).as_py() or 1
    total = max(results.counted.num_rows, 1)
    titles = dict(zip(*_columns(results.findings, "rule", "title"), strict=True))
    counts = _severity_counts(results.findings, "rule")
    documents = _distinct(results.findings, "rule")
    rows: list[tuple[Cell, ...]] = [
        (
            titles[rule],
            rule,
            *counts[rule],
            sum(counts[rule]),
            documents[rule],
            round(100 * documents[rule] / total, 1),
            round(_TEN_THOUSAND * sum(counts[rule]) / characters, 3),
        )
        for rule in counts
    ]
    rows.sort(key=lambda row: (*_falling(row[5]), str(row[1])))
    severities = (wording.SEVERITIES[severity] for severity in Severity)
    columns = ("规则", "编号", *severities, "合计", "涉及文件", "涉及文件占比（%）", "每万字报警")
    note = "涉及文件占比很高的规则，请先核对是否误报。"
    return Table(name="rules", title="按规则，及报警密度", columns=columns, rows=tuple(rows), note=note)


def _years(results: CorpusResults) -> Table:
    """The trend: documents of each year and what was found in them."""
    documents = Counter(results.counted["year"].to_pylist())
    counts = _severity_counts(results.findings, "year")
    grave = results.findings.filter(pc.equal(results.findings["severity"], Severity.VIOLATION.value))
    affected = _distinct(grave, "year")
    rows: list[tuple[Cell, ...]] = [
        (
            str(year) if year else UNKNOWN,
            documents[year],
            *counts.get(year, (0, 0, 0)),
            affected.get(year, 0),
            round(100 * affected.get(year, 0) / documents[year], 1),
        )
        for year in sorted(documents)
    ]
    severities = (wording.SEVERITIES[severity] for severity in Severity)
    columns = ("年份", "文件", *severities, "有违规的文件", "有违规的文件占比（%）")
    return Table(name="years", title="按年份（趋势）", columns=columns, rows=tuple(rows))


def _states(results: CorpusResults) -> Table:
    counts: Counter[tuple[str, str]] = Counter(
        zip(*_columns(results.documents, "format", "state"), strict=True)
    )
    formats = sorted({ending for ending, _ in counts})
    rows: list[tuple[Cell, ...]] = [
        (ending or UNKNOWN, *(counts[ending, state.value] for state in FileState)) for ending in formats
    ]
    columns = ("格式", *(state.chinese for state in FileState))
    return Table(name="states", title="文件格式与读取情况", columns=columns, rows=tuple(rows))


def _riskiest(results: CorpusResults) -> Table:
    facts = ("document", "title", "issuer", "signed_on", "violations", "risks", "advice")
    rows: list[tuple[Cell, ...]] = [
        (results.risks[row[0]], *row)
        for row in zip(*_columns(results.counted, *facts), strict=True)
        if row[0] in results.risks
    ]
    rows.sort(key=lambda row: (*_falling(row[0]), str(row[1])))
    columns = ("风险分", "文件", "标题", "制定机关", "成文日期", "违规", "风险", "提示")
    note = "风险分 0–100，只用于安排先后，不是对文件的评价。"
    return Table(name="riskiest", title="风险最高的文件", columns=columns, rows=tuple(rows), note=note)


def _scores(results: CorpusResults) -> Table:
    """How the scores spread, in steps of ten."""
    steps = Counter(
        min(int(results.risks.get(name, 0) // 10), 9) for name in results.counted["document"].to_pylist()
    )
    rows = tuple((f"{step * 10}–{step * 10 + 10}", steps[step]) for step in range(10))
    return Table(name="scores", title="风险分的分布", columns=("风险分", "文件"), rows=rows)


def _repeated(results: CorpusResults) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            len(clause.documents),
            len(clause.wordings),
            clause.title,
            clause.text,
            "；".join(sorted(clause.documents)[:5]),
        )
        for clause in results.repeated
    ]
    columns = ("文件数", "写法数", "问题", "条款原文", "文件（前五份）")
    return Table(name="repeated", title="重复出现的问题条款", columns=columns, rows=tuple(rows))


def _repealed(results: CorpusResults) -> Table:
    cited = results.findings.filter(pc.equal(results.findings["kind"], "citation.repealed"))
    uses: Counter[str] = Counter()
    documents: dict[str, set[str]] = defaultdict(set)
    for quote, document in zip(*_columns(cited, "masked_quote", "document"), strict=True):
        found = _TITLE.search(quote)
        law = found["title"] if found is not None else quote
        uses[law] += 1
        documents[law].add(document)
    rows = [(law, count, len(documents[law])) for law, count in uses.items()]
    rows.sort(key=lambda row: (*_falling(row[2], row[1]), str(row[0])))
    columns = ("法规、文件名称", "引用处数", "涉及文件")
    return Table(name="repealed", title="废止以后仍被引用的依据", columns=columns, rows=tuple(rows))


def _expired(results: CorpusResults) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (entry.last_day.isoformat(), entry.document, entry.title, entry.issuer, entry.validity_period)
        for entry in results.expired
    ]
    columns = ("有效期截止", "文件", "标题", "制定机关", "文中所写有效期")
    note = "按文件自己写明的有效期计算；是否已经延期，请核对。"
    return Table(name="expired", title="已过有效期的文件", columns=columns, rows=tuple(rows), note=note)


def _duplicates(results: CorpusResults) -> Table:
    rows = tuple((entry.document, entry.counted, entry.relation.chinese) for entry in results.duplicates)
    columns = ("文件", "计入统计的文件", "关系")
    return Table(name="duplicates", title="重复文件（只计一次）", columns=columns, rows=rows)


def _failures(results: CorpusResults) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (document, FileState(state).chinese, reason)
        for document, state, reason in zip(
            *_columns(results.documents, "document", "state", "reason"), strict=True
        )
        if state != FileState.REVIEWED
    ]
    return Table(
        name="failures",
        title="没有完整读取的文件",
        columns=("文件", "情况", "原因和处理办法"),
        rows=tuple(rows),
    )


_BUILDERS: tuple[Callable[[CorpusResults], Table], ...] = (
    _families,
    _items,
    _rules,
    _riskiest,
    _scores,
    _issuers,
    _regions,
    _years,
    _kinds,
    _repeated,
    _repealed,
    _expired,
    _duplicates,
    _states,
    _failures,
)


def _severity_counts(findings: pa.Table, column: str) -> dict[Any, tuple[int, ...]]:
    """For each value of the column, the findings by severity, gravest first."""
    grouped = findings.group_by([column, "severity"]).aggregate([("document", "count")])
    counts: dict[Any, dict[str, int]] = defaultdict(dict)
    values = zip(*_columns(grouped, column, "severity", "document_count"), strict=True)
    for value, severity, count in values:
        counts[value][severity] = count
    return {
        value: tuple(found.get(severity.value, 0) for severity in Severity) for value, found in counts.items()
    }


def _distinct(findings: pa.Table, column: str) -> dict[Any, int]:
    """For each value of the column, how many documents have findings."""
    grouped = findings.group_by(column).aggregate([("document", "count_distinct")])
    return dict(zip(*_columns(grouped, column, "document_count_distinct"), strict=True))


def _falling(*cells: Cell) -> tuple[float, ...]:
    """Numbers as sort keys that put the largest first."""
    return tuple(-float(cell) for cell in cells)


def _columns(table: pa.Table, *names: str) -> list[list[Any]]:
    return [table[name].to_pylist() for name in names]
