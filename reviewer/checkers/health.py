"""The illness, disability or pregnancy of a named person (医疗健康信息)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import (
    Part,
    concept_of,
    list_matches,
    masked_words,
    named_cell,
    people_in,
    units_with,
)
from reviewer.identifiers import IdentifierKind, Use
from reviewer.language.matching import Capture, Range
from reviewer.language.names import Name
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import hide, mask_name
from reviewer.structure.rows import Row

_REACH, _FORM_REACH, _NEXT = 40, 160, 12
# 患有…: what the illness is follows, perhaps in words that no list has.
_VERB = re.compile(r"患有|身患|罹患|确诊|诊断为?|临床诊断|初步诊断")
_NAMED = re.compile(r"[：:为]?[\u4e00-\u9fffA-Za-z0-9]{1,10}")
# 肝癌患者李四: the name after the illness, with nothing but what he is between them.
_AFTER_ILLNESS = re.compile(
    r"(?:病|症)?(?:的|晚期|早期|中期|重症)?(?:患者|病人|人|患儿|感染者|携带者|人员|残疾人|产妇|孕妇|者)?(?:[^，。；]{0,6}(?:名单|名册|花名册|如下|情况))?\d{0,3}[：:]?(?:\d{1,2}[.、．])?(?:[^，。；]{0,6}[（(])?"
)
# 肋骨骨折的务工人员张三: what he is, whatever word says it.
_OF_ROLE = re.compile(r"(?:病|症|术后|后遗症)?的?")
# A physician is named with the illnesses that he treats; a lecture with those it is about.
_TREATS = re.compile(
    r"医师|医生|专家|擅长|(?:专家|特色|专科|名医|开设)[^，。]{0,6}门诊|坐诊|诊治|教授|讲座|主讲|防治|研究|院长|纪念|记载|著作|编写|课题|论文"
)
# 覃科长 is hidden from nobody who knows the office.
_TITLE = re.compile(r"[科处局厅股所站队校院]长$|主任$|书记$|科员$|经理$|干事$|老师$|医生$")
# What a column of health or of causes of poverty holds that says nothing of an illness.
_HEALTHY = re.compile(
    r"健康|良好|正常|合格|优良|一般|较好|无|否|未见异常|阴性|因[病残学灾房水路]|缺[劳土水技资][动地术金力]*|[—\-/\s]*"
)


# A number beside an illness tells whose it is, where the words speak of one person.
_TELLING = frozenset({IdentifierKind.ID_CARD, IdentifierKind.PHONE, IdentifierKind.BANK_CARD})
_SUFFERS = re.compile(
    r"患(?!者须)|确诊|诊断|受伤|住院|致|我|本人|[，,、（(\s][男女][，,、）)\s]|老公|丈夫|妻子|孩子|母亲|父亲"
)


# The number of a medical record tells whose it is, however the name is hidden.
_RECORD = re.compile(r"(?:住院|病案|病历|门诊|就诊|床)号[：:]?\s?[A-Za-z]?\d{2,}")


class HealthSpec(BaseModel):
    """The ``match`` of a rule on health data.

    Attributes:
        cues: The concept of illnesses.
        heads: The concept of column heads over them.
    """

    model_config = ConfigDict(extra="forbid")

    cues: str
    heads: str


class HealthChecker:
    """Reports an illness where it is a named person's; masked names and rules about patients pass."""

    Spec = HealthSpec
    heeds_polarity = False

    def __init__(self, spec: HealthSpec, parser: PatternParser) -> None:
        self._illness = concept_of(spec.cues, parser)
        self._heads = concept_of(spec.heads, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Illnesses of named persons in sentences, then those in columns of lists."""
        cells: dict[int, Row] = {}
        for unit in units_with(context, self._illness):
            matches = list(self._in_sentence(context, unit))
            yield from matches
            row = None if matches else context.row(unit[0])
            if row is not None and self._is_sick(row):
                cells[row.cell.span.start] = row
        for unit in units_with(context, self._heads):
            for row in context.rows_below(unit[0]):
                if self._is_sick(row):
                    cells[row.cell.span.start] = row
        yield from list_matches(context, (cells[start] for start in sorted(cells)), hide)

    def _in_sentence(self, context: CheckContext, unit: Range) -> Iterator[Match]:
        view = context.view.text
        illnesses = context.occurrences.within(self._illness, *unit)
        if not illnesses or _TREATS.search(view, *unit):
            return
        names = [
            name
            for name in people_in(context, unit, illnesses)
            if not name.masked or _TITLE.search(view, name.start, name.end) or _RECORD.search(view, *unit)
        ]
        position = 0
        for index, name in enumerate(names):
            following = names[index + 1].role if index + 1 < len(names) else unit[1]
            facts = [fact for fact in _facts_of(name, illnesses, view, following) if fact[0] >= position]
            if facts:
                match = _match(view, name, facts)
                position = match.end
                yield match
        if not position:
            yield from _of_a_number(context, unit, illnesses)

    @staticmethod
    def _is_sick(row: Row) -> bool:
        """Whether a row names a person in one cell and an illness in the cell that was asked for."""
        cell = row.cell
        return bool(cell.text) and not _HEALTHY.fullmatch(cell.text) and named_cell(row) not in (None, cell)


def _facts_of(name: Name, illnesses: list[Range], view: str, following: int) -> list[Range]:
    """The illnesses said of a person: after the name and before the next one, or right before it."""
    facts: list[Range] = []
    position = name.end
    # 姓名：张三，……，健康状况：…: a form's name governs all that follows in its sentence.
    reach = _FORM_REACH if view[name.start - 1 : name.start] in ("：", ":") else _REACH
    for start, end in illnesses:
        if position <= start < following and _distance(view, position, start) <= reach:
            facts.append((start, end))
            position = end
    before = [
        (start, end)
        for start, end in illnesses
        if end <= name.start
        and (_AFTER_ILLNESS.fullmatch(view, end, name.start) or _OF_ROLE.fullmatch(view, end, name.role))
    ]
    return [*before[-1:], *facts]


def _of_a_number(context: CheckContext, unit: Range, illnesses: list[Range]) -> Iterator[Match]:
    """An illness beside a private number and no name: the number tells whose it is."""
    numbers = [
        each
        for each in context.identifiers
        if unit[0] <= each.start < unit[1] and each.use is Use.PRIVATE and each.kind in _TELLING
    ]
    view = context.view.text
    if not numbers or not _SUFFERS.search(view, *unit):
        return
    start, end = illnesses[0]
    yield Match(
        start=start,
        end=end,
        masked=hide(view[start:end]),
        captures=(Capture("健康信息", start, end),),
        values={"spread": "", "person": "该号码的使用人"},
    )


def _distance(view: str, start: int, end: int) -> int:
    """Characters between two offsets, numbers not counted: 李四（身份证号……），患肺结核 is one phrase."""
    return (
        sum(not character.isascii() for character in view[start:end]) if end - start > _REACH else end - start
    )


def _match(view: str, name: Name, facts: list[Range]) -> Match:
    """The illness is quoted, with those that follow closely; whose it is stands in the message."""
    start, end = facts[0]
    quoted = [facts[0]]
    for fact in facts[1:]:
        if fact[0] - end > _NEXT:
            break
        quoted.append(fact)
        end = fact[1]
    named = _NAMED.match(view, end)
    if named is not None and _VERB.fullmatch(view, *quoted[-1]):
        end = named.end()
        quoted[-1] = (quoted[-1][0], end)
    return Match(
        start=start,
        end=end,
        masked=masked_words(view, start, end, (Part(*fact, hide) for fact in quoted)),
        captures=(Capture("姓名", name.start, name.end), *(Capture("健康信息", *fact) for fact in facts)),
        values={"spread": "", "person": mask_name(view[name.start : name.end])},
    )
