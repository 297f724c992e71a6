"""What officers enter into the ledger (处理建议、责任单位、整改期限、状态): a record that only grows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from corpora.audit.settings import AuditFolder

PROPOSALS = ("废止", "修订", "保留")
STATUSES = ("待处理", "整改中", "已整改", "已销号", "不予整改")
OPEN = STATUSES[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is entered for one row of the ledger.

    Attributes:
        proposal: 废止, 修订 or 保留.
        unit: Who has to mend it (责任单位).
        deadline: ISO date, or empty (整改期限).
        status: One of `STATUSES`; 已销号 closes the row.
        note: Free words (备注).
    """

    proposal: str = ""
    unit: str = ""
    deadline: str = ""
    status: str = OPEN
    note: str = ""


FIELDS = {
    "proposal": "处理建议",
    "unit": "责任单位",
    "deadline": "整改期限",
    "status": "状态",
    "note": "备注",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one row, changed by an import.

    Attributes:
        row: Id of the row (`row_id`).
        at: When, ISO 8601.
        ledger: Name of the file that was imported.
    """

    row: str
    field: str
    value: str
    at: str
    ledger: str


def row_id(document: str, fingerprint: str) -> str:
    """Identity of a row of the ledger: the same finding of the same file, in every audit."""
    return hashlib.sha256(f"{document}\x1f{fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def load_changes(folder: AuditFolder) -> list[Change]:
    """All changes, in the order they were made."""
    if not folder.decisions.exists():
        return []
    with folder.decisions.open(encoding="utf-8") as stream:
        return [Change(**json.loads(line)) for line in stream if line.endswith("\n")]


def append_changes(path: Path, changes: Iterable[Change]) -> None:
    """Add to the record; nothing in it is ever changed."""
    with path.open("a", encoding="utf-8") as stream:
        for change in changes:
            stream.write(json.dumps(asdict(change), ensure_ascii=False) + "\n")


def entries_after(changes: Iterable[Change]) -> dict[str, dict[str, str]]:
    """By row, the fields that were ever changed, with their last values."""
    entries: dict[str, dict[str, str]] = {}
    for change in changes:
        entries.setdefault(change.row, {})[change.field] = change.value
    return entries


def entry_of(default: Entry, changed: dict[str, str]) -> Entry:
    """The default entry with what was changed."""
    known = {field.name for field in fields(Entry)}
    values = {**asdict(default), **{name: value for name, value in changed.items() if name in known}}
    return Entry(**values)
