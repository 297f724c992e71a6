"""The labels that Word's automatic numbering prints: 第一条, （一）, 1.1.

In official documents the article number is often only a ``w:numPr``; a reader of the bare
text would see none. Labels are worked out as Word does (ECMA-376-1, 17.9): a paragraph, or
its style, names a numbering instance and a level; instances of one abstract definition
count on together unless an instance restarts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from reviewer.extraction.docx_number_formats import format_number
from reviewer.extraction.docx_parts import MC, W, chosen_content, switched_on, value_of, whole_number
from reviewer.extraction.docx_styles import Styles

_PLACEHOLDER = re.compile(r"%([1-9])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = 9
_LONGEST_LINK = 8  # a damaged file may link a numbering style to itself


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """One level of a definition.

    Attributes:
        start: First number.
        format_name: ``w:numFmt/@w:val``.
        custom: ``w:numFmt/@w:format``.
        text: ``w:lvlText``: the label with %1 to %9 for the numbers of the levels.
        gap: Whether a blank or tab follows the label.
        legal: Whether all numbers are printed in digits (``w:isLgl``).
        restart: 1-based level whose use restarts this one; None for any higher, 0 for never.
        style: Paragraph style that takes this level.
        hidden: Whether the label itself is hidden text.
    """

    start: int = 1
    format_name: str = "decimal"
    custom: str | None = None
    text: str = ""
    gap: bool = True
    legal: bool = False
    restart: int | None = None
    style: str | None = None
    hidden: bool = False


@dataclass(slots=True, kw_only=True)
class _Instance:
    """A numbering instance (``w:num``): a definition, with levels of its own and restarts."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class NumberCounters:
    """The counts of one story (body, text boxes, a header): each numbers by itself."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def advance(self, number: str, level: int, instance: _Instance) -> dict[int, int]:
        """Count one paragraph; returns the current numbers by level."""
        counts = self._counts.setdefault(instance.definition, {})
        start = instance.levels.get(level, _Level()).start
        override = instance.starts.get(level)
        if override is not None and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            counts[level] = override
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        for lower in [lower for lower in counts if lower > level]:
            if _restarts(instance.levels.get(lower), level):
                del counts[lower]
        for higher in range(level):
            counts.setdefault(higher, instance.levels.get(higher, _Level()).start)
        return counts


class Numbering:
    """The numbering definitions of a document.

    Args:
        root: Root of the numbering part, None where there is none.
        styles: For numbering that a paragraph style brings, and for linked definitions.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._instances: dict[str, _Instance] = {}
        self._by_style: dict[str | None, tuple[str | None, int | None]] = {}
        if root is None:
            return
        definitions = {
            element.get(W + "abstractNumId", ""): element for element in root.iter(W + "abstractNum")
        }
        numbers = {element.get(W + "numId", ""): element for element in root.iter(W + "num")}
        for identifier, element in numbers.items():
            self._instances[identifier] = self._read_instance(element, definitions, numbers)

    def label(self, properties: etree._Element | None, counters: NumberCounters) -> str:
        """The label of the next paragraph, with the blank that follows it; empty where it has none.

        Args:
            properties: The ``w:pPr`` of the paragraph.
            counters: Counts of the story; the paragraph is counted in them.
        """
        number, level = self._membership(properties)
        instance = self._instances.get(number or "")
        if number in {None, "0"} or instance is None or not 0 <= level < _LEVELS:
            return ""
        counts = counters.advance(str(number), level, instance)
        return _print(instance.levels, level, counts)

    def _membership(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """Numbering instance and level of a paragraph: its own, or those of its style."""
        direct = properties.find(W + "numPr") if properties is not None else None
        number, level = value_of(direct, "numId"), value_of(direct, "ilvl")
        style = self._styles.paragraph_style(properties)
        if style not in self._by_style:
            self._by_style[style] = self._style_membership(style)
        style_number, style_level = self._by_style[style]
        if number is None:
            number = style_number
        if level is not None:
            return number, whole_number(level, 0)
        return number, style_level or 0

    def _style_membership(self, style: str | None) -> tuple[str | None, int | None]:
        number: str | None = None
        level: int | None = None
        chain = list(self._styles.chain(style))
        for link in chain:
            properties = link.find(f"{W}pPr/{W}numPr")
            number = value_of(properties, "numId") if number is None else number
            explicit = value_of(properties, "ilvl")
            level = whole_number(explicit, 0) if level is None and explicit is not None else level
        if level is None and number in self._instances:
            names = [link.get(W + "styleId") for link in chain]
            linked = {entry.style: index for index, entry in self._instances[number].levels.items()}
            level = next((linked[name] for name in names if name in linked), None)
        return number, level

    def _read_instance(
        self,
        element: etree._Element,
        definitions: dict[str, etree._Element],
        numbers: dict[str, etree._Element],
    ) -> _Instance:
        definition = self._definition(element, definitions, numbers)
        levels = _read_levels(definitions.get(definition))
        instance = _Instance(definition=definition, levels=levels)
        for override in element.iter(W + "lvlOverride"):
            index = whole_number(override.get(W + "ilvl"), -1)
            own = override.find(W + "lvl")
            if own is not None:
                instance.levels[index] = _read_level(own)
            start = value_of(override, "startOverride")
            if start is not None:
                instance.starts[index] = whole_number(start, 1)
                instance.levels[index] = replace(
                    instance.levels.get(index, _Level()), start=instance.starts[index]
                )
        return instance

    def _definition(
        self,
        element: etree._Element,
        definitions: dict[str, etree._Element],
        numbers: dict[str, etree._Element],
    ) -> str:
        """Id of the definition, through ``w:numStyleLink`` where it only names a numbering style."""
        identifier = value_of(element, "abstractNumId") or ""
        for _ in range(_LONGEST_LINK):
            style = value_of(definitions.get(identifier), "numStyleLink")
            linked = next(iter(self._styles.chain(style)), None)
            target = value_of(linked.find(f"{W}pPr/{W}numPr"), "numId") if linked is not None else None
            following = value_of(numbers.get(target or ""), "abstractNumId")
            if following is None:
                break
            identifier = following
        return identifier


def _read_levels(definition: etree._Element | None) -> dict[int, _Level]:
    if definition is None:
        return {}
    return {
        whole_number(element.get(W + "ilvl"), -1): _read_level(element)
        for element in definition.iter(W + "lvl")
    }


def _read_level(element: etree._Element) -> _Level:
    number_format = element.find(W + "numFmt")
    alternate = element.find(MC + "AlternateContent")
    if number_format is None and alternate is not None:  # custom formats stand in a choice
        branch = chosen_content(alternate)
        number_format = branch.find(W + "numFmt") if branch is not None else None
    restart = value_of(element, "lvlRestart")
    return _Level(
        start=whole_number(value_of(element, "start"), 0),
        format_name=(number_format.get(W + "val") if number_format is not None else None) or "decimal",
        custom=number_format.get(W + "format") if number_format is not None else None,
        text=value_of(element, "lvlText") or "",
        gap=value_of(element, "suff") != "nothing",
        legal=bool(switched_on(element, "isLgl")),
        restart=None if restart is None else whole_number(restart, 0),
        style=value_of(element, "pStyle"),
        hidden=bool(switched_on(element.find(W + "rPr"), "vanish")),
    )


def _restarts(lower: _Level | None, used: int) -> bool:
    """Whether a paragraph of the level ``used`` makes a lower level begin anew (17.9.10)."""
    if lower is None or lower.restart is None:
        return True
    return lower.restart > 0 and used < lower.restart


def _print(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    own = levels.get(level, _Level())
    if own.hidden:
        return ""
    if own.format_name == "bullet":
        # A bullet is a symbol of a symbol font; only one that is a word says something.
        return own.text + " " * own.gap if _HAN.search(own.text) else ""

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        entry = levels.get(index, _Level())
        if index > level:
            return ""
        legal = own.legal and entry.format_name != "none"
        return format_number(
            counts.get(index, entry.start), "decimal" if legal else entry.format_name, entry.custom
        )

    label = _PLACEHOLDER.sub(number, own.text)
    return label + " " * own.gap if label.strip() else ""
