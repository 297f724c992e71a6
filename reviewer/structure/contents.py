"""Tables of contents (目录), so that their entries are not taken for clauses."""

from __future__ import annotations

import re

from reviewer.structure.units import BODY, CONTENTS, Unit

_ANYWHERE = re.compile(r"目[ \t\u3000]*[录次]")
_HEADING = re.compile(r"[ \t\u3000#*]*目[ \t\u3000]*[录次][ \t\u3000*]*[：:]?$")
_HEADING_IN_LINE = re.compile(r"[ \t\u3000#*]*目[ \t\u3000]*[录次][ \t\u3000：:]+第?[一1]")
# An entry of a laid out table of contents: a dotted leader or blanks, then a page number.
_PAGE_NUMBER = re.compile(
    r"(?:[.．…·•\-—_]{2,}|\t| {2,}|\u3000)[ \t\u3000]*[-—]?\s?(?:\d{1,4}|[IVXivx]{1,5})\s?[-—]?$|[.．…·]{6,}$"
)
_BLANKS = re.compile(r"[ \t\u00a0\u3000#*]+")
# Below the word 目录 one blank before the page number is enough, as Word's tabulators leave it.
_LAST_NUMBER = re.compile(r"[ \t\u3000.．…·•\-—_]+(?:\d{1,4}|[IVXivx]{1,6})$")
_PAGE_NUMBER_ENDS = frozenset("0123456789-—IVXivx.．…·０１２３４５６７８９")
_LONGEST_ENTRY = 80
_LONGEST_TABLE = 600
_MOST_TABLES = 20
_LOOK_AHEAD = 400


def mark_contents(text: str, units: list[Unit]) -> None:
    """Give the units of tables of contents their role."""
    if _ANYWHERE.search(text):
        tables = 0
        for index, unit in enumerate(units):
            if unit.role is not BODY or unit.label is not None:
                continue
            if tables < _MOST_TABLES and _HEADING.match(text, unit.start, unit.end):
                tables += 1
                _mark_table(text, units, index)
            elif _HEADING_IN_LINE.match(text, unit.start, unit.end):
                _mark_line(text, unit)
    _mark_numbered_pages(text, units)


def _mark_line(text: str, unit: Unit) -> None:
    """目录 第一章 总则 第二章 …, all in one line without a sentence."""
    if "。" not in text[unit.start : unit.end]:
        unit.role = CONTENTS


def _mark_table(text: str, units: list[Unit], index: int) -> None:
    """The entries below the word 目录, up to where the first of them stands again as a heading.

    Where it does not, the entries count as such only with page numbers: 目录 may also be the
    heading of a catalogue.
    """
    entries = _entries(text, units, index + 1)
    if not entries:
        return
    first = _compact(text, entries[0])
    known = {first}
    end = 0
    for position, unit in enumerate(entries[1:], start=1):
        if _compact(text, unit) in known:
            end = position
            break
    if not end:
        numbered = sum(1 for unit in entries if _LAST_NUMBER.search(text, unit.start, unit.end))
        after = index + 1 + len(entries)
        following = units[after : after + _LOOK_AHEAD]
        again = any(_compact(text, unit) == first for unit in following if unit.end - unit.start < 90)
        if not (again or numbered * 2 >= len(entries)):
            return
        end = len(entries)
    for unit in (units[index], *entries[:end]):
        unit.role = CONTENTS


def _entries(text: str, units: list[Unit], start: int) -> list[Unit]:
    entries: list[Unit] = []
    for unit in units[start : start + _LONGEST_TABLE]:
        long = unit.end - unit.start > _LONGEST_ENTRY
        if unit.role is not BODY or long or text[unit.end - 1] in "。；;，：:":
            break
        entries.append(unit)
    return entries


def _mark_numbered_pages(text: str, units: list[Unit]) -> None:
    """Runs of at least three lines that end in a page number, without the word 目录."""
    run: list[Unit] = []
    for unit in units:
        if text[unit.end - 1] in _PAGE_NUMBER_ENDS and _is_numbered_entry(text, unit):
            run.append(unit)
        elif run:
            _close_run(run)
            run = []
    _close_run(run)


def _is_numbered_entry(text: str, unit: Unit) -> bool:
    return (
        unit.role is BODY
        and unit.end - unit.start <= _LONGEST_ENTRY
        and _PAGE_NUMBER.search(text, unit.start, unit.end) is not None
    )


def _close_run(run: list[Unit]) -> None:
    labelled = sum(1 for unit in run if unit.label is not None)
    if len(run) >= 3 and labelled * 2 >= len(run):
        for unit in run:
            unit.role = CONTENTS


def _compact(text: str, unit: Unit) -> str:
    """An entry without blanks, leader and page number."""
    line = _LAST_NUMBER.sub("", text[unit.start : unit.end].rstrip(" -—"))
    return _BLANKS.sub("", line).rstrip(".．…·")
