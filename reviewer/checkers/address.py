"""Home addresses (住址) down to a door; addresses of offices and companies are lawful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.address_grammar import addresses_in, is_home
from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import concept_of, list_matches, units_with
from reviewer.identifiers import IdentifierKind, Use
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import mask
from reviewer.structure.rows import Row

_COUNT = r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?|[一二三四五六七八九十百]{1,4}|[东西南北甲乙丙丁])"
_DOOR = re.compile(
    rf"{_COUNT}(?:\s?[-—－#]\s?\d{{1,4}}){{0,3}}\s?#?(?:号楼|号院|号|栋|幢|座|单元|室|户|组|楼|弄|房|门(?!面|店))"
    r"(?:\s?\d{1,4}(?:\s?[-—－]\s?\d{1,4}){1,3}(?!\d)|\s?\d{2,4}(?:室|号|户|房)?(?!\d))?"
    r"|(?:(?<=公寓)|(?<=小区)|(?<=新村)|(?<=家属院)|(?<=宿舍)|(?<=[巷路街苑园里城院弄]))\s?\d{1,3}(?:\s?[-—－#]\s?\d{1,4}){1,3}(?!\d)"
)
# A digit, or a Chinese numeral that counts a part of an address: most labels have none behind them.
_COUNTED = re.compile(r"[0-9]|[一二三四五六七八九十][号栋幢座单室户组楼弄]")
_ROOM = re.compile(
    rf"(?:单元|栋|幢|座|号楼|楼|弄)\s?{_COUNT}?(?:\s?[-—－]\s?\d{{1,4}})?(?:室|户|房|号)|"
    r"(?:单元|栋|幢|座|号楼|楼)\s?\d{2,4}(?:\s?[-—－]\s?\d{1,4})?(?!\d|[号栋幢米万元年平]|楼(?!道|上|下))|\d{3,4}\s?室"
)
_RESIDENCE = re.compile(r"单元|号楼|栋|幢|小区|花园|家园|公寓|新村|[\u4e00-\u9fff]苑|里\d|弄|村")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·\-—－#\s]{4,80}")
_LEAD = re.compile(
    r".*(?:家住|住在|居住在|居住于|现住|暂住|租住在?|住址|地址|位于|坐落于?|家庭地址|户籍地|居住地|所在地|住|为|是|在|于|由|至|的)[：:\s]*"
)
_PERSON_REACH = 60
_RECEIVER = re.compile(r"收件人|收货人|收信人|接收人|寄件人")
_SEPARATOR = re.compile(r"(?:请[填写寄]|如下|[更变]更?[改正]?为)?[：:为是在于\s]{0,4}")
# 某镇李家湾村四组17号 still leads to the door; 某小区某栋 does not.
_MASK = re.compile(r"[*×XＸ○●＊_＿…]|某+(?=小区|花园|[栋幢座路巷村号室楼组]|街(?!道)|单元)")
_ORGANISATION = re.compile(
    r"公司|党委|团委|共青团|经营部|商店|门店|超市|企业|工厂|厂房|(?:(?<!邮)局|厅|(?<![民居村])委)(?![\u4e00-\u9fff]*(?:路|街|巷))|(?<!号)院(?=[，,：:、\s])|办公|服务(?:中心|大厅|窗口)|中心(?!路|街|小区|村)|"
    r"营业|经营场所|注册地|供应商|采购人|代理机构|投标|中标|窗口|政务|大厦|写字楼|产业园|科技园|招标|门面|商铺|银行|网点|机构|学校|医院|酒店|法定代表人|信用代码|注册资本|金融港|科技楼|孵化|园区|软件园|创业园|商务|广场"
)
_BESIDE = re.compile(r"[\s，,、；;/／|｜]{1,3}(?=[\u4e00-\u9fff])")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:省|市|县|区|旗|州|镇|乡|街道|小区|村)")
# The seat of an office, whatever else the sentence speaks of.
_OFFICE = re.compile(r"(?:政府|[县市区省州]委|机关|会议)(?!.{0,4}(?:宿舍|家属|小区))")
_PERSON = re.compile(
    r"(?:申请人|反映人|信访人|来访人|投诉人|举报人|当事人|权利人|被执行人|被征收人|受送达人)"
    r"(?!可以|可|应|需|须|有权|应当|提[供交出]|通过|凭|持|到|向)|"
    r"户主|本人|我|您|姓名|房主|承租|患者|老人|奶奶|爷爷|村民|居民|业主|"
    r"[，,][男女][，,]|身份证|公民身份|家庭"
)


class LabelStrength(StrEnum):
    """What a label before an address proves."""

    HOME = "home"
    ANY = "any"


class AddressSpec(BaseModel):
    """The ``match`` of a rule on home addresses.

    Attributes:
        homes: The concept of labels of homes (家庭住址, 家住).
        places: The concept of labels that offices have, too (地址, 通讯地址, 坐落).
        buildings: The concept of words of residential buildings (单元, 号楼).
    """

    model_config = ConfigDict(extra="forbid")

    homes: str
    places: str
    buildings: str


class AddressChecker:
    """Reports an address of a person that leads to a door or a village group."""

    Spec = AddressSpec
    heeds_polarity = False

    def __init__(self, spec: AddressSpec, parser: PatternParser) -> None:
        self._homes = concept_of(spec.homes, parser)
        self._places = concept_of(spec.places, parser)
        self._buildings = concept_of(spec.buildings, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Addresses behind labels, in columns of lists, and of residential buildings without a label."""
        rows = self._home_rows(context)
        cells = [context.view_range(row.cell.span) for row in rows]
        position = 0
        for start, end in sorted(set(self._in_sentences(context))):
            in_list = any(first <= start and end <= last for first, last in cells)
            if start >= position and not in_list:
                position = end
                yield Match(
                    start=start,
                    end=end,
                    masked=_mask(context.view.text[start:end]),
                    values={"spread": ""},
                )
        yield from list_matches(context, rows, _mask)

    def _home_rows(self, context: CheckContext) -> list[Row]:
        """Rows of lists whose column of addresses holds a home, in text order."""
        rows: dict[int, Row] = {}
        for concept in (self._homes, self._places):
            for unit in units_with(context, concept):
                for row in context.rows_below(unit[0]):
                    if _is_home(row.cell.text, home=concept == self._homes):
                        rows[row.cell.span.start] = row
        return [rows[start] for start in sorted(rows)]

    def _in_sentences(self, context: CheckContext) -> Iterator[Range]:
        view = context.view.text
        for concept in (self._homes, self._places):
            for unit in units_with(context, concept):
                for label in context.occurrences.within(concept, *unit):
                    found = _labelled(view, label, unit, home=concept == self._homes)
                    if found is not None:
                        yield found
        for unit in units_with(context, self._buildings):
            for building in context.occurrences.within(self._buildings, *unit):
                found = _unlabelled(view, building, unit)
                if found is not None:
                    yield found
        yield from _beside_numbers(context)
        yield from _homes(context)
        for room in _room_numbers(view):
            unit_index = context.sentences.unit_at(room[0])
            unit = context.sentences.starts[unit_index], context.sentences.ends[unit_index]
            found = _unlabelled(view, room, unit)
            if found is not None:
                yield found


