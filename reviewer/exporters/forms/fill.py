"""Fills the placeholders of a docx: ``{{名称}}`` anywhere, ``{{表.名称}}`` in a row that is repeated.

A placeholder may be spread over several runs, as Word does when it checks spelling; its value
takes the formatting of the first. What holds no placeholder keeps its bytes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reviewer.errors import TemplateError
from reviewer.exporters.forms.fields import FormValues
from reviewer.exporters.word_package import WordPackage
from reviewer.exporters.word_writer import xml_text
from reviewer.extraction.docx_parts import W
from reviewer.extraction.limits import Limits

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,40}?)\s*\}\}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOTHING = "无"


def fill_template(template: bytes, values: FormValues) -> bytes:
    """The template with its values.

    Raises:
        TemplateError: A placeholder has no meaning, or one of a table stands outside of a row.
        UnreadableDocument: The template is no docx.
    """
    package = WordPackage(template, "模板", Limits())
    for member in package.story_members().values():
        looked_at = package.peek(member)
        if looked_at is None or not any(_placeholders(looked_at)):
            continue
        root = package.root(member)
        if root is not None:
            filled = _fill_rows(root, values)
            for paragraph in root.iter(W + "p"):
                if paragraph not in filled:  # a draft that quotes braces asks for nothing
                    _fill(paragraph, values.single, values)
    return package.to_bytes()


def _fill_rows(root: etree._Element, values: FormValues) -> set[etree._Element]:
    """Repeat rows for what stands in them; returns their paragraphs."""
    filled: set[etree._Element] = set()
    rows = [row for row in root.iter(W + "tr") if _table_of(row) is not None]
    for row in rows:
        if any(_table_of(inner) is not None for inner in row.iter(W + "tr") if inner is not row):
            continue
        table = _table_of(row) or ""
        if table not in values.rows:
            raise _unknown(next(name for name in _placeholders(row) if name.startswith(f"{table}.")), values)
        fields = values.row_fields[table]
        _check(row, table, values)
        if not values.rows[table]:
            row.addprevious(_with_nothing(row))
        for entry in values.rows[table]:
            new = copy.deepcopy(row)
            row.addprevious(new)
            named = {f"{table}.{name}": entry.get(name, "") for name in fields}
            for paragraph in new.iter(W + "p"):
                _fill(paragraph, {**values.single, **named}, values)
                filled.add(paragraph)
        parent = row.getparent()
        if parent is not None:
            parent.remove(row)
    return filled


def _check(row: etree._Element, table: str, values: FormValues) -> None:
    """A wrong name is told also where the table has no rows to fill."""
    for name in _placeholders(row):
        known = name in values.single or name.removeprefix(f"{table}.") in values.row_fields[table]
        if not known:
            raise _unknown(name, values)


def _table_of(row: etree._Element) -> str | None:
    """The table whose values a row holds, None for a row without."""
    return next((name.partition(".")[0] for name in _placeholders(row) if "." in name), None)


def _with_nothing(row: etree._Element) -> etree._Element:
    """The row for a table without rows: 无 in its first cell."""
    empty = copy.deepcopy(row)
    texts = list(empty.iter(W + "t"))
    for leaf in texts:
        leaf.text = ""
    texts[0].text = _NOTHING
    return empty


def _placeholders(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter(W + "p"):
        text = "".join(leaf.text or "" for leaf in _leaves(paragraph))
        yield from _PLACEHOLDER.findall(text)


def _leaves(paragraph: etree._Element) -> list[etree._Element]:
    """The texts of a paragraph itself, without those of text boxes in it."""
    return [leaf for leaf in paragraph.iter(W + "t") if next(leaf.iterancestors(W + "p")) is paragraph]


def _fill(paragraph: etree._Element, known: Mapping[str, str], values: FormValues) -> None:
    leaves = _leaves(paragraph)
    text = "".join(leaf.text or "" for leaf in leaves)
    matches = list(_PLACEHOLDER.finditer(text))
    for match in reversed(matches):
        if match[1] not in known:
            raise _unknown(match[1], values)
        _replace(leaves, match.start(), match.end(), xml_lines(known[match[1]]))
    for leaf in leaves if matches else ():
        _break_lines(leaf)


def xml_lines(text: str) -> str:
    """The text as XML can hold it, its line breaks kept."""
    return "\n".join(xml_text(line) for line in text.split("\n"))


def _replace(leaves: list[etree._Element], start: int, end: int, value: str) -> None:
    """Put a value in the place of some characters that several leaves hold."""
    offset = 0
    for leaf in leaves:
        text = leaf.text or ""
        first, last = max(start - offset, 0), min(end - offset, len(text))
        if first < last:
            holds_start = offset <= start
            leaf.text = text[:first] + (value if holds_start else "") + text[last:]
            leaf.set(_SPACE, "preserve")
        offset += len(text)


def _break_lines(leaf: etree._Element) -> None:
    lines = (leaf.text or "").split("\n")
    leaf.text = lines[0]
    last = leaf
    for line in lines[1:]:
        separator, words = etree.Element(W + "br"), etree.Element(W + "t", {_SPACE: "preserve"})
        words.text = line
        last.addnext(separator)
        separator.addnext(words)
        last = words


def _unknown(name: str, values: FormValues) -> TemplateError:
    table = name.partition(".")[0]
    if "." in name and name.partition(".")[2] in values.row_fields.get(table, ()):
        return TemplateError(name, "只能放在表格的一行中", "请把它移到表格里，该行会按内容重复")
    return TemplateError(name, "没有这个名称", f"可用的名称有：{'、'.join(values.known())}")
