"""Sentences that introduce what follows them (有下列情形之一的，不予支持：), and headings in a paragraph."""

from __future__ import annotations

import re

from reviewer.document import Span

_SENTENCE_END = re.compile(r"[。！？]")
_COLONS = "：:"
_CLOSING_SIGNS = " \t\u00a0\u3000*”’」』)）"
# 下列…, 如下…, 以下…; but 以下简称, 5万元以下罚款 and 三年以下 introduce nothing.
_LISTED = re.compile(
    r"""下列|如下
        |(?<![元亿万千百十日天年月级人名岁户倍个以次件项分度米吨台辆%％])以下
         (?:情[形况]|条件|材料|方[式面法]|措施|行为|内容|规定|标准|原则|要求|职责|程序|资料|事项|信息|范围
           |企业|人员|类型|几|各|任一|之一|单位|项目|政策|步骤|对象|支持|奖[励补]|办法|[一二三四五六七八九十]+)""",
    re.VERBOSE,
)
# 现将有关事项通知如下：frames the whole document and governs nothing in it.
_ANNOUNCED = re.compile(
    r"(?:通知|公告|通报|批复|函复|答复|公示|报告|说明|解读|公布|通告|回复|汇报|总结|决定|纪要|意见)如下[：:]?$"
)
# 制定如下政策措施, 提出以下意见: so does the sentence before the first clause of a policy.
_ENACTED = re.compile(
    r"""(?:制定|提出|出台|实施|形成|作出|推出|采取|印发|发布)(?:本|以下|如下|下列)[^。：:，]{0,10}
        (?:意见|措施|政策|办法|规定|方案|细则|通知|决定|公告|要求|安排|条款|工作)""",
    re.VERBOSE,
)
# 各区人民政府，市政府各部门：addresses, it does not introduce.
_ADDRESSED = re.compile(
    r"""(?:政府|委员会|委|局|厅|办|部|署|部门|单位|机构|公司|中心|院|校|会|社|处|所|站|队|集团|企业|银行|协会
          |区|县|市|镇|乡|街道|省|同志|先生|女士|代表|委员|部队|团体|组织|群众|市民|朋友们?|你[们局司院])
        (?:[（(][^（）()]{0,20}[）)])?[：:]$""",
    re.VERBOSE,
)
_HEADING_SENTENCE = re.compile(r"(?![^。]{0,40}(?:应当|不得|可以|必须))[^。；;：:！？]{2,40}。")
_LONGEST_RUN_IN = 42
_BRACKETED_HEADING = re.compile(r"[【〔\[（(][^】〕\]）)]{2,24}[】〕\]）)]")
_SENTENCE_ENDS = frozenset("。；;！？：:，,、")
LONGEST_HEADING = 60
"""Characters of a paragraph that can be a heading as a whole."""


def lead_in(text: str, start: int, end: int, *, opening: bool = False) -> Span | None:
    """The sentence of a paragraph that introduces the members after it, None where none does.

    Args:
        text: The document's text.
        start: Beginning of the paragraph, after its label.
        end: Its end.
        opening: Whether nothing but the title stands before it, as before a form of address.
    """
    stop = end
    while stop > start and text[stop - 1] in _CLOSING_SIGNS:
        stop -= 1
    if stop > start and text[stop - 1] in _COLONS:
        begin = _sentence_start(text, start, stop - 1)
        if _ANNOUNCED.search(text, begin, stop):
            return None
        if opening and (_addresses(text, start, stop) or _is_frame(text, start, begin, stop)):
            return None
        return Span(begin, stop)
    listed = None
    for listed in _LISTED.finditer(text, start, end):  # noqa: B007 - the last one counts
        pass
    if listed is None:
        return None
    begin = _sentence_start(text, start, listed.start())
    sentence_end = _SENTENCE_END.search(text, listed.end(), end)
    span = Span(begin, sentence_end.end() if sentence_end else end)
    if _ANNOUNCED.search(text, span.start, span.end) or (opening and _ENACTED.search(text, begin, span.end)):
        return None
    return span


def first_sentence(text: str, start: int, end: int) -> Span:
    """The first sentence of a paragraph."""
    stop = _SENTENCE_END.search(text, start, end)
    return Span(start, stop.end() if stop else end)


def heading_of(text: str, start: int, body: int, end: int) -> Span | None:
    """The heading that a labelled paragraph is or begins with, its label included.

    第二章 总则 and 一、审查范围 are headings; （一）加强领导。各地要… begins with one, and so does
    第一条【目的】….
    """
    if end - body <= LONGEST_HEADING and text[end - 1] not in _SENTENCE_ENDS and "。" not in text[body:end]:
        return Span(start, end)
    if body == end:
        return None
    if text[body] in "【〔[（(" and (bracketed := _BRACKETED_HEADING.match(text, body, end)) is not None:
        return Span(start, bracketed.end())
    if text.find("。", body, min(body + _LONGEST_RUN_IN, end - 1)) < 0:
        return None
    sentence = _HEADING_SENTENCE.match(text, body, end)
    return Span(start, sentence.end() - 1) if sentence is not None and sentence.end() < end else None


def _sentence_start(text: str, start: int, end: int) -> int:
    """Beginning of the sentence that holds the code point before `end`, after blanks."""
    position = max(text.rfind(sign, start, end) for sign in "。！？")
    begin = position + 1 if position >= 0 else start
    while begin < end and text[begin] in " \t\u00a0\u3000":
        begin += 1
    return begin


def _is_frame(text: str, start: int, begin: int, stop: int) -> bool:
    """Whether the sentence before the first clause only presents the document, or is a row of its data."""
    colons = text.count("：", start, stop) + text.count(":", start, stop)
    return colons > 3 or _ENACTED.search(text, begin, stop) is not None


def _addresses(text: str, start: int, stop: int) -> bool:
    return (
        stop - start <= 160
        and _LISTED.search(text, start, stop) is None
        and _ADDRESSED.search(text, max(start, stop - 40), stop) is not None
    )
