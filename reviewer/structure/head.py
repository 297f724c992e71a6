"""The head of a document: what stands before its first clause, line by line, each with its kind."""

from __future__ import annotations

import re

from reviewer.document import BlockKind, Document, Span
from reviewer.structure.document_numbers import NUMBER_LINE
from reviewer.structure.lines import Line, LineKind
from reviewer.structure.outline import Outline

_MOST_LINES = 40
_LONGEST_LINE = 120
_EDGES = " \t\u00a0\u3000#*\ufeff\u200b\ue003"
_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.OCR, BlockKind.TEXT_BOX, BlockKind.CELL})

ORGANISATION_END = (
    "(?:局|委|委员会|厅|政府|办|办公室|会|院|公司|中心|部|署|处|室|组|社|行|站|所|校|学|法院|检察院|集团|街道|指挥部"
    "|管委会|办事处|总站|总队|支队|大队|协会|学会|银行|联合会|工会|党组|联席会议)"
)
"""End of the name of a body that issues documents, for use inside a regular expression."""

_DATE = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_CHINESE_DATE = r"[二〇○零一九]{4}\s*年[一二三四五六七八九十元\s]{1,5}月[一二三四五六七八九十\s]{1,6}日"
_DATE_LINE = re.compile(rf"[（(]?(?:{_DATE}|{_CHINESE_DATE})[）)]?")
_META = re.compile(
    r"""(?:索\s*引\s*号|发文机[关构]|成文日期|发布(?:日期|机构|时间)|来源|信息来源|字[号体]|分享|打印|主题分类|有效性|浏览|点击
         |当前位置|首页|您的位置|责任编辑|相关链接|链接|附\s*[件表图]|公开(?:方式|属性|类别|范围)|文\s*号|发文字号|生成日期|关键词|主\s*题\s*词|政策解读|签发人|编号
         |项目编号|招标编号|采购编号|实施机[关构]|制定机关|发布单位|行使层级)\s*[：:】]?
        |(?:绝密|机密|秘密|内部资料|内部文件|特急|加急|特提|平急|急件|此件)(?:★.*|[（(].*|$)|\d{6}$|★""",
    re.VERBOSE,
)
_RED_HEAD = re.compile(rf"[^，。：]{{2,60}}{ORGANISATION_END}(?:[（(][^）)]{{1,10}}[）)])?文\s*件")
_ORDER = re.compile(
    r"""(?:[^，。：]{2,50}(?:令|公告|通告))?\s*
        (?:第\s*[一二三四五六七八九十百零〇\d]{1,5}\s*[号期]|〔[^〕]{2,8}〕\s*第?\s*[一二三四五六七八九十百零〇\d]{1,5}\s*号)
        |[^，。：关]{2,50}(?:令|部令|委令)""",
    re.VERBOSE,
)
_PASSED = re.compile(
    rf"""[（(]?\s*(?:{_DATE}.*(?:通过|公布|批准|修订|修正|施行|发布|印发|令第)|根据\s*{_DATE}.*(?:修正|修订|修改)
         |[^（()]{{0,80}}{_DATE}[^（()]{{0,80}}(?:会议|代表大会|令)[^（()]{{0,80}}(?:通过|批准|公布|修订|修正)).*""",
    re.VERBOSE,
)
_DRAFT = re.compile(
    "[（(](?:修订)?(?:草案|征求意见稿|送审稿|公开征求意见稿|试行|暂行|讨论稿|修订稿|审议稿|初稿|代拟稿).{0,20}[）)]"
)
_NAME = re.compile(rf"[^，。：；]{{2,40}}{ORGANISATION_END}(?:[（(][^）)]{{1,12}}[）)])?")
_BETWEEN_NAMES = re.compile(r"[\s、]+")
_SALUTATION_ENDS = "：:"


def read_head(document: Document, outline: Outline) -> list[Line]:
    """The lines before the first clause and before the contents, at most forty of them."""
    lines: list[Line] = []
    for index, (block, context) in enumerate(zip(document.blocks, outline.contexts, strict=True)):
        if block.kind not in _READ:
            continue
        if index in outline.contents or len(lines) >= _MOST_LINES:
            break
        if context.clause is not None and outline.clauses[context.clause].span.start <= block.span.start:
            break
        line = _line(document.text, block.span, block.heading, cell=block.cell is not None)
        if line is not None:
            lines.append(line)
    return lines


def is_names(line: str) -> bool:
    """Whether a line holds names of bodies and nothing else."""
    return "关于" not in line and all(_NAME.fullmatch(name) for name in _BETWEEN_NAMES.split(line.strip()))


def _line(text: str, span: Span, heading: int, *, cell: bool) -> Line | None:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if start == end:
        return None
    content = text[start:end] if end - start <= 2_000 else text[start : start + 2_000]
    return Line(content, Span(start, end), _kind(content), heading, cell)


def _kind(line: str) -> LineKind:  # noqa: PLR0911 - one return a kind
    if _META.match(line):
        return LineKind.META
    if len(line) > _LONGEST_LINE:
        return LineKind.PASSED if _PASSED.fullmatch(line) and "。" not in line else LineKind.TEXT
    if NUMBER_LINE.fullmatch(line):
        return LineKind.NUMBER
    if _DATE_LINE.fullmatch(line):
        return LineKind.DATE
    if _PASSED.fullmatch(line) and "关于印发" not in line and not line.endswith("通知"):
        return LineKind.PASSED
    if _DRAFT.fullmatch(line):
        return LineKind.DRAFT_MARK
    if _RED_HEAD.fullmatch(line):
        return LineKind.RED_HEAD
    if _ORDER.fullmatch(line):
        return LineKind.ORDER
    if line[-1] in _SALUTATION_ENDS:
        return LineKind.SALUTATION
    if line[-1] in "。；;" or "。" in line:
        return LineKind.TEXT
    if is_names(line):
        return LineKind.ISSUERS
    return LineKind.TITLE
