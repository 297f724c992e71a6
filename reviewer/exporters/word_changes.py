"""Replacements as tracked changes (修订): the officer accepts or rejects each in Word.

Only the characters that differ are struck out and put in, so that the change reads as a
person would have made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from lxml import etree

from reviewer.exporters.word_comments import word_date
from reviewer.exporters.word_runs import text_run
from reviewer.extraction.docx_parts import W

_LEAST_KEPT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Characters ``start:end`` of the old text give way to ``text``."""

    start: int
    end: int
    text: str


def changes_between(old: str, new: str) -> list[Change]:
    """What turns the one text into the other; changes that almost touch are one."""
    changes: list[Change] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before = changes[-1] if changes else None
        if before is not None and start - before.end < _LEAST_KEPT:
            kept = old[before.end : start]
            changes[-1] = Change(start=before.start, end=end, text=before.text + kept + new[first:last])
        else:
            changes.append(Change(start=start, end=end, text=new[first:last]))
    if changes and old and changes[0].end == 0:  # words before the first run go in behind it
        changes[0] = Change(start=0, end=1, text=changes[0].text + old[0])
    return changes


class ChangeWriter:
    """Writes tracked changes into one part.

    Args:
        root: The part.
        author: In whose name they are made.
        written_at: When.
    """

    def __init__(self, root: etree._Element, author: str, written_at: datetime) -> None:
        self._author, self._date = author, word_date(written_at)
        self._number = 1 + max(_identifiers(root), default=0)
        self._made: list[etree._Element] = []

    def replace(self, runs: Sequence[etree._Element], text: str, *, after: etree._Element) -> None:
        """Strike out runs and put a text in their place.

        Args:
            runs: Plain runs, in order; none where words are only put in.
            text: What is put in; empty where words are only struck out.
            after: The run behind which a text is put that replaces none; its formatting is taken.
        """
        model = runs[0] if runs else after
        last = after
        for run in runs:
            last = self._strike_out(run)
        if text:
            inserted = self._marked("ins")
            inserted.append(text_run(text, model))
            self._out_of_insertion(last).addnext(inserted)

    def accept(self) -> None:
        """Make all changes of this writer final, as if the author had accepted each in Word."""
        for element in self._made:
            parent = element.getparent()
            if parent is None:
                continue
            if element.tag == W + "ins":
                for child in list(element):
                    element.addprevious(child)
            parent.remove(element)
        self._made.clear()

    def _strike_out(self, run: etree._Element) -> etree._Element:
        deleted = self._marked("del")
        run.addprevious(deleted)
        deleted.append(run)
        deleted.tail, run.tail = run.tail, None
        for words in run.findall(W + "t"):
            words.tag = W + "delText"
        return deleted

    def _out_of_insertion(self, element: etree._Element) -> etree._Element:
        """What to go on behind, outside of another person's insertion, which is parted there."""
        parent = element.getparent()
        if parent is None or parent.tag not in (W + "ins", W + "moveTo"):
            return element
        rest = list(element.itersiblings())
        if rest:
            second = etree.Element(parent.tag, {str(key): str(value) for key, value in parent.attrib.items()})
            second.set(W + "id", str(self._number))
            self._number += 1
            second.extend(rest)
            parent.addnext(second)
        return parent

    def _marked(self, tag: str) -> etree._Element:
        attributes = {W + "id": str(self._number), W + "author": self._author, W + "date": self._date}
        self._number += 1
        self._made.append(etree.Element(W + tag, attributes))
        return self._made[-1]


def _identifiers(root: etree._Element) -> Iterator[int]:
    for element in root.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo", W + "bookmarkStart"):
        value = element.get(W + "id", "")
        if value.isdecimal():
            yield int(value)
