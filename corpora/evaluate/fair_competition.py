"""How well the family ``fair_competition`` finds breaches and leaves lawful wording alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpora.context import load_context
from corpora.evaluate.bootstrap import Share, share
from corpora.evaluate.clause_cases import ClauseCase, PolicyClause, read_clauses, read_policies
from corpora.evaluate.table import EvaluationTable
from corpora.labelled import HELD_OUT, TRAIN, load_corpus
from reviewer.document import Document
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.review import ReviewContext, review

PROBES = "fair_competition_probes"
# The law is asked at a fixed date, so that figures of two runs can be compared.
AS_OF = date(2026, 11, 23)
_FAMILY = frozenset({"fair_competition"})
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOutcome:
    """What was found in a clause."""

    case: ClauseCase
    findings: tuple[Finding, ...]

    @property
    def article_right(self) -> bool:
        """Whether a finding names an article that the clause breaches."""
        articles = {item.partition(".")[0] for item in self.case.items}
        return any(finding.kind.partition(".")[0] in articles for finding in self.findings)

    @property
    def item_right(self) -> bool:
        """Whether the main item of a finding is one that the clause breaches."""
        return any(finding.kind in self.case.items for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOutcome:
    """What was found in a clause of a policy document."""

    clause: PolicyClause
    findings: tuple[Finding, ...]


def evaluate_fair_competition() -> tuple[EvaluationTable, ...]:
    """The family on the project's own clauses: those seen while rules were written, and those held out."""
    corpus = load_corpus(PROBES)
    tables: list[EvaluationTable] = []
    for split, name in ((HELD_OUT, "自写条文，留出部分"), (TRAIN, "自写条文，写规则时读过")):
        cases = [
            ClauseCase(id=item.id, document=item.document, text=item.sample.text, items=item.labels)
            for item in corpus.split(split)
        ]
        tables += clause_tables(name, _outcomes(cases))
    return tuple(tables)


def evaluate_clauses(violations: Path, lawful: Path) -> tuple[EvaluationTable, ...]:
    """Recall, article and item accuracy, false rate, per item and per rule, and the misses.

    Args:
        violations: Clauses that breach, one JSON object a line.
        lawful: Clauses that do not.

    Raises:
        CorpusError: A file that cannot be read.
    """
    cases = (*read_clauses(violations, lawful=False), *read_clauses(lawful, lawful=True))
    return clause_tables(f"{violations.name}、{lawful.name}", _outcomes(cases))


def evaluate_policies(policies: Path, documents: Path) -> tuple[EvaluationTable, ...]:
    """Whole documents: recall of violations, precision of what is flagged, false alarms.

    Risk-labelled clauses and lawful ones of medium certainty count neither way.

    Args:
        policies: Labelled clauses, one JSON object a line.
        documents: Folder with the documents as text.

    Raises:
        CorpusError: A file that cannot be read.
    """
    clauses: dict[str, list[PolicyClause]] = {}
    for clause in read_policies(policies):
        clauses.setdefault(clause.file, []).append(clause)
    context = fixed_context()
    outcomes: list[PolicyOutcome] = []
    characters = 0
    for file, members in clauses.items():
        document = document_from_text((documents / file).read_text(encoding="utf-8"), file)
        characters += len(document.text)
        outcomes += _policy_outcomes(document, members, context)
    return policy_tables(policies.name, outcomes, characters)


def fixed_context() -> ReviewContext:
    """Shipped rules and models, one family, a fixed date."""
    return load_context(today=AS_OF, families=_FAMILY)


# --- running --------------------------------------------------------------------------------


def _outcomes(cases: Iterable[ClauseCase]) -> list[ClauseOutcome]:
    context = fixed_context()
    return [
        ClauseOutcome(
            case=case, findings=_flagged(document_from_text(case.text, case.id, passage=True), context)
        )
        for case in cases
    ]


def _flagged(document: Document, context: ReviewContext) -> tuple[Finding, ...]:
    """Findings that say more than advice."""
    return tuple(f for f in review(document, context).findings if f.severity is not Severity.ADVICE)


def _policy_outcomes(
    document: Document, clauses: Sequence[PolicyClause], context: ReviewContext
) -> Iterable[PolicyOutcome]:
    findings = _flagged(document, context)
    position = 0
    for clause in clauses:
        start = document.text.find(clause.text, position)
        if start < 0:
            yield PolicyOutcome(clause=clause, findings=())
            continue
        end = start + len(clause.text)
        position = start + 1
        inside = tuple(finding for finding in findings if start <= finding.span.start < end)
        yield PolicyOutcome(clause=clause, findings=inside)


# --- tables ---------------------------------------------------------------------------------


