"""Document and order numbers (发文字号、令号): found, and judged by how they are written.

The rule is 机关代字〔年份〕序号号, with six-cornered brackets, the year in full, no padding
zeros and no 第 (GB/T 9704); an order is …令第783号, without brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_HAN = "\u4e00-\u9fff"
_OPEN, _CLOSE = r"〔\[【(（﹝〖", r"〕\]】)）﹞〗"

_YEARED = re.compile(
    rf"""(?P<open>[{_OPEN}])\s?(?P<year>(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{{2}}|\d\d(?=\s?[〕\]】﹞〗]))\s?年?\s?(?P<close>[{_CLOSE}])
         \s?(?P<sign>第)?\s?(?P<serial>\d{{1,5}})\s?(?P<mark>号)?""",
    re.VERBOSE,
)
_CODE = re.compile(rf"[{_HAN}]{{2,24}}\s?$")
_NOT_IN_CODE = re.compile(
    r"[的和与及或了在按照据由为至于是有]|根据|关于|通过|发布|印发|依照|参照|以下|编号|合同|项目|标段|批次"
)
_AFTER_NOT_NUMBER = re.compile(r"[线楼院门地宗机井仓馆栋库泵岛桥]")
# Records, certificates, cases and tenders bear numbers with round brackets of their own.
_NO_AGENCY = re.compile(
    r"(?:记录|证|权第?|书|卷|合同|案|册|表|单|招标?|采购?|标|[民刑行执破赔司](?:初|终|申|再|监|异|恢))$"
)
# 编号：…第018号 is the number of a file or a certificate, which its keeper writes as he likes.
_LABELLED = re.compile(r"(?:编号|案号|证号|号码|单号|批号)[：:为是]\s?$")
_ORDER = re.compile(
    rf"[{_HAN}]{{1,20}}令\s?(?:(?:19|20)\d\d\s?年\s?)?第?\s?[\d〇一二三四五六七八九十百]{{1,5}}\s?号(?:令)?"
)
_ORDER_LATE = re.compile(rf"[{_HAN}]{{2,20}}第\s?\d{{1,5}}\s?号令")
_ANNOUNCEMENT = re.compile(rf"[{_HAN}]{{2,20}}公告\s?(?:19|20)\d\d\s?年\s?第?\s?\d{{1,5}}\s?号")


class NumberFault(StrEnum):
    """What is wrong with a written number; the value is told to the user."""

    BRACKETS = "年份应当使用六角括号“〔〕”"
    YEAR = "年份应当写全四位"
    CHINESE_YEAR = "年份应当用阿拉伯数字"
    YEAR_SIGN = "年份后不加“年”字"
    MISPLACED = "六角括号应当括年份，不括序号"
    WITHOUT_BRACKETS = "年份应当加六角括号“〔〕”"
    PADDING = "序号不编虚位（不补零）"
    SIGN = "序号前不加“第”字"
    MARK = "序号后缺“号”字"
    ORDER = "令号不用括号标年份，写作“令第×号”"
    ORDER_SIGN = "令号的序号前应当加“第”字"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyNumber:
    """A badly written number at a place of the view.

    Attributes:
        faults: What is wrong, at least one.
        right: How it is written properly.
    """

    start: int
    end: int
    faults: tuple[NumberFault, ...]
    right: str


# The code of an agency ends in one of few characters; 公告2024年第5号 and 令2024年第5号 are written so.
_UNBRACKETED_CODE = re.compile(rf"(?P<code>[{_HAN}]{{1,10}}(?:[发规函字办通]|办发|政办|政规|办规|办函))\s?$")
_LONGEST_CODE = 13
_UNBRACKETED_YEAR = re.compile(
    rf"""(?P<year>(?:19|20)\d\d)\s?
         (?:[{_OPEN}]\s?(?P<bracketed>\d{{1,5}})\s?[{_CLOSE}]\s?号|年?[-－—]?\s?第?(?P<serial>\d{{1,4}})\s?号(?![线楼院门]))""",
    re.VERBOSE,
)


def number_in(text: str) -> tuple[int, int] | None:
    """Range of the first number in the text of a bracket, however badly written."""
    for yeared in _YEARED.finditer(text):
        code = _CODE.search(text, 0, yeared.start())
        if code is not None:
            return code.start(), yeared.end()
    for pattern in (_ORDER, _ORDER_LATE, _ANNOUNCEMENT):
        found = pattern.search(text)
        if found is not None:
            return found.span()
    return None


def find_orders(view: str) -> Iterator[tuple[int, int]]:
    """Ranges of order numbers such as 国务院令第783号 that stand by themselves or after a title."""
    position = view.find("令")
    while position >= 0:
        tail = _ORDER_TAIL.match(view, position)
        head = _order_head(view, position) if tail is not None else None
        if tail is not None and head is not None:
            yield head, tail.end()
        position = view.find("令", position + 1)


def _order_head(view: str, end: int) -> int | None:
    """Where the issuer of an order begins."""
    if view.endswith("国务院", 0, end):
        return end - 3
    head = _CODE_BEFORE.search(view, max(end - 20, 0), end)
    return head.start() if head is not None else None


_ORDER_TAIL = re.compile(r"令\s?(?:(?:19|20)\d\d\s?年\s?)?第\s?\d{1,5}\s?号")
_NAME_CHARACTER = rf"(?:(?![和与及或按照依据根号由经])[{_HAN}])"
_CODE_BEFORE = re.compile(
    rf"(?:{_NAME_CHARACTER}{{1,8}}(?:省|市|自治区|州)人民政府|{_NAME_CHARACTER}{{1,3}}府)$"
)


def find_faulty_numbers(view: str) -> Iterator[FaultyNumber]:
    """Every number of the shape 代字+年份+序号 that is badly written."""
    for yeared in _YEARED.finditer(view):
        code = _CODE.search(view, max(yeared.start() - 25, 0), yeared.start())
        if code is None or _AFTER_NOT_NUMBER.match(view, yeared.end()):
            continue
        start = _code_start(view, code)
        found = _faulty(view, yeared, start) if not _LABELLED.search(view, max(start - 8, 0), start) else None
        if found is not None:
            yield found
    # A year is rarer than a code, and so asked for first.
    for loose_year in _UNBRACKETED_YEAR.finditer(view):
        begin = loose_year.start()
        code = _UNBRACKETED_CODE.search(view, max(begin - _LONGEST_CODE, 0), begin)
        if code is not None:
            yield _unbracketed(view, code, loose_year)
    position = view.find("令")
    while position >= 0:
        order = _LOOSE_ORDER.match(view, position)
        if order is not None and (loose := _faulty_order(view, order)) is not None:
            yield loose
        position = view.find("令", position + 1)


def _code_start(view: str, code: re.Match[str]) -> int:
    """Where the agency's code begins: after the last word that belongs to the sentence."""
    words = list(_NOT_IN_CODE.finditer(view, code.start(), code.end()))
    return words[-1].end() if words else code.start()


