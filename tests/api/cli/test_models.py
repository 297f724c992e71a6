"""``reviewer train`` and ``reviewer evaluate``."""

from pathlib import Path

import pytest

from api.cli import main
from corpora.evaluate import EVALUATORS
from reviewer.classifiers import load_classifier


def test_trained_model_can_be_loaded_and_has_a_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same day gives the same bytes."""
    first, second = tmp_path / "a", tmp_path / "b"

    codes = [
        main(["train", "document-kind", "--out", str(out), "--day", "2026-11-23"]) for out in (first, second)
    ]

    said = capsys.readouterr().out
    assert codes == [0, 0]
    assert f"{first / 'document_kind.zip'}\t" in said
    assert load_classifier(first / "document_kind.zip").name == "document_kind"
    assert (first / "document_kind.zip").read_bytes() == (second / "document_kind.zip").read_bytes()
    assert "2026-11-23" in (first / "card.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVALUATORS)
def test_evaluation_prints_its_tables(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Precision and recall of the shipped model."""
    code = main(["evaluate", name])

    out = capsys.readouterr().out
    assert code == 0
    assert "查准率" in out
    assert "查全率" in out


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_unknown_name_lists_those_there_are(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use, before anything is trained or measured."""
    code = main([command, "nonsense"])

    assert code == 2
    assert "document-kind" in capsys.readouterr().err


def test_only_models_that_learn_from_decisions_are_trained_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another name is wrong use, and so is a file that holds no decisions."""
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"id": "a", "text": ""}\n', encoding="utf-8")

    wrong_file = main(["train", "setting-power", "--with", str(path)])
    path.write_text(
        '{"id": "a", "document": "d", "text": "收费", "labels": ["power.fee"]}\n', encoding="utf-8"
    )
    wrong_name = main(["train", "document-kind", "--with", str(path)])

    said = capsys.readouterr().err
    assert (wrong_file, wrong_name) == (2, 2)
    assert "decisions.jsonl:1" in said
    assert "setting-power" in said