def clause_tables(name: str, outcomes: Sequence[ClauseOutcome]) -> tuple[EvaluationTable, ...]:
    """Figures of clauses: all, per item, per rule, and the list of misses and false alarms."""
    breaches = [outcome for outcome in outcomes if outcome.case.items]
    counted = [outcome for outcome in breaches if outcome.case.counted]
    lawful = [outcome for outcome in outcomes if not outcome.case.items]
    rows = [
        ("查全率", _share(counted, lambda o: bool(o.findings)).to_chinese()),
        ("条准确率", _share(counted, lambda o: o.article_right).to_chinese()),
        ("项准确率", _share(counted, lambda o: o.item_right).to_chinese()),
        ("合法条文误报率", _share(lawful, lambda o: bool(o.findings)).to_chinese()),
    ]
    if len(counted) < len(breaches):
        rows.append(("查全率（含转述和有争议的）", _share(breaches, lambda o: bool(o.findings)).to_chinese()))
    return (
        EvaluationTable(title=f"公平竞争：{name}", columns=("指标", "数值"), rows=tuple(rows)),
        _item_table(name, breaches),
        _rule_table(name, breaches, lawful),
        _list_table(name, [(o.case.id, o.case.items, o.case.text, o.findings) for o in (*breaches, *lawful)]),
    )


def policy_tables(
    name: str, outcomes: Sequence[PolicyOutcome], characters: int
) -> tuple[EvaluationTable, ...]:
    """Figures of whole documents: all, a document, and the list of misses and false alarms."""
    recall = _policy_recall(outcomes)
    precision = _policy_precision(outcomes)
    files = list(dict.fromkeys(outcome.clause.file for outcome in outcomes))
    false = precision.total - precision.right
    per_file = [
        (file, _short(_policy_recall(part)), _short(_policy_precision(part)))
        for file in files
        for part in [[outcome for outcome in outcomes if outcome.clause.file == file]]
    ]
    summary = EvaluationTable(
        title=f"公平竞争：整篇文件 {name}",
        columns=("指标", "数值"),
        rows=(
            ("违法条文查全率", recall.to_chinese()),
            ("查准率（风险和存疑条文不计）", precision.to_chinese()),
            ("每万字误报", f"{false / max(characters, 1) * 10_000:.2f}"),
        ),
        notes=(f"{len(files)} 篇，{len(outcomes)} 条，{characters} 字",),
    )
    by_file = EvaluationTable(
        title=f"整篇文件 {name}：各篇", columns=("文件", "查全率", "查准率"), rows=tuple(per_file)
    )
    listed = [
        (o.clause.id, o.clause.items if o.clause.label == "violation" else (), o.clause.text, o.findings)
        for o in outcomes
        if not o.clause.neutral
    ]
    return summary, by_file, _list_table(name, listed)


def _policy_recall(outcomes: Sequence[PolicyOutcome]) -> Share:
    return share([(o.clause.file, bool(o.findings)) for o in outcomes if o.clause.label == "violation"])


def _policy_precision(outcomes: Sequence[PolicyOutcome]) -> Share:
    flagged = [o for o in outcomes if o.findings and not o.clause.neutral]
    return share([(o.clause.file, o.clause.label == "violation") for o in flagged])


def _share(outcomes: Sequence[ClauseOutcome], holds: Callable[[ClauseOutcome], bool]) -> Share:
    return share([(outcome.case.document, holds(outcome)) for outcome in outcomes])


def _short(part: Share) -> str:
    return "–" if part.value is None else f"{part.value:.0%}（{part.right:g}/{part.total:g}）"


def _item_table(name: str, breaches: Sequence[ClauseOutcome]) -> EvaluationTable:
    items = sorted({o.case.items[0] for o in breaches}, key=lambda item: [int(n) for n in item.split(".")])
    rows = []
    for item in items:
        part = [outcome for outcome in breaches if outcome.case.items[0] == item]
        found = _share(part, lambda o: bool(o.findings))
        rows.append((item, str(len(part)), _short(found), _short(_share(part, lambda o: o.item_right))))
    return EvaluationTable(
        title=f"{name}：各项", columns=("项", "条数", "查全率", "项准确率"), rows=tuple(rows)
    )


def _rule_table(
    name: str, breaches: Sequence[ClauseOutcome], lawful: Sequence[ClauseOutcome]
) -> EvaluationTable:
    hits = Counter(finding.rule for outcome in breaches for finding in outcome.findings)
    right = Counter(f.rule for outcome in breaches for f in outcome.findings if f.kind in outcome.case.items)
    false = Counter(finding.rule for outcome in lawful for finding in outcome.findings)
    rows = [
        (rule, str(hits[rule]), str(right[rule]), str(false[rule]))
        for rule, _ in (hits + false).most_common()
    ]
    columns = ("规则", "违法条文中", "其中项正确", "合法条文中")
    return EvaluationTable(title=f"{name}：各规则", columns=columns, rows=tuple(rows))


def _list_table(
    name: str, cases: Iterable[tuple[str, tuple[str, ...], str, tuple[Finding, ...]]]
) -> EvaluationTable:
    """Misses and false alarms, for the author of the rules to read one by one."""
    rows = []
    for identity, items, text, findings in cases:
        if bool(items) == bool(findings):
            continue
        kind = "漏报" if items else "误报"
        what = "、".join(items) if items else "、".join(finding.rule for finding in findings)
        rows.append((kind, identity, what, text[:_SHOWN].replace("\n", " ").replace("|", "｜")))
    columns = ("类型", "编号", "项或者规则", "条文开头")
    return EvaluationTable(title=f"{name}：漏报与误报", columns=columns, rows=tuple(rows))
