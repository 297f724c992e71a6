"""The reference of rules, written from their files."""

from __future__ import annotations

from corpora.context import load_context
from reviewer.exporters.rules_reference import rules_reference


def test_every_rule_stands_in_the_reference_with_law_and_examples() -> None:
    """Nothing has to be kept by hand: each rule is there once, in Chinese, with what it finds and spares."""
    rules = load_context(classifiers=False).ruleset.rules

    reference = rules_reference(rules)

    assert all(reference.count(f"编号：`{compiled.id}`") == 1 for compiled in rules)
    assert reference.count("\n- 会提示：") == sum(
        any(case.finds and not case.known_miss for case in compiled.rule.cases) for compiled in rules
    )


def test_the_reference_names_an_article_only_where_it_is_verified() -> None:
    """An article that nobody checked is not shown."""
    rules = load_context(classifiers=False).ruleset.rules
    unverified = [(basis.title, basis.article) for c in rules for basis in c.rule.basis if not basis.verified]

    reference = rules_reference(rules)

    assert not [each for each in unverified if each[1] and f"《{each[0]}》{each[1]}" in reference]


def test_markup_in_an_example_is_shown_as_it_is() -> None:
    """A vertical bar or bracket of an example makes no table and no link."""
    rules = [c for c in load_context(classifiers=False).ruleset.rules if "[" in c.rule.message][:1]

    reference = rules_reference(rules)

    assert "\\[" in reference or not rules
