"""The form of a document: its title, who issues it, who interprets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import title_range
from reviewer.structure.kinds import DocumentKind

_CARRIED = re.compile(r"《(?P<title>[^《》]+)》")
_RESERVED = re.compile(r"条例(?:[（(][^（）()]*[）)])?$")
_SENT_UP = re.compile(
    r"草案|送审稿|建议稿|议案|征求意见|起草|提请|修改|废止|贯彻|落实|实施|宣传|学习|执行|评估"
)
_LEGISLATURE = re.compile(r"人民代表大会|人大常委会|国务院|中央军事委员会|中共中央")
_INTERPRETS = re.compile(
    r"由(?P<body>[^，。；由]{2,40}?)(?:会同[^，。；]{2,40}?)?(?:负责)?(?:组织|具体)?(?:负责)?解释"
)
_INTERNAL = re.compile(
    r"(?:(?<![局委厅部府会])办公?室|(?:[局委厅部府会]的?)(?:[\u4e00-\u9fff]{1,8})(?:科|处|股|室)|[\u4e00-\u9fff]{2,8}(?:科|股)"
    r"|领导小组(?:办公室)?|工作专班|专班|指挥部(?:办公室)?|联席会议(?:办公室)?|小组)$"
)
_INTERNAL_ISSUER = re.compile(
    r"(?:领导小组(?:办公室)?|工作专班|指挥部(?:办公室)?|联席会议(?:办公室)?|协调小组(?:办公室)?|[局委厅](?:[\u4e00-\u9fff]{2,8})(?:科|处|股))$"
)
_STATUTES_OF_CONGRESS = frozenset({DocumentKind.LAW, DocumentKind.ADMINISTRATIVE_REGULATION})


def find_reserved_title(context: CheckContext) -> Iterator[Match]:
    """A document named 条例 that no congress and not the State Council has made."""
    title, issuer = context.profile.title, context.profile.issuer
    if title is None or context.kind in _STATUTES_OF_CONGRESS:
        return
    if issuer is not None and _LEGISLATURE.search(issuer.value):
        return
    if issuer is None and context.kind is DocumentKind.LOCAL_REGULATION:
        return
    carried = _CARRIED.search(title.value)
    name = carried["title"] if carried else title.value
    before = title.value[: carried.start()] if carried else ""
    if not _RESERVED.search(name) or _SENT_UP.search(before + name):
        return
    if carried is not None and not re.search(r"印发|发布|公布|制定", before):
        return
    place = title_range(context)
    if place is not None:
        yield Match(start=place[0], end=place[1])


def find_internal_interpreter(context: CheckContext) -> Iterator[Match]:
    """Interpretation left to an office or a section instead of the issuing authority."""
    issuer = context.profile.issuer.value if context.profile.issuer else ""
    for found in _INTERPRETS.finditer(context.view.text):
        body = found["body"].strip()
        if _INTERNAL.search(body) and body not in issuer and not issuer.endswith(body):
            # A section of the issuing authority itself: without the section the authority interprets.
            inside = bool(issuer) and "、" not in issuer and body.startswith(issuer)
            values = {"authority": issuer} if inside else {}
            yield Match(start=found.start("body"), end=found.end("body"), values=values)


def interpreters(context: CheckContext) -> tuple[str, ...]:
    """Who interprets the document, as it says."""
    return tuple(dict.fromkeys(found["body"].strip() for found in _INTERPRETS.finditer(context.view.text)))


def find_internal_issuer(context: CheckContext) -> Iterator[Match]:
    """A normative document signed by an internal section or a body that only co-ordinates."""
    issuer = context.profile.issuer
    if issuer is None or issuer.span is None:
        return
    if all(_INTERNAL_ISSUER.search(name) for name in issuer.value.split("、")):
        start, end = context.view_range(issuer.span)
        yield Match(start=start, end=end)
