"""What a document is (文件种类), by rules with evidence; where they are not sure a classifier decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from reviewer.document import Document
from reviewer.report import ReadValue
from reviewer.structure import kind_titles
from reviewer.structure.head import read_head
from reviewer.structure.kinds import DocumentKind, GovernmentLevel
from reviewer.structure.lines import Line
from reviewer.structure.outline import ClauseUnit, Outline
from reviewer.structure.statutes import statute_kind

_PARENTHESES = re.compile(r"[（(][^（）()]*[）)]")
_CARRIED = re.compile(
    r"(?:印发|发布|公布|转发|批转|修改|修订|通过)(?:[^《》]{0,30})?《(?P<title>[^《》]+)》"
    r"|(?:印发|发布|公布)(?P<bare>[^《》]{2,80}?)的(?:通知|公告)"
)


def kind_by_rules(
    document: Document, outline: Outline, title: str, *, lines: list[Line] | None = None
) -> ReadValue | None:
    """The kind with its evidence; None where the rules are not sure.

    Args:
        document: The document.
        outline: Its outline.
        title: Its title, empty where it has none.
        lines: Its head, where it was read before.
    """
    name = _PARENTHESES.sub("", title).strip()
    if not name:
        return None
    lines = read_head(document, outline) if lines is None else lines
    has_articles = any(clause.unit is ClauseUnit.ARTICLE for clause in outline.clauses)
    return statute_kind(name, lines, has_articles=has_articles) or _by_title(name)


def _by_title(name: str) -> ReadValue | None:
    rules = (*kind_titles.SPECIAL, kind_titles.SOUGHT)
    carried = _CARRIED.search(name)
    if carried is None:
        return _first(name, chain(rules, (kind_titles.PLAN, kind_titles.NORMATIVE, kind_titles.NOTICE)))
    instrument = _PARENTHESES.sub("", carried["title"] or carried["bare"] or "").strip(" 《》")
    by_carried = (kind_titles.LIST_CARRIED, kind_titles.PLAN, kind_titles.NORMATIVE)
    return _first(name, rules) or _first(instrument, by_carried) or _first(name, (kind_titles.NOTICE,))


def _first(name: str, rules: Iterable[kind_titles.TitleRule]) -> ReadValue | None:
    for pattern, kind in rules:
        match = pattern.search(name)
        if match is not None:
            return ReadValue(value=kind, reason=f"标题含“{match[0][-16:]}”")
    return None


def level_of_kind(kind: str) -> GovernmentLevel | None:
    """The level that a kind alone tells: laws, administrative and departmental regulations."""
    state = (DocumentKind.LAW, DocumentKind.ADMINISTRATIVE_REGULATION, DocumentKind.DEPARTMENT_REGULATION)
    return GovernmentLevel.STATE if kind in state else None
