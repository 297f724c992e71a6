"""What the review of form checked and found in order: numbers, references, annexes, names and so on.

A line stands only where the document has something of the kind, the rules on it apply to this kind of
document, and none of them found a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.checkers.base import CheckContext
from reviewer.checkers.cross_references import annex_numbers, own_references
from reviewer.checkers.document_form import interpreters
from reviewer.checkers.short_names import defined_names
from reviewer.engine.candidates import basis_at
from reviewer.engine.ruleset import CompiledRule
from reviewer.finding import Finding
from reviewer.report import Checked
from reviewer.structure.outline import ClauseUnit

_FAMILIES = frozenset({"drafting", "legal_basis"})
_FEWEST_ARTICLES = 3
_PROCEDURES = "procedure.missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A line of what was checked.

    Attributes:
        subject: What was checked.
        rules: Last parts of the ids of the rules that check it.
        told: What was found, as result and items; None where there is nothing of the kind.
    """

    subject: str
    rules: tuple[str, ...]
    told: Callable[[CheckContext], tuple[str, tuple[str, ...]] | None]


def form_in_order(
    rules: Sequence[CompiledRule], context: CheckContext, findings: Sequence[Finding]
) -> Iterator[Checked]:
    """Each item of form that the document has and that nothing is wrong with.

    Args:
        rules: The rules that ran.
        context: The document, prepared and judged.
        findings: What was found in it.
    """
    faulty = {finding.rule for finding in findings}
    by_name = {each.id.rpartition("/")[2]: each for each in rules if each.family in _FAMILIES}
    for item in _ITEMS:
        named = (by_name.get(name) for name in item.rules)
        asked = [each for each in named if each is not None and each.applies(context)]
        told = item.told(context) if asked and not any(each.id in faulty for each in asked) else None
        if told is not None:
            result, items = told
            basis = basis_at(asked[0].rule.basis, context.as_of)
            yield Checked(subject=item.subject, result=result, items=items, basis=basis)
    yield from _procedures(rules, context, faulty)


def _articles(context: CheckContext) -> tuple[str, tuple[str, ...]] | None:
    count = sum(clause.unit is ClauseUnit.ARTICLE for clause in context.outline.clauses)
    return (f"共 {count} 条，编号连续", ()) if count >= _FEWEST_ARTICLES else None


def _references(context: CheckContext) -> tuple[str, tuple[str, ...]] | None:
    count = own_references(context)
    return (f"{count} 处，所引的条款都在文中", ()) if count else None


def _annexes(context: CheckContext) -> tuple[str, tuple[str, ...]] | None:
    count = len(annex_numbers(context))
    return (f"列有 {count} 个，文中提到的都已列出", ()) if count else None


def _names(context: CheckContext) -> tuple[str, tuple[str, ...]] | None:
    names = defined_names(context)
    return ("各指一物", names) if names else None


def _interpreters(context: CheckContext) -> tuple[str, tuple[str, ...]] | None:
    bodies = interpreters(context)
    return ("已写明", bodies) if bodies else None


def _number(context: CheckContext) -> tuple[str, tuple[str, ...]] | None:
    number = context.profile.document_number
    return ("与成文日期不矛盾", (number.value,)) if number is not None and context.profile.signed_on else None


_ITEMS = (
    _Item(subject="条款编号", rules=("numbering_gap",), told=_articles),
    _Item(
        subject="文内引用",
        rules=("broken_cross_reference", "broken_chapter_reference"),
        told=_references,
    ),
    _Item(subject="附件", rules=("missing_annex",), told=_annexes),
    _Item(subject="简称", rules=("short_name_twice", "undefined_short_name"), told=_names),
    _Item(subject="解释机关", rules=("internal_interpreter", "missing_interpreter"), told=_interpreters),
    _Item(subject="发文字号", rules=("conflicting_dates", "number_format"), told=_number),
)


def _procedures(rules: Sequence[CompiledRule], context: CheckContext, faulty: set[str]) -> Iterator[Checked]:
    """Procedures that an explanation of a draft (起草说明) tells of."""
    for each in rules:
        if each.rule.kind == _PROCEDURES and each.id not in faulty and each.applies(context):
            owed = getattr(each.checker, "is_owed", None)
            if owed is not None and owed(context):
                subject = each.rule.title.replace("起草说明未写", "起草说明：")
                basis = basis_at(each.rule.basis, context.as_of)
                yield Checked(subject=subject, result="已写明", basis=basis)
