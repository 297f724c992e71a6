"""Administrative divisions (行政区划): which division a name begins with, and its level."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from reviewer.structure.division_data import east, north, northeast, northwest, south, southwest
from reviewer.structure.kinds import GovernmentLevel

_MODULES = (north, northeast, east, south, southwest, northwest)
_CELL = re.compile(r"(\d\d)([^\s\d]+)")
_DIRECT = frozenset({"11", "12", "31", "50", "81", "82"})
_LONGEST_NAME = 16
_ZONES = ("开发区", "高新区", "新区")
_NO_DIVISIONS = ("园区", "社区", "小区", "地区", "片区", "景区", "库区", "灾区", "矿区", "校区")
# 深圳经济特区, 北京经济技术开发区: the division's name without its suffix.
_SHORT_NAME = re.compile(
    r"(?:中国[（(])?(?P<name>[\u4e00-\u9fff]{2,3}?)[）)]?"
    r"(?P<zone>经济特区|(?:国家级?)?(?:经济技术|高新技术产业|高新|综合保税)?(?:开发区|高新区|保税区)|自由贸易试验区|自贸试验区)"
)
_NO_NAME = re.compile("[各本我全该省市区县乡镇街]|有关|相关|示范|部分")
_SUFFIXES = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|省|市)$")
_UNKNOWN = re.compile(
    r"(?P<city>[\u4e00-\u9fff]{2,5}?(?:市|州|盟|地区))?(?P<county>[\u4e00-\u9fff]{1,8}?(?:自治县|县|区|旗))?"
)
_TOWNSHIP = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,8}?(?:镇|乡|街道))(?=人民政府|办事处|党|政府|委员会|综合|人大|财政|社区|关于|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A division of the state.

    Attributes:
        code: Six digits of GB/T 2260.
        name: Its own name, without those around it.
    """

    code: str
    name: str

    @property
    def level(self) -> GovernmentLevel:
        """Province, city (prefecture) or county, as the code says."""
        if self.code.endswith("0000"):
            return GovernmentLevel.PROVINCE
        return GovernmentLevel.CITY if self.code.endswith("00") else GovernmentLevel.COUNTY

    def holds(self, other: Division) -> bool:
        """Whether the other lies in it."""
        if self.level is GovernmentLevel.COUNTY or self.code == other.code:
            return False
        digits = 2 if self.level is GovernmentLevel.PROVINCE else 4
        return self.code[:digits] == other.code[:digits]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """The place that a name begins with.

    Attributes:
        level: Level of the smallest division named.
        region: Its code, that of the smallest known one around it, or its name where no code is known.
        length: Characters of the text that name it.
    """

    level: GovernmentLevel
    region: str
    length: int


def division(code: str) -> Division | None:
    """The division with a code."""
    return _table().by_code.get(code)


def find_locality(text: str) -> Locality | None:
    """The place that a body's name or a title begins with (广州市天河区…, 南浔区…), None without one.

    A county whose name several share, with nothing before it, has its name for a region.
    """
    chain, position = _known_chain(text)
    if not chain:
        return _short_locality(text) or _unknown_locality(text)
    last = chain[-1]
    level, region = last.level, last.code
    if last.code[:2] in _DIRECT and last.level is GovernmentLevel.CITY:
        level = GovernmentLevel.PROVINCE
    township = _TOWNSHIP.match(text, position)
    if township is not None:
        return Locality(level=GovernmentLevel.TOWNSHIP, region=region, length=township.end())
    if level in (GovernmentLevel.PROVINCE, GovernmentLevel.CITY):
        unknown = _UNKNOWN.match(text, position)
        if unknown is not None and unknown["county"] and _is_division_end(text, unknown.end()):
            return Locality(level=GovernmentLevel.COUNTY, region=region, length=unknown.end())
        if unknown is not None and unknown["city"] and level is GovernmentLevel.PROVINCE:
            named = _is_division_end(text, unknown.end("city"))
            if named and not unknown["county"]:
                return Locality(level=GovernmentLevel.CITY, region=region, length=unknown.end())
    return Locality(level=level, region=region, length=position)


