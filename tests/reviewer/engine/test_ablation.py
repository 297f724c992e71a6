"""What a measurement switches off no longer decides, and how sure a finding is comes from counted cases."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpora.catalogue import load_catalogue
from corpora.context import RULES
from reviewer.engine.ablation import EnginePart
from reviewer.engine.loader import load_ruleset
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.review import ReviewContext, review

RULE = """
title: 限本地注册的奖补
kind: "10.2"
severity: violation
checker: pattern
match:
  any_of: ["{测试本地:地域} … {测试奖补:优惠}"]
  unless: ["{测试例外}"]
message: 本条“${quote}”限定注册地。
"""
CONCEPTS = "测试本地: [本市注册]\n测试奖补: [奖励]\n测试例外: [向社会公开征集]\n"
DRAFT = "关于加快产业发展的通知\n\n一、本市注册企业的奖励\n\n1.对本市注册的企业给予奖励。\n"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ReviewContext:
    """One rule, with the polarity cues that ship."""
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "lexicon").mkdir()
    cues = (RULES / "lexicon" / "polarity.yaml").read_text("utf-8")
    (folder / "lexicon" / "polarity.yaml").write_text(cues, "utf-8")
    (folder / "lexicon" / "test.yaml").write_text(CONCEPTS, "utf-8")
    (folder / "fair_competition").mkdir()
    (folder / "fair_competition" / "local.yaml").write_text(RULE, "utf-8")
    return ReviewContext(ruleset=load_ruleset(folder), catalogue=load_catalogue(), as_of=date(2026, 11, 23))


def found(text: str, context: ReviewContext, *, passage: bool = True) -> tuple[Finding, ...]:
    return review(document_from_text(text, "draft.txt", passage=passage), context).findings


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (EnginePart.POLARITY, "不得对本市注册的企业给予奖励。"),
        (EnginePart.GUARDS, "对本市注册的企业给予奖励，名单向社会公开征集。"),
    ],
)
def test_part_that_is_switched_off_silences_nothing(
    part: EnginePart, text: str, context: ReviewContext
) -> None:
    """The same words, with the part and without it."""
    assert found(text, context) == ()
    assert len(found(text, replace(context, without=frozenset({part})))) == 1
    assert found(text, replace(context, without=frozenset(EnginePart) - {part})) == ()


def test_headings_count_as_text_where_they_are_switched_off(context: ReviewContext) -> None:
    """A heading that names the topic of the clause below it is a finding of its own then."""
    without = replace(context, without=frozenset({EnginePart.HEADINGS}))

    assert [finding.quote for finding in found(DRAFT, context, passage=False)] == ["本市注册的企业给予奖励"]
    assert len(found(DRAFT, without, passage=False)) == 2


def test_guard_that_is_switched_off_lowers_nothing(context: ReviewContext) -> None:
    """A named statute makes a violation a risk; without guards it stays one."""
    text = "按照《税收征收管理法》，对本市注册的企业给予奖励。"

    with_guards = found(text, context)
    without_guards = found(text, replace(context, without=frozenset({EnginePart.GUARDS})))

    assert [finding.severity for finding in (*with_guards, *without_guards)] == ["risk", "violation"]


def test_finding_carries_the_confidence_of_its_rule(context: ReviewContext) -> None:
    """None where too few cases of the rule were counted (未校准)."""
    text = "对本市注册的企业给予奖励。"
    counted = replace(context, confidences={"fair_competition/local": 0.91, "fair_competition/other": 0.5})

    assert [finding.confidence for finding in found(text, context)] == [None]
    assert [finding.confidence for finding in found(text, counted)] == [0.91]


def test_report_names_what_was_switched_off_and_what_was_counted(context: ReviewContext) -> None:
    """Another result must not be taken for that of the same versions."""
    without = replace(context, without=frozenset({EnginePart.POLARITY}))
    counted = replace(context, confidences={"fair_competition/local": 0.91})
    recounted = replace(context, confidences={"fair_competition/local": 0.92})

    assert without.versions.rules == f"{context.versions.rules}-polarity"
    assert context.versions.models == "off"
    assert counted.versions.models.startswith("off,confidence:")
    assert counted.versions.models != recounted.versions.models
