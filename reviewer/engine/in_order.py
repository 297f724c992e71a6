"""What the legality review checked and found in order (合法性审核), by the article that it was held against.

A report that lists faults only does not show whether a citation was verified or merely not looked at.
Nothing here is a finding: each line says what was asked, at which article, and what the answer was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from reviewer.checkers.authority import Matter, permitted
from reviewer.checkers.base import CheckContext
from reviewer.checkers.legal_basis_clause import stated_basis
from reviewer.citation.model import CitationForm
from reviewer.citation.resolve import ResolvedCitation
from reviewer.document import Span
from reviewer.engine.candidates import MAX_QUOTE, basis_at
from reviewer.engine.form_in_order import form_in_order
from reviewer.engine.ruleset import CompiledRule, Ruleset
from reviewer.finding import Finding, LegalBasis, Severity
from reviewer.law import Law, LawStatus
from reviewer.report import Checked, ReadValue

FAMILY, FORM = "legal_basis", "drafting"
_CITED = frozenset({CitationForm.TITLE, CitationForm.BARE, CitationForm.BACK, CitationForm.NUMBER})
_POWERS: tuple[tuple[str, str, Matter], ...] = (
    ("power.licence", "行政许可", Matter.LICENCE),
    ("power.penalty", "行政处罚", Matter.PENALTY),
    ("power.coercion", "行政强制", Matter.COMPULSION),
    ("power.fee", "收费、基金、保证金", Matter.FEE),
    ("power.proof", "证明事项", Matter.PROOF),
    ("power.rights", "减损权利、增加义务", Matter.RIGHTS),
    ("power.assessment", "考核、评比、达标", Matter.ASSESSMENT),
    ("power.delegation", "委托、下放职权", Matter.DELEGATION),
)
_FACTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("effective_on", "施行日期", ("effective_date", "retroactive", "date")),
    ("validity_period", "有效期", ("validity", "date")),
    ("signed_on", "成文日期", ("date",)),
)


def checked_in_order(
    ruleset: Ruleset, context: CheckContext, findings: Sequence[Finding], families: frozenset[str]
) -> tuple[Checked, ...]:
    """What was checked for legality without a finding; empty for passages and other families.

    Args:
        ruleset: The rules that ran.
        context: The document, prepared and judged.
        findings: What was found in it.
        families: Families that ran; empty means all.
    """
    if context.document.passage:
        return ()
    # A classifier that is not loaded was not asked; where it is, it only adds to the rules.
    applied = [each for each in ruleset.rules if not each.rule.retired and each.rule.checker != "classified"]
    checked: list[Checked] = []
    if not families or FAMILY in families:
        checked += [*_basis(applied, context, findings), *_citations(context, findings)]
        checked += _powers(applied, context, findings)
    if not families or FORM in families:
        checked += [*_facts(applied, context, findings), *form_in_order(applied, context, findings)]
    return tuple(checked)


def _basis(
    rules: Sequence[CompiledRule], context: CheckContext, findings: Sequence[Finding]
) -> Iterator[Checked]:
    """The clause that says under what the document is made."""
    owed = [each for each in rules if each.rule.kind.startswith("basis.") and each.applies(context)]
    faulty = _faulty_citations(findings)
    named = [
        found
        for found in (stated_basis(context) if owed else [])
        if not _touched(context.source_span(found.citation.start, found.citation.end), faulty)
    ]
    if named and not any(finding.kind.startswith("basis.") for finding in findings):
        titles = tuple(dict.fromkeys(f"《{found.title}》" for found in named))
        yield Checked(
            subject="制定依据",
            result="已写明",
            items=titles,
            basis=basis_at(owed[0].rule.basis, context.as_of),
        )


def _citations(context: CheckContext, findings: Sequence[Finding]) -> Iterator[Checked]:
    """Each law that is cited rightly, with its articles; the law itself is what it was held against."""
    faulty = _faulty_citations(findings)
    found: dict[str, tuple[Law, dict[str, None]]] = {}
    for resolved in context.citations:
        law = resolved.law
        if law is None or law.status(context.as_of) is not LawStatus.IN_FORCE or not _is_named(resolved):
            continue
        span = context.source_span(resolved.citation.start, resolved.citation.end)
        if not _touched(span, faulty):
            found.setdefault(law.title, (law, {}))[1].update(dict.fromkeys(_clauses(resolved)))
    for law, clauses in found.values():
        held = LegalBasis(title=law.title, since=law.begins, verified=law.verified)
        yield Checked(
            subject="法律依据", result=_cited_result(law, clauses), items=tuple(clauses), basis=(held,)
        )


def _faulty_citations(findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """Where citations are wrong, in order."""
    return sorted(
        (finding.span.start, finding.span.end)
        for finding in findings
        if finding.kind.startswith("citation.") and finding.severity is not Severity.ADVICE
    )


def _touched(span: Span, faulty: Sequence[tuple[int, int]]) -> bool:
    """Whether a fault lies on the span; faults are in order and no longer than a quote."""
    first = bisect_left(faulty, (span.start - MAX_QUOTE, 0))
    last = bisect_left(faulty, (span.end, 0))
    return any(end > span.start for _, end in faulty[first:last])


def _is_named(resolved: ResolvedCitation) -> bool:
    return resolved.citation.form in _CITED and resolved.citation.draft is None


def _clauses(resolved: ResolvedCitation) -> list[str]:
    return [str(each.first) + (f"至{each.last}" if each.last else "") for each in resolved.citation.clauses]


def _cited_result(law: Law, clauses: object) -> str:
    """That it is in force; of the articles only what the catalogue can tell."""
    known = "" if law.verified else "（事实未与正式文本核对）"
    if not clauses:
        return f"现行有效{known}"
    return (
        f"现行有效，条号在 {law.articles} 条以内{known}" if law.articles else f"现行有效，条数未收录{known}"
    )


def _powers(
    rules: Sequence[CompiledRule], context: CheckContext, findings: Sequence[Finding]
) -> Iterator[Checked]:
    """Each matter that a document may not set (设定权), by the article that says so."""
    kinds = {kind for finding in findings for kind in (finding.kind, *finding.also)}
    by_kind: dict[str, list[CompiledRule]] = {}
    for each in rules:
        by_kind.setdefault(each.rule.kind, []).append(each)
    for kind, name, matter in _POWERS:
        asked = [each for each in by_kind.get(kind, ()) if each.applies(context)]
        if not asked or kind in kinds:
            continue
        allowed = permitted(matter, context)
        result = allowed or f"用 {len(asked)} 条规则审查，未发现自行设定"
        yield Checked(subject=f"设定权：{name}", result=result, basis=_bases(asked, context))


def _bases(rules: Sequence[CompiledRule], context: CheckContext) -> tuple[LegalBasis, ...]:
    """The article that most of the rules name first, and so the one the matter was held against."""
    named = [
        basis[0] for each in rules if (basis := basis_at(each.rule.basis, context.as_of)) and basis[0].article
    ]
    counted = sorted(named, key=lambda basis: (-named.count(basis), basis.title, basis.article or ""))
    return (counted[0],) if counted else ()


def _facts(
    rules: Sequence[CompiledRule], context: CheckContext, findings: Sequence[Finding]
) -> Iterator[Checked]:
    """Dates that are there and that nothing contradicts."""
    kinds = {finding.kind.partition(".")[0] for finding in findings}
    for name, subject, faults in _FACTS:
        value: ReadValue | None = getattr(context.profile, name)
        if value is None or kinds & set(faults):
            continue
        asked = [
            each
            for each in rules
            if each.rule.kind.partition(".")[0] == faults[0] and each.family == FORM and each.applies(context)
        ]
        if asked:
            basis = basis_at(asked[0].rule.basis, context.as_of)
            yield Checked(
                subject=subject, result="已写明，与其他日期不矛盾", items=(value.value,), basis=basis
            )
