"""Minors (未成年人) who can be told by their name with school and class, age, or the case they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import (
    Part,
    concept_of,
    is_full_name,
    list_matches,
    masked_words,
    people_in,
    units_with,
)
from reviewer.language.matching import Capture, Range
from reviewer.language.names import Name
from reviewer.language.patterns import PatternParser
from reviewer.numbering import parse_numeral
from reviewer.redaction.masks import hide, hide_digits, mask_name
from reviewer.structure.rows import Row

_REACH, _NEAR, _TOUCH = 30, 10, 2
_CHILD, _ADULT = 14, 18
_NUMERAL = "一二三四五六七八九十"
_CLASS = re.compile(
    rf"""
      (?:[{_NUMERAL}1-9]|初[一二三中]|高[一二三中]|[小中大])\s?(?:年级|年)?\s?[（(]\s?[{_NUMERAL}\d]{{1,2}}\s?[)）]\s?班
    | (?:[{_NUMERAL}1-9]年级|初[一二三]|高[一二三])\s?[{_NUMERAL}\d]{{1,2}}\s?班
    | [{_NUMERAL}1-9]年级(?!以[上下]|学生家长)
    | (?:小|中|大)[{_NUMERAL}\d]?班
    """,
    re.VERBOSE,
)
_SCHOOL = re.compile(r"小学|中学|幼儿园|附小|附中|实验学校|[一二三四五六七八九十]小(?!时|区|组)|初中|高中")
_AGE = re.compile(rf"(?P<age>\d{{1,3}}|[{_NUMERAL}百]{{1,4}})\s?(?:周)?岁")
_BORN = re.compile(
    r"(?P<year>(?:19|20)\d{2})年\s?(?P<month>\d{1,2})月(?:\s?(?P<day>\d{1,2})日)?\s?(?:出生|生(?![产活育态效]))"
)
_STATUS = re.compile(
    r"(?:小学|初中|高中|中学|初[一二三]|高[一二三]|[一二三四五六]年级)学?生(?![活源均])|"
    r"未成年(?:人|被害人|子女)?(?!保护)|留守儿童|困境儿童|孤儿|弃婴|女童|男童|女婴|男婴|婴儿(?!床|用)|新生儿(?!科)|幼儿(?!园)|儿童(?!福利|节|医院|保护|乐园)|婴儿"
)
_OWN_SCHOOL = re.compile(
    r"(?<![某×X])(?<!某某)[\u4e00-\u9fff]{2}(?:小学|中学|幼儿园|附小|附中|实验学校|初中|高中)$|[一二三四五六七八九十]小$"
)
_FACTS = (_CLASS, _SCHOOL, _AGE, _BORN)
_LONGEST_NAME = 6
_CASE = re.compile(r"被害人|受害人|嫌疑人|被告人|案发|犯罪|涉嫌|性侵|猥亵|欺凌|伤害|盗窃|取保候审|违法行为")
_PUPIL = re.compile(r"就读|学生|在读|入学|上学|在校")
# Teachers and parents are named with a class, too.
_GROWN_UP = re.compile(
    r"(?:教师|老师|班主任|校长|园长|任教|家长|书记|主任|同志|祖母|祖父|父亲|母亲|(?<!被)监护人|医生)"
    # 家长反映其女张三: the child is named, not the grown-up.
    r"(?![\u4e00-\u9fff]{0,4}(?:其|之|儿|女|子|孙|孩))"
)
_NAME_HEAD = re.compile(r"(?:学生|儿童|幼儿|孤儿|考生|受助)?(?:姓\s*名|名字)|学生|儿童|幼儿")
_CLASS_HEAD = re.compile(r"班\s*级|年\s*级")
_SCHOOL_HEAD = re.compile(r"就读|学\s*校|幼儿园")
_PUPIL_WORD = re.compile(r"学生|儿童|幼儿|考生")
_NO_PUPIL_HEAD = re.compile(r"毕业|职务|职称|科目|任教|岗位")


class MinorSpec(BaseModel):
    """The ``match`` of a rule on minors.

    Attributes:
        cues: The concept of words that speak of minors, schools and ages.
    """

    model_config = ConfigDict(extra="forbid")

    cues: str


class MinorChecker:
    """Reports a minor who can be told: a full name with one such fact, a masked name with two."""

    Spec = MinorSpec
    heeds_polarity = False

    def __init__(self, spec: MinorSpec, parser: PatternParser) -> None:
        self._cues = concept_of(spec.cues, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Minors in sentences, then in lists."""
        pupils: dict[int, Row] = {}
        for unit in units_with(context, self._cues):
            matches = list(_in_sentence(context, unit))
            yield from matches
            row = None if matches else _pupil_row(context.row(unit[0]))
            if row is not None:
                pupils[row.cell.span.start] = row
        yield from list_matches(context, (pupils[start] for start in sorted(pupils)), mask_name)