def _known_chain(text: str) -> tuple[list[Division], int]:
    """The known divisions that the text begins with, each within the one before."""
    table = _table()
    chain: list[Division] = []
    position = 0
    while True:
        found = None
        for length in range(min(_LONGEST_NAME, len(text) - position), 1, -1):
            candidates = table.by_name.get(text[position : position + length], ())
            if chain:
                candidates = tuple(each for each in candidates if chain[-1].holds(each))
            if len(candidates) == 1 or (candidates and not chain):
                found = (candidates, length)
                break
        if found is None:
            return chain, position
        candidates, length = found
        if len(candidates) > 1:
            return [], 0
        chain.append(candidates[0])
        position += length


def _short_locality(text: str) -> Locality | None:
    """深圳经济特区, 中国（山东）自由贸易试验区, 北京国际…: a name without its suffix."""
    table = _table()
    match = _SHORT_NAME.match(text)
    if match is not None and (known := table.by_short_name.get(match["name"])) is not None:
        special = match["zone"] in ("经济特区", "自由贸易试验区", "自贸试验区")
        level = known.level if special else GovernmentLevel.COUNTY
        return Locality(level=level, region=known.code, length=match.end())
    for length in (3, 2):
        known = table.by_short_name.get(text[:length])
        if known is not None and known.level is GovernmentLevel.PROVINCE:
            return Locality(level=known.level, region=known.code, length=length)
    return None


def _unknown_locality(text: str) -> Locality | None:
    """A place by the form of its name only: 某某市, 某某县, 某某镇."""
    township = _TOWNSHIP.match(text)
    if township is not None:
        return Locality(level=GovernmentLevel.TOWNSHIP, region=township["name"], length=township.end())
    match = _UNKNOWN.match(text)
    if match is None or not match[0] or _NO_NAME.match(text):
        return None
    if match["county"] and _is_division_end(text, match.end()):
        return Locality(level=GovernmentLevel.COUNTY, region=match[0], length=match.end())
    if match["city"]:
        return Locality(level=GovernmentLevel.CITY, region=match["city"], length=match.end("city"))
    return None


def _is_division_end(text: str, position: int) -> bool:
    """Whether a body's or a document's name goes on here, and no 园区, 社区 or 地区 is meant."""
    before = text[max(0, position - 3) : position]
    if before.endswith(_ZONES):
        return True
    return position < len(text) and not before.endswith(_NO_DIVISIONS)


class _Table:
    """All divisions by code and by name."""

    def __init__(self) -> None:
        self.by_code: dict[str, Division] = {}
        names: dict[str, list[Division]] = defaultdict(list)
        for module in _MODULES:
            for each in _read(module.DIVISIONS):
                self.by_code[each.code] = each
                names[each.name].append(each)
        self.by_short_name: dict[str, Division] = {}
        for each in sorted(self.by_code.values(), key=lambda each: each.code[2:] != "0000"):
            short = _SUFFIXES.sub("", each.name)
            if each.level is not GovernmentLevel.COUNTY and len(short) >= 2:
                self.by_short_name.setdefault(short, each)
        self.by_name = {name: tuple(divisions) for name, divisions in names.items()}


def _read(data: str) -> list[Division]:
    divisions: list[Division] = []
    province = prefecture = ""
    for line in data.strip().splitlines():
        if not line.startswith(" "):
            province, name = line.split()
            divisions.append(Division(code=f"{province}0000", name=name))
            continue
        first, _, rest = line.strip().partition(" ")
        if first != "+":
            prefecture = first
            name, _, rest = rest.partition(" ")
            if name != "-":
                divisions.append(Division(code=f"{province}{prefecture}00", name=name))
        divisions.extend(
            Division(code=f"{province}{prefecture}{cell[1]}", name=cell[2]) for cell in _CELL.finditer(rest)
        )
    return divisions


@cache
def _table() -> _Table:
    return _Table()
