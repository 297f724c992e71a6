"""A report as one page that needs nothing else: no script, no network, good on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from reviewer.document import Document
from reviewer.exporters import wording
from reviewer.exporters.annotate import annotated_html, literal
from reviewer.exporters.decided import decision_of, decision_words, sign_off_words
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.kinds import kinds_words
from reviewer.finding import Evidence, Finding
from reviewer.report import Considered, ReadValue, Report

_FACTS = {
    "title": "标题",
    "kind": "文件种类",
    "document_number": "发文字号",
    "issuer": "制定机关",
    "level": "层级",
    "region": "地区",
    "signed_on": "成文日期",
    "published_on": "发布日期",
    "effective_on": "施行日期",
    "validity_period": "有效期",
    "disclosure_class": "公开属性",
    "competition_scope": "公平竞争审查",
}
_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>审查报告</title>
<style>
{style}</style>
</head>
<body>
"""
_FOOT = """<footer>{words}</footer>
</body>
</html>
"""
_NO_TEXT = '<p class="place">本报告已遮盖不应公开的内容，不附文件全文。</p>'
_UNSIGNED = "机器审查结果，未签发；每一处是否采纳，由审查人员决定。"


def export_html(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """All reports of a batch on one page, each with its findings and its annotated text."""
    yield _HEAD.format(style=style_sheet()).encode()
    for number, entry in enumerate(entries, 1):
        prefix = "" if options.single else f"d{number}-"
        section = _unreviewed(entry) if isinstance(entry, Unreviewed) else _section(entry, prefix, options)
        yield "".join(f"{line}\n" for line in section).encode()
    signed = options.sign_off
    words = f"审查结论：{sign_off_words(signed)}" if signed else _UNSIGNED
    yield _FOOT.format(words=literal(words)).encode()


def report_section(entry: Reviewed) -> str:
    """The part of the page about one report, for a page that has a frame of its own."""
    return "".join(f"{line}\n" for line in _section(entry, "", ExportOptions()))


@cache
def style_sheet() -> str:
    """The page's style sheet; the web page uses its part for marks and findings too."""
    return (files("reviewer.exporters") / "report.css").read_text(encoding="utf-8")


def _unreviewed(entry: Unreviewed) -> Iterator[str]:
    yield f'<main class="report"><h1><bdi>{literal(entry.name)}</bdi></h1>'
    yield f'<p class="incomplete"><strong>无法读取</strong> {literal(entry.error)}</p></main>'


def _section(entry: Reviewed, prefix: str, options: ExportOptions) -> Iterator[str]:
    report, document = entry.report, entry.document
    yield f'<main class="report"><header><h1><bdi>{literal(report.name)}</bdi></h1>'
    yield from _result(report)
    yield from _facts(report)
    yield "</header>"
    yield '<div class="columns"><article class="document" aria-label="文件全文">'
    # Where values are masked the text stays out: what a list of findings leaves open still stands in it.
    yield _NO_TEXT if options.masked else annotated_html(document, report.findings, prefix=prefix)
    yield '</article><section class="findings" aria-label="审查发现">'
    for number, finding in enumerate(report.findings, 1):
        yield from _card(number, finding, document, prefix, options)
    yield from _checked(report)
    yield from _considered(report.considered, masked=options.masked)
    yield "</section></div></main>"


def _checked(report: Report) -> Iterator[str]:
    """What was checked for legality and found in order, by article."""
    grouped = wording.checked_by_article(report)
    if not grouped:
        return
    yield '<details class="checked"><summary>合法性方面已经核对的事项</summary><dl>'
    for article, lines in grouped.items():
        words = "".join(f"<dd>{literal(line)}</dd>" for line in lines)
        yield f"<div><dt>{literal(article)}</dt>{words}</div>"
    yield "</dl></details>"


def _result(report: Report) -> Iterator[str]:
    if report.complete:
        yield f'<p class="result">{wording.result_words(report)}</p>'
        return
    yield f'<div class="incomplete" role="alert"><p><strong>{wording.result_words(report)}</strong></p><ul>'
    yield from (f"<li>{literal(line)}</li>" for line in wording.unread_words(report))
    yield "</ul></div>"


def _facts(report: Report) -> Iterator[str]:
    yield '<dl class="facts">'
    for name, label in _FACTS.items():
        read: ReadValue | None = getattr(report.profile, name)
        if read is not None:
            yield f"<div><dt>{label}</dt><dd>{literal(_fact_words(name, read))}</dd></div>"
    yield f"<div><dt>法律状态</dt><dd>按 {report.as_of.isoformat()} 审查</dd></div>"
    yield f"<div><dt>版本</dt><dd>{literal(wording.versions_words(report.versions))}</dd></div></dl>"


def _fact_words(name: str, read: ReadValue) -> str:
    if name == "kind":
        return wording.document_kind_words(read.value)
    if name == "competition_scope":
        return wording.scope_words(read)
    return wording.LEVELS.get(read.value, read.value) if name == "level" else read.value


def _card(
    number: int, finding: Finding, document: Document, prefix: str, options: ExportOptions
) -> Iterator[str]:
    severity = finding.severity
    yield f'<article class="finding {severity.value}" id="{prefix}f-{number}">'
    head = (
        f'<span class="severity">{wording.SHAPES[severity]}{wording.SEVERITIES[severity]}{number}</span> '
        f"{literal(finding.title)}"
    )
    yield f"<h2>{head}</h2>" if options.masked else f'<h2><a href="#{prefix}m-{number}">{head}</a></h2>'
    place = " · ".join(filter(None, (finding.clause, wording.location_words(document, finding))))
    yield f'<p class="place">{literal(place)}</p>'
    quote = wording.shown_quote(finding) if options.masked else finding.quote
    yield f"<blockquote>{literal(quote)}</blockquote>"
    yield f"<p>{literal(finding.message)}</p>"
    yield "<dl>"
    for label, words in _details(finding, options):
        yield f"<div><dt>{label}</dt><dd>{literal(words)}</dd></div>"
    decision = decision_of(finding, options)
    if decision is not None:
        yield f"<div><dt>审核决定</dt><dd>{literal(decision_words(decision))}</dd></div>"
    yield "</dl>"
    if not (options.masked and finding.masked_quote is not None):
        yield from _evidence(finding.evidence)
    yield "</article>"


def _details(finding: Finding, options: ExportOptions) -> Iterator[tuple[str, str]]:
    family = wording.FAMILIES.get(finding.family, finding.family)
    rows = (
        ("依据", "；".join(wording.basis_words(basis) for basis in finding.basis)),
        ("条文", "；".join(wording.article_words(finding.basis, options.article_text))),
        ("修改建议", finding.suggestion),
        ("可替换为", finding.fix or ""),
        (
            "处理",
            f"{finding.handling.value} {wording.HANDLINGS[finding.handling]}" if finding.handling else "",
        ),
        ("例外", wording.exception_words(finding)),
        ("类别", f"{family} · {kinds_words(finding)}"),
        ("规则", finding.rule),
        ("置信度", f"{wording.confidence_words(finding)}（{wording.ORIGINS[finding.origin]}）"),
    )
    yield from ((label, words) for label, words in rows if words)


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield f"<details><summary>判断过程</summary><ul><li>语境：{wording.POLARITIES[evidence.polarity]}</li>"
    for element in evidence.elements:
        yield f"<li>{literal(element.role)}：{literal(element.text)}</li>"
    for guard in evidence.guards:
        yield f"<li>免责检查：{literal(guard.name)}，{'成立' if guard.held else '不成立'}</li>"
    if evidence.model:
        model = evidence.model
        words = f"模型：{model.name} {model.label} {model.probability:.2f} {'、'.join(model.terms)}"
        yield f"<li>{literal(words)}</li>"
    yield "</ul></details>"


def _considered(considered: Sequence[Considered], *, masked: bool) -> Iterator[str]:
    if not considered:
        return
    yield f'<details class="considered"><summary>已排除的疑似之处（{len(considered)}）</summary><ul>'
    for candidate in considered:
        hides = masked and candidate.rule.startswith("disclosure/")
        quote = "*" * len(candidate.quote) if hides else candidate.quote
        words = f"“{quote}”：{candidate.reason}（{candidate.rule}）"
        yield f"<li>{literal(words)}</li>"
    yield "</ul></details>"
