"""Zip files as sources: listed without being unpacked, their members read one by one.

A bundle of a hundred thousand files is never held in memory: only its directory is read, and
each worker takes the members of its batch. Nested zips are looked into to a depth of two, as
`reviewer.extraction.archive` does.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from reviewer.errors import UnreadableDocument
from reviewer.extraction.archive import Budget, decode_name, is_litter, read_member, refuse_overlap
from reviewer.extraction.limits import Limits

_DEPTH = 2
_REMEDY = "请用原软件重新压缩后再提交"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleEntry:
    """One file of a zip.

    Attributes:
        path: Its path inside, nested zips joined by ``/``.
        indexes: Its number in the directory of the zip, then in that of the nested zip.
        size: Unpacked bytes.
        checksum: CRC-32 as the directory has it.
    """

    path: str
    indexes: tuple[int, ...]
    size: int
    checksum: int


class Bundle:
    """A zip that stays open while its members are read.

    Args:
        stream: The zip, seekable; belongs to the bundle from now on.
        name: Its name, for messages.
        limits: What reading one member may cost.

    Raises:
        UnreadableDocument: It cannot be opened, or is built as a bomb.
    """

    def __init__(self, stream: IO[bytes], name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        try:
            self._archive = zipfile.ZipFile(stream)
        except (
            zipfile.BadZipFile,
            ValueError,
            OverflowError,
            NotImplementedError,
            EOFError,
            OSError,
        ) as error:
            raise UnreadableDocument(name, "压缩包已损坏或不完整，无法打开", _REMEDY) from error
        self._infos = self._archive.infolist()
        refuse_overlap(self._infos, name)

    def close(self) -> None:
        """Close the zip."""
        self._archive.close()

    def entries(self, depth: int = 1) -> Iterator[BundleEntry]:
        """The files in stored order; nested zips give their files, unless they are broken or too deep."""
        for index, info in enumerate(self._infos):
            path = decode_name(info)
            if info.is_dir() or is_litter(path):
                continue
            entry = BundleEntry(path=path, indexes=(index,), size=info.file_size, checksum=info.CRC)
            if depth < _DEPTH and path.lower().endswith(".zip"):
                yield from self._nested(entry, depth)
            else:
                yield entry

    def read(self, indexes: tuple[int, ...]) -> bytes:
        """The bytes of a member, within the limits for one file.

        Raises:
            UnreadableDocument: It is encrypted, damaged or beyond a limit.
        """
        info = self._infos[indexes[0]]
        name = f"{self._name}/{decode_name(info)}"
        data = read_member(self._archive, info, name, Budget(self._limits))
        if len(indexes) == 1:
            return data
        inner = Bundle(io.BytesIO(data), name, self._limits)
        return inner.read(indexes[1:])

    def _nested(self, entry: BundleEntry, depth: int) -> Iterator[BundleEntry]:
        try:
            inner = Bundle(io.BytesIO(self.read(entry.indexes)), entry.path, self._limits)
        except UnreadableDocument:
            yield entry  # Whoever reads it meets the same error and tells it.
            return
        for member in inner.entries(depth + 1):
            yield BundleEntry(
                path=f"{entry.path}/{member.path}",
                indexes=(*entry.indexes, *member.indexes),
                size=member.size,
                checksum=member.checksum,
            )
