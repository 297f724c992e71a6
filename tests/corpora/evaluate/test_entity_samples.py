"""A developer's own sample of named entities."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.evaluate.entities import evaluate_sample
from corpora.evaluate.entity_samples import read_sample
from corpora.labelled import CorpusError

_SAMPLE = (
    "张 B-PER\n大 I-PER\n山 I-PER\n住 O\n云 B-LOC\n岭 I-LOC\n县 I-LOC\n\n"
    "李 B-NAME\n明 E-NAME\n读 O\n书 B-BOOK\n"
)


def test_names_stand_where_the_tags_say(tmp_path: Path) -> None:
    """BIO and BMES are read; sorts that are no names of persons, places or bodies are left out."""
    file = tmp_path / "sample.bio"
    file.write_text(_SAMPLE, encoding="utf-8")

    first, second = read_sample(file)

    assert first.text == "张大山住云岭县"
    assert [(s.start, s.end, s.label) for s in first.spans] == [(0, 3, "PERSON"), (4, 7, "PLACE")]
    assert [(s.start, s.end, s.label) for s in second.spans] == [(0, 2, "PERSON")]


def test_the_table_tells_figures_and_no_text(tmp_path: Path) -> None:
    """Nothing of the sample is printed."""
    file = tmp_path / "sample.bio"
    file.write_text(_SAMPLE, encoding="utf-8")

    (table,) = evaluate_sample(file)

    assert "张大山" not in table.to_markdown()
    assert "2 句" in table.to_markdown()


@pytest.mark.parametrize("content", ["", "张大山\n", '{"text": "张大山"}\n'])
def test_another_format_is_told_with_what_is_expected(content: str, tmp_path: Path) -> None:
    """The message shows a line as it should be."""
    file = tmp_path / "sample.txt"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match="B-PER"):
        read_sample(file)
