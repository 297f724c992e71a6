"""Published clauses and real policy documents, where the shared material is at hand."""

import os
from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpora.context import RULES
from corpora.evaluate.clause_cases import read_clauses, read_policies
from corpora.evaluate.fair_competition import evaluate_clauses, evaluate_policies

_SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
_CASES = _SHARED / "cases"
_LONGEST_PHRASE = 10
pytestmark = pytest.mark.skipif(not _CASES.is_dir(), reason="没有共享材料（REVIEWER_SHARED 或者 ../shared）")


def _percent(rows: tuple[tuple[str, ...], ...], name: str) -> float:
    return float(next(row[1] for row in rows if row[0] == name).split("%")[0])


def test_published_clauses_are_found_and_lawful_ones_left_alone() -> None:
    """Recall 0.90, item 0.78, false rate 0.04 are the floor."""
    summary = evaluate_clauses(
        _CASES / "fair_competition_violations.jsonl", _CASES / "fair_competition_lawful.jsonl"
    )[0]

    assert _percent(summary.rows, "查全率") >= 90
    assert _percent(summary.rows, "项准确率") >= 78
    assert _percent(summary.rows, "合法条文误报率") <= 4


def test_violations_in_whole_documents_are_found_precisely() -> None:
    """Recall 0.85 at precision 0.75 is the floor."""
    summary = evaluate_policies(_CASES / "policies.jsonl", _SHARED / "samples" / "documents")[0]

    assert _percent(summary.rows, "违法条文查全率") >= 85
    assert _percent(summary.rows, "查准率（风险和存疑条文不计）") >= 75


def test_no_long_phrase_is_taken_from_one_clause() -> None:
    """Rules are general: no term of more than ten characters stands in just one published clause."""
    texts = [
        *(c.text for c in read_clauses(_CASES / "fair_competition_violations.jsonl", lawful=False)),
        *(c.text for c in read_policies(_CASES / "policies.jsonl")),
    ]
    phrases = {phrase for phrase in _phrases() if len(phrase) > _LONGEST_PHRASE}

    counts = Counter(phrase for phrase in phrases for text in texts if phrase in text)

    assert [phrase for phrase, count in counts.items() if count == 1] == []


def _phrases() -> set[str]:
    phrases: set[str] = set()
    for path in (RULES / "lexicon").glob("*.yaml"):
        for entry in yaml.safe_load(path.read_text("utf-8")).values():
            phrases.update(entry if isinstance(entry, list) else entry.get("terms", []))
    for path in (RULES / "fair_competition").rglob("*.yaml"):
        match = yaml.safe_load(path.read_text("utf-8"))["match"]
        patterns = [*match.get("any_of", []), *match.get("all_of", []), *match.get("unless", [])]
        phrases.update(word for pattern in patterns for word in pattern.replace("|", " ").split())
    return phrases
