"""Files by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store.files import FileStore, MissingFile
from tests.conftest import missing


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket of moto's server; the environment names the endpoint as an operator would."""
    try:
        import s3fs
        from moto.server import ThreadedMotoServer
    except ImportError:
        missing("moto[server] or s3fs", "pip install 'reviewer[s3,dev]'")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    s3fs.S3FileSystem.clear_instance_cache()
    name = f"drafts-{port}"  # moto keeps its buckets beyond a server's end
    s3fs.S3FileSystem(endpoint_url=f"http://{host}:{port}").mkdir(name)
    yield f"s3://{name}/files"
    server.stop()


@pytest.fixture(params=["folder", "memory", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """A store in a folder, in memory, and in an object store."""
    if request.param == "s3":
        return FileStore(request.getfixturevalue("bucket"))
    return FileStore(str(tmp_path / "files") if request.param == "folder" else f"memory://{tmp_path.name}")


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
