"""Counts how often each rule is right on labelled corpora of ours, for `Finding.confidence`.

Counted are whole documents and clauses; those that the rules were changed after reading are counted
apart, for less, where the others are too few. The cases in the rule files are not: their rule was
written until it passed them, so all of them are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from corpora.confidence import FILE, LEAST_COUNTED, READ_BEFORE, CountedRule
from corpora.evaluate.cases import Case, Label
from corpora.evaluate.outcomes import Hit, MeasuredSet
from corpora.evaluate.own_corpora import OwnSet, own_sets
from corpora.evaluate.table import EvaluationTable
from reviewer.engine.prepare import KIND_CLASSIFIER
from reviewer.finding import Severity
from reviewer.review import ReviewContext

ABOUT = (
    "各规则在本项目自写的标注语料上判对了多少。写规则时没有读过的语料（right、counted）与读过的"
    "（read_right、read_counted）分开数；规则文件中的用例不数，"
    "因为规则改到全部通过为止。发现的项或种类与标注一致算对，落在合法条文上或者项不一致算错；"
    "落在存疑条文上的“风险”级发现，项一致算对，其余不数。"
    f"判过 {LEAST_COUNTED} 处以上才有置信度：没有读过的语料（判对＋1）÷（判过＋2）；不足时合并读过的，"
    f"再乘以 {READ_BEFORE}（新写的语料首次判对的比例与改后之比）。"
    "由 reviewer evaluate confidence --write 写成，请勿手改。"
)


def counted_sets(context: ReviewContext) -> tuple[tuple[OwnSet, MeasuredSet], ...]:
    """All sets of ours, measured; without the classifiers that were trained on a set."""
    kinds = {name: each for name, each in context.classifiers.items() if name == KIND_CLASSIFIER}
    unlearned = replace(context, classifiers=kinds)
    return tuple(
        (own, own.measure(replace(unlearned if own.seen_by_models else context, families={own.family})))
        for own in own_sets()
    )


def count_rules(
    sets: Iterable[MeasuredSet], *, read: Iterable[MeasuredSet] = ()
) -> Mapping[str, CountedRule]:
    """What each rule got right, by rule id in order.

    Args:
        sets: Sets that its author has not read.
        read: Sets that were read while writing rules.
    """
    fresh, known = _verdicts(sets), _verdicts(read)
    return {
        rule: CountedRule(
            right=sum(fresh.get(rule, ())),
            counted=len(fresh.get(rule, ())),
            read_right=sum(known.get(rule, ())),
            read_counted=len(known.get(rule, ())),
        )
        for rule in sorted(fresh.keys() | known.keys())
    }


def _verdicts(sets: Iterable[MeasuredSet]) -> dict[str, list[bool]]:
    judged: dict[str, list[bool]] = {}
    for measured in sets:
        for outcome in measured.outcomes:
            for hit in outcome.hits:
                right = _judge(hit, outcome.case)
                if right is not None:
                    judged.setdefault(hit.rule, []).append(right)
    return judged


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
            {
                "corpus": own.corpus,
                "name": measured.name,
                "cases": len(measured.outcomes),
                "read": own.seen_by_rules,
            }
            for own, measured in sets
        ],
        "rules": {
            rule: {
                "right": counted.right,
                "counted": counted.counted,
                "read_right": counted.read_right,
                "read_counted": counted.read_counted,
            }
            for rule, counted in counts.items()
        },
    }
    FILE.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return FILE


def confidence_table(
    counts: Mapping[str, CountedRule], sets: Iterable[tuple[OwnSet, MeasuredSet]]
) -> EvaluationTable:
    """Rule by rule, those with most cases first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1].counted, -item[1].read_counted, item[0]))
    calibrated = sum(counted.confidence is not None for counted in counts.values())
    names = "；".join(f"{measured.name} {len(measured.outcomes)} 条" for _, measured in sets)
    return EvaluationTable(
        title="各规则的置信度",
        columns=("规则", "判对", "判过", "读过的判对", "读过的判过", "置信度"),
        rows=tuple(
            (
                rule,
                str(counted.right),
                str(counted.counted),
                str(counted.read_right),
                str(counted.read_counted),
                "未校准" if counted.confidence is None else f"{counted.confidence:.2f}",
            )
            for rule, counted in ordered
        ),
        notes=(f"数过的语料：{names}", f"{len(counts)} 条规则有发现，其中 {calibrated} 条有置信度"),
    )
