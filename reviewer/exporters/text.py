"""A report as a linter prints it: place, severity, title, rule, and the quote marked in its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.color import ColorSystem
from rich.style import Style

from reviewer.document import Document, LinePlace
from reviewer.exporters import wording
from reviewer.exporters.columns import display_width, excerpt, printable
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.kinds import kinds_words
from reviewer.finding import Finding, Severity
from reviewer.report import Considered, Report

Painter = Callable[[str, str], str]

_STYLES = {Severity.VIOLATION: "bold red", Severity.RISK: "bold yellow", Severity.ADVICE: "bold cyan"}
_MARKS = {Severity.VIOLATION: "^", Severity.RISK: "~", Severity.ADVICE: "-"}
_LEAST_WIDTH = 20


def export_text(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """Findings of each input in document order, then one line with its result."""
    paint = _painter(colour=options.colour)
    for entry in entries:
        lines = (
            _unreviewed(entry, paint) if isinstance(entry, Unreviewed) else _reviewed(entry, options, paint)
        )
        yield "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _painter(*, colour: bool) -> Painter:
    """``paint(style, text)``; without colour the text stays as it is."""
    if not colour:
        return lambda style, text: text

    def paint(style: str, text: str) -> str:
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)

    return paint


def _unreviewed(entry: Unreviewed, paint: Painter) -> Iterator[str]:
    yield f"{printable(entry.name)}: {paint('bold red', '无法读取')} {printable(entry.error)}"
    yield ""


def _reviewed(entry: Reviewed, options: ExportOptions, paint: Painter) -> Iterator[str]:
    report, document = entry.report, entry.document
    for finding in report.findings:
        yield from _finding(finding, document, options, paint)
        yield ""
    if options.explain:
        yield from _considered(report.considered, document, paint)
    yield from _result(report, paint)
    yield from (paint("dim", line) for line in _checked(report))
    yield ""


def _finding(finding: Finding, document: Document, options: ExportOptions, paint: Painter) -> Iterator[str]:
    style = _STYLES[finding.severity]
    severity = paint(style, wording.SEVERITIES[finding.severity])
    clause = f" {finding.clause}" if finding.clause else ""
    rule = paint("dim", f"[{finding.rule}]")
    yield f"{_location(document, finding)}: {severity} {printable(finding.title)} {rule}{clause}"
    yield from _excerpt(finding, document, options.width, paint)
    yield f"  说明：{printable(finding.message)}"
    if finding.basis:
        yield f"  依据：{'；'.join(wording.basis_words(basis) for basis in finding.basis)}"
    for words in wording.article_words(finding.basis, options.article_text):
        yield f"  条文：{printable(words)}"
    if finding.suggestion:
        yield f"  修改：{printable(finding.suggestion)}"
    if finding.fix is not None:
        yield f"  替换：{printable(finding.fix)}"
    if finding.handling:
        yield f"  处理：{finding.handling.value} {wording.HANDLINGS[finding.handling]}"
    if finding.exception.claimed:
        yield f"  例外：{printable(wording.exception_words(finding))}"
    if options.explain:
        yield from (paint("dim", f"  {line}") for line in _evidence(finding))


def _location(document: Document, finding: Finding) -> str:
    """``name:line:column`` for text files, where an editor can jump to it; else name and page or part."""
    name = printable(document.name)
    if finding.places and isinstance(finding.places[0], LinePlace):
        index = document.block_index(finding.span.start)
        column = finding.span.start - document.blocks[index].span.start + 1
        return f"{name}:{finding.places[0].line}:{column}"
    words = wording.location_words(document, finding)
    return f"{name}:{printable(words)}" if words else name


def _excerpt(finding: Finding, document: Document, width: int, paint: Painter) -> Iterator[str]:
    index = document.block_index(finding.span.start)
    if index < 0:
        return
    block = document.blocks[index].span
    gutter = paint("dim", "  | ")
    style = _STYLES[finding.severity]
    start, end = finding.span.start - block.start, min(finding.span.end, block.end) - block.start
    for row in excerpt(document.slice(block), start, end, max(width - 4, _LEAST_WIDTH)):
        yield f"{gutter}{row.before}{paint(style, row.quoted) if row.quoted else ''}{row.after}"
        if row.quoted:
            marks = _MARKS[finding.severity] * display_width(row.quoted)
            yield f"{gutter}{' ' * display_width(row.before)}{paint(style, marks)}"


def _evidence(finding: Finding) -> Iterator[str]:
    evidence = finding.evidence
    yield (
        f"语境：{wording.POLARITIES[evidence.polarity]}；来源：{wording.ORIGINS[finding.origin]}；"
        f"置信度：{wording.confidence_words(finding)}；事项：{kinds_words(finding)}"
    )
    for element in evidence.elements:
        yield f"要件：{element.role}“{printable(element.text)}”"
    for guard in evidence.guards:
        yield f"免责检查：{guard.name}，{'成立' if guard.held else '不成立'}"
    if evidence.model:
        terms = "、".join(evidence.model.terms)
        yield f"模型：{evidence.model.name} {evidence.model.label} {evidence.model.probability:.2f} {terms}"
    yield f"指纹：{finding.fingerprint}"


def _considered(considered: Sequence[Considered], document: Document, paint: Painter) -> Iterator[str]:
    for candidate in considered:
        places = document.places(candidate.span)
        place = printable(f"{document.name}:{wording.place_words(places[0]) if places else ''}")
        words = f"已排除 [{candidate.rule}] {candidate.reason}：“{printable(candidate.quote)}”"
        yield paint("dim", f"{place}: {words}")
    if considered:
        yield ""


def _result(report: Report, paint: Painter) -> Iterator[str]:
    style = "bold" if report.complete else "bold red"
    yield f"{printable(report.name)}: {paint(style, wording.result_words(report))}（{_profile(report)}）"
    for line in wording.unread_words(report):
        yield f"  未审查：{printable(line)}"
    scope = report.profile.competition_scope
    if scope is not None:
        yield f"  公平竞争审查：{printable(wording.scope_words(scope))}"


def _checked(report: Report) -> Iterator[str]:
    """What was in order, so that silence about a clause can be told from not having looked at it."""
    grouped = wording.checked_by_article(report)
    if grouped:
        yield "  合法性方面已经核对的："
    for article, lines in grouped.items():
        yield f"    {printable(article)}　{printable('；'.join(lines))}"


def _profile(report: Report) -> str:
    profile = report.profile
    facts = [wording.document_kind_words(profile.kind.value)] if profile.kind else []
    facts += [printable(read.value) for read in (profile.issuer, profile.document_number) if read]
    return "，".join([*facts, f"按 {report.as_of.isoformat()} 的法律状态审查"])
