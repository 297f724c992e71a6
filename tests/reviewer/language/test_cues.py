"""Every cue of polarity silences conduct in one sentence and not in another of the same words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from corpora.catalogue import load_catalogue
from corpora.context import RULES
from reviewer.engine.loader import load_ruleset
from reviewer.extraction.text import document_from_text
from reviewer.language.cues import WORDS
from reviewer.report import Report
from reviewer.review import ReviewContext, review

_CUES = RULES / "lexicon" / "polarity.yaml"
_PAIRS: dict[str, dict[str, tuple[str, str]]] = yaml.safe_load(
    Path(__file__).with_name("cue_pairs.yaml").read_text("utf-8")
)
_RULE = """
title: 限本地注册的奖补
kind: "9.3"
severity: violation
checker: pattern
match:
  within: item
  any_of:
    - "{测试本地:地域} … {测试注册:挂钩条件} … {测试奖补:优惠}"
    - "{测试奖补:优惠} … {测试本地:地域} … {测试注册:挂钩条件}"
message: 本条“${quote}”限定注册地。
"""
_CONCEPTS = """
测试本地: [本市, 本地]
测试注册: [注册]
测试奖补: [奖励, 补贴]
"""


def _shipped_cues() -> Iterator[tuple[str, str]]:
    for concept, entry in yaml.safe_load(_CUES.read_text("utf-8")).items():
        for term in entry["terms"] if isinstance(entry, dict) else entry:
            yield concept, term
    for name, words in WORDS.items():
        for word in words:
            yield name, word


def _sentences(column: int) -> list[object]:
    return [
        pytest.param(pair[column], id=f"{concept}-{cue}")
        for concept, pairs in _PAIRS.items()
        for cue, pair in pairs.items()
    ]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ReviewContext:
    """One rule, with the polarity cues that ship."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "polarity.yaml").write_text(_CUES.read_text("utf-8"), "utf-8")
    (folder / "lexicon" / "test.yaml").write_text(_CONCEPTS, "utf-8")
    (folder / "fair_competition").mkdir()
    (folder / "fair_competition" / "local.yaml").write_text(_RULE, "utf-8")
    return ReviewContext(ruleset=load_ruleset(folder), catalogue=load_catalogue(), as_of=date(2026, 11, 23))


def _check(text: str, context: ReviewContext) -> Report:
    return review(document_from_text(text, "test", passage=True), context)


def test_every_cue_has_its_pair() -> None:
    """A cue that nobody has shown to silence, and not to silence, does not ship."""
    assert set(_shipped_cues()) == {(concept, cue) for concept, pairs in _PAIRS.items() for cue in pairs}


@pytest.mark.parametrize(
    ("cue", "pair"), [(cue, pair) for pairs in _PAIRS.values() for cue, pair in pairs.items()]
)
def test_both_sentences_hold_the_cue(cue: str, pair: tuple[str, str]) -> None:
    """The pair is about the cue: both sentences hold it, and the conduct."""
    assert [cue in sentence and "注册" in sentence for sentence in pair] == [True, True]


@pytest.mark.parametrize("sentence", _sentences(0))
def test_cue_silences_what_it_governs(sentence: str, context: ReviewContext) -> None:
    """The conduct is named, and stands among the considered candidates."""
    report = _check(sentence, context)

    assert report.findings == ()
    assert [considered.polarity is not None for considered in report.considered] == [True]


@pytest.mark.parametrize("sentence", _sentences(1))
def test_cue_elsewhere_silences_nothing(sentence: str, context: ReviewContext) -> None:
    """The same words commit the conduct where the cue governs something else."""
    report = _check(sentence, context)

    assert len(report.findings) == 1
