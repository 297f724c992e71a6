"""Rules about rules."""

import re
from collections import Counter
from datetime import date

import pytest

from corpora.context import RULES, load_context
from reviewer.engine.loader import rule_id_of, rule_paths
from reviewer.engine.ruleset import CompiledRule

_CONTEXT = load_context(today=date(2026, 11, 23), classifiers=False)
_ALL = [pytest.param(compiled, id=compiled.id) for compiled in _CONTEXT.ruleset.rules]
_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千]+)条")


def test_every_file_became_a_rule() -> None:
    """No file is left out; every id is its path, or ``classifier/<label>`` where a classifier decides."""
    ids = {rule_id_of(path, RULES) for path in rule_paths(RULES)}

    assert ids == {compiled.id for compiled in _CONTEXT.ruleset.rules}


@pytest.mark.parametrize("compiled", _ALL)
def test_rule_has_three_hits_and_three_near_misses(compiled: CompiledRule) -> None:
    """A rule shows what it finds and, as carefully, what it leaves alone."""
    hits = [case for case in compiled.rule.cases if case.finds and not case.known_miss]
    misses = [case for case in compiled.rule.cases if not case.finds]

    assert len(hits) >= 3
    assert len(misses) >= 3


@pytest.mark.parametrize("compiled", _ALL)
def test_message_names_the_passage_in_chinese(compiled: CompiledRule) -> None:
    """The user sees what is meant; a personal value is shown masked."""
    rule = compiled.rule
    placeholder = "${masked}" if compiled.family == "disclosure" else "${quote}"

    assert placeholder in rule.message
    assert re.search(r"[\u4e00-\u9fff]", rule.message)
    assert "${quote}" not in rule.message or compiled.family != "disclosure"


@pytest.mark.parametrize("compiled", _ALL)
def test_basis_stands_in_the_catalogue(compiled: CompiledRule) -> None:
    """Title known, article not beyond the last, in force from the day the rule says."""
    for basis in compiled.rule.basis:
        if not basis.verified:
            continue
        law = _CONTEXT.catalogue.exact(basis.title, _CONTEXT.as_of)
        assert law is not None, basis.title
        numbers = _ARTICLE.findall(basis.article or "")
        if numbers and law.articles:
            assert _numeral(numbers[0]) <= law.articles, basis.article


def test_no_two_rules_look_for_the_same() -> None:
    """A pattern stands in one rule only."""
    patterns = Counter(
        (compiled.rule.match.get("within", "sentence"), pattern)
        for compiled in _CONTEXT.ruleset.rules
        for pattern in compiled.rule.match.get("any_of", [])
    )

    assert [pattern for pattern, count in patterns.items() if count > 1] == []


def _numeral(text: str) -> int:
    from reviewer.numbering import parse_numeral

    value = parse_numeral(text)
    assert value is not None
    return value
