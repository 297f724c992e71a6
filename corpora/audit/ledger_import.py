"""A ledger that comes back: what officers entered is taken over, every difference is told.

What the ledger held when it was written, what the record holds now and what comes back are
compared (three ways): a field that both changed is a conflict and stays as it is, unless the
user asks for it to be overwritten. Facts are never taken from a ledger.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from corpora.audit.corpus_results import CorpusResults
from corpora.audit.decisions import (
    FIELDS,
    PROPOSALS,
    STATUSES,
    Change,
    append_changes,
    load_changes,
)
from corpora.audit.errors import AuditError
from corpora.audit.ledger import COVER, FACTS, ID, REVISION, SHEET, LedgerRow, ledger_rows

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DONE = "已销号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs between the ledger and the record.

    Attributes:
        kind: 更新, 冲突, 无效, 改动, 缺行, 多行.
        line: Row of the sheet, 0 where it has none.
    """

    kind: str
    document: str
    column: str
    before: str
    after: str
    line: int = 0
    remark: str = ""


@dataclass(slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, or would do."""

    changes: list[Change] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    closed: int = 0

    def count(self, kind: str) -> int:
        """Differences of a kind."""
        return sum(difference.kind == kind for difference in self.differences)


def import_ledger(
    path: Path, results: CorpusResults, *, now: datetime, overwrite: bool = False, dry_run: bool = False
) -> ImportOutcome:
    """Take over what was entered into a ledger.

    Args:
        path: The xlsx that came back.
        results: The audit that it belongs to.
        now: Time that the record names.
        overwrite: Take the ledger's value also where the record was changed meanwhile.
        dry_run: Only tell.

    Raises:
        AuditError: It is no ledger of ours.
    """
    revision, lines = _read(path)
    changes = load_changes(results.folder)
    if revision > len(changes):
        raise AuditError(
            f"{path}：台账版本（{revision}）比结果文件夹中的记录（{len(changes)}）新。请核对 --out"
        )
    current = {row.id: row for row in ledger_rows(results)}
    before = {row.id: row for row in ledger_rows(results, revision=revision)}
    outcome = ImportOutcome()
    seen: set[str] = set()
    for line, cells in lines:
        row = current.get(cells.get(ID, ""))
        if row is None or row.id in seen:
            outcome.differences.append(_stranger(cells, line, known=row is not None))
            continue
        seen.add(row.id)
        outcome.differences += _changed_facts(row, cells, line)
        source = _Source(at=now.isoformat(timespec="seconds"), ledger=path.name)
        _take(row, _compare(row, before[row.id], cells, line, overwrite=overwrite), source, outcome)
    outcome.differences += [_missing(row) for row in current.values() if row.id not in seen]
    if not dry_run:
        append_changes(results.folder.decisions, outcome.changes)
    return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Where changes come from."""

    at: str
    ledger: str


def _take(
    row: LedgerRow,
    compared: Iterable[tuple[str | None, Difference]],
    source: _Source,
    outcome: ImportOutcome,
) -> None:
    for changed, difference in compared:
        outcome.differences.append(difference)
        if changed is not None:
            value = difference.after
            outcome.changes.append(
                Change(row=row.id, field=changed, value=value, at=source.at, ledger=source.ledger)
            )
            outcome.closed += changed == "status" and value == _DONE


def _stranger(cells: dict[str, str], line: int, *, known: bool) -> Difference:
    """A line of the ledger that belongs to no row, or to one that had its line already."""
    return Difference(
        kind="多行",
        document=cells.get("文件路径", ""),
        column="",
        before="",
        after="",
        line=line,
        remark="识别码重复，只取第一行" if known else "结果中没有这一行",
    )


def _missing(row: LedgerRow) -> Difference:
    """A row that the ledger has lost."""
    return Difference(
        kind="缺行",
        document=row.document,
        column="",
        before=row.standard,
        after="",
        remark="台账中没有这一行，记录不变",
    )


def _compare(
    row: LedgerRow, before: LedgerRow, cells: dict[str, str], line: int, *, overwrite: bool
) -> Iterator[tuple[str | None, Difference]]:
    now, then = asdict(row.entry), asdict(before.entry)
    for name, column in FIELDS.items():
        if column not in cells:
            continue
        value, problem = _checked(name, cells[column])
        stored = now[name]
        if value == stored:
            continue
        told = {"document": row.document, "column": column, "before": stored, "after": value, "line": line}
        if problem:
            yield None, Difference(kind="无效", remark=problem, **told)
        elif value == then[name]:
            continue  # not touched in the ledger; the record has moved on
        elif stored != then[name] and not overwrite:
            remark = "台账导出以后记录已另行更改，未覆盖；确需覆盖请加 --overwrite"
            yield None, Difference(kind="冲突", remark=remark, **told)
        else:
            yield name, Difference(kind="更新", **told)


def _checked(name: str, text: str) -> tuple[str, str]:
    """The value as the record keeps it, and what is wrong with it."""
    if name == "proposal" and text and text not in PROPOSALS:
        return text, f"应为{'、'.join(PROPOSALS)}之一"
    if name == "status" and text not in STATUSES:
        return text, f"应为{'、'.join(STATUSES)}之一"
    if name == "deadline" and text:
        found = _DAY.fullmatch(text)
        try:
            year, month, day = map(int, found.groups()) if found else (0, 0, 0)
            return date(year, month, day).isoformat(), ""
        except ValueError:
            return text, "应为日期，如 2026-12-31"
    return text, ""


def _changed_facts(row: LedgerRow, cells: dict[str, str], line: int) -> Iterator[Difference]:
    facts = row.facts()
    for column in FACTS:
        if column in cells and _plain(cells[column]) != _plain(facts[column]):
            yield Difference(
                kind="改动",
                document=row.document,
                column=column,
                before=facts[column],
                after=cells[column],
                line=line,
                remark="此列不从台账回收，记录不变",
            )


def _plain(text: str) -> str:
    """Without what spreadsheets do to line ends and outer blanks."""
    return "\n".join(text.replace("_x000D_", "").splitlines()).strip()


def _read(path: Path) -> tuple[int, list[tuple[int, dict[str, str]]]]:
    """The revision on the cover, and the rows by column head."""
    wrong = AuditError(
        f"{path}：不是本软件生成的清理台账，或者封面、表头已被改动。请使用导出的 ledger.xlsx 填写"
    )
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as error:
        raise wrong from error
    try:
        cover = {str(row[0]): row[1] for row in book[COVER].iter_rows(values_only=True) if len(row) > 1}
        revision = int(str(cover[REVISION]))
        lines: list[tuple[int, dict[str, str]]] = []
        for name in book.sheetnames:
            if name.startswith(SHEET):
                lines += _lines(book[name].iter_rows(values_only=True))
    except (KeyError, ValueError, StopIteration) as error:
        raise wrong from error
    finally:
        book.close()
    return revision, lines


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, dict[str, str]]]:
    heads = [str(cell or "").strip() for cell in next(rows)]
    if ID not in heads:
        raise KeyError(ID)
    for number, row in enumerate(rows, 2):
        if any(cell is not None for cell in row):
            yield number, {head: _text(cell) for head, cell in zip(heads, row, strict=False) if head}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    text = str(cell).strip()
    # The apostrophe that kept a spreadsheet from taking the text for a formula.
    return text[1:] if text.startswith("'") else text
