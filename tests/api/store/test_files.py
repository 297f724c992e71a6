"""Files by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store.files import FileStore, MissingFile
from tests.object_store import bucket


@pytest.fixture(params=["folder", "memory", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FileStore]:
    """A store in a folder, in memory, and in an object store."""
    if request.param == "s3":
        with bucket() as address:
            yield FileStore(f"{address}/files")
    else:
        yield FileStore(str(tmp_path / "files") if request.param == "folder" else f"memory://{tmp_path.name}")


def test_bytes_come_back_under_their_digest(files: FileStore) -> None:
    """The key is the sha256 of what is kept."""
    digest = files.put("草案".encode())

    assert digest == hashlib.sha256("草案".encode()).hexdigest()
    assert files.get(digest) == "草案".encode()


def test_equal_bytes_are_one_file(tmp_path: Path) -> None:
    """Nothing unfinished is left beside it."""
    files = FileStore(str(tmp_path))

    first, second = files.put(b"draft"), files.put(b"draft")

    assert first == second
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first]


def test_a_deleted_file_is_missing(files: FileStore) -> None:
    """Retention takes the bytes, and says so when they are asked for."""
    digest = files.put(b"draft")

    files.delete(digest)
    files.delete(digest)

    assert not files.holds(digest)
    with pytest.raises(MissingFile):
        files.get(digest)


def test_another_process_sees_a_file_at_once(files: FileStore) -> None:
    """Nothing about the files is remembered."""
    digest = hashlib.sha256(b"late").hexdigest()
    assert not files.holds(digest)

    FileStore(files.url).put(b"late")

    assert files.holds(digest)
    assert files.answers()
