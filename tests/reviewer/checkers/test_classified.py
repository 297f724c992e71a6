"""What a classifier says of clauses, alone and together with rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpora.catalogue import load_catalogue
from corpora.context import RULES
from reviewer.classifiers.card import ModelCard
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.linear import LinearClassifier
from reviewer.classifiers.model_file import LinearModel
from reviewer.engine.ablation import EnginePart
from reviewer.engine.loader import load_ruleset
from reviewer.errors import RuleError
from reviewer.extraction.text import document_from_text
from reviewer.finding import FindingOrigin, Severity
from reviewer.report import Report
from reviewer.review import ReviewContext, review

WORDED = """
title: 限本地注册的奖补
kind: "10.2"
severity: violation
checker: pattern
match: {any_of: ["{测试本地:地域} … {测试奖补:优惠}"]}
message: 本条“${quote}”限定注册地。
"""
CLASSIFIED = """
title: 可能属于第{label}项
kind: "{label}"
severity: violation
checker: classified
match: {{model: clause, decides: breach, label: "{label}", alone_from: 0.9, bound_from: {bound}}}
message: “${{quote}}”可能违反公平竞争的要求。
"""
CONCEPTS = "测试本地: [本市注册]\n测试奖补: [奖励]\n"
TERMS = ("奖励", "本市", "外地", "独家", "不得")


def classifier() -> LinearClassifier:
    """奖励, 本市, 外地, 独家 and 不得 speak for a breach; 独家 for 8.3, others for 10.2."""
    breach = [4, 3, 4, 9, 5]
    items = [[0, 0, 0, 9, 0], [4, 2, 2, 0, 0]]
    return LinearClassifier(
        LinearModel(
            card=ModelCard(
                name="clause",
                labels=("breach", "8.3", "10.2"),
                link="sigmoid",
                fields=(FieldSpec(name="text", shortest=2, longest=2), FieldSpec(name="lead_in", longest=2)),
                trained_on="2026-11-24",
                corpus="made_up",
                corpus_digest="0" * 64,
            ),
            vocabularies=(TERMS, ("企业",)),
            idf=np.ones(6, dtype=np.float32),
            coefficients=np.array([[*breach, 4], [*items[0], 0], [*items[1], 0]], dtype=np.float32),
            intercepts=np.array([-3, -3, -3], dtype=np.float32),
            slopes=np.ones(3, dtype=np.float32),
            offsets=np.zeros(3, dtype=np.float32),
        )
    )


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ReviewContext:
    """One rule of wording, two that ask the classifier, and the polarity cues that ship."""
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "lexicon").mkdir()
    cues = (RULES / "lexicon" / "polarity.yaml").read_text("utf-8")
    (folder / "lexicon" / "polarity.yaml").write_text(cues, "utf-8")
    (folder / "lexicon" / "test.yaml").write_text(CONCEPTS, "utf-8")
    (folder / "fair_competition" / "classifier").mkdir(parents=True)
    (folder / "fair_competition" / "local.yaml").write_text(WORDED, "utf-8")
    for label in ("8.3", "10.2"):
        path = folder / "fair_competition" / "classifier" / f"{label}.yaml"
        path.write_text(CLASSIFIED.format(label=label, bound=0.9), "utf-8")
    return ReviewContext(
        ruleset=load_ruleset(folder),
        catalogue=load_catalogue(),
        as_of=date(2026, 11, 24),
        classifiers={"clause": classifier()},
    )


def reviewed(text: str, context: ReviewContext, *, passage: bool = True) -> Report:
    return review(document_from_text(text, "draft.txt", passage=passage), context)


def test_a_classifier_alone_says_no_more_than_risk(context: ReviewContext) -> None:
    """The finding is named after the label and says what the model saw, whatever the rule file says."""
    (finding,) = reviewed("污水处理由县水务公司独家承担。", context).findings

    assert finding.rule == "classifier/8.3"
    assert finding.family == "fair_competition"
    assert finding.kind == "8.3"
    assert finding.severity is Severity.RISK
    assert finding.origin is FindingOrigin.CLASSIFIER
    assert finding.quote == "污水处理由县水务公司独家承担"
    assert finding.evidence.model is not None
    assert finding.evidence.model.name == "clause"
    assert finding.evidence.model.label == "8.3"
    assert finding.evidence.model.terms == ("独家",)
    assert finding.confidence == min(round(finding.evidence.model.probability, 2), 0.99)


def test_rule_and_classifier_make_one_finding(context: ReviewContext) -> None:
    """The rule stays the finding and keeps its quote and severity; the classifier adds what it saw."""
    (finding,) = reviewed("对本市注册的企业给予奖励。", context).findings

    assert finding.rule == "fair_competition/local"
    assert finding.origin is FindingOrigin.BOTH
    assert finding.severity is Severity.VIOLATION
    assert finding.quote == "本市注册的企业给予奖励"
    assert finding.also == ()
    assert finding.evidence.model is not None
    assert finding.evidence.model.label == "10.2"
    assert finding.confidence == round(finding.evidence.model.probability, 2)


def test_another_item_of_the_same_conduct_is_named_beside(context: ReviewContext) -> None:
    """Where the classifier thinks of another item, the one finding names both."""
    (finding,) = reviewed("对本市注册的企业给予奖励，由其独家供应。", context).findings

    assert finding.kind == "10.2"
    assert finding.also == ("8.3",)


def test_a_counted_confidence_stays(context: ReviewContext) -> None:
    """What was counted for a rule goes before what a classifier thinks of one clause."""
    counted = replace(context, confidences={"fair_competition/local": 0.71})

    (finding,) = reviewed("对本市注册的企业给予奖励。", counted).findings

    assert finding.confidence == 0.71


def test_a_classifier_that_is_not_sure_only_supports(context: ReviewContext) -> None:
    """Between both thresholds it is told under considered, and no finding is made."""
    report = reviewed("年底按照规定给予奖励。", context)

    assert report.findings == ()
    assert [each.rule for each in report.considered] == ["classifier/10.2"]
    assert "没有规则印证" in report.considered[0].reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("各单位不得确定企业独家承担。", 0),
        ("外地企业不得由其独家供应，本市企业独家承担。", 1),
        ("清理由企业独家承担的做法。", 0),
        ("下列做法应当禁止：\n（一）由一家企业独家承担污水处理；", 0),
    ],
)
def test_the_engine_reads_what_the_sentence_does(text: str, found: int, context: ReviewContext) -> None:
    """A sentence that forbids the conduct is no finding, even if 不得 itself spoke for a breach."""
    assert len(reviewed(text, context).findings) == found


def test_polarity_that_is_switched_off_silences_no_classifier(context: ReviewContext) -> None:
    """A measurement can tell what polarity adds."""
    without = replace(context, without=frozenset({EnginePart.POLARITY}))

    assert reviewed("各单位不得确定企业独家承担。", context).findings == ()
    assert len(reviewed("各单位不得确定企业独家承担。", without).findings) == 1


def test_headings_are_context_and_never_found(context: ReviewContext) -> None:
    """A title names a topic; what stands below it is read."""
    text = "关于污水处理独家承担事项的通知\n\n一、独家承担的范围\n\n1.污水处理由县水务公司独家承担。\n"

    report = reviewed(text, context, passage=False)

    assert [finding.quote for finding in report.findings] == ["1.污水处理由县水务公司独家承担"]
    assert report.considered == ()


def test_the_lead_in_counts(context: ReviewContext) -> None:
    """The same item is judged by what governs it."""
    with_lead_in = reviewed("对企业作如下安排：\n（一）在本市的，发给奖励；", context)
    without = reviewed("（一）在本市的，发给奖励；", context)

    assert [finding.rule for finding in with_lead_in.findings] == ["classifier/10.2"]
    assert without.findings == ()
    assert [each.rule for each in without.considered] == ["classifier/10.2"]


def test_without_classifiers_only_rules_speak(context: ReviewContext) -> None:
    """``--classifiers off`` gives the pure rule layer."""
    off = replace(context, classifiers={})

    assert reviewed("污水处理由县水务公司独家承担。", off).findings == ()
    (finding,) = reviewed("对本市注册的企业给予奖励。", off).findings
    assert finding.origin is FindingOrigin.RULE
    assert finding.evidence.model is None


def test_thresholds_must_ascend(tmp_path: Path) -> None:
    """Standing alone asks for more than supporting; the author is told which file to mend."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "fair_competition" / "classifier").mkdir(parents=True)
    path = tmp_path / "fair_competition" / "classifier" / "8.3.yaml"
    written = CLASSIFIED.format(label="8.3", bound=0.9).replace("alone_from: 0.9", "alone_from: 0.2")
    path.write_text(written, "utf-8")

    with pytest.raises(RuleError, match="alone_from"):
        load_ruleset(tmp_path)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("[]", "外地货物必须重新查验。", 1),
        ("[]", "外地游客逐年增多。", 0),
        ("[外地, 异地]", "外地货物必须重新查验。", 1),
        ("[本县]", "外地货物必须重新查验。", 0),
    ],
)
def test_a_lower_threshold_holds_where_the_clause_binds(
    words: str, text: str, found: int, tmp_path: Path
) -> None:
    """From ``bound_from`` on the classifier speaks alone of what somebody must do, not of a topic."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "test.yaml").write_text(CONCEPTS, "utf-8")
    (tmp_path / "fair_competition" / "classifier").mkdir(parents=True)
    path = tmp_path / "fair_competition" / "classifier" / "10.2.yaml"
    written = CLASSIFIED.format(label="10.2", bound=0.6).replace("0.6}", f"0.6, bound_words: {words}}}")
    path.write_text(written, "utf-8")
    context = ReviewContext(
        ruleset=load_ruleset(tmp_path),
        catalogue=load_catalogue(),
        as_of=date(2026, 11, 24),
        classifiers={"clause": classifier()},
    )

    report = reviewed(text, context)

    assert [finding.rule for finding in report.findings] == ["classifier/10.2"] * found
    assert [each.rule for each in report.considered] == ["classifier/10.2"] * (1 - found)


def test_the_lower_threshold_lies_between(tmp_path: Path) -> None:
    """A threshold for binding clauses above the one for all clauses would never be asked."""
    path = tmp_path / "fair_competition" / "classifier" / "8.3.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CLASSIFIED.format(label="8.3", bound=0.95), "utf-8")

    with pytest.raises(RuleError, match="bound_from"):
        load_ruleset(tmp_path)
