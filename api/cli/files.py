"""Reports written to files: what no terminal can show, and what the user names with ``--out``.

Without ``--out`` a file stands beside its input and never takes the place of another: an officer
may have worked in the one that is there.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path, PurePath

from api.cli.sources import STANDARD_INPUT
from api.cli.terminal import complain
from reviewer.errors import UnreadableDocument
from reviewer.exporters import EXPORTERS, ExportFormat, load_exporter
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed

_MARK = ".审查"
_LIST_NAME = "审查清单"


def goes_to_file(output: str, out: Path | None) -> bool:
    """Whether the format is written to files rather than to stdout."""
    return out is not None or EXPORTERS[output].binary


def write_files(
    entries: Iterable[Entry], output: str, options: ExportOptions, out: Path | None, arguments: list[str]
) -> None:
    """Write the reports of a run and say where they stand.

    Args:
        entries: The results, as they come.
        output: A key of `EXPORTERS`.
        options: How to write.
        out: A file where its ending is that of the format, else a folder, which is made; None
            puts files beside their inputs.
        arguments: What the user named, for where the one file of several inputs stands.

    Raises:
        UnreadableDocument: A file cannot be written.
    """
    options = replace(options, written_at=datetime.now())
    target = EXPORTERS[output]
    if target.single:
        for entry in entries:
            if isinstance(entry, Reviewed):
                _write_one(output, entry, options, _path_for(entry.report.name, target, out))
        return
    _save(_list_path(target, out, arguments), load_exporter(output)(entries, options))


def _write_one(output: str, entry: Reviewed, options: ExportOptions, path: Path) -> None:
    _save(path, load_exporter(output)([entry], replace(options, single=True)))


def _save(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a report whole or not at all.

    Raises:
        UnreadableDocument: It cannot be written.
    """
    buffer = io.BytesIO()
    for chunk in chunks:
        buffer.write(chunk)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, buffer.getvalue())
    except OSError as error:
        reason = f"结果文件无法写入（{error.strerror}）"
        raise UnreadableDocument(
            str(path), reason, "请用 --out 指定有写入权限的文件夹，并确认磁盘还有空间"
        ) from error
    complain(f"已写入 {path}")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there: where that fails, what was there is there still.

    Raises:
        OSError: It cannot be written.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():  # a pipe or device has no other content to keep
        place.write_bytes(data)
        return
    unfinished = place.with_name(f".{secrets.token_hex(8)}.unfinished")
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, place)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _path_for(name: str, target: ExportFormat, out: Path | None) -> Path:
    """Where the file of one input goes."""
    if out is not None and out.suffix == target.suffix:
        return out
    folder, stem = _beside(name)
    return _unused(out or folder, stem + _MARK, target.suffix)


def _list_path(target: ExportFormat, out: Path | None, arguments: list[str]) -> Path:
    """Where the one file of all inputs goes."""
    if out is not None and out.suffix == target.suffix:
        return out
    first = arguments[0] if arguments else STANDARD_INPUT
    folder, stem = _beside(first)
    if os.path.isdir(first):
        folder, stem = Path(first), _LIST_NAME
    elif len(arguments) == 1:
        stem += _MARK
    else:
        stem = _LIST_NAME
    return _unused(out or folder, stem, target.suffix)


def _beside(name: str) -> tuple[Path, str]:
    """The folder of an input and its name without ending; of a member of a zip, that of the zip."""
    path = PurePath(name)
    folder = next((Path(parent) for parent in path.parents if os.path.isdir(parent)), Path())
    inner = path.relative_to(folder) if path.is_relative_to(folder) else PurePath(path.name)
    return folder, "-".join(inner.with_suffix("").parts)


def _unused(folder: Path, stem: str, suffix: str) -> Path:
    return next(path for path in _numbered(folder, stem, suffix) if not path.exists())


def _numbered(folder: Path, stem: str, suffix: str) -> Iterator[Path]:
    yield folder / f"{stem}{suffix}"
    yield from (folder / f"{stem}-{number}{suffix}" for number in count(2))
