"""The document's own disclosure class (公开属性) against what it is and holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import title_range
from reviewer.identifiers import IdentifierKind, Use
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser
from reviewer.structure.kinds import DisclosureClass, DocumentKind

_HEAD = 600
_LEVEL = re.compile(r"(?:绝密|机密|秘密)\s?[★☆▲]")
_PRIVATE = frozenset({IdentifierKind.ID_CARD, IdentifierKind.BANK_CARD, IdentifierKind.DOCUMENT})
_KINDS = {
    IdentifierKind.ID_CARD: "居民身份证号码",
    IdentifierKind.BANK_CARD: "个人银行账号",
    IdentifierKind.DOCUMENT: "个人证件号码",
}
_PUBLISHES = re.compile(
    r"(?:现|特)(?:予)?(?:以)?(?:公布|公告|公示|通告)|向社会(?:公布|公开|公示)|面向社会公开|此件公开发布"
)
# The last lines of an official document: copies to, printed by. A class belongs to such a form.
_FORM_ENDS = re.compile(r"抄\s?送[：:]|印\s?发\s*$|\d日印发")
_FORM_TAIL = 400


class OpennessAspect(StrEnum):
    """What of the class is checked. The value stands in the ``match`` of a rule."""

    PRIVATE_CONTENT = "private_content"
    OWED_TO_THE_PUBLIC = "owed_to_the_public"
    MISSING = "missing"


class OpennessSpec(BaseModel):
    """The ``match`` of a rule on the class.

    Attributes:
        aspect: What is checked.
    """

    model_config = ConfigDict(extra="forbid")

    aspect: OpennessAspect


class OpennessChecker:
    """Reports a class that the content contradicts, or that an official form lacks."""

    Spec = OpennessSpec
    heeds_polarity = False

    def __init__(self, spec: OpennessSpec, parser: PatternParser) -> None:
        self._find = _FINDERS[spec.aspect]

    def find(self, context: CheckContext) -> Iterator[Match]:
        """At most one match."""
        yield from self._find(context)


def _stated(context: CheckContext) -> tuple[DisclosureClass, Range] | None:
    stated = context.profile.disclosure_class
    if stated is None or stated.span is None:
        return None
    return DisclosureClass(stated.value), context.view_range(stated.span)


def _private_content(context: CheckContext) -> Iterator[Match]:
    """主动公开 above what the law keeps back: a level of secrecy, numbers of persons."""
    stated = _stated(context)
    if stated is None or stated[0] is not DisclosureClass.PROACTIVE:
        return
    found = ["密级标志"] if _LEVEL.search(context.view.text, 0, _HEAD) else []
    kinds = {each.kind for each in context.identifiers if each.use is Use.PRIVATE}
    found += [words for kind, words in _KINDS.items() if kind in kinds & _PRIVATE]
    if found:
        yield Match(start=stated[1][0], end=stated[1][1], values={"content": "、".join(found)})


def _owed_to_the_public(context: CheckContext) -> Iterator[Match]:
    """不予公开 or 依申请公开 on what must be published of its own accord."""
    stated = _stated(context)
    if stated is None or stated[0] is DisclosureClass.PROACTIVE:
        return
    if context.profile.kind is not None and context.kind is DocumentKind.NORMATIVE:
        reason = "规范性文件应当主动公开"
    elif _PUBLISHES.search(context.view.text):
        reason = "正文写明向社会公布"
    else:
        return
    yield Match(start=stated[1][0], end=stated[1][1], values={"reason": reason})


def _missing(context: CheckContext) -> Iterator[Match]:
    """A whole official document, with number and printing lines, that names no class."""
    text = context.view.text
    if _stated(context) is not None or context.profile.document_number is None:
        return
    if not _FORM_ENDS.search(text, max(len(text) - _FORM_TAIL, 0)):
        return
    title = title_range(context)
    if title is not None:
        yield Match(start=title[0], end=title[1])


_FINDERS: dict[OpennessAspect, Callable[[CheckContext], Iterator[Match]]] = {
    OpennessAspect.PRIVATE_CONTENT: _private_content,
    OpennessAspect.OWED_TO_THE_PUBLIC: _owed_to_the_public,
    OpennessAspect.MISSING: _missing,
}
