"""Batches are the same in every run, and stay where a source only grows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpora.audit.plan import load_plan, plan_batches, save_plan
from corpora.audit.source import SourceFile


def _files(count: int, size: int = 1_000) -> list[SourceFile]:
    return [
        SourceFile(name=f"{number:05}.txt", location=f"/x/{number:05}.txt", size=size, stamp="t1")
        for number in range(count)
    ]


def test_the_same_files_give_the_same_batches() -> None:
    """Without that, nothing could be resumed."""
    assert plan_batches(_files(300), "v1") == plan_batches(_files(300), "v1")


@pytest.mark.parametrize(("count", "size"), [(1, 10), (63, 10), (300, 10), (5_000, 10), (10, 10 << 20)])
def test_every_file_is_in_one_batch(count: int, size: int) -> None:
    """None is lost, none is twice, and batches stay within their bounds."""
    files = _files(count, size)

    batches = plan_batches(files, "v1")

    assert [file for batch in batches for file in batch.files] == files
    assert all(len(batch.files) <= 40 for batch in batches)
    assert all(batch.bytes <= 16 << 20 for batch in batches)


def test_very_many_files_make_larger_batches_not_more() -> None:
    """A folder of a hundred thousand parts would be slow to read."""
    assert len(plan_batches(_files(400_000), "v1")) <= 4_000


def test_new_file_leaves_the_other_batches_alone() -> None:
    """What was reviewed stays reviewed when a file comes in between."""
    files = _files(300)
    before = plan_batches(files, "v1")
    added = replace(files[0], name="00000-新.txt")

    after = plan_batches(sorted([*files, added], key=lambda file: file.name), "v1", before)

    assert after[: len(before)] == before
    assert [batch.files for batch in after[len(before) :]] == [(added,)]


def test_changed_file_is_planned_again() -> None:
    """Its batch is done again; the others stay."""
    files = _files(300)
    before = plan_batches(files, "v1")
    files[7] = replace(files[7], stamp="t2")

    after = plan_batches(files, "v1", before)

    assert len({batch.id for batch in before} - {batch.id for batch in after}) == 1
    assert sorted(file.name for batch in after for file in batch.files) == [file.name for file in files]


def test_other_rules_make_other_batches() -> None:
    """Results of two versions never mix."""
    before = plan_batches(_files(300), "v1")

    after = plan_batches(_files(300), "v2", before)

    assert not {batch.id for batch in before} & {batch.id for batch in after}


def test_plan_is_kept(tmp_path: Path) -> None:
    """The file gives back what was written, zip members included."""
    file = SourceFile(name="a.zip/b.txt", location="/x/a.zip", members=(3, 1), size=5, stamp="c1")
    batches = plan_batches([file], "v1")

    save_plan(tmp_path / "plan.jsonl", batches)

    assert load_plan(tmp_path / "plan.jsonl") == batches
    assert [path.name for path in tmp_path.iterdir()] == ["plan.jsonl"]
