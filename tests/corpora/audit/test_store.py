"""An ``s3://`` prefix gives the rows of the folder, against moto's server on loopback."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora.audit.local import LocalEngine
from corpora.audit.run import run_audit
from corpora.audit.source import list_source
from tests.corpora.audit.folders import SETTINGS, rows, write_folder
from tests.object_store import bucket


@pytest.fixture
def store() -> Iterator[str]:
    """A prefix of an empty bucket."""
    with bucket() as address:
        yield f"{address}/in"


def test_object_store_gives_the_rows_of_the_folder(store: str, tmp_path: Path) -> None:
    """Objects and members of a zip among them are read by the workers; the same rows come out."""
    from corpora.audit.source import open_store

    folder = write_folder(tmp_path / "in", 8)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("附件.txt", "关于开展检查的通知\n请各单位遵照执行。")
    for path in folder.rglob("*.*"):
        open_store().put(str(path), f"{store}/{path.relative_to(folder).as_posix()}")

    run_audit(store, tmp_path / "store", SETTINGS, engine=LocalEngine(2))
    run_audit(str(folder), tmp_path / "disk", SETTINGS, engine=LocalEngine(2))

    assert len(list_source(store, SETTINGS.limits)) == 9
    for kind in ("documents", "findings"):
        assert rows(tmp_path / "store", kind).equals(rows(tmp_path / "disk", kind))
