"""What a user names on the command line, taken apart into single documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.errors import UnreadableDocument
from reviewer.extraction.archive import expand, is_bundle
from reviewer.extraction.limits import Limits

STANDARD_INPUT = "-"
_STANDARD_INPUT_NAME = "标准输入"
_ZIP_MARK = b"PK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document that is still to be read: its bytes, or where it stands on disk."""

    name: str
    content: bytes | Path


def list_inputs(arguments: Sequence[str]) -> list[str]:
    """Files in the order given, folders replaced by the files in them, sorted by path.

    Hidden files and the lock files of office programs are left out of folders; what a user
    names is never left out.

    Raises:
        UnreadableDocument: A folder without files.
    """
    inputs: list[str] = []
    for argument in arguments:
        if argument == STANDARD_INPUT or not os.path.isdir(argument):
            inputs.append(argument)
            continue
        found = sorted(_files_below(argument))
        if not found:
            raise UnreadableDocument(_printable(argument), "文件夹中没有文件", "请核对路径")
        inputs += found
    return inputs


def open_input(argument: str, limits: Limits) -> Iterator[Source | UnreadableDocument]:
    """The documents of one input: itself, or the members of a zip.

    A member that cannot be read is given as its error, so that the others go on.
    """
    name = _STANDARD_INPUT_NAME if argument == STANDARD_INPUT else _printable(argument)
    content: bytes | Path = Path(argument)
    if argument == STANDARD_INPUT:
        content = sys.stdin.buffer.read(limits.file_bytes + 1)
    data = _zip_bytes(content, limits)
    if data is None or not is_bundle(data, name, limits):
        yield Source(name=name, content=content)
        return
    try:
        for member in expand(data, name, limits):
            inner = f"{name}/{member.name}"
            if member.data is not None:
                yield Source(name=inner, content=member.data)
            elif member.error is not None:
                yield UnreadableDocument(inner, member.error.reason, member.error.remedy)
    except UnreadableDocument as error:
        yield error


def _zip_bytes(content: bytes | Path, limits: Limits) -> bytes | None:
    """The bytes of what may be a zip; None for all else, which is opened and judged in the child."""
    if isinstance(content, bytes):
        return content if content.startswith(_ZIP_MARK) else None
    try:
        if not content.is_file() or content.stat().st_size > limits.file_bytes:
            return None
        with content.open("rb") as stream:
            return stream.read() if stream.read(2) == _ZIP_MARK and not stream.seek(0) else None
    except OSError:
        return None


def _files_below(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(parent, name) for name in files if not name.startswith((".", "~$")))


def _printable(name: str) -> str:
    """A file name that UTF-8 can hold; foreign bytes show as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
