"""Results on disk: a journal while a batch runs, two Parquet files when it is done.

A line of the journal is written when a file is begun and when it is done. Whoever takes up a
batch after a crash keeps the files that are done and sees which file was begun and not done.
The Parquet file of the documents appears last and says that the batch is finished; names
are changed only after everything is on disk.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from corpora.audit.rows import DocumentRow, FileResult, FindingRow
from corpora.audit.settings import AuditFolder

_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    bytes: pa.binary(),
    float | None: pa.float64(),
}


def _schema(row: type) -> pa.Schema:
    hints = get_type_hints(row)
    return pa.schema([(field.name, _TYPES[hints[field.name]]) for field in fields(row)])


SCHEMAS = {"documents": _schema(DocumentRow), "findings": _schema(FindingRow)}


class Journal:
    """What one batch has got done; one process at a time writes it.

    Args:
        path: Where it lies; it is made where there is none.
        run: Name of the run: only crashes of the same run count against a file.
    """

    def __init__(self, path: Path, run: str) -> None:
        self._run = run
        self._stream = path.open("a+b")
        # Waits for a worker that a lost scheduler left behind.
        fcntl.flock(self._stream, fcntl.LOCK_EX)
        self.done: dict[str, FileResult] = {}
        self._begun: Counter[str] = Counter()
        self._last_begun: dict[str, float] = {}
        self._replay()

    def begin(self, name: str) -> None:
        """A file is taken up."""
        self._write({"begin": name, "run": self._run, "time": time.time()})

    def finish(self, result: FileResult) -> None:
        """A file is done; from now on no crash can lose it."""
        self.done[result.document.document] = result
        self._write({"done": _packed(asdict(result.document)), "findings": [*_packed_findings(result)]})

    def crashes(self, name: str) -> int:
        """How often the file ended its worker in this run."""
        return self._begun[name]

    def seconds_lost(self, name: str) -> float:
        """How long ago the file was last begun without being done; 0 where it was not."""
        begun = self._last_begun.get(name)
        return 0.0 if begun is None else time.time() - begun

    def close(self) -> None:
        """Let go of it; the next in line may write."""
        self._stream.close()

    def _write(self, entry: dict[str, Any]) -> None:
        self._stream.write(json.dumps(entry, ensure_ascii=True).encode("ascii") + b"\n")
        self._stream.flush()

    def _replay(self) -> None:
        self._stream.seek(0)
        whole = 0
        for line in self._stream:
            if not line.endswith(b"\n"):
                break  # cut short by a crash
            whole += len(line)
            self._note(json.loads(line))
        self._stream.truncate(whole)

    def _note(self, entry: dict[str, Any]) -> None:
        if "begin" in entry:
            if entry["run"] == self._run:
                self._begun[entry["begin"]] += 1
                self._last_begun[entry["begin"]] = entry["time"]
            return
        result = FileResult(
            document=DocumentRow(**_unpacked(entry["done"])),
            findings=tuple(FindingRow(**_unpacked(finding)) for finding in entry["findings"]),
        )
        name = result.document.document
        self.done[name] = result
        self._begun.pop(name, None)
        self._last_begun.pop(name, None)


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}


def _packed_findings(result: FileResult) -> Iterator[dict[str, Any]]:
    return (_packed(asdict(finding)) for finding in result.findings)


def _unpacked(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: bytes.fromhex(value) if key in ("signature", "clause_signature") else value
        for key, value in row.items()
    }


def write_parts(folder: AuditFolder, batch: str, results: Sequence[FileResult]) -> None:
    """Write the rows of a finished batch; the file of its documents last."""
    findings = [finding for result in results for finding in result.findings]
    for kind, rows in (("findings", findings), ("documents", [result.document for result in results])):
        columns = {name: [getattr(row, name) for row in rows] for name in SCHEMAS[kind].names}
        table = pa.table(_clean(columns), schema=SCHEMAS[kind])
        target = folder.part(kind, batch)
        unfinished = target.with_name(f"_{target.name}")
        with unfinished.open("wb") as stream:
            pq.write_table(table, stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(unfinished, target)


def _clean(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Lone surrogates, which a file name or JSON can carry, have no UTF-8."""
    return {
        name: [
            value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
            for value in values
        ]
        for name, values in columns.items()
    }


def is_finished(folder: AuditFolder, batch: str) -> bool:
    """Whether all rows of the batch are on disk."""
    return folder.part("documents", batch).exists()


def finished_parts(folder: AuditFolder, kind: str) -> list[Path]:
    """The finished Parquet files, in the order of the plan."""
    return sorted((folder.path / kind).glob("part-*.parquet"))


def remove_others(folder: AuditFolder, batches: Iterable[str]) -> int:
    """Remove results of batches that are not in the plan any more; gives how many documents' parts went."""
    planned = set(batches)
    removed = 0
    for kind in ("documents", "findings"):
        for path in (folder.path / kind).iterdir():
            batch = path.name.lstrip("_").removeprefix("part-").split(".")[0]
            if batch not in planned:
                path.unlink()
                removed += kind == "documents" and path.name.startswith("part-")
    return removed


def read_rows(folder: AuditFolder, kind: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Rows of all finished batches; kind is ``documents`` or ``findings``."""
    names = list(columns) if columns is not None else SCHEMAS[kind].names
    tables = [pq.read_table(path, columns=names) for path in finished_parts(folder, kind)]
    schema = pa.schema([SCHEMAS[kind].field(name) for name in names])
    return pa.concat_tables(tables) if tables else schema.empty_table()
