"""Batches of files, the same in every run over the same source, so that a run can be resumed.

The plan is kept beside the results. On resuming, batches whose files have not changed stay as
they are; new and changed files are planned into further batches.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpora.audit.source import SourceFile

_MOST_FILES = 40
# Above this many batches, batches grow instead: a folder of very many small files is slow to read.
_MANY_BATCHES = 4_000
_FEW_BATCHES = 64
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Files that one worker reviews and writes together.

    Attributes:
        id: Number and a hash of its files and of the versions; names its files of results.
    """

    id: str
    files: tuple[SourceFile, ...]

    @property
    def bytes(self) -> int:
        """Size of all its files."""
        return sum(file.size for file in self.files)


def plan_batches(files: Sequence[SourceFile], makers: str, kept: Iterable[Batch] = ()) -> list[Batch]:
    """Batches of neighbouring files, bounded in number and bytes.

    Args:
        files: All files, sorted by name.
        makers: Versions and settings that results depend on.
        kept: Batches of an earlier plan, which stay if all their files are unchanged.
    """
    left = {file.name: file for file in files}
    batches = []
    for batch in kept:
        current = all(left.get(file.name) == file for file in batch.files)
        if current and batch.id == _id(_number(batch), batch.files, makers):
            batches.append(batch)
            for file in batch.files:
                del left[file.name]
    number = max((_number(batch) + 1 for batch in batches), default=0)
    for group in _groups(list(left.values()), _files_a_batch(len(files))):
        batches.append(Batch(id=_id(number, group, makers), files=group))
        number += 1
    return batches


def save_plan(path: Path, batches: Iterable[Batch]) -> None:
    """Write the plan; a crash leaves the old one."""
    unfinished = path.with_name(f"_{path.name}")
    with unfinished.open("w", encoding="utf-8") as stream:
        for batch in batches:
            line = {"id": batch.id, "files": [asdict(file) for file in batch.files]}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    os.replace(unfinished, path)


def load_plan(path: Path) -> list[Batch]:
    """The plan of an earlier run, empty where there is none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as stream:
        return [_batch(line) for line in stream]


def _batch(line: str) -> Batch:
    entry = json.loads(line)
    files = (SourceFile(**{**file, "members": tuple(file["members"])}) for file in entry["files"])
    return Batch(id=entry["id"], files=tuple(files))


def _files_a_batch(count: int) -> int:
    return max(1, min(_MOST_FILES, -(-count // _FEW_BATCHES)), -(-count // _MANY_BATCHES))


def _groups(files: Sequence[SourceFile], most: int) -> Iterator[tuple[SourceFile, ...]]:
    group: list[SourceFile] = []
    size = 0
    for file in files:
        if group and (len(group) == most or size + file.size > _MOST_BYTES):
            yield tuple(group)
            group, size = [], 0
        group.append(file)
        size += file.size
    if group:
        yield tuple(group)


def _number(batch: Batch) -> int:
    return int(batch.id.split("-")[0])


def _id(number: int, files: Iterable[SourceFile], makers: str) -> str:
    described = json.dumps([makers, [asdict(file) for file in files]])
    return f"{number:06}-{hashlib.sha256(described.encode()).hexdigest()[:12]}"
