"""Whole documents from a folder, for measuring how often rules ring on them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path

from corpora.labelled import CorpusError
from reviewer.document import Document
from reviewer.extraction import extract

_DATA = frozenset({".json", ".jsonl"})


def read_documents(folder: Path, without: Set[str] = frozenset()) -> tuple[Document, ...]:
    """The documents of a folder, in the order of their names.

    Args:
        folder: Files of any format that is read.
        without: Names of files to leave out.

    Raises:
        CorpusError: No folder, or nothing in it.
        UnreadableDocument: A file that cannot be read.
    """
    documents = tuple(
        extract(path.read_bytes(), path.name) for path in _files(folder) if path.name not in without
    )
    if not documents:
        raise CorpusError(f"文件夹 {folder} 中没有文件")
    return documents


def read_document(path: Path) -> Document:
    """One document.

    Raises:
        CorpusError: The file cannot be opened.
        UnreadableDocument: Its content cannot be read.
    """
    try:
        return extract(path.read_bytes(), path.name)
    except OSError as error:
        raise CorpusError(f"文件 {path} 不能读取：{error.strerror}") from error


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise CorpusError(f"没有文件夹 {folder}")
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name[0] not in "._" and path.suffix not in _DATA:
            yield path
