"""Word comments: the part that holds them, and their marks in the text (ECMA-376-1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from reviewer.exporters.word_package import WordPackage
from reviewer.exporters.word_writer import xml_text
from reviewer.extraction.docx_parts import W

_WORD = W[1:-1]
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INITIALS = "审"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentText:
    """What a comment says: a line in bold, then lines."""

    heading: str
    lines: Sequence[str]


class CommentWriter:
    """Adds comments to a package; those that are there stay as they are.

    Args:
        package: The file.
        author: In whose name they are written.
        written_at: When.
    """

    def __init__(self, package: WordPackage, author: str, written_at: datetime) -> None:
        self._author, self._date = author, word_date(written_at)
        member = package.related("comments")
        root = package.root(member) if member is not None else None
        if root is None:
            root = etree.Element(W + "comments", nsmap={"w": _WORD})
            member = package.unused_member("comments")
            package.add_part("comments", member, _CONTENT_TYPE, root)
        self._root = root
        self._number = 1 + max(_numbers(root.iter(W + "comment")), default=-1)
        main = package.root(package.main)
        if main is not None:  # marks without a comment would take ours for theirs
            self._number = max(self._number, 1 + max(_numbers(main.iter(W + "commentReference")), default=-1))
        styles = _Styles(package)
        self._reference_style = styles.named("annotation reference")
        self._text_style = styles.named("annotation text")
        self._ends: dict[etree._Element, etree._Element] = {}

    def add(self, first: etree._Element, last: etree._Element, text: CommentText) -> None:
        """Put a comment on the runs from ``first`` to ``last``."""
        identifier = str(self._number)
        self._number += 1
        self._root.append(self._comment(identifier, text))
        first.addprevious(etree.Element(W + "commentRangeStart", {W + "id": identifier}))
        end = etree.Element(W + "commentRangeEnd", {W + "id": identifier})
        self._ends.get(last, last).addnext(end)
        reference = self._reference(identifier)
        end.addnext(reference)
        self._ends[last] = reference

    def add_to_paragraph(self, paragraph: etree._Element, text: CommentText) -> None:
        """Put a comment on a whole paragraph, also on one without text."""
        runs = list(paragraph.iterchildren(W + "r"))
        if not runs:
            empty = etree.Element(W + "r")
            paragraph.append(empty)
            runs = [empty]
        self.add(runs[0], runs[-1], text)

    def _reference(self, identifier: str) -> etree._Element:
        run = etree.Element(W + "r")
        if self._reference_style is not None:
            properties = etree.SubElement(run, W + "rPr")
            etree.SubElement(properties, W + "rStyle", {W + "val": self._reference_style})
        etree.SubElement(run, W + "commentReference", {W + "id": identifier})
        return run

    def _comment(self, identifier: str, text: CommentText) -> etree._Element:
        attributes = {
            W + "id": identifier,
            W + "author": self._author,
            W + "date": self._date,
            W + "initials": _INITIALS,
        }
        comment = etree.Element(W + "comment", attributes)
        self._paragraph(comment, text.heading, bold=True)
        for line in text.lines:
            self._paragraph(comment, line, bold=False)
        return comment

    def _paragraph(self, comment: etree._Element, line: str, *, bold: bool) -> None:
        paragraph = etree.SubElement(comment, W + "p")
        if self._text_style is not None:
            properties = etree.SubElement(paragraph, W + "pPr")
            etree.SubElement(properties, W + "pStyle", {W + "val": self._text_style})
        run = etree.SubElement(paragraph, W + "r")
        if bold:
            etree.SubElement(etree.SubElement(run, W + "rPr"), W + "b")
        words = etree.SubElement(run, W + "t", {_SPACE: "preserve"})
        words.text = xml_text(line)


class _Styles:
    """Ids of the styles that a file has for comments; a file without them needs none."""

    def __init__(self, package: WordPackage) -> None:
        member = package.related("styles")
        root = package.peek(member) if member is not None else None
        self._ids: dict[str, str] = {}
        for style in root.iter(W + "style") if root is not None else ():
            name = style.find(W + "name")
            if name is not None:
                self._ids[name.get(W + "val", "").lower()] = style.get(W + "styleId", "")

    def named(self, name: str) -> str | None:
        return self._ids.get(name)


def word_date(moment: datetime) -> str:
    """A moment as Word writes it: the time on the wall, to the second, marked Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _numbers(elements: Iterable[etree._Element]) -> list[int]:
    values = (element.get(W + "id", "") for element in elements)
    return [int(value) for value in values if value.isdecimal()]
