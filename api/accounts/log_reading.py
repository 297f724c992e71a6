"""Reading the audit log: filtered pages, exports, and the check of its chain."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.store.audit_log import LogEntry, seal_of
from api.store.database import Database
from reviewer.exporters.csv import neutralise

COLUMNS = ("序号", "时间", "账户编号", "用户", "行为", "对象", "详情", "校验值")
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which entries are wanted; None for all.

    Attributes:
        actor: Sign-in name.
        act: Beginning of the act's name.
        subject: The object, such as ``document:…``.
        since: The first moment.
        until: The moment after the last.
    """

    actor: str | None = None
    act: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """The outcome of checking the log.

    Attributes:
        entries: Entries that were read.
        last_sequence: Number of the last one; 0 for an empty log.
        head: Seal of the last one: note it elsewhere, and a log cut off at its end shows too.
        broken_at: Number of the first entry that does not fit; None where all do.
        problem: What is wrong, in Chinese; empty where nothing is.
    """

    entries: int
    last_sequence: int
    head: str
    broken_at: int | None = None
    problem: str = ""

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problem


def read_log(session: Session, wanted: LogFilter, *, before: int | None, count: int) -> list[LogEntry]:
    """Entries, newest first; ``before`` is the number of the last one of the page before."""
    query = _filtered(wanted).order_by(LogEntry.sequence.desc())
    if before is not None:
        query = query.where(LogEntry.sequence < before)
    return list(session.scalars(query.limit(count)))


def export_csv(database: Database, wanted: LogFilter) -> Iterator[bytes]:
    """The entries as a table that spreadsheets open: oldest first, no cell is taken for a formula."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for entry in _entries(database, wanted):
        details = json.dumps(entry.details, ensure_ascii=False, sort_keys=True)
        yield _line(
            (
                str(entry.sequence),
                entry.at.isoformat(timespec="microseconds"),
                entry.actor_id or "",
                entry.actor,
                entry.act,
                entry.subject,
                details,
                entry.seal,
            )
        )


def export_jsonl(database: Database, wanted: LogFilter) -> Iterator[bytes]:
    """The entries as JSON, one a line, oldest first, with all that the seal covers."""
    for entry in _entries(database, wanted):
        fields = {
            "sequence": entry.sequence,
            "at": entry.at.isoformat(timespec="microseconds"),
            "actor_id": entry.actor_id,
            "actor": entry.actor,
            "act": entry.act,
            "subject": entry.subject,
            "details": entry.details,
            "seal": entry.seal,
        }
        yield json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def check_log(
    database: Database, *, noted_sequence: int | None = None, noted_seal: str | None = None
) -> ChainCheck:
    """Check the whole chain.

    Args:
        database: Where the log is.
        noted_sequence: Number of an entry that was noted earlier, outside this database.
        noted_seal: Its seal then.
    """
    count, last, head = 0, 0, ""
    noted_seen = noted_sequence is None
    for entry in _entries(database, LogFilter()):
        count += 1
        if entry.seal != seal_of(head, entry):
            problem = "记录被改动过，或者在它之前有记录被删去、插入"
            return ChainCheck(
                entries=count, last_sequence=last, head=head, broken_at=entry.sequence, problem=problem
            )
        if entry.sequence == noted_sequence:
            noted_seen = True
            if entry.seal != noted_seal:
                problem = "与此前记下的校验值不符，整条记录链被重写过"
                return ChainCheck(
                    entries=count, last_sequence=last, head=head, broken_at=entry.sequence, problem=problem
                )
        last, head = entry.sequence, entry.seal
    if not noted_seen:
        problem = f"此前记下的第 {noted_sequence} 条已不存在，日志末尾被删去"
        return ChainCheck(
            entries=count, last_sequence=last, head=head, broken_at=noted_sequence, problem=problem
        )
    return ChainCheck(entries=count, last_sequence=last, head=head)


def _entries(database: Database, wanted: LogFilter) -> Iterator[LogEntry]:
    """In batches, each in a session of its own: a slow reader holds nothing up."""
    after = 0
    while True:
        query = _filtered(wanted).where(LogEntry.sequence > after).order_by(LogEntry.sequence).limit(_BATCH)
        with database.reading() as session:
            batch = session.scalars(query).all()
        yield from batch
        if len(batch) < _BATCH:
            return
        after = batch[-1].sequence


def _filtered(wanted: LogFilter) -> Select[LogEntry]:
    query = select(LogEntry)
    if wanted.actor is not None:
        query = query.where(LogEntry.actor == wanted.actor)
    if wanted.act is not None:
        query = query.where(LogEntry.act.startswith(wanted.act, autoescape=True))
    if wanted.subject is not None:
        query = query.where(LogEntry.subject == wanted.subject)
    if wanted.since is not None:
        query = query.where(LogEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(LogEntry.at < wanted.until)
    return query


def _line(cells: tuple[str, ...]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(neutralise(cell) for cell in cells)
    return buffer.getvalue().encode("utf-8", "replace")
