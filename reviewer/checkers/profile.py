"""A person's name joined with facts that identify or expose the person (姓名与身份事项).

Officials in office, authors and honoured people are named lawfully; a petitioner, an applicant,
an ex-convict, a divorced mother are not.
"""

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
from reviewer.checkers.person_facts import (
    ACCUSES,
    APPLICANT,
    DESCRIPTIONS,
    DISCLOSURE_REQUEST,
    IN_OFFICE,
    PROTECTED,
    REPLY_BEGINS,
)
from reviewer.language.matching import Capture, Range
from reviewer.language.names import Name
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import hide, hide_digits, mask_name
from reviewer.structure.rows import Row

_REACH, _FAR, _BEFORE, _TOUCH = 36, 400, 30, 2
_NAME = "姓名"
_LABEL = re.compile(r"[\u4e00-\u9fff]{0,6}[：:]\s?")
_RELATION = re.compile(r"其[妻子女夫父母兄弟]")
_TELLING = re.compile(r"(?!无$|否$)[\u4e00-\u9fff0-9]")
_ENOUGH = 2


class ProfileSpec(BaseModel):
    """The ``match`` of a rule on names joined with facts.

    Attributes:
        roles: The concept of parts in a procedure that expose a person.
        facts: The concept of facts of life that expose a person.
        births: The concept of words that speak of birth and origin.
        requests: The concept of words that speak of a request for disclosure.
        heads: The concept of column heads over facts of life.
    """

    model_config = ConfigDict(extra="forbid")

    roles: str
    facts: str
    births: str
    requests: str
    heads: str


