"""What is audited: folders, zips, manifests; names and stamps without reading the files."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from corpora.audit.errors import AuditError
from corpora.audit.source import SourceReader, list_source
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits

LIMITS = Limits()


def _zip(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_folder_is_listed_by_name_without_hidden_files_and_results(tmp_path: Path) -> None:
    """Hidden files, lock files of office programs and the folder of results are no documents."""
    for name in ("乙/b.txt", "a.txt", ".hidden", "~$a.docx", "out/documents/x.txt", ".git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")

    files = list_source(str(tmp_path), LIMITS, without=tmp_path / "out")

    assert [file.name for file in files] == ["a.txt", "乙/b.txt"]


def test_members_of_zips_are_files_of_their_own(tmp_path: Path) -> None:
    """Nested zips are looked into; each member can be read by itself, in any order."""
    inner = _zip(("丙.txt", b"three"))
    (tmp_path / "all.zip").write_bytes(_zip(("甲.txt", b"one"), ("乙.txt", b"two"), ("内.zip", inner)))

    files = list_source(str(tmp_path / "all.zip"), LIMITS)
    reader = SourceReader(LIMITS)
    read = {file.name: reader.read(file) for file in reversed(files)}
    reader.close()

    assert read == {"甲.txt": b"one", "乙.txt": b"two", "内.zip/丙.txt": b"three"}


def test_zip_in_a_folder_gives_its_members_below_its_name(tmp_path: Path) -> None:
    """A damaged zip stays one file, whose row will say why it cannot be read."""
    (tmp_path / "good.zip").write_bytes(_zip(("a.txt", b"x")))
    (tmp_path / "torn.zip").write_bytes(_zip(("a.txt", b"x"))[:30])

    files = list_source(str(tmp_path), LIMITS)

    assert [file.name for file in files] == ["good.zip/a.txt", "torn.zip"]


@pytest.mark.parametrize("suffix", [".txt", ".csv"])
def test_manifest_names_the_files(tmp_path: Path, suffix: str) -> None:
    """One path a line, relative to the manifest; a csv has a line of column heads."""
    (tmp_path / "a.md").write_text("甲", encoding="utf-8")
    (tmp_path / "b.md").write_text("乙", encoding="utf-8")
    lines = ["路径,备注", "b.md,x", "a.md,y"] if suffix == ".csv" else ["b.md", "a.md", ""]
    manifest = tmp_path / f"list{suffix}"
    manifest.write_text("\n".join(lines), encoding="utf-8-sig")

    files = list_source(str(manifest), LIMITS)

    assert [file.name for file in files] == ["a.md", "b.md"]


def test_manifest_with_a_missing_file_is_refused_with_its_line(tmp_path: Path) -> None:
    """A silent gap in a clean-up would be found by nobody."""
    (tmp_path / "a.md").write_text("甲", encoding="utf-8")
    (tmp_path / "list.txt").write_text("a.md\nmissing.md\n", encoding="utf-8")

    with pytest.raises(AuditError, match="第 2 行"):
        list_source(str(tmp_path / "list.txt"), LIMITS)


def test_single_file_is_a_source(tmp_path: Path) -> None:
    """A text whose first line names no file is a document, not a manifest."""
    (tmp_path / "通知.txt").write_text("关于开展检查的通知", encoding="utf-8")

    assert [file.name for file in list_source(str(tmp_path / "通知.txt"), LIMITS)] == ["通知.txt"]


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_nothing_to_audit_says_so(tmp_path: Path, name: str) -> None:
    """A wrong path and an empty folder are wrong use."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(AuditError, match="请核对路径"):
        list_source(str(tmp_path / name), LIMITS)


def test_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    """Whoever put a named pipe into the folder must not stop the audit."""
    os.mkfifo(tmp_path / "pipe.txt")
    (file,) = list_source(str(tmp_path), LIMITS)

    with pytest.raises(UnreadableDocument, match="无法打开"):
        SourceReader(LIMITS).read(file)


def test_stamp_differs_after_a_change(tmp_path: Path) -> None:
    """A changed file is reviewed again, without its bytes being read to find out."""
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    (before,) = list_source(str(tmp_path), LIMITS)
    path.write_text("乙", encoding="utf-8")
    os.utime(path, ns=(1, 1))

    (after,) = list_source(str(tmp_path), LIMITS)

    assert before != after
