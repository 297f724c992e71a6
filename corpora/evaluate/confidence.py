"""Counts how often each rule is right on labelled corpora of ours, for `Finding.confidence`.

Counted are whole documents and clauses that the rules were not changed after reading. The cases
in the rule files are not: their rule was written until it passed them, so all of them are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from corpora.confidence import FILE, LEAST_COUNTED, CountedRule
from corpora.evaluate.cases import Case, Label
from corpora.evaluate.outcomes import Hit, MeasuredSet
from corpora.evaluate.own_corpora import OwnSet, own_sets
from corpora.evaluate.table import EvaluationTable
from reviewer.engine.prepare import KIND_CLASSIFIER
from reviewer.finding import Severity
from reviewer.review import ReviewContext

ABOUT = (
    "各规则在本项目自写的标注语料上判对了多少。只数写规则时没有读过的语料；规则文件中的用例不数，"
    "因为规则改到全部通过为止。发现的项或种类与标注一致算对，落在合法条文上或者项不一致算错；"
    "落在存疑条文上的“风险”级发现，项一致算对，其余不数。"
    f"判过 {LEAST_COUNTED} 处以上才有置信度：（判对＋1）÷（判过＋2）。"
    "由 reviewer evaluate confidence --write 写成，请勿手改。"
)


def counted_sets(context: ReviewContext) -> tuple[tuple[OwnSet, MeasuredSet], ...]:
    """The sets that count, measured; without the classifiers that were trained on a set."""
    kinds = {name: each for name, each in context.classifiers.items() if name == KIND_CLASSIFIER}
    unlearned = replace(context, classifiers=kinds)
    return tuple(
        (own, own.measure(replace(unlearned if own.seen_by_models else context, families={own.family})))
        for own in own_sets()
        if not own.seen_by_rules
    )


def count_rules(sets: Iterable[MeasuredSet]) -> Mapping[str, CountedRule]:
    """What each rule got right, by rule id in order."""
    judged: dict[str, list[bool]] = {}
    for measured in sets:
        for outcome in measured.outcomes:
            for hit in outcome.hits:
                right = _judge(hit, outcome.case)
                if right is not None:
                    judged.setdefault(hit.rule, []).append(right)
    return {
        rule: CountedRule(right=sum(verdicts), counted=len(verdicts))
        for rule, verdicts in sorted(judged.items())
    }


def _judge(hit: Hit, case: Case) -> bool | None:
    """Whether a finding is right; None where the label does not tell."""
    right = any(kind in case.expected for kind in hit.kinds)
    if case.label is Label.NEUTRAL:
        return True if right and hit.severity is Severity.RISK else None
    if case.label is Label.UNLABELLED or not case.counted:
        return None
    return case.label is Label.VIOLATION and right


def write_counts(counts: Mapping[str, CountedRule], sets: Iterable[tuple[OwnSet, MeasuredSet]]) -> Path:
    """Write the file that reviews read."""
    value = {
        "about": ABOUT,
        "sets": [
            {"corpus": own.corpus, "name": measured.name, "cases": len(measured.outcomes)}
            for own, measured in sets
        ],
        "rules": {
            rule: {"right": counted.right, "counted": counted.counted} for rule, counted in counts.items()
        },
    }
    FILE.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return FILE


def confidence_table(
    counts: Mapping[str, CountedRule], sets: Iterable[tuple[OwnSet, MeasuredSet]]
) -> EvaluationTable:
    """Rule by rule, those with most cases first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1].counted, item[0]))
    calibrated = sum(counted.confidence is not None for counted in counts.values())
    names = "；".join(f"{measured.name} {len(measured.outcomes)} 条" for _, measured in sets)
    return EvaluationTable(
        title="各规则的置信度",
        columns=("规则", "判对", "判过", "置信度"),
        rows=tuple(
            (
                rule,
                str(counted.right),
                str(counted.counted),
                "未校准" if counted.confidence is None else f"{counted.confidence:.2f}",
            )
            for rule, counted in ordered
        ),
        notes=(f"数过的语料：{names}", f"{len(counts)} 条规则有发现，其中 {calibrated} 条有置信度"),
    )
