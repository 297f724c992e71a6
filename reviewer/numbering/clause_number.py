"""Clause numbers (条号) such as 第十二条之一第二款第（三）项第1目: one type, read and written.

Texts name clauses one by one, in ranges and in lists that leave out what was said before
(第十条第一款、第三款; 第八条至第十一条; 第三、五条). `read_clause_references` reads the longest
such chain from a position and fills in what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reviewer.document import Span
from reviewer.numbering.numerals import NUMERAL_CHARACTERS, parse_numeral, to_numeral


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ClauseNumber:
    """The place of a clause in an instrument; 0 = not named.

    Attributes:
        article: 条. 0 where the text names only a part of it (第二款, 本条第一项).
        insertion: 之一, 之二 of an article inserted later (第十二条之一).
        paragraph: 款.
        item: 项.
        subitem: 目.
    """

    article: int = 0
    insertion: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0

    def __str__(self) -> str:
        """As legal texts write it; empty for a number that names nothing."""
        parts = []
        if self.article:
            inserted = f"之{to_numeral(self.insertion)}" if self.insertion else ""
            parts.append(f"第{to_numeral(self.article)}条{inserted}")
        if self.paragraph:
            parts.append(f"第{to_numeral(self.paragraph)}款")
        if self.item:
            parts.append(f"第（{to_numeral(self.item)}）项")
        if self.subitem:
            parts.append(f"第{self.subitem}目")
        return "".join(parts)

    @classmethod
    def parse(cls, text: str) -> ClauseNumber | None:
        """The number that the whole text says, None where it says none or more than one."""
        references = read_clause_references(text)
        if len(references) != 1 or references[0].span != Span(0, len(text)) or references[0].last:
            return None
        return references[0].first

    def contains(self, other: ClauseNumber) -> bool:
        """Whether the other is this clause or a part of it (第十条 contains 第十条第二款)."""
        return all(
            mine in (0, theirs) for mine, theirs in zip(self._parts(), other._parts(), strict=True)
        ) and (self.insertion == other.insertion or not self.article)

    @property
    def depth(self) -> int:
        """1 for an article, 2 for a paragraph, 3 for an item, 4 for a sub-item, 0 for nothing."""
        named = [index for index, part in enumerate(self._parts(), start=1) if part]
        return named[-1] if named else 0

    def _parts(self) -> tuple[int, int, int, int]:
        return (self.article, self.paragraph, self.item, self.subitem)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReference:
    """One member of a chain of clause numbers, with the code points it was read from.

    Attributes:
        first: The clause, or the first of a range.
        last: The last of a range (第八条至第十一条), None for a single clause.
        span: Offsets in the text that was read, without separators around the member.
        arabic: True where an Arabic number stands in it (第12条), which legal texts do not use for articles.
    """

    first: ClauseNumber
    last: ClauseNumber | None = None
    span: Span
    arabic: bool = False

    def numbers(self) -> tuple[ClauseNumber, ...]:
        """Every clause of the range, counted at the level where its ends differ; at most 2,000."""
        return tuple(clause_range(self.first, self.last)) if self.last else (self.first,)


def clause_range(first: ClauseNumber, last: ClauseNumber) -> Iterator[ClauseNumber]:
    """All clauses from first to last, counted at the last level that `last` names.

    Articles inserted later (之一) lie inside a range but are not listed. A range that runs
    backwards or over different articles at a lower level gives its two ends.
    """
    level = _LEVELS[max(last.depth, 1) - 1]
    start, end = int(getattr(first, level)), int(getattr(last, level))
    same = replace(first, **{level: 0}, insertion=0) == replace(last, **{level: 0}, insertion=0)
    if not same or not start < end <= start + 2_000:
        yield from (first, last)
        return
    yield first
    for value in range(start + 1, end):
        yield replace(first, **{level: value}, insertion=0)
    yield last


_LEVELS = ("article", "paragraph", "item", "subitem")
_UNITS = {"条": 0, "款": 1, "项": 2, "目": 3}

# 第十二条之一, 第（三）项, 第 3 款. The sign 第 may be missing in later members (第三、五条), the
# unit in earlier ones. 条例, 条件, 项目, 目录 ... are words, not units.
_PART = re.compile(
    rf"""\s{{0,2}}(?P<sign>第)?\s{{0,4}}
         (?P<bracket>[（(〔]\s{{0,2}})?
         (?P<number>[{NUMERAL_CHARACTERS}]{{1,9}}|\d{{1,4}})
         (?(bracket)\s{{0,2}}[）)〕])
         (?:\s{{0,4}}(?P<unit>条(?![例约件文款])|款(?!项)|项(?!目)|目(?![录的标])))?
         (?:之(?P<insertion>[{NUMERAL_CHARACTERS}]{{1,3}})(?![{NUMERAL_CHARACTERS}年月日]))?""",
    re.VERBOSE,
)
_SEPARATOR = re.compile(
    r"\s{0,2}(?:(?P<range>至|到|－|—{1,2}|-|~|～)|、|和|及|以及|与|或者|或|，(?=第))\s{0,2}"
)


@dataclass(slots=True)
class _Member:
    """A member as read, before what it leaves out is filled in: pairs of level and number."""

    parts: list[tuple[int | None, int]]
    ends: list[int]
    start: int
    ranged: bool
    insertion: int = 0
    arabic: bool = False

    @property
    def end(self) -> int:
        return self.ends[-1] if self.ends else self.start


def read_clause_references(text: str, position: int = 0) -> tuple[ClauseReference, ...]:
    """The chain of clause numbers that begins at a position; empty where none begins there.

    第八条至第十一条 is one reference with `last`; 第十条第一款、第三款 are two, the second with
    the article of the first; 第三、五条 are two articles.
    """
    if not text.startswith("第", position):
        return ()
    members = _read_members(text, position)
    _complete_units(members)
    references: list[ClauseReference] = []
    previous = ClauseNumber()
    for member in members:
        number = _number(member, previous)
        if number is None:
            break
        span, first, last, arabic = Span(member.start, member.end), number, None, member.arabic
        if member.ranged:
            begun = references.pop()
            span, first, last = Span(begun.span.start, member.end), begun.first, number
            arabic = arabic or begun.arabic
        references.append(ClauseReference(first=first, last=last, span=span, arabic=arabic))
        previous = number
    return tuple(references)


def _read_members(text: str, position: int) -> list[_Member]:
    members: list[_Member] = []
    ranged = False
    while (member := _read_member(text, position, ranged)) is not None:
        members.append(member)
        separator = _SEPARATOR.match(text, member.end)
        if separator is None:
            break
        # 第一条至第三条至第五条 is no range of ranges: the second 至 ends the chain.
        if ranged and separator["range"]:
            break
        ranged, position = separator["range"] is not None, separator.end()
    return members


def _read_member(text: str, position: int, ranged: bool) -> _Member | None:
    """The parts that stand side by side: 第十条 第二款 第（三）项."""
    member = _Member([], [], position, ranged)
    while (part := _PART.match(text, member.end)) is not None:
        number = parse_numeral(part["number"])
        level = _UNITS.get(part["unit"]) if part["unit"] else None
        above = member.parts[-1][0] if member.parts else -1
        # A later part needs 第, but for （二）项; what has no unit yet is the last part.
        signed = part["sign"] or not member.parts or (level or 0) > 1
        if not number or not signed or above is None or (level is not None and level <= above):
            break
        if level is None and part["insertion"]:
            break
        member.parts.append((level, number))
        member.ends.append(part.end())
        member.arabic |= level in (0, 1, None) and part["number"].isdecimal() and not part["bracket"]
        if part["insertion"]:
            member.insertion = parse_numeral(part["insertion"]) or 0
    return member if member.parts else None


def _complete_units(members: list[_Member]) -> None:
    """第三、五条: a number without a unit takes that of the next member; without one it is none."""
    following: int | None = None
    for index in range(len(members) - 1, -1, -1):
        member = members[index]
        level, number = member.parts[-1]
        above = member.parts[-2][0] if len(member.parts) > 1 else -1
        if level is None and following is not None and above is not None and following > above:
            member.parts[-1] = (following, number)
        elif level is None:
            del members[index + 1 :], member.parts[-1:], member.ends[-1:]
            if not member.parts:
                del members[index:]
                following = None
                continue
        following = member.parts[0][0]


def _number(member: _Member, previous: ClauseNumber) -> ClauseNumber | None:
    top = member.parts[0][0] or 0
    values = {name: getattr(previous, name) for name in _LEVELS[:top]}
    values["insertion"] = previous.insertion if top else member.insertion
    for level, number in member.parts:
        values[_LEVELS[level or 0]] = number
    return ClauseNumber(**values)
