"""Published clauses and real policy documents, where the shared material is at hand."""

import os
from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpora.context import RULES
from corpora.evaluate import fair_competition, legal_basis
from corpora.evaluate.fair_competition import read_policies, read_violations
from corpora.evaluate.measurement import fixed_context
from corpora.evaluate.sets import Measure

_SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
_CASES = _SHARED / "cases"
_DOCUMENTS = _SHARED / "samples" / "documents"
_LONGEST_PHRASE = 10
pytestmark = pytest.mark.skipif(not _CASES.is_dir(), reason="没有共享材料（REVIEWER_SHARED 或者 ../shared）")


def _figures(measure: Measure, family: str) -> dict[str, float]:
    measured = measure(fixed_context(family))
    return {figure.name: figure.share.value or 0.0 for figure in measured.figures}


def test_published_clauses_are_found_and_lawful_ones_left_alone() -> None:
    """Recall 0.90, item 0.78, false rate 0.04 are the floor."""
    (measure,) = fair_competition.measures(
        violations=_CASES / "fair_competition_violations.jsonl",
        lawful=_CASES / "fair_competition_lawful.jsonl",
    )

    figures = _figures(measure, fair_competition.FAMILY)

    assert figures["查全率"] >= 0.90
    assert figures["项准确率"] >= 0.78
    assert figures["合法条文误报率"] <= 0.04


def test_violations_in_whole_documents_are_found_precisely() -> None:
    """Recall 0.85 at precision 0.75 is the floor."""
    (measure,) = fair_competition.measures(policies=_CASES / "policies.jsonl", documents=_DOCUMENTS)

    figures = _figures(measure, fair_competition.FAMILY)

    assert figures["违法条文查全率"] >= 0.85
    assert figures["查准率"] >= 0.75


def test_published_powers_are_found_and_lawful_clauses_left_alone() -> None:
    """Recall 0.80 and false rate 0.05 are the floor."""
    (measure,) = legal_basis.measures(
        unlawful=_CASES / "legality_unlawful.jsonl", lawful=_CASES / "legality_lawful.jsonl"
    )

    figures = _figures(measure, legal_basis.FAMILY)

    assert figures["查全率"] >= 0.80
    assert figures["合法条文误报率"] <= 0.05


def test_no_long_phrase_is_taken_from_one_clause() -> None:
    """Rules are general: no term of more than ten characters stands in just one published clause."""
    texts = [
        *(case.text for case in read_violations(_CASES / "fair_competition_violations.jsonl")),
        *(
            case.text
            for document in read_policies(_CASES / "policies.jsonl", _DOCUMENTS)
            for case in document.cases
        ),
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
