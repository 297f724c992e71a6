"""How sure a finding is, from cases that its rule was not written on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.confidence import FILE, LEAST_COUNTED, CountedRule, load_confidences, read_counts
from corpora.context import load_context
from corpora.evaluate.cases import Case, Label
from corpora.evaluate.confidence import count_rules
from corpora.evaluate.outcomes import Hit, MeasuredSet, Outcome
from corpora.labelled import CorpusError
from reviewer.finding import Severity

_RULE = "fair_competition/local"


def _outcome(
    label: Label, *, expected: tuple[str, ...] = (), counted: bool = True, severity: Severity = Severity.RISK
) -> Outcome:
    case = Case(id="1", document="甲", text="", label=label, expected=expected, counted=counted)
    return Outcome(case=case, hits=(Hit(rule=_RULE, kinds=("10.2", "9.3"), severity=severity),))


@pytest.mark.parametrize(
    ("right", "counted", "confidence"),
    [(LEAST_COUNTED - 1, LEAST_COUNTED - 1, None), (20, 20, 0.95), (0, 20, 0.05), (30, 40, 0.74)],
)
def test_confidence_needs_cases_and_never_promises_all(
    right: int, counted: int, confidence: float | None
) -> None:
    """The rule of succession, rounded to two places."""
    assert CountedRule(right=right, counted=counted).confidence == confidence


def test_text_that_was_read_counts_for_less_and_only_where_there_is_no_other() -> None:
    """A rule was changed until it was right there; enough text that was not read stands alone."""
    assert CountedRule(right=10, counted=10, read_right=38, read_counted=38).confidence == 0.91
    assert CountedRule(right=10, counted=20, read_right=38, read_counted=38).confidence == 0.5
    assert CountedRule(right=4, counted=4, read_right=4, read_counted=4).confidence is None


@pytest.mark.parametrize(
    ("outcome", "right", "counted"),
    [
        (_outcome(Label.VIOLATION, expected=("10.2",)), 1, 1),
        (_outcome(Label.VIOLATION, expected=("8.1", "9.3")), 1, 1),
        (_outcome(Label.VIOLATION, expected=("8.1",)), 0, 1),
        (_outcome(Label.LAWFUL), 0, 1),
        (_outcome(Label.NEUTRAL, expected=("10.2",)), 1, 1),
    ],
)
def test_a_finding_is_right_where_the_label_names_its_kind(
    outcome: Outcome, right: int, counted: int
) -> None:
    """On a clause that may be unlawful only a finding that says so is right."""
    counts = count_rules([MeasuredSet(name="样本", figures=(), outcomes=(outcome,))])

    read = count_rules([], read=[MeasuredSet(name="样本", figures=(), outcomes=(outcome,))])

    assert counts == {_RULE: CountedRule(right=right, counted=counted)}
    assert read == {_RULE: CountedRule(right=0, counted=0, read_right=right, read_counted=counted)}


@pytest.mark.parametrize(
    "outcome",
    [
        _outcome(Label.NEUTRAL, expected=("8.1",)),
        _outcome(Label.NEUTRAL, expected=("10.2",), severity=Severity.VIOLATION),
        _outcome(Label.UNLABELLED),
        _outcome(Label.VIOLATION, expected=("10.2",), counted=False),
    ],
)
def test_a_finding_is_not_counted_where_the_label_does_not_tell(outcome: Outcome) -> None:
    """Neither right nor wrong."""
    assert count_rules([MeasuredSet(name="样本", figures=(), outcomes=(outcome,))]) == {}


def test_rules_with_few_cases_have_no_confidence(tmp_path: Path) -> None:
    """They are left out of what a review is given."""
    path = tmp_path / "confidence.json"
    counts = {"a": {"right": 30, "counted": 38}, "b": {"right": 3, "counted": 3}}
    path.write_text(json.dumps({"about": "", "rules": counts}), "utf-8")

    assert load_confidences(path) == {"a": 0.78}


@pytest.mark.parametrize("content", ["", "{}", '{"rules": {"a": 1}}', '{"rules": {"a": {"right": 1}}}'])
def test_a_damaged_file_names_the_remedy(content: str, tmp_path: Path) -> None:
    """Nothing is guessed."""
    path = tmp_path / "confidence.json"
    path.write_text(content, "utf-8")

    with pytest.raises(CorpusError, match="evaluate confidence --write"):
        load_confidences(path)


def test_shipped_counts_are_sound_and_reach_the_review() -> None:
    """More right than counted is a slip; every review gets what was counted."""
    counts = read_counts()

    assert all(0 <= each.right <= each.counted for each in counts.values())
    assert all(0 <= each.read_right <= each.read_counted for each in counts.values())
    assert load_context().confidences == load_confidences()
    assert FILE.parent.name == "models"


def test_equal_sets_give_equal_counts() -> None:
    """Rules stand in the order of their ids."""
    first = _outcome(Label.LAWFUL)
    second = replace(first, hits=(replace(first.hits[0], rule="disclosure/a"), *first.hits))

    counts = count_rules([MeasuredSet(name="样本", figures=(), outcomes=(first, second))])

    assert list(counts) == ["disclosure/a", _RULE]
    assert counts[_RULE].counted == 2
