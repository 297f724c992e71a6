"""Document numbers (发文字号): 穗府办规〔2020〕10号, 国务院令第783号, 2024年第12号公告."""

from __future__ import annotations

import re

from reviewer.document import Span
from reviewer.report import ReadValue
from reviewer.structure.lines import Line, LineKind

_OPEN, _CLOSE = "〔[［【（(〈<﹝", "〕]］】）)〉>﹞"
_PREFIX = r"[\u4e00-\u9fffA-Za-z]{1,20}"
_YEAR = rf"\s*[{re.escape(_OPEN)}]?\s*(?:19|20)\d{{2}}\s*[{re.escape(_CLOSE)}]?\s*"
_BRACKETED_YEAR = rf"\s*[{re.escape(_OPEN)}]\s*(?:19|20)\d{{2}}\s*年?\s*[{re.escape(_CLOSE)}]\s*"
_SERIAL = r"第?\s*[\dXＸ×]{1,5}\s*号"

LETTERED = re.compile(rf"(?P<agency>{_PREFIX}){_BRACKETED_YEAR}{_SERIAL}")
"""机关代字〔年份〕序号, whatever brackets stand around the year."""

ORDER = re.compile(
    r"""(?P<body>[\u4e00-\u9fff、\s]{0,40}?(?:国务院|人民政府|委员会|总局|[部局署委会行办厅]))?\s*令?\s*
        (?:令|公告|通告)?\s*(?:(?:19|20)\d{2}\s*年)?\s*第\s*[一二三四五六七八九十百零〇\d]{1,5}\s*号""",
    re.VERBOSE,
)
"""…令第783号, …公告2013年第23号."""

SESSION = re.compile(r"〔[\u4e00-\u9fff]{2,6}届〕\s*第?\s*\d{1,4}\s*号")
"""Announcement of a standing committee: 〔十五届〕第25号."""

NUMBER_LINE = re.compile(
    rf"(?:(?:发文字号|文\s*号)[：:]\s*)?{_PREFIX}{_YEAR}{_SERIAL}(?:\s*签发人[：:].*)?|{SESSION.pattern}"
)
"""A whole line that is a document number."""

_ANY = re.compile(rf"{_PREFIX}{_YEAR}{_SERIAL}|{SESSION.pattern}")
_STATED = re.compile(rf"(?:发文字号|文\s*号)\s*[：:]\s*(?P<number>{_PREFIX}{_YEAR}{_SERIAL})")
_TITLE_TAIL = re.compile(r".*(?:通知|公告|通告|办法|意见|决定|批复|条例|规定|方案|细则|措施)")
_PROMULGATES = re.compile(r"\s*(?:公布|发布|修订)(?!的《)")
_HEAD_CHARACTERS = 400
_BLANKS = re.compile(r"\s+")
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "〔" * len(_OPEN) + "〕" * len(_CLOSE))


def normal_number(text: str) -> str:
    """A document number without blanks and with 〔〕 around the year."""
    return _BLANKS.sub("", text).translate(_BRACKETS)


def is_well_formed(text: str) -> bool:
    """Whether the year stands in 〔〕 and the serial has no 第 and no leading zero (党政机关公文格式)."""
    return re.search(r"〔(?:19|20)\d{2}〕[1-9]\d*号", text) is not None


def find_document_number(lines: list[Line]) -> ReadValue | None:
    """The document's own number, read from its head; numbers of documents it cites are not meant."""
    for line in lines:
        if line.kind is LineKind.META and (stated := _STATED.search(line.text)) is not None:
            return _read(line, stated.start("number"), stated.end("number"), "网页所列“发文字号”")
    for index, line in enumerate(lines):
        if line.kind is LineKind.NUMBER and (match := _ANY.search(line.text)) is not None:
            return _read(line, *match.span(), "文首发文字号")
        if line.kind in (LineKind.ORDER, LineKind.PASSED) and (order := _order(lines, index)) is not None:
            return order
    for line in lines[:4]:
        # Where line breaks were lost the number stands between the title and the form of address.
        match = LETTERED.search(line.text, 0, _HEAD_CHARACTERS) if line.kind is LineKind.TEXT else None
        if match is not None and not _is_cited(line.text, match):
            return _read(line, _agency_start(match), match.end(), "文首发文字号")
    return None


def _agency_start(match: re.Match[str]) -> int:
    """Where the sign of the agency begins: what ends with 通知 or 办法 before it is the title."""
    title = _TITLE_TAIL.match(match["agency"])
    return match.start("agency") + (title.end() if title is not None else 0)


def _read(line: Line, start: int, end: int, reason: str) -> ReadValue:
    span = Span(line.span.start + start, line.span.start + end)
    written = line.text[start:end]
    if LETTERED.fullmatch(written) and not is_well_formed(written):
        reason += "（写法不规范，年份应置于六角括号内，序号前不加“第”）"
    return ReadValue(value=normal_number(written), span=span, reason=reason)


def _order(lines: list[Line], index: int) -> ReadValue | None:
    """The number of an order or announcement; its body may stand on the line above."""
    line = lines[index]
    match = _own_order(line.text)
    if match is None:
        return None
    value = normal_number(match[0])
    start = line.span.start + match.start()
    above = lines[index - 1] if index else None
    if value.startswith("第"):
        if above is None or not above.text.endswith(("令", "公告", "通告")):
            return None
        value, start = normal_number(above.text) + value, above.span.start
    elif not re.search("令|公告|通告", value):
        return None
    value = re.sub(r"^.*?(?:日|由)(?=.*令)", "", value).replace("中华人民共和国国务院", "国务院")
    return ReadValue(value=value, span=Span(start, line.span.start + match.end()), reason="令号、公告号")


def _own_order(line: str) -> re.Match[str] | None:
    """The order that promulgated the text or a new version of it, not one that amended single articles."""
    orders = list(ORDER.finditer(line))
    own = [order for order in orders if _PROMULGATES.match(line, order.end())]
    if own:
        return own[-1]
    return orders[0] if orders else None


def _is_cited(text: str, match: re.Match[str]) -> bool:
    """《…》（…〔2020〕1号）: the number of another document stands in brackets."""
    return text[: match.start()].rstrip()[-1:] in "（(" or "（" in match["agency"]
