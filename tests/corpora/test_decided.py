"""What officers decided, read back from lines, and what each model learns from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.decided import DecidedClause, competition_samples, power_samples, read_decided
from corpora.labelled import CorpusError
from corpora.train.setting_power import KINDS
from reviewer.classifiers.base import Sample


def _clause(labels: tuple[str, ...] = (), rejected: tuple[str, ...] = ()) -> DecidedClause:
    sample = Sample(text="对在本县注册的企业给予奖励。", heading="扶持政策", kind="normative")
    return DecidedClause(id="d-0001", document="d", sample=sample, labels=labels, rejected=rejected)


@pytest.mark.parametrize(
    ("labels", "rejected", "competition", "power"),
    [
        (("10.2", "8.4"), (), [("breach", "8.4", "10.2")], []),
        ((), ("10.2",), [()], []),
        (("8.5",), (), [("breach",)], []),
        (("power.fee",), ("9.1",), [()], [("sets", "power.fee")]),
        ((), ("power.fee",), [], [()]),
        (("citation.repealed",), (), [], []),
    ],
)
def test_each_model_learns_what_is_its_own(
    labels: tuple[str, ...],
    rejected: tuple[str, ...],
    competition: list[tuple[str, ...]],
    power: list[tuple[str, ...]],
) -> None:
    """A confirmed kind is a label, a rejected one an example of nothing; other kinds teach neither."""
    clauses = [_clause(labels, rejected)]

    assert [sample.labels for sample in competition_samples(clauses)] == competition
    assert [sample.labels for sample in power_samples(clauses, KINDS)] == power


def test_a_line_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Blank lines are passed over."""
    clause = _clause(("10.2",), ("8.4",))
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(clause.to_line() + b"\n" + clause.to_line())

    assert read_decided(path) == (clause, clause)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": "a", "document": "d", "text": ""}',
        '{"text": "甲", "who": "乙"}',
        '{"text": "甲", "labels": "x"}',
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, tmp_path: Path) -> None:
    """Where, and what it should be."""
    path = tmp_path / "decisions.jsonl"
    path.write_text(_clause().to_line().decode() + line, encoding="utf-8")

    with pytest.raises(CorpusError, match=":2 "):
        read_decided(path)
