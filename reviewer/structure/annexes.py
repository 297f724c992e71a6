"""Where a document ends and its annexes (附件) begin: signatures, lists of annexes, annex headings."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from reviewer.document import Span
from reviewer.numbering.labels import LabelStyle
from reviewer.numbering.numerals import NUMERAL_CHARACTERS, parse_numeral
from reviewer.structure.outline import Signature
from reviewer.structure.units import ANNEX, ANNEX_LIST, BODY, CELL, CLOSING, Unit

_N = NUMERAL_CHARACTERS
_B = r"[ \t\u00a0\u3000]"
_ANNEX = re.compile(
    rf"""[ \t\u00a0\u3000#*【\[]*
         (?P<label>附{_B}*(?:件|表|录|图|：|:)?{_B}*(?P<number>[{_N}]{{1,3}}|\d{{1,2}}|[A-H](?![A-Za-z]))?)
         (?P<gap>{_B}*[：:．.、\]】*-]?{_B}*)(?P<title>.*)""",
    re.VERBOSE,
)
_ANNEX_WORD = re.compile(r"附[ \t\u00a0\u3000]*(?:[件表录图：:]|$)")
_DAY = rf"(?:\d{{4}}|[{_N}○Ｏ]{{4}}){_B}*年{_B}*[{_N}\d]{{1,3}}{_B}*月{_B}*[{_N}\d]{{1,3}}{_B}*日"
_DATE_LINE = re.compile(rf"{_B}*[（(]?{_DAY}(?:{_B}*印发)?[）)]?{_B}*$")
_SIGNED_LINE = re.compile(rf"{_B}*(?P<names>[^。，；：！？]{{2,120}}?){_B}*(?P<date>{_DAY}){_B}*$")
_CLOSING = re.compile(
    rf"""{_B}*(?:特此(?:通知|公告|函复|批复|函达|通报|通告|公示|说明|复函|报告|函告|证明|决定|回复|答复)[。！]?$
         |[（(](?:此件|本文|此文|联系人|联系电话|信息公开|公开)[^）)]{{0,60}}[）)]$
         |(?:抄送|抄报|分送|主题词|公开方式|公开属性|公开类别|信息公开(?:选项|类型|属性|类别|形式)?|政策解读|一图读懂|扫一扫
            |相关链接|链接|附件下载|责任编辑|来源|政务公开|联系人|联系电话)\s*[：:]
         |[^。，；]{{2,40}}{_DAY}{_B}*印发{_B}*$)""",
    re.VERBOSE,
)
_ORGANISATION = re.compile(
    r"(?:局|委|委员会|厅|府|办|办公室|会|院|公司|中心|部|署|处|室|组|社|行|站|所|校|学|法院|检察院|团|队|联|盟|厂|店|集团|街道|指挥部)"
    r"(?:[（(][^）)]{1,12}[）)])?$"
)
_ENTRY_SPLIT = re.compile(r"\s+(?=\d{1,2}[.．、])")
_NAME_LABEL = re.compile(rf"(?:[^：:]{{1,8}}[：:])?{_B}*")
_ENTRY_LABEL = re.compile(r"\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、)?\s*")
_SIGNED_TAIL = re.compile(rf"\s+\S{{2,60}}?{_DAY}.*$")
_LIST_AHEAD = 12


class Signed(NamedTuple):
    """A signature and the unit that ends it."""

    unit: int
    signature: Signature


class Annex(NamedTuple):
    """The heading of an annex: its unit, its label without blanks, its title where one stands with it."""

    unit: int
    label: str
    number: int | None
    title: Span | None


def mark_closings(text: str, units: list[Unit]) -> list[Signed]:
    """Give signatures, dates and notes after the text their role; returns the signatures."""
    signed: list[Signed] = []
    for index, unit in enumerate(units):
        if unit.label is not None or unit.role is not BODY:
            continue
        last = text[unit.end - 1]
        if last in "日发" or (last in "）)" and unit.end - unit.start < 30):
            signature = _mark_signature(text, units, index)
            if signature is not None:
                signed.append(Signed(index, signature))
        elif unit.end - unit.start < 200 and _CLOSING.match(text, unit.start, unit.end):
            unit.role = CLOSING
    return signed


def _mark_signature(text: str, units: list[Unit], index: int) -> Signature | None:
    """A line that is a date, or names and a date; the names may stand on lines of their own above."""
    unit = units[index]
    if unit.end - unit.start > 160:
        return None
    if _CLOSING.match(text, unit.start, unit.end):
        unit.role = CLOSING
        return None
    if _DATE_LINE.match(text, unit.start, unit.end) is not None:
        unit.role = CLOSING
        names = _names_above(text, units, index)
        return Signature(names=names, date=Span(unit.start, unit.end)) if names else None
    signed = _SIGNED_LINE.match(text, unit.start, unit.end)
    if signed is None or not _ORGANISATION.search(signed["names"].rstrip()):
        return None
    unit.role = CLOSING
    start = signed.start("names")
    names_end = start + len(signed["names"].rstrip())
    return Signature(names=(Span(start, names_end),), date=Span(signed.start("date"), signed.end("date")))


def _names_above(text: str, units: list[Unit], index: int) -> tuple[Span, ...]:
    """The lines with names of bodies above a date."""
    names: list[Span] = []
    for above in reversed(units[max(0, index - 12) : index]):
        line = text[above.start : above.end].rstrip()
        if above.role is not BODY or above.label is not None or len(line) > 80:
            break
        if not (_ORGANISATION.search(line) or (names and " " in line.strip())) or line[-1] in "。；：:，":
            break
        above.role = CLOSING
        label = _NAME_LABEL.match(line)
        names.append(Span(above.start + (label.end() if label else 0), above.end))
    return tuple(reversed(names))


def find_annexes(text: str, units: list[Unit]) -> tuple[list[Annex], list[Span]]:
    """The headings of annexes, and the entries of the list of annexes before the signature."""
    if "附" not in text:
        return [], []
    annexes: list[Annex] = []
    entries: list[Span] = []
    skip = 0
    for index, unit in enumerate(units):
        if index < skip or unit.role is not BODY or unit.label is not None:
            continue
        match = _ANNEX.match(text, unit.start, unit.end) if _begins_annex(text, unit) else None
        if match is None or not _is_heading(match):
            continue
        listed = _list_members(text, units, index, match)
        if listed:
            for position in listed:
                units[position].role = ANNEX_LIST
            entries.extend(_entries(text, units, listed))
            skip = listed[-1] + 1
            continue
        unit.role = ANNEX
        title = Span(match.start("title"), unit.end) if match["title"].strip() else None
        annexes.append(Annex(index, _compact(match["label"]), parse_numeral(match["number"] or ""), title))
    return annexes, entries


def _begins_annex(text: str, unit: Unit) -> bool:
    start = unit.start
    while start < unit.end and text[start] in " \t\u00a0\u3000#*【[":
        start += 1
    return (
        text[start : start + 1] == "附"
        and unit.end - start <= 400
        and _ANNEX_WORD.match(text, start) is not None
    )


def _is_heading(match: re.Match[str]) -> bool:
    """附件1 …, 附件：…, 附件 alone; but 附件所列…, 附表中的… and sentences are none."""
    title = match["title"].strip()
    separated = bool(match["gap"]) or not title or match["label"].rstrip()[-1] in "：:"
    if not separated and not (match["number"] and title[:1] not in "的所中规为和与、，及"):
        return False
    return not title.endswith(("。", "；", "，")) or bool(re.match(r"\d", title))


def _list_members(text: str, units: list[Unit], index: int, match: re.Match[str]) -> list[int]:
    """Indexes of the units of a list of annexes that begins here; empty where an annex begins."""
    following = [
        position
        for position in range(index + 1, min(index + 1 + _LIST_AHEAD, len(units)))
        if units[position].role is not CELL
    ]
    title = match["title"].strip()
    if title and re.match(r"[1１一][.．、]", title):
        return [index, *_numbered_after(text, units, following, 2)]
    if not title and match["gap"].strip() and not match["number"]:
        numbered = _numbered_after(text, units, following, 1)
        return [index, *numbered] if numbered and _closes(units, numbered[-1] + 1) else []
    members = [index]
    number = parse_numeral(match["number"] or "") or 0
    for position in following:
        unit = units[position]
        later = _ANNEX.match(text, unit.start, unit.end) if _begins_annex(text, unit) else None
        if later is None or not number or parse_numeral(later["number"] or "") != number + 1:
            break
        if not later["title"].strip() and not title:
            break
        members.append(position)
        number += 1
    if not title:
        return []
    headed = bool(following) and _begins_annex(text, units[following[0]])
    return members if len(members) > 1 or headed or _closes(units, index + 1) else []


def _numbered_after(text: str, units: list[Unit], following: list[int], number: int) -> list[int]:
    """Short lines 2.…, 3.… that go on the list; a title may run over two lines."""
    members: list[int] = []
    for position in following:
        unit = units[position]
        label = unit.label
        if unit.end - unit.start > 120 or unit.role is not BODY:
            break
        if label is None or label.number != number or label.style not in _ENTRY_STYLES:
            break
        if text[unit.end - 1] in "。：":
            break
        members.append(position)
        number += 1
    return members


_ENTRY_STYLES = frozenset({LabelStyle.ARABIC, LabelStyle.CHINESE, LabelStyle.ARABIC_BRACKETED})


def _closes(units: list[Unit], index: int) -> bool:
    """Whether the document's text ends here: with a signature, a note after it, or nothing."""
    return index >= len(units) or units[index].role is CLOSING


def _entries(text: str, units: list[Unit], members: list[int]) -> list[Span]:
    spans: list[Span] = []
    for position in members:
        unit = units[position]
        start = unit.start
        match = _ANNEX.match(text, unit.start, unit.end) if unit.label is None else None
        if match is not None:
            start = match.start("title")
        for piece in _pieces(text, start, unit.end):
            spans.append(_without_label(text, piece))
    return [span for span in spans if span.end > span.start]


def _pieces(text: str, start: int, end: int) -> list[Span]:
    bounds = [start, *(split.end() for split in _ENTRY_SPLIT.finditer(text, start, end)), end]
    return [Span(first, last) for first, last in pairwise(bounds)]


def _without_label(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    label = _ENTRY_LABEL.match(text, start, end)
    if label is not None:
        start = label.end()
    signed = _SIGNED_TAIL.search(text, start, end)
    if signed is not None:
        end = signed.start()
    while end > start and text[end - 1] in " \t\u00a0\u3000；;。\ue003":
        end -= 1
    return Span(start, end)


def _compact(label: str) -> str:
    return re.sub(r"[\s：:]+", "", label)