class ProfileChecker:
    """Reports a full name with a fact that exposes its bearer."""

    Spec = ProfileSpec
    heeds_polarity = False

    def __init__(self, spec: ProfileSpec, parser: PatternParser) -> None:
        self._roles = concept_of(spec.roles, parser)
        self._facts = concept_of(spec.facts, parser)
        self._births = concept_of(spec.births, parser)
        self._requests = concept_of(spec.requests, parser)
        self._heads = concept_of(spec.heads, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Names of protected people, of people with exposing facts, of applicants."""
        seen: set[int] = set()
        for match in self._all(context):
            names = {capture.start for capture in match.captures if capture.role == _NAME}
            if seen.isdisjoint(names):
                seen |= names
                yield match
        rows: dict[int, Row] = {}
        for unit in units_with(context, self._heads):
            for row in context.rows_below(unit[0]):
                named = named_cell(row)
                if named is not None and named is not row.cell and _TELLING.search(row.cell.text):
                    rows[row.cell.span.start] = row
        yield from list_matches(context, (rows[start] for start in sorted(rows)), hide)

    def _all(self, context: CheckContext) -> Iterator[Match]:
        for unit in units_with(context, self._roles):
            yield from _protected(context, unit)
        for unit in units_with(context, self._facts):
            yield from self._exposed(context, unit)
        for unit in units_with(context, self._births):
            yield from _described(context, unit)
        for unit in units_with(context, self._requests):
            yield from _applicants(context, unit)

    def _exposed(self, context: CheckContext, unit: Range) -> Iterator[Match]:
        """A fact of life said of a named person."""
        facts = context.occurrences.within(self._facts, *unit)
        for name in people_in(context, unit, facts):
            after = [fact for fact in facts if name.end <= fact[0] <= name.end + _REACH]
            # 其妻 tells whose wife the next one named is, nothing of who is named before.
            after = [fact for fact in after if not _RELATION.fullmatch(context.view.text, *fact)]
            before = _said_before(context.view.text, name, facts)
            if not name.masked and (after or before) and not IN_OFFICE.search(context.view.text, *unit):
                yield _match(context.view.text, name, [*before, *after])
                return


def _said_before(view: str, name: Name, facts: list[Range]) -> list[Range]:
    """Facts right before a name, or in an attribute of it: 因车祸截肢、妻子改嫁的村民张三."""
    found = []
    for start, end in facts:
        between = view[end : name.start]
        attribute = "的" in between and not set(between) & set("，。；,：")
        # 离婚登记当事人：张三: the fact stands in the label.
        label = _LABEL.fullmatch(between) is not None
        if end <= name.start and (label or len(between) <= _TOUCH or (attribute and len(between) <= _REACH)):
            found.append((start, end))
    return found[-1:]


def _protected(context: CheckContext, unit: Range) -> Iterator[Match]:
    """信访人张三、李四: one match from the first name to the last."""
    view = context.view.text
    names = people_in(context, unit)
    for index, name in enumerate(names):
        role = PROTECTED.search(view, max(name.start - _BEFORE, unit[0]), name.start)
        accuses = ACCUSES.match(view, name.end, unit[1])
        if name.masked or (role is None and (accuses is None or IN_OFFICE.search(view, *unit))):
            continue
        listed = [name]
        for other in names[index + 1 :]:
            if view[listed[-1].end : other.start] not in ("、", "，", "和", "与", "及", ","):
                break
            listed.append(other)
        start, end = name.start, listed[-1].end
        yield Match(
            start=start,
            end=end,
            masked=masked_words(view, start, end, (Part(n.start, n.end, mask_name) for n in listed)),
            captures=tuple(Capture(_NAME, n.start, n.end) for n in listed),
        )


def _described(context: CheckContext, unit: Range) -> Iterator[Match]:
    """Date of birth with sex or origin; it would give back what a mask takes from an identity number."""
    view = context.view.text
    clues = sum(pattern.search(view, *unit) is not None for pattern in DESCRIPTIONS)
    if clues < _ENOUGH or IN_OFFICE.search(view, *_paragraph(view, unit)):
        return
    for name in people_in(context, unit):
        end = min(name.end + 2 * _REACH, unit[1])
        found = [pattern.search(view, name.end, end) for pattern in DESCRIPTIONS]
        facts = [match.span() for match in found if match]
        if name.masked or len(facts) < _ENOUGH or not any(found[:3]):
            continue
        yield _match(view, name, facts)
        return


def _applicants(context: CheckContext, unit: Range) -> Iterator[Match]:
    """The applicant of a request for disclosure: 申请人张三, or 张三： above a reply."""
    view = context.view.text
    if not DISCLOSURE_REQUEST.search(view, *unit):
        return
    for name in people_in(context, unit):
        if not name.masked and APPLICANT.search(view, unit[0], name.start):
            yield _match(view, name, [])
            return
        if not name.masked and REPLY_BEGINS.match(view, name.end):
            yield _match(view, name, [])
            return
    start = max(view.rfind("\n", max(unit[0] - _REACH, 0), max(unit[0] - 1, 0)) + 1, unit[0] - _REACH, 0)
    for name in people_in(context, (start, unit[0] + 1)):
        if name.start <= start + 1 and not name.masked and REPLY_BEGINS.match(view, name.end):
            yield _match(view, name, [])


def _paragraph(view: str, unit: Range) -> Range:
    """The paragraph around a unit, at most `_FAR` characters to each side."""
    start = max(view.rfind("\n", max(unit[0] - _FAR, 0), unit[0]) + 1, unit[0] - _FAR, 0)
    end = view.find("\n", unit[1], unit[1] + _FAR)
    return start, end if end >= 0 else min(unit[1] + _FAR, len(view))


def _match(view: str, name: Name, facts: list[Range]) -> Match:
    start = min([name.start, *(fact[0] for fact in facts)])
    end = max([name.end, *(fact[1] for fact in facts)])
    parts = [Part(name.start, name.end, mask_name), *(Part(*fact, hide) for fact in facts)]
    return Match(
        start=start,
        end=end,
        masked=hide_digits(masked_words(view, start, end, parts)),
        captures=(Capture(_NAME, name.start, name.end), *(Capture("身份事项", *fact) for fact in facts)),
    )