def _beside_numbers(context: CheckContext) -> Iterator[Range]:
    """张三 138… 云岭县民主路36号附8号: what follows a person's number at once is the person's address."""
    view = context.view.text
    for each in context.identifiers:
        if each.use is not Use.PRIVATE or each.kind not in (IdentifierKind.PHONE, IdentifierKind.ID_CARD):
            continue
        begin = _BESIDE.match(view, each.end)
        words = _WORDS.match(view, begin.end()) if begin else None
        if words is None or not _DIVISION.match(view, words.start(), words.end()):
            continue
        end = _last_door(view, words.start(), words.end())
        masked = end is not None and _MASK.search(view, words.start(), end + 1)
        if end is not None and not masked and not _ORGANISATION.search(view, words.start(), end):
            yield words.start(), end


def _homes(context: CheckContext) -> Iterator[Range]:
    """清溪乡岩口村2组肖长根: addresses of any form beside a person or a verb of dwelling."""
    view = context.view.text
    for address in addresses_in(view, 0, len(view)):
        index = context.sentences.unit_at(address.start)
        unit = context.sentences.starts[index], context.sentences.ends[index]
        if _MASK.search(view, address.start, address.end + 1):
            continue
        if is_home(view, address, unit) and not _OFFICE.search(view, address.start, address.end):
            yield address.start, address.end


