"""Titles between book title marks (书名号), and what the brackets behind them say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.citation.document_numbers import number_in
from reviewer.citation.model import CitedNumber

_MARK = re.compile(r"[《》]")
_LONGEST = 240

_BRACKET = re.compile(r"\s?[（(]([^（）()\n]{1,100}(?:[（(][^（）()\n]{0,40}[）)][^（）()\n]{0,60})?)[）)]")
_CLOSED_BRACKET = re.compile(r"[（(]([^（）()]{1,40})[）)]$")
_DRAFT = re.compile(r"(?:修[订正])?草案|征求意见稿|送审稿|讨论稿|审议稿|建议稿|报批稿|修[订改]稿|试拟稿|草稿")
_VERSION = re.compile(
    r"((?:19|20)\d\d)\s?年?[^，,；;（）()]{0,12}?(?:修正|修订|修改|版|本|公布|发布|颁布|施行)"
)
_VERSION_BEFORE = re.compile(
    r"((?:19|20)\d\d)\s?年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:起)?(?:新)?(?:修正|修订|修改|颁布|公布|发布|通过|施行|实施)后?的(?:新)?$"
)
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)\s?年?")
_DEFINED = re.compile(
    r"(?:以下|下文|下|以下分别|以下统一|文中)(?:均)?(?:简称|统称|合称|并称|称)(?:为|作|之为)?[:：]?\s?"
)
_OPENING = ("《", "“")
_ALIAS = re.compile(
    r"""["“”'‘’「『]*《?([^"“”'‘’「」『』《》，,；;：。、）)\s]{1,30})》?["“”'‘’」』]*(?:、|和|及|与|(?<=[》”])(?=[《“]))?"""
)


@dataclass(slots=True)
class TitleMark:
    """A title and its brackets.

    Attributes:
        start: At the opening mark.
        name_end: After the closing mark.
        end: After the last bracket that speaks of the title.
    """

    start: int
    name_end: int
    end: int
    name: str
    number: CitedNumber | None = None
    draft: str | None = None
    year: int | None = None
    aliases: tuple[str, ...] = ()


def find_title_marks(view: str) -> Iterator[TitleMark]:
    """Every outermost title; a title within a title is part of it."""
    end = 0
    for start, name_end in _outermost(view):
        if start < end:
            continue
        mark = TitleMark(start, name_end, name_end, view[start + 1 : name_end - 1])
        _read_name(mark)
        before = _VERSION_BEFORE.search(view, max(start - 24, 0), start)
        if before is not None:
            mark.year = int(before[1])
        _read_brackets(view, mark)
        end = mark.end
        yield mark


def _outermost(view: str) -> Iterator[tuple[int, int]]:
    """Ranges of the outermost titles of each line; a mark that nothing closes is no title."""
    position = view.find("《")
    while position >= 0:
        line_end = view.find("\n", position)
        if line_end < 0:
            line_end = len(view)
        yield from _in_line(view, position, line_end)
        position = view.find("《", line_end)


def _in_line(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for mark in _MARK.finditer(view, start, end):
        if mark[0] == "《":
            opened.append(mark.start())
        elif opened:
            begin = opened.pop()
            if mark.end() - begin <= _LONGEST:
                while closed and closed[-1][0] > begin:
                    closed.pop()
                closed.append((begin, mark.end()))
        if not opened:
            yield from closed
            closed = []
    yield from closed


def _read_name(mark: TitleMark) -> None:
    """A draft or a version may be named inside the marks."""
    inner = _CLOSED_BRACKET.search(mark.name)
    if inner is not None:
        _read_words(inner[1], mark)


def _read_brackets(view: str, mark: TitleMark) -> None:
    while (bracket := _BRACKET.match(view, mark.end)) is not None:
        if not _read_words(bracket[1], mark) and not _read_number(bracket, mark):
            return
        if mark.number is None:
            _read_number(bracket, mark)
        mark.end = bracket.end()
    # The definition may also follow without brackets: 《…》，以下简称《条例》.
    if not mark.aliases and view.startswith("，", mark.end):
        defined = _DEFINED.match(view, mark.end + 1)
        if defined is not None:
            mark.aliases = _aliases(view[defined.end() : defined.end() + 40])[:1]


def _read_words(text: str, mark: TitleMark) -> bool:
    """What a bracket says beside a number; False where it says nothing of the title."""
    draft, defined = _DRAFT.search(text), _DEFINED.search(text)
    version = _VERSION.search(text) or _YEAR_ALONE.fullmatch(text)
    if draft is not None and not (defined and defined.start() < draft.start()):
        mark.draft = draft[0]
    if version is not None:
        mark.year = int(version[1])
    if defined is not None:
        mark.aliases = _aliases(text[defined.end() :])
    return any((draft, version, defined)) or text in ("试行", "暂行", "修订", "修正")


def _read_number(bracket: re.Match[str], mark: TitleMark) -> bool:
    found = number_in(bracket[1])
    if found is None:
        return False
    start = bracket.start(1) + found[0]
    mark.number = CitedNumber(
        text=bracket[1][found[0] : found[1]], start=start, end=start + found[1] - found[0]
    )
    return True


def _aliases(text: str) -> tuple[str, ...]:
    aliases: list[str] = []
    position = 0
    while (found := _ALIAS.match(text, position)) is not None and len(aliases) < 6:
        aliases.append(found[1])
        position = found.end()
        if (
            not text[:position].endswith(("、", "和", "及", "与"))
            and text[position : position + 1] not in _OPENING
        ):
            break
    return tuple(aliases)
