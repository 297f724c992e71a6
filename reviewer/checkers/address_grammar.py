"""What an address is made of (住址的构成): divisions, villages, roads, estates, numbers of doors.

Read by the check of home addresses where no label stands before them. An address is told from the
name of a place by a number that counts a house, a room or a village group, and from the seat of an
office by what stands beside it: a person, or a verb of dwelling.

It is no checker itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.language.matching import Range
from reviewer.language.names import names_in

_HAN = "\u4e00-\u9fff"
_NUMBER = r"(?:附?[A-Za-z]?\d{1,5}[A-Za-z]?|附?[一二三四五六七八九十百]{1,4}|[东西南北甲乙丙丁])"
_ROAD = r"(?:大道|大街|胡同|[路街巷弄道里坊条段])"
_VILLAGE = r"(?:村|屯|寨|庄|湾|坝|沟|塘|坪|坡|坳|坎|嘎查|社区|居委会|村委会|[组社队]|街子)"
_ESTATE = r"(?:小区|花园|家园|公寓|新村|宿舍|家属院|[苑园寓院城府庭居期区郡湾])"
_UNIT = r"(?:号楼|号院|号|栋|幢|座|单元|室|户|组|社|弄|房)"
# Looked for in the whole text, so it begins with one class: 巷8号, 村2组, 家园9号楼, 苑6-2-301.
ANCHOR = re.compile(
    rf"[路街巷弄道里坊段村屯寨庄湾坝沟塘坪坡社区苑园寓院城府庭期会组]\s?第?{_NUMBER}"
    rf"(?:{_UNIT}|\s?[-—－#]\s?\d{{1,4}}\s?[-—－#]\s?\d{{2,4}}(?!\d))"
)
_RUN = re.compile(rf"[{_HAN}A-Za-z0-9·\-—－#附\s]")
_DETAIL = (
    rf"(?:{_NUMBER}(?:\s?[-—－#]\s?\d{{1,4}}){{0,3}}\s?#?{_UNIT}|附\d{{1,3}}号|\d{{1,4}}(?:\s?[-—－#]\s?\d{{1,4}}){{1,3}}(?!\d)"
    r"|\d{2,4}(?![\d年月日元万亩个名人])|[东西南北中上下]{1,2}[户屋侧间楼]|\d{1,2}(?:楼|层))"
)
# Further parts touch, or have one more place between them: 3组东头12号, 88号院锦绣家园9号楼.
_NEXT = re.compile(
    rf"\s?第?(?:[{_HAN}]{{1,7}}?(?:[村组巷路街弄里坊院苑期]|小区|花园|家园|公寓|新村|宿舍))?{_DETAIL}"
)
_PLACE = re.compile(
    rf"[{_HAN}]{{1,8}}?(?:省|自治区|市|州|盟|县|旗|镇|乡|苏木|街道|办事处|[^小社校园山景]区|{_ROAD}|{_VILLAGE}|{_ESTATE})"
)
_LEAD = re.compile(
    r".*(?:家住|住在|居住在|居住于|现住|现居|暂住|租住[在于]?|住址|地址|位于|坐落[于在]?|座落[于在]?|户籍地|居住地|所在地|住(?!所)[于至]?|(?<=[员已前派])[到往赴至]|前往|(?<![存])[为是在于至]|家在|的)[：:\s]*"
)
_DWELLS = re.compile(r"住(?!所|建|房|保|院)|居住|租(?!赁)|家在|户籍|家庭|房主|房屋|宅|寄往|寄至|收件|送达")
_NOBODY = re.compile(
    r"旧居|故居|旧址|文物|遗址|纪念|祠|庙|寺|事务所|律所|负责人|单位|项目|工程|地块|路段|建设|路口|站点|点位|公厕|公里|红线|界|起点|终点|规划|标段|门店|店铺|经营|营业|办公|公司|注册|场所|窗口|大厅|中心|"
    r"服务|政务|机关|政府|法院|检察|银行|医院|学校|部门|邮编|考点|"
    r"法定代表|信用代码|车位|协会|学会|本会|开户|工业园|产业园|科技园|大厦|广场|商场|商城|写字楼|厂|酒店|宾馆|开标|送检|采样|监测|取水|排污|加油站|变电|基站"
)
# Said before an address, they tell of an office; behind it, of what a person does.
_ERRANDS = re.compile(r"办理|受理|接待|报名|领取|信封|接收|来访|举办|会议|投稿|面试|考试|集合")
# Somebody lives there, whatever else stands beside.
_LIVES = re.compile(r"(?:[家租现暂居]|^|[，,])住(?![所建房])|住在|居住于|宿舍|家属院|租房")
_CITES = re.compile(r"(?:文件|通知|令|函|公告|第)$")
_STRONG = re.compile(
    rf"{_NUMBER}(?:号楼|栋|幢|座|单元)[^，。；]{{0,8}}?(?:\d{{3,4}}|{_NUMBER}(?:室|户|号))|\d[-—－]\d{{1,2}}[-—－]\d{{3,4}}"
)
_LONGEST, _SHORTEST, _NEAR, _AFTER = 60, 6, 14, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address down to a door.

    Attributes:
        start: Its first character in the view.
        end: The offset after its last.
        room: Whether it names a room or a flat, as homes have it.
    """

    start: int
    end: int
    room: bool