def _faulty_order(view: str, order: re.Match[str]) -> FaultyNumber | None:
    """An order number without 第 or without 号 (国务院令783号, 国务院令第783)."""
    issuer = _ISSUER_BEFORE.search(view, max(order.start() - 16, 0), order.start())
    if issuer is None or bool(order["sign"]) is bool(order["mark"]):
        return None
    start = issuer.start()
    fault = NumberFault.MARK if order["sign"] else NumberFault.ORDER_SIGN
    right = f"{issuer[0]}令第{int(order['serial'])}号"
    return FaultyNumber(start=start, end=order.end(), faults=(fault,), right=right)


def _unbracketed(view: str, ending: re.Match[str], found: re.Match[str]) -> FaultyNumber:
    """A number whose year stands without brackets (国办发2018年37号), or whose serial has them."""
    code_end = ending.end("code")
    code = _CODE.search(view, max(code_end - 24, 0), code_end)
    start = _code_start(view, code) if code else ending.start()
    fault = NumberFault.MISPLACED if found["bracketed"] else NumberFault.WITHOUT_BRACKETS
    right = f"{view[start:code_end]}〔{found['year']}〕{int(found['bracketed'] or found['serial'])}号"
    return FaultyNumber(start=start, end=found.end(), faults=(fault,), right=right)


def _faulty(view: str, yeared: re.Match[str], start: int) -> FaultyNumber | None:
    code = view[start : yeared.start()].strip()
    square = yeared["open"] != "(" and yeared["open"] != "（"
    # Round brackets are used for much else: only a complete number with a code counts.
    complete = yeared["mark"] and len(yeared["year"]) == 4 and not _NO_AGENCY.search(code)
    if len(code) < 2 or (not square and not complete):
        return None
    is_order = code.endswith("令")
    faults = tuple(_faults(yeared, is_order=is_order))
    if not faults:
        return None
    serial = int(yeared["serial"])
    year = _full_year(yeared["year"])
    right = f"{code}第{serial}号" if is_order else f"{code}〔{year}〕{serial}号"
    return FaultyNumber(start=start, end=yeared.end(), faults=faults, right=right)


def _faults(yeared: re.Match[str], *, is_order: bool) -> Iterator[NumberFault]:
    if is_order:
        yield NumberFault.ORDER
        return
    if (yeared["open"], yeared["close"]) != ("〔", "〕"):
        yield NumberFault.BRACKETS
    if len(yeared["year"]) == 2:
        yield NumberFault.YEAR
    if not yeared["year"].isascii():
        yield NumberFault.CHINESE_YEAR
    if "年" in yeared[0]:
        yield NumberFault.YEAR_SIGN
    if yeared["serial"].startswith("0"):
        yield NumberFault.PADDING
    if yeared["sign"]:
        yield NumberFault.SIGN
    if not yeared["mark"]:
        yield NumberFault.MARK


def _full_year(year: str) -> str:
    """Four digits: 26 is 2026, 二〇二四 is 2024."""
    if len(year) == 4:
        return year if year.isascii() else year.translate(_DIGITS)
    return f"19{year}" if int(year) > 70 else f"20{year}"


_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


_ISSUER_BEFORE = re.compile(
    rf"(?:{_NAME_CHARACTER}{{0,14}}(?:主席|人民政府|[省市]政府|总局|部|委员会|署)|国务院)$"
)
_LOOSE_ORDER = re.compile(r"令\s?(?P<sign>第)?\s?(?P<serial>\d{1,4})(?![\d年])\s?(?P<mark>号)?")
