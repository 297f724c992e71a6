"""The facts about a document as a whole (`Profile`), each with the span it was read from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reviewer.document import Document, Span
from reviewer.report import Profile, ReadValue
from reviewer.structure.dates import find_effective_on, find_published_on, find_signed_on, find_validity
from reviewer.structure.divisions import division
from reviewer.structure.document_numbers import find_document_number
from reviewer.structure.head import read_head
from reviewer.structure.issuers import find_issuer, find_level
from reviewer.structure.kind_rules import kind_by_rules, level_of_kind
from reviewer.structure.kinds import DisclosureClass, DocumentKind
from reviewer.structure.lines import Line
from reviewer.structure.outline import ClauseUnit, Outline
from reviewer.structure.titles import find_title

Classify = Callable[[str], tuple[str, float]]
"""A classifier of document kinds: text in, a value of `DocumentKind` and its probability out."""

_CLASSIFIED_CHARACTERS = 3_000
_LEAST_PROBABILITY = 0.5
# Each begins with plain words, which a search finds without looking at every character.
_STATED_DISCLOSURE = (
    re.compile(
        r"公开(?:方式|属性|类别|形式|选项|(?<=信息公开))\s*[：:]\s*"
        r"(?P<words>主动公开|依申请公开|不予公开|不公开|免予公开)"
    ),
    re.compile(r"此件(?P<words>主动公开|公开发布|依申请公开|不予公开|不公开|删减后公开)\s*[）)]"),
)
_DISCLOSURE = {
    "主动公开": DisclosureClass.PROACTIVE,
    "公开发布": DisclosureClass.PROACTIVE,
    "删减后公开": DisclosureClass.PROACTIVE,
    "依申请公开": DisclosureClass.ON_REQUEST,
}


def read_profile(
    document: Document,
    outline: Outline,
    *,
    kind: DocumentKind | None = None,
    region: str | None = None,
    classify: Classify | None = None,
) -> Profile:
    """Read what the document is; a passage with neither title nor articles claims nothing.

    Args:
        document: The document.
        outline: Its outline.
        kind: Its kind where the user says it.
        region: Its division code where the user says it.
        classify: Asked for the kind only where the rules are not sure.
    """
    told_kind = ReadValue(value=kind, reason="用户指定") if kind is not None else None
    told_region = ReadValue(value=region, reason="用户指定") if region is not None else None
    lines = read_head(document, outline)
    title = _title(document, lines)
    articles = any(clause.unit is ClauseUnit.ARTICLE for clause in outline.clauses)
    if document.passage and title is None and not articles:
        return Profile(kind=told_kind, region=told_region)
    name = title.value if title is not None else ""
    read_kind = told_kind or kind_by_rules(document, outline, name, lines=lines)
    facts = Profile(
        title=title,
        kind=read_kind or _classified(document, classify),
        document_number=find_document_number(lines),
        issuer=find_issuer(document, lines, outline, title),
        signed_on=find_signed_on(document, lines, outline),
        published_on=find_published_on(lines),
        effective_on=find_effective_on(document.text, lines, name),
        validity_period=find_validity(document.text),
        disclosure_class=_disclosure_class(document.text),
        annexes=tuple(_annex(document, span) for span in outline.annexes),
    )
    level, read_region = _level_and_region(facts, told_region)
    return replace(facts, level=level, region=read_region)


def _title(document: Document, lines: list[Line]) -> ReadValue | None:
    """The title; one that is all of a passage is a line of some document and makes it no document."""
    title = find_title(lines, passage=document.passage)
    if document.passage and title is not None and title.span is not None:
        rest = document.text[: title.span.start] + document.text[title.span.end :]
        return title if rest.strip() else None
    return title


def _classified(document: Document, classify: Classify | None) -> ReadValue | None:
    if classify is None:
        return None
    label, probability = classify(document.text[:_CLASSIFIED_CHARACTERS])
    known = label in DocumentKind._value2member_map_
    if not known or probability < _LEAST_PROBABILITY:
        return None
    return ReadValue(value=label, reason=f"分类器判断，把握 {probability:.0%}")


def _level_and_region(
    facts: Profile, told_region: ReadValue | None
) -> tuple[ReadValue | None, ReadValue | None]:
    level, region = find_level(facts.issuer, facts.title, facts.document_number)
    kind = facts.kind
    if kind is not None and (state := level_of_kind(kind.value)) is not None:
        return ReadValue(
            value=state, span=kind.span, reason=f"文件种类为{DocumentKind(kind.value).chinese}"
        ), None
    if told_region is None:
        return level, region
    known = division(told_region.value)
    if level is None and known is not None:
        level = ReadValue(value=known.level, reason="由用户指定的地区判断")
    return level, told_region


def _disclosure_class(text: str) -> ReadValue | None:
    stated = [match for pattern in _STATED_DISCLOSURE for match in pattern.finditer(text)]
    if not stated:
        return None
    last = max(stated, key=re.Match.start)
    value = _DISCLOSURE.get(last["words"], DisclosureClass.WITHHELD)
    return ReadValue(value=value, span=Span(*last.span()), reason=f"文中标注“{last['words']}”")


def _annex(document: Document, span: Span) -> ReadValue:
    return ReadValue(value=" ".join(document.slice(span).split()), span=span, reason="附件")
