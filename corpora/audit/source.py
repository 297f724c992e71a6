"""What is audited: a folder, a zip, a manifest, one file or an ``s3://`` prefix, as a list of files.

Only names, sizes and stamps are gathered here; the bytes are read by whoever reviews them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from corpora.audit.bundles import Bundle
from corpora.audit.errors import AuditError
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits

_MANIFESTS = (".txt", ".lst", ".csv")
_S3 = "s3://"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file to audit: where it stands, not what it holds.

    Attributes:
        name: Its path within the source, as results show it; unique.
        location: Path on disk or URL of the file, or of the zip that holds it.
        members: Its numbers in the directory of the zip, empty where it is no member.
        size: Bytes.
        stamp: Differs where the content may differ: time of change, ETag, checksum.
    """

    name: str
    location: str
    members: tuple[int, ...] = ()
    size: int
    stamp: str


def list_source(source: str, limits: Limits, *, without: Path | None = None) -> list[SourceFile]:
    """All files of a source, sorted by name; hidden files and litter of office programs left out.

    Args:
        source: Folder, zip, manifest (txt, lst, csv: one path a line), file, or ``s3://`` prefix.
        limits: For opening zips.
        without: A folder to leave out: the results, where they lie inside the source.

    Raises:
        AuditError: Nothing is there, a manifest names what does not exist, or a package is missing.
        UnreadableDocument: The source is a zip that cannot be opened.
    """
    files = sorted(_list(source, limits, without), key=lambda file: file.name)
    if not files:
        raise AuditError(f"{source}：其中没有可审查的文件。请核对路径")
    return files


def _list(source: str, limits: Limits, without: Path | None) -> Iterable[SourceFile]:
    if source.startswith(_S3):
        return _list_store(source, limits)
    path = Path(source)
    if path.is_dir():
        return _list_folder(path, limits, without)
    if not path.is_file():
        raise AuditError(f"{source}：路径不存在。请核对路径")
    if path.suffix.lower() == ".zip":
        return _list_bundle(path.open("rb"), str(path.resolve()), "", limits)
    if path.suffix.lower() in _MANIFESTS and (listed := _manifest(path)):
        return _list_paths(listed, limits)
    return _list_paths([(path.name, path)], limits)


def _list_folder(folder: Path, limits: Limits, without: Path | None) -> Iterator[SourceFile]:
    excluded = without.resolve() if without is not None else None
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = [
            name for name in folders if not name.startswith(".") and (here / name).resolve() != excluded
        ]
        paths = [here / name for name in names if not name.startswith((".", "~$"))]
        yield from _list_paths([(path.relative_to(folder).as_posix(), path) for path in paths], limits)


def _list_paths(paths: list[tuple[str, Path]], limits: Limits) -> Iterator[SourceFile]:
    for name, path in paths:
        shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if path.suffix.lower() == ".zip":
            try:
                yield from _list_bundle(path.open("rb"), str(path.resolve()), f"{shown}/", limits)
                continue
            except (UnreadableDocument, OSError):
                pass  # Listed as a file; its row says why it cannot be read.
        try:
            status = path.stat()
        except OSError:
            yield SourceFile(name=shown, location=str(path.absolute()), size=0, stamp="absent")
            continue
        stamp = f"t{status.st_mtime_ns}"
        yield SourceFile(name=shown, location=str(path.resolve()), size=status.st_size, stamp=stamp)


def _list_bundle(stream: IO[bytes], location: str, prefix: str, limits: Limits) -> list[SourceFile]:
    bundle = Bundle(stream, location, limits)
    try:
        return [
            SourceFile(
                name=f"{prefix}{entry.path}",
                location=location,
                members=entry.indexes,
                size=entry.size,
                stamp=f"c{entry.checksum:08x}",
            )
            for entry in bundle.entries()
        ]
    finally:
        bundle.close()


def _manifest(path: Path) -> list[tuple[str, Path]]:
    """The files that a manifest names, relative to it; empty where its first line names no file.

    Raises:
        AuditError: A later line names a file that does not exist.
    """
    lines = path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
    entries = [line.split(",")[0].strip().strip('"') for line in lines]
    if path.suffix.lower() == ".csv":
        entries = entries[1:]  # column heads
    named = [(number, entry) for number, entry in enumerate(entries, 1) if entry]
    found = [(entry, path.parent / entry) for _, entry in named]
    if not found or not found[0][1].is_file():
        return []
    missing = [number for (number, _), (_, target) in zip(named, found, strict=True) if not target.is_file()]
    if missing:
        raise AuditError(
            f"{path}：清单第 {missing[0]} 行的文件不存在（共 {len(missing)} 行）。请更正清单后重试"
        )
    return list(dict(found).items())


def _list_store(source: str, limits: Limits) -> Iterator[SourceFile]:
    system = open_store()
    root = source.removeprefix(_S3).rstrip("/")
    for path, facts in sorted(system.find(root, detail=True).items()):
        name = path.removeprefix(root).lstrip("/") or path.rsplit("/", 1)[-1]
        if name.rsplit("/", 1)[-1].startswith((".", "~$")) or not facts["size"]:
            continue
        if name.lower().endswith(".zip"):
            yield from _list_bundle(system.open(path), f"{_S3}{path}", f"{name}/", limits)
            continue
        stamp = str(facts.get("ETag") or facts.get("LastModified"))
        yield SourceFile(name=name, location=f"{_S3}{path}", size=facts["size"], stamp=stamp)


def open_store() -> Any:
    """The object store (S3) of the environment's endpoint and keys.

    Raises:
        AuditError: The package for it is not installed.
    """
    try:
        import fsspec  # noqa: PLC0415  only this source needs it

        return fsspec.filesystem("s3", endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))
    except ImportError as error:
        raise AuditError("读取 s3:// 需要软件包 s3fs。请安装：pip install 'reviewer[s3]'") from error


class SourceReader:
    """Reads files of a source; keeps the zip of the last one open for its neighbours.

    Args:
        limits: What reading one file may cost.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bundle: tuple[str, Bundle] | None = None

    def read(self, file: SourceFile) -> bytes:
        """The bytes of a file.

        Raises:
            UnreadableDocument: It is gone, cannot be opened, or is beyond a limit.
        """
        if file.size > self._limits.file_bytes:
            reason = f"文件超过上限 {self._limits.file_bytes >> 20} MB"
            raise UnreadableDocument(file.name, reason, "请拆分后单独提交")
        try:
            if file.members:
                return self._open_bundle(file.location).read(file.members)
            with _opener(file.location)() as stream:
                return bytes(stream.read(self._limits.file_bytes + 1))
        except OSError as error:
            reason = f"无法打开文件（{error.strerror or type(error).__name__}）"
            raise UnreadableDocument(file.name, reason, "请核对路径与读取权限") from error
        except IndexError as error:
            raise UnreadableDocument(file.name, "压缩包在列出以后有变动", "请重新审查该压缩包") from error

    def close(self) -> None:
        """Close what is open."""
        if self._bundle is not None:
            self._bundle[1].close()
            self._bundle = None

    def _open_bundle(self, location: str) -> Bundle:
        if self._bundle is None or self._bundle[0] != location:
            self.close()
            self._bundle = (location, Bundle(_opener(location)(), location, self._limits))
        return self._bundle[1]


def _opener(location: str) -> Callable[[], IO[bytes]]:
    if location.startswith(_S3):
        return lambda: open_store().open(location.removeprefix(_S3), "rb")
    path = Path(location)
    if path.exists() and not path.is_file():
        raise OSError(0, "不是普通文件")  # a pipe would be waited for without end
    return lambda: path.open("rb")