def addresses_in(view: str, start: int, end: int) -> Iterator[Address]:
    """Addresses between two offsets that no label announces, in text order."""
    position = start
    while (anchor := ANCHOR.search(view, position, end)) is not None:
        address = _around(view, anchor.start(), max(position, _floor(view, anchor.start())), end)
        position = anchor.end()
        if address is not None:
            position = max(address.end, position)
            yield address


def _floor(view: str, offset: int) -> int:
    """Where the run of characters that an address may be made of begins."""
    first = offset
    while first > 0 and offset - first < _LONGEST and view[first - 1] != "\n" and _RUN.match(view[first - 1]):
        first -= 1
    return first


def _around(view: str, anchor: int, first: int, end: int) -> Address | None:
    position = anchor + 1
    while (part := _NEXT.match(view, position, end)) is not None:
        position = part.end()
    lead = _LEAD.match(view, first, anchor)
    begin = _behind_name(view, lead.end() if lead is not None else first, anchor)
    words = view[begin:position]
    if (
        len(words.strip()) < _SHORTEST
        or _PLACE.match(words) is None
        or _CITES.search(view, first, anchor + 1)
    ):
        return None
    begin += len(words) - len(words.lstrip())
    return Address(start=begin, end=position, room=_STRONG.search(words) is not None)


def _behind_name(view: str, begin: int, anchor: int) -> int:
    """1 焦玉兰 和平街道…: what stands before a blank is another cell."""
    blank = max(view.rfind(mark, begin, anchor) for mark in " 　")
    return blank + 1 if blank >= 0 and _PLACE.search(view, blank, anchor + 1) else begin


def is_home(view: str, address: Address, unit: Range) -> bool:
    """Whether somebody lives there, by what stands beside the address.

    Args:
        view: The folded text.
        address: An address.
        unit: The sentence, member or cell that holds it.
    """
    before = view[max(address.start - _NEAR, unit[0]) : address.start]
    after = view[address.end : min(address.end + _NEAR, unit[1])]
    beside = f"{before}|{view[address.start : address.end]}|{after}"
    of_office = _NOBODY.search(beside) or _ERRANDS.search(before)
    if of_office and not _LIVES.search(beside):
        return False
    return address.room or _DWELLS.search(before) is not None or _has_person(view, address, unit)


def _has_person(view: str, address: Address, unit: Range) -> bool:
    """Whether a person is named right before or right behind the address."""
    for start, end in (
        (max(address.start - _NEAR, unit[0]), address.start),
        (address.end, min(address.end + _AFTER, unit[1])),
    ):
        if any(True for _ in names_in(view, start, end)):
            return True
    return False