def _in_sentence(context: CheckContext, unit: Range) -> Iterator[Match]:
    view = context.view.text
    position = 0
    for window in _windows(view, unit):
        for name in people_in(context, window, _spans(_CLASS, view, *window)):
            grown_up = _GROWN_UP.search(view[max(name.role - 4, unit[0]) : name.start])
            facts = [] if grown_up or name.start < position else _facts_of(name, unit, context)
            if facts:
                match = _match(view, name, facts)
                position = match.end
                yield match


def _windows(view: str, unit: Range) -> Iterator[Range]:
    """The stretches of a unit near a fact about minors: no name elsewhere in it matters."""
    facts = [(span, _NEAR) for span in _spans(_STATUS, view, *unit)]
    facts += [(span, _REACH) for pattern in _FACTS for span in _spans(pattern, view, *unit)]
    window: Range | None = None
    for (start, end), reach in sorted(facts):
        near = (max(start - reach - _LONGEST_NAME, unit[0]), min(end + reach + _LONGEST_NAME, unit[1]))
        if window is not None and near[0] <= window[1]:
            window = (window[0], max(window[1], near[1]))
            continue
        if window is not None:
            yield window
        window = near
    if window is not None:
        yield window


def _facts_of(name: Name, unit: Range, context: CheckContext) -> list[Range]:
    """What tells that the person is a minor, in text order; empty where that is not enough."""
    view = context.view.text
    first, last = max(name.start - _REACH, unit[0]), min(name.end + _REACH, unit[1])
    if _GROWN_UP.match(view, name.end):
        last = name.end
    found = {
        "class": _spans(_CLASS, view, first, last),
        "school": _spans(_SCHOOL, view, first, last),
        "age": [span for span, age in _ages(view, first, last, context.as_of) if age < _CHILD],
        "youth": [span for span, age in _ages(view, first, last, context.as_of) if age < _ADULT],
        "status": _spans(_STATUS, view, max(name.start - _NEAR, first), min(name.end + _NEAR, last)),
    }
    case = _CASE.search(view, *unit) is not None
    pupil = _PUPIL.search(view, first, last) is not None
    telling = [
        *found["class"],
        *found["age"],
        *(found["status"] if not name.masked else []),
        *(found["school"] if pupil else []),
        *(found["youth"] if case else []),
    ]
    # 李某某，13岁 is hidden well enough; with the school or class that it names it is not.
    named = found["class"] or [span for span in found["school"] if _OWN_SCHOOL.search(view, first, span[1])]
    told = found["age"] or found["youth"] or found["status"] or pupil
    enough = bool(named and told) if name.masked else bool(telling)
    return sorted(set(telling)) if enough and telling else []


def _spans(pattern: re.Pattern[str], view: str, start: int, end: int) -> list[Range]:
    return [match.span() for match in pattern.finditer(view, start, end)]


def _ages(view: str, start: int, end: int, as_of: date) -> Iterator[tuple[Range, int]]:
    """Ages that are said, and those that follow from a date of birth."""
    for match in _AGE.finditer(view, start, end):
        age = int(match["age"]) if match["age"].isdigit() else parse_numeral(match["age"])
        before = view[match.start() - 1 : match.start()]
        limit = view.startswith(("以上", "以下", "至"), match.end())
        if age is not None and not before.isdigit() and not limit:
            yield match.span(), age
    for match in _BORN.finditer(view, start, end):
        month = min(int(match["month"]), 12)
        before_birthday = (as_of.month, as_of.day) < (month, int(match["day"] or 1))
        yield match.span(), as_of.year - int(match["year"]) - before_birthday


def _match(view: str, name: Name, facts: list[Range]) -> Match:
    """From the name to the nearest fact, with those that touch it: 就读于……小学三年级（2）班."""
    apart = [fact for fact in facts if fact[1] <= name.start or fact[0] >= name.end]
    start, end = name.start, name.end
    parts = [Part(name.start, name.end, mask_name)]
    for fact in sorted(apart, key=lambda fact: max(fact[0] - name.end, name.start - fact[1])):
        if len(parts) == 1 or (end <= fact[0] <= end + _TOUCH) or (start - _TOUCH <= fact[1] <= start):
            start, end = min(start, fact[0]), max(end, fact[1])
            parts.append(Part(*fact, hide))
    return Match(
        start=start,
        end=end,
        masked=hide_digits(masked_words(view, start, end, parts)),
        captures=(Capture("姓名", name.start, name.end),),
        values={"spread": ""},
    )


def _pupil_row(row: Row | None) -> Row | None:
    """The row as seen from its name cell, where it names a pupil with school or class."""
    if row is None or any(_NO_PUPIL_HEAD.search(cell.head) for cell in row.cells):
        return None
    heads = " ".join(cell.head for cell in row.cells)
    if not (_CLASS_HEAD.search(heads) or (_PUPIL_WORD.search(heads) and _SCHOOL_HEAD.search(heads))):
        return None
    for index, cell in enumerate(row.cells):
        if _NAME_HEAD.search(cell.head) and is_full_name(cell.text):
            return row.seen_from(index)
    return None