def _room_numbers(view: str) -> Iterator[Range]:
    """Where a room is numbered: 402室."""
    position = view.find("室")
    while position >= 0:
        if view[position - 3 : position].isdecimal():
            yield position - 3, position + 1
        position = view.find("室", position + 1)


def _mask(words: str) -> str:
    return mask("person.address", words)


def _labelled(view: str, label: Range, unit: Range, *, home: bool) -> Range | None:
    if home and view.startswith("住所", label[1] - 1):
        return None  # the label 住所, which companies have
    separator = _SEPARATOR.match(view, label[1], unit[1])
    start = separator.end() if separator else label[1]
    words = _WORDS.match(view, start, unit[1])
    if words is None or not _COUNTED.search(view, start, words.end()):
        return None
    end = _last_door(view, start, words.end())
    if end is None or _MASK.search(view, start, end + 1):
        return None
    # The person may be named members before: 信访人：张三；住所：…; or behind: …，收件人张三.
    line = max(view.rfind("\n", 0, start) + 1, start - _PERSON_REACH)
    sentence = view[min(line, unit[0]) : end]
    if home and not _ORGANISATION.search(view, start, end):
        return start, end
    personal = _PERSON.search(sentence) or _RECEIVER.search(view, end, unit[1])
    personal = personal or (_ROOM.search(view, start, end) and _RESIDENCE.search(view, start, end))
    return (start, end) if personal and not _ORGANISATION.search(view, unit[0], unit[1]) else None


def _unlabelled(view: str, building: Range, unit: Range) -> Range | None:
    """An address of several parts that ends in a room: 光明小区3栋2单元501."""
    if not _ROOM.search(view, max(building[0] - 12, unit[0]), min(building[1] + 40, unit[1])):
        return None
    first = building[0]
    while first > unit[0] and building[0] - first < 40 and _WORDS_CHARACTER.match(view[first - 1]):
        first -= 1
    words = _WORDS.match(view, first, unit[1])
    if words is None:
        return None
    end = _last_door(view, first, words.end())
    if end is None or end < building[1]:
        return None
    if not _ROOM.search(view, first, end) or _MASK.search(view, first, end + 1):
        return None
    of_office = _ORGANISATION.search(view, unit[0], end) and not _PERSON.search(view, unit[0], first)
    if of_office or _OFFICE.search(view, first, end):
        return None
    lead = _LEAD.match(view, first, building[0])
    start = lead.end() if lead else first
    return (start, end) if end - start >= 6 else None


_WORDS_CHARACTER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·\-—－#]")


def _last_door(view: str, start: int, end: int) -> int | None:
    """Offset after the last part of an address that names a door; None where it has none."""
    last = None
    for door in _DOOR.finditer(view, start, end):
        last = door.end()
    return last


def _is_home(text: str, *, home: bool) -> bool:
    """Whether a cell below such a head holds a private address with a door."""
    if _MASK.search(text) or _ORGANISATION.search(text) or not _DOOR.search(text):
        return False
    return home or _ROOM.search(text) is not None
