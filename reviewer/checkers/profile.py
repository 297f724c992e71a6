"""A person's name joined with facts that identify or expose the person (姓名与身份事项).

Officials in office, authors and honoured people are named lawfully; a petitioner, an applicant,
an ex-convict, a divorced mother are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import Part, concept_of, masked_words, people_in, units_with
from reviewer.language.matching import Capture, Range
from reviewer.language.names import Name
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import hide, hide_digits, mask_name

_REACH, _FAR, _BEFORE = 36, 400, 30
_NAME = "姓名"
# Those whom the law protects by their part in a procedure: the name alone exposes them.
_PROTECTED = re.compile(
    # 我叫张三，电话……: a citizen's own letter.
    r"(?:我叫|本人叫|我的名字[叫是])$|"
    r"(?:信访|上访|来访|来信|复议申请|举报|投诉|反映|控告|检举|留言|诉求)(?:人|者|群众)?(?:代表)?(?:姓名|名称)?(?:系|为)?(?:业主|村民|居民|职工)?[：:\s]{0,2}$|网友[：:\s]{0,2}$"
    # 网友“江边老树”，真名张三: the pen name between is of no account.
    r"|(?:信访|举报|投诉|留言|网)[人者友][^，。]{0,14}[，（(]?(?:真名|实名|本名|真实姓名)[：:为是]{0,2}$"
)
_BORN = re.compile(
    r"(?:19|20)\d{2}年\s?\d{1,2}月(?:\s?\d{1,2}日)?\s?(?:出?生(?![产活育态效])|[，,])|出生于|生于"
)
_AGE = re.compile(r"[，,、（(\s]\d{2}\s?岁(?!以)")
_PLACE = re.compile(r"籍贯|祖籍|[\u4e00-\u9fff]{2,6}[省市县区]人(?![民才员大口均])|户籍地")
_PEOPLE = re.compile(r"[，,、\s](?:汉|回|满|蒙古|壮|苗|维吾尔|藏|彝|土家|朝鲜|哈萨克|侗|瑶|白|傣)族")
_SCHOOLING = re.compile(
    r"(?:文盲|小学|初中|高中|中专|大专|本科|硕士|大学)(?:文化|学历|毕业|程度)|务农|无业|打工|待业|下岗"
)
_SEX = re.compile(r"[，,、（(\s][男女](?=[，,、；;)）\s])")
# Two of these beside a name describe a person, if one of the first three is among them.
_DESCRIPTIONS = (_BORN, _AGE, _PLACE, _SEX, _PEOPLE, _SCHOOLING)
_ENOUGH = 2
# 任前公示, 任免, 简历 of officials: the law asks to publish them.
_IN_OFFICE = re.compile(
    r"拟任|现任|任命|免去|任职|任免|拟提名|提名为|候选人|代表人选|委员人选|拟聘任?|拟录用|烈士|革命|先烈|故居|院士|曾任|当选"
)
_APPLICANT = re.compile(r"申请人[：:\s]{0,2}$")
_DISCLOSURE_REQUEST = re.compile(
    r"[你您]们?(?:反映|提出)的|收悉|答复如下|信息公开|公开申请|申请公开|获取.{0,12}信息"
)
_REPLY_BEGINS = re.compile(r"\s*[：:]\s*(?:\n\s*)?(?:你|您|经查)")


class ProfileSpec(BaseModel):
    """The ``match`` of a rule on names joined with facts.

    Attributes:
        roles: The concept of parts in a procedure that expose a person.
        facts: The concept of facts of life that expose a person.
        births: The concept of words that speak of birth and origin.
        requests: The concept of words that speak of a request for disclosure.
    """

    model_config = ConfigDict(extra="forbid")

    roles: str
    facts: str
    births: str
    requests: str


class ProfileChecker:
    """Reports a full name with a fact that exposes its bearer."""

    Spec = ProfileSpec
    heeds_polarity = False

    def __init__(self, spec: ProfileSpec, parser: PatternParser) -> None:
        self._roles = concept_of(spec.roles, parser)
        self._facts = concept_of(spec.facts, parser)
        self._births = concept_of(spec.births, parser)
        self._requests = concept_of(spec.requests, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Names of protected people, of people with exposing facts, of applicants."""
        seen: set[int] = set()
        for match in self._all(context):
            names = {capture.start for capture in match.captures if capture.role == _NAME}
            if seen.isdisjoint(names):
                seen |= names
                yield match

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
            before = [fact for fact in facts if fact[1] <= name.start and name.start - fact[1] <= 2]
            if not name.masked and (after or before) and not _IN_OFFICE.search(context.view.text, *unit):
                yield _match(context.view.text, name, [*before, *after])
                return


def _protected(context: CheckContext, unit: Range) -> Iterator[Match]:
    """信访人张三、李四: one match from the first name to the last."""
    view = context.view.text
    names = people_in(context, unit)
    for index, name in enumerate(names):
        role = _PROTECTED.search(view, max(name.start - _BEFORE, unit[0]), name.start)
        if role is None or name.masked:
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
    clues = sum(pattern.search(view, *unit) is not None for pattern in _DESCRIPTIONS)
    if clues < _ENOUGH or _IN_OFFICE.search(view, *_paragraph(view, unit)):
        return
    for name in people_in(context, unit):
        end = min(name.end + 2 * _REACH, unit[1])
        found = [pattern.search(view, name.end, end) for pattern in _DESCRIPTIONS]
        facts = [match.span() for match in found if match]
        if name.masked or len(facts) < _ENOUGH or not any(found[:3]):
            continue
        yield _match(view, name, facts)
        return


def _applicants(context: CheckContext, unit: Range) -> Iterator[Match]:
    """The applicant of a request for disclosure: 申请人张三, or 张三： above a reply."""
    view = context.view.text
    if not _DISCLOSURE_REQUEST.search(view, *unit):
        return
    for name in people_in(context, unit):
        if not name.masked and _APPLICANT.search(view, unit[0], name.start):
            yield _match(view, name, [])
            return
        if not name.masked and _REPLY_BEGINS.match(view, name.end):
            yield _match(view, name, [])
            return
    start = max(view.rfind("\n", max(unit[0] - _REACH, 0), max(unit[0] - 1, 0)) + 1, unit[0] - _REACH, 0)
    for name in people_in(context, (start, unit[0] + 1)):
        if name.start <= start + 1 and not name.masked and _REPLY_BEGINS.match(view, name.end):
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
