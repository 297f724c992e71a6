"""Every case of every rule file is one test."""

from datetime import date

import pytest

from corpora.context import RULES, load_context
from reviewer.engine.cases import CaseRunner
from reviewer.engine.ruleset import CompiledRule
from reviewer.engine.schema import Case

TODAY = date(2026, 11, 23)
_CONTEXT = load_context(today=TODAY)
_RUNNER = CaseRunner(
    ruleset=_CONTEXT.ruleset, catalogue=_CONTEXT.catalogue, as_of=TODAY, classifiers=_CONTEXT.classifiers
)
_CASES = [
    pytest.param(compiled, case, id=f"{compiled.id}::{case.name}")
    for compiled in _CONTEXT.ruleset.rules
    for case in compiled.rule.cases
]


@pytest.mark.parametrize(("compiled", "case"), _CASES)
def test_rule_finds_exactly_what_its_case_says(compiled: CompiledRule, case: Case) -> None:
    """The exact quotes, in order; a known miss must be unmarked the day the rule finds it."""
    result = _RUNNER.run(compiled, case)

    if case.known_miss:
        assert not result.as_expected, f"已能找到，请去掉 known_miss：{RULES.name}/{compiled.id}.yaml"
    else:
        assert list(result.quotes) == case.finds, f"排除理由：{result.considered}"
