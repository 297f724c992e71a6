"""The words in which a report speaks to its reader, the same in every format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewer.document import BoxPlace, CellPlace, Document, LinePlace, RunPlace, SourcePlace
from reviewer.finding import Finding, FindingOrigin, Handling, LegalBasis, Polarity, Severity
from reviewer.law import LawKind, LawStatus
from reviewer.report import ReadValue, Report, Versions
from reviewer.structure.kinds import DocumentKind

SEVERITIES = {Severity.VIOLATION: "违规", Severity.RISK: "风险", Severity.ADVICE: "提示"}
# A shape for those who cannot tell the colours apart, and for paper.
SHAPES = {Severity.VIOLATION: "■", Severity.RISK: "▲", Severity.ADVICE: "●"}
FAMILIES = {
    "fair_competition": "公平竞争审查",
    "legal_basis": "合法性审核",
    "disclosure": "公开审查",
    "drafting": "文本规范",
}
HANDLINGS = {
    Handling.P0: "停止处理和外发，转保密审查",
    Handling.P1: "须删除或者不可逆遮蔽，并人工复核",
    Handling.P2: "去标识化，确有必要才保留",
    Handling.P3: "提示删除，由起草单位决定",
}
ORIGINS = {
    FindingOrigin.RULE: "规则",
    FindingOrigin.CLASSIFIER: "分类器",
    FindingOrigin.BOTH: "规则和分类器",
}
POLARITIES = {
    Polarity.COMMITS: "要求或者实施",
    Polarity.FORBIDS: "禁止语境",
    Polarity.ABOLISHES: "废止、清理语境",
    Polarity.REPORTS: "陈述、报告语境",
    Polarity.QUOTES: "引述语境",
    Polarity.DEFINES: "定义语境",
    Polarity.PURPOSE: "目的语境",
    Polarity.CONDITIONS_EXCLUDING: "排除性条件",
}
LEVELS = {"state": "国家级", "province": "省级", "city": "市级", "county": "县级", "township": "乡级"}
INCOMPLETE = "未完整审查"
LAW_KINDS = {
    LawKind.CONSTITUTION: "宪法",
    LawKind.LAW: "法律",
    LawKind.ADMINISTRATIVE_REGULATION: "行政法规",
    LawKind.SUPERVISORY_REGULATION: "监察法规",
    LawKind.JUDICIAL_INTERPRETATION: "司法解释",
    LawKind.LOCAL_REGULATION: "地方性法规",
    LawKind.DEPARTMENT_REGULATION: "部门规章",
    LawKind.LOCAL_GOVERNMENT_REGULATION: "地方政府规章",
    LawKind.NORMATIVE_DOCUMENT: "规范性文件",
    LawKind.PARTY_RULE: "党内法规",
    LawKind.STANDARD: "标准",
    LawKind.OTHER: "其他",
}
LAW_STATUSES = {
    LawStatus.IN_FORCE: "现行有效",
    LawStatus.PENDING: "尚未施行",
    LawStatus.AMENDED: "已修改",
    LawStatus.REPEALED: "已废止",
    LawStatus.LAPSED: "已失效",
}
CLEAN = "未发现问题"
UNVERIFIED = "条款未核对"
LONGEST_ARTICLE = 400
"""Characters of an article that are shown beside a finding."""
_PARTS = {"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


def place_words(place: SourcePlace) -> str:
    """A place as a reader looks it up: 第3页, 第8段, Sheet1!B2, 第12行."""
    match place:
        case LinePlace():
            return f"第{place.line}行"
        case BoxPlace():
            return f"第{place.page}页"
        case CellPlace():
            return f"{place.sheet}!{place.cell}"
        case RunPlace():
            return f"{_part_words(place.part)}第{place.paragraph + 1}段"


def location_words(document: Document, finding: Finding) -> str:
    """The places of a finding, each named once, and its cell where it stands in a table."""
    places = "、".join(dict.fromkeys(place_words(place) for place in finding.places))
    index = document.block_index(finding.span.start)
    cell = document.blocks[index].cell if index >= 0 else None
    if cell is None or any(isinstance(place, CellPlace) for place in finding.places):
        return places
    in_table = f"表{cell.table + 1}第{cell.row + 1}行第{cell.column + 1}列"
    # The paragraph of a cell counts all cells before it, and helps nobody to find it.
    return in_table if any(isinstance(place, RunPlace) for place in finding.places) else f"{places}{in_table}"


def _part_words(part: str) -> str:
    words = _PARTS.get(part.rstrip("0123456789"))
    if words is None:
        return part
    return "" if part == "document" else words


def basis_words(basis: LegalBasis) -> str:
    """《title》article; the article is left out where it was not verified."""
    if not basis.verified:
        return f"《{basis.title}》（{UNVERIFIED}）"
    return f"《{basis.title}》{basis.article or ''}"


def article_words(bases: Sequence[LegalBasis], text: Callable[[LegalBasis], str]) -> tuple[str, ...]:
    """The articles of a finding with their text, each shortened; only those that were imported."""
    texts = ((basis, " ".join(text(basis).split())) for basis in bases)
    return tuple(
        f"《{basis.title}》{basis.article}：{words[:LONGEST_ARTICLE]}{'……' * (len(words) > LONGEST_ARTICLE)}"
        for basis, words in texts
        if words
    )


def checked_by_article(report: Report) -> dict[str, list[str]]:
    """What was checked for legality and found in order, by the article that it was held against."""
    grouped: dict[str, list[str]] = {}
    for checked in report.checked:
        articles = "、".join(basis_words(basis) for basis in checked.basis) or "文件自身"
        named = f"：{'、'.join(checked.items)}" if checked.items else ""
        grouped.setdefault(articles, []).append(f"{checked.subject}{named}，{checked.result}")
    return grouped


def document_kind_words(value: str) -> str:
    """Name of a document kind; an unknown value stays as it is."""
    return DocumentKind(value).chinese if value in set(DocumentKind) else value


def exception_words(finding: Finding) -> str:
    """What an exception that the text claims still lacks; empty where none is claimed."""
    if not finding.exception.claimed:
        return ""
    missing = "；".join(finding.exception.missing)
    return f"文中主张适用例外规定，尚缺：{missing}" if missing else "文中主张适用例外规定"


def scope_words(scope: ReadValue) -> str:
    """Whether fair competition review applies to the document, and why."""
    applies = "不属于审查范围" if scope.value == "not_concerned" else "属于审查范围"
    return f"{applies}：{scope.reason}"


def shown_quote(finding: Finding) -> str:
    """The quote as lists and forms show it: what must not spread (personal values, credentials) masked."""
    return finding.quote if finding.masked_quote is None else finding.masked_quote


def confidence_words(finding: Finding) -> str:
    """The confidence in per cent, or 未校准 where too few cases were counted."""
    return "未校准" if finding.confidence is None else f"{finding.confidence:.0%}"


def unread_words(report: Report) -> tuple[str, ...]:
    """One line for each part that was not read and each check that broke."""
    parts = [f"{unread.part}：{unread.reason}。{unread.remedy}" for unread in report.unread]
    parts += [f"规则 {failure.rule} 在一处未能检查：{failure.error}" for failure in report.failures]
    return tuple(parts)


def versions_words(versions: Versions) -> str:
    """What the report was made with, in one line."""
    return (
        f"规则 {versions.rules}，法规目录 {versions.catalogue}，"
        f"模型 {versions.models}，程序 {versions.software}"
    )


def count_words(findings: Sequence[Finding]) -> str:
    """违规 2 处，风险 1 处; empty without findings."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return "，".join(f"{SEVERITIES[severity]} {count} 处" for severity, count in counts.items() if count)


def result_words(report: Report) -> str:
    """The result in one line; an incomplete review never reads like a clean one."""
    counted = count_words(report.findings)
    if report.complete:
        return counted or CLEAN
    return f"{INCOMPLETE}；已读部分{'：' + counted if counted else '暂无结果'}"
