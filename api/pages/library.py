"""Rules and laws as their pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from corpora.catalogue import FileCatalogue
from corpora.law_texts import article_text
from reviewer.engine.ruleset import CompiledRule, Ruleset
from reviewer.engine.schema import Basis, Case
from reviewer.exporters.kinds import kind_words
from reviewer.exporters.wording import FAMILIES, LAW_KINDS, LAW_STATUSES, SEVERITIES, SHAPES, UNVERIFIED
from reviewer.law import Law, LawCatalogue

_MOST_LAWS = 100

Precision = Mapping[str, tuple[int, int]]
"""For each rule: findings that officers accepted or exempted, and all that they settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule in the list."""

    id: str
    title: str
    family: str
    kind: str
    severity: str
    label: str
    basis: tuple[str, ...]
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePiece:
    """A stretch of a case's text, found or not."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case of a rule with what it should find marked."""

    name: str
    finds: tuple[str, ...]
    pieces: tuple[CasePiece, ...]
    known_miss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisView:
    """A law that a rule cites.

    Attributes:
        article: As cited; empty where it is not verified.
        version: Which version of the law is meant at the day, and its state; empty where it is not listed.
        text: The article, where the operator imported it.
    """

    title: str
    words: str
    article: str = ""
    version: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule on its own page."""

    row: RuleRow
    bases: tuple[BasisView, ...]
    message: str
    suggestion: str
    cases: tuple[CaseView, ...]
    file: str

    def __getattr__(self, name: str) -> str:
        """What the row tells stands here too."""
        return str(getattr(self.row, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """A law in the list."""

    title: str
    level: str
    status: str
    tone: str
    number: str
    effective: str
    articles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingRule:
    """A rule that cites a law."""

    id: str
    title: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawView:
    """A law on its own page; facts by key of the message catalogue."""

    title: str
    status: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    versions: tuple[str, ...]
    changes: tuple[str, ...]
    rules: tuple[CitingRule, ...]
    article_text: str = ""


def rule_rows(ruleset: Ruleset, words: str, family: str, precision: Precision) -> tuple[RuleRow, ...]:
    """Rules of a family whose title, id, kind or law contains the words."""
    rows = (_row(compiled, precision) for compiled in ruleset.rules)
    return tuple(row for row in rows if family in ("", row.family) and _matches(row, words))


def rule_view(
    compiled: CompiledRule, precision: Precision, file: str, catalogue: LawCatalogue, as_of: date
) -> RuleView:
    """Everything about a rule, with the text of its file, and its laws as they are at a day."""
    rule = compiled.rule
    return RuleView(
        row=_row(compiled, precision),
        bases=tuple(_basis_view(basis, catalogue, as_of) for basis in rule.basis),
        message=rule.message,
        suggestion=rule.suggestion,
        cases=tuple(_case(case) for case in rule.cases),
        file=file,
    )


def law_rows(catalogue: FileCatalogue, words: str, as_of: date) -> tuple[LawRow, ...]:
    """Laws whose title, short title or number matches, at most a hundred."""
    found: dict[str, Law] = {}
    by_number = catalogue.by_number(words, as_of) if words else None
    if by_number is not None:
        found[by_number.title] = by_number
    for name in catalogue.names():
        if words and words in name:
            law = catalogue.exact(name, as_of) or catalogue.by_short_title(name, as_of)
            if law is not None:
                found[law.title] = law
        if len(found) >= _MOST_LAWS:
            break
    return tuple(
        _law_row(law, as_of) for law in sorted(found.values(), key=lambda law: _closeness(law, words))
    )


def law_view(
    catalogue: FileCatalogue, ruleset: Ruleset, title: str, as_of: date, article: str = ""
) -> LawView | None:
    """Everything about a law, an imported article with it; None where the catalogue lacks the law."""
    law = catalogue.exact(title, as_of) or catalogue.by_short_title(title, as_of)
    if law is None:
        return None
    row = _law_row(law, as_of)
    facts = (
        ("level", row.level),
        ("issuer", law.issuer or ""),
        ("number", row.number),
        ("effective", row.effective),
        ("repealed", _ended(law)),
        ("articles", row.articles),
    )
    changes = (
        f"原第 {change.old} 条自 {change.since.isoformat()} 起为第 {change.new} 条"
        for change in catalogue.renumberings(law.title)
    )
    return LawView(
        title=law.title,
        status=row.status,
        tone=row.tone,
        facts=tuple((label, words) for label, words in facts if words),
        versions=tuple(_version(version, as_of) for version in catalogue.versions(law.title)),
        changes=tuple(changes),
        rules=tuple(_citing(ruleset, law.title)),
        article_text=(article_text(law.title, article, law.version) or "") if article else "",
    )


def _row(compiled: CompiledRule, precision: Precision) -> RuleRow:
    rule = compiled.rule
    right, settled = precision.get(compiled.id, (0, 0))
    family = FAMILIES.get(compiled.family, compiled.family)
    return RuleRow(
        id=compiled.id,
        title=rule.title + ("（已停用）" if rule.retired else ""),
        family=compiled.family,
        kind=f"{family} · {kind_words(rule.kind)}",
        severity=rule.severity.value,
        label=f"{SHAPES[rule.severity]} {SEVERITIES[rule.severity]}",
        basis=tuple(_basis(basis) for basis in rule.basis),
        precision=f"{right / settled:.0%}（{right}/{settled}）" if settled else "",
    )


def _matches(row: RuleRow, words: str) -> bool:
    searched = " ".join((row.id, row.title, row.kind, *row.basis)).casefold()
    return all(word in searched for word in words.casefold().split())


def _basis(basis: Basis) -> str:
    return f"《{basis.title}》" + ((basis.article or "") if basis.verified else f"（{UNVERIFIED}）")


def _basis_view(basis: Basis, catalogue: LawCatalogue, as_of: date) -> BasisView:
    law = catalogue.exact(basis.title, as_of)
    article = (basis.article or "") if basis.verified else ""
    if law is None:
        return BasisView(title=basis.title, words=_basis(basis), article=article)
    day = law.version or law.promulgated
    told = (f"{day.isoformat()} 公布" if day else "", LAW_STATUSES[law.status(as_of)])
    return BasisView(
        title=basis.title,
        words=_basis(basis),
        article=article,
        version="，".join(filter(None, told)),
        text=(article_text(law.title, article, law.version) or "") if article else "",
    )


def _case(case: Case) -> CaseView:
    return CaseView(
        name=case.name,
        finds=tuple(case.finds),
        pieces=tuple(_case_pieces(case)),
        known_miss=case.known_miss or "",
    )


def _case_pieces(case: Case) -> Iterator[CasePiece]:
    position = 0
    for quote in case.finds:
        start = case.text.find(quote, position)
        if start < 0:
            continue
        yield CasePiece(text=case.text[position:start])
        yield CasePiece(text=quote, found=True)
        position = start + len(quote)
    yield CasePiece(text=case.text[position:])


def _law_row(law: Law, as_of: date) -> LawRow:
    status = law.status(as_of)
    return LawRow(
        title=law.title,
        level=LAW_KINDS[law.kind],
        status=LAW_STATUSES[status],
        tone=status.value,
        number=law.number or "",
        effective=law.effective.isoformat() if law.effective else "",
        articles=str(law.articles or ""),
    )


def _closeness(law: Law, words: str) -> tuple[bool, int, str]:
    """Exact titles first, then short ones."""
    return (words not in (law.title, *law.short_titles), len(law.title), law.title)


def _ended(law: Law) -> str:
    ended = law.repealed or law.ended_by
    if ended is None:
        return ""
    successor = f"，由《{law.superseded_by}》取代" if law.superseded_by else ""
    return f"{ended.isoformat()}{successor}"


def _version(law: Law, as_of: date) -> str:
    begins = law.begins.isoformat() if law.begins else "日期未核对"
    articles = f"，共 {law.articles} 条" if law.articles else ""
    return f"{begins} 起{articles}，{LAW_STATUSES[law.status(as_of)]}"


def _citing(ruleset: Ruleset, title: str) -> Iterator[CitingRule]:
    for compiled in ruleset.rules:
        articles = [basis.article or "" for basis in compiled.rule.basis if basis.title == title]
        if articles:
            words = "、".join(filter(None, articles))
            yield CitingRule(id=compiled.id, title=compiled.rule.title, article=words)
