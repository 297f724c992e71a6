"""An audit from source to rows: idempotent, resumable, one writer at a time."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpora.audit.errors import AuditError
from corpora.audit.local import LocalEngine
from corpora.audit.results import Journal
from corpora.audit.rows import FileState, result_key
from corpora.audit.run import held_lock, run_audit
from corpora.audit.settings import AuditFolder
from tests.corpora.audit.folders import SETTINGS, rows, same_results, write_folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve texts."""
    return write_folder(tmp_path_factory.mktemp("source"), 12)


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a run that nobody disturbed."""
    out = tmp_path_factory.mktemp("out") / "results"
    run_audit(str(source), out, SETTINGS, engine=LocalEngine(2))
    return out


def test_every_file_has_one_row_and_unfinished_names_are_gone(undisturbed: Path) -> None:
    """After the run nothing in the folder begins with an underscore."""
    documents = rows(undisturbed, "documents")

    assert documents.num_rows == 12
    assert set(documents["state"].to_pylist()) == {"reviewed"}
    assert rows(undisturbed, "findings").num_rows > 12
    assert not list(undisturbed.rglob("_*"))


def test_one_worker_and_two_give_the_same_rows(undisturbed: Path, source: Path, tmp_path: Path) -> None:
    """How the work is spread does not show in the results."""
    run_audit(str(source), tmp_path / "one", SETTINGS, engine=LocalEngine(1))

    assert same_results(undisturbed, tmp_path / "one")


def test_zip_gives_the_findings_of_the_folder(undisturbed: Path, source: Path, tmp_path: Path) -> None:
    """Packed or not, a document is the same document."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted(source.rglob("*.txt")):
            archive.write(path, path.relative_to(source))

    run_audit(str(tmp_path / "all.zip"), tmp_path / "out", SETTINGS, engine=LocalEngine(1))

    for kind in ("documents", "findings"):
        assert rows(tmp_path / "out", kind).equals(rows(undisturbed, kind))


def test_results_of_another_run_are_not_overwritten(undisturbed: Path, source: Path) -> None:
    """Without --resume a folder that holds results is refused."""
    with pytest.raises(AuditError, match="--resume"):
        run_audit(str(source), undisturbed, SETTINGS)


def test_finished_run_has_nothing_to_resume(undisturbed: Path, source: Path) -> None:
    """No file is reviewed twice."""
    before = {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*.parquet")}

    outcome = run_audit(str(source), undisturbed, SETTINGS, resume=True)

    assert outcome.reviewed == 0
    assert {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*.parquet")} == before


def test_resumed_run_reviews_what_is_new(tmp_path: Path) -> None:
    """Files that came since are added; the others stay as they are."""
    folder = write_folder(tmp_path / "in", 4)
    run_audit(str(folder), tmp_path / "out", SETTINGS, engine=LocalEngine(1))
    write_folder(folder, 6)
    for number in range(4):  # unchanged in content, written again: a new stamp, the same key
        (folder / f"{number % 2}" / f"{number:03}.txt").touch()

    outcome = run_audit(str(folder), tmp_path / "out", SETTINGS, engine=LocalEngine(1), resume=True)
    run_audit(str(folder), tmp_path / "fresh", SETTINGS, engine=LocalEngine(1))

    assert outcome.files == 6
    for kind in ("documents", "findings"):
        assert rows(tmp_path / "out", kind).equals(rows(tmp_path / "fresh", kind))


def test_another_date_replaces_the_rows(tmp_path: Path) -> None:
    """Results of two dates never stand beside each other."""
    folder = write_folder(tmp_path / "in", 3)
    run_audit(str(folder), tmp_path / "out", SETTINGS, engine=LocalEngine(1))
    later = replace(SETTINGS, as_of=date(2027, 1, 1))

    outcome = run_audit(str(folder), tmp_path / "out", later, engine=LocalEngine(1), resume=True)

    assert (outcome.reviewed, outcome.replaced) == (3, 3)
    assert set(rows(tmp_path / "out", "documents")["as_of"].to_pylist()) == {"2027-01-01"}


def test_second_writer_is_refused(tmp_path: Path) -> None:
    """Two runs over one folder would undo each other."""
    folder = write_folder(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()

    with held_lock(AuditFolder(path=tmp_path / "out")), pytest.raises(AuditError, match="正在写入"):
        run_audit(str(folder), tmp_path / "out", SETTINGS, resume=True)


def test_unreadable_file_is_parked_with_its_reason(tmp_path: Path) -> None:
    """One bad file costs itself only, and says what to do."""
    folder = write_folder(tmp_path / "in", 2)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a package")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("甲.txt", "关于开展检查的通知")
    (folder / "torn.zip").write_bytes(buffer.getvalue()[:40])

    run_audit(str(folder), tmp_path / "out", SETTINGS, engine=LocalEngine(1))

    documents = {row["document"]: row for row in rows(tmp_path / "out", "documents").to_pylist()}
    assert len(documents) == 4
    for name in ("坏.docx", "torn.zip"):
        assert documents[name]["state"] == FileState.UNREAD
        assert "请" in documents[name]["reason"]


def test_file_that_keeps_ending_its_worker_is_parked(tmp_path: Path) -> None:
    """After three crashes of one run the file is put aside; crashes of another run do not count."""
    from corpora.audit.plan import plan_batches
    from corpora.audit.source import list_source
    from corpora.audit.worker import BatchWorker, makers

    folder = AuditFolder(path=tmp_path / "out")
    folder.documents.mkdir(parents=True)
    folder.findings.mkdir()
    files = list_source(str(write_folder(tmp_path / "in", 2)), SETTINGS.limits)
    context = SETTINGS.load()
    batches = plan_batches(files, makers(context, SETTINGS))
    for batch, run in zip(batches, ("this", "other"), strict=True):
        for _ in range(3):
            journal = Journal(folder.journal(batch.id), run)
            journal.begin(batch.files[0].name)
            journal.close()

    for batch in batches:
        BatchWorker(context, SETTINGS, folder, "this").do(batch, lambda told: None)

    assert rows(tmp_path / "out", "documents")["state"].to_pylist() == ["parked", "reviewed"]


def test_journal_loses_only_the_line_that_a_crash_cut(tmp_path: Path) -> None:
    """What is done is kept; a torn line is no file done."""
    path = tmp_path / "_part.jsonl"
    journal = Journal(path, "r")
    journal.begin("甲")
    journal.close()
    with path.open("ab") as stream:
        stream.write(json.dumps({"begin": "乙", "run": "r", "time": 0}).encode()[:-5])

    journal = Journal(path, "r")

    assert (journal.crashes("甲"), journal.crashes("乙")) == (1, 0)
    journal.close()
    assert path.read_bytes().endswith(b"}\n")


def test_key_says_content_and_versions() -> None:
    """Either of them differs, and it is another result."""
    assert len({result_key(digest, makers) for digest in "ab" for makers in "12"}) == 4
