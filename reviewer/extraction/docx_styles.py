"""What paragraphs and runs inherit from styles: outline level, hidden text, numbering.

A style is based on another; the nearest in the chain that sets a property counts
(ECMA-376-1, 17.7). Only the three properties that change the text are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reviewer.extraction.docx_parts import W, switched_on, value_of, whole_number

_HEADING_NAME = re.compile(r"(?i)(?:heading|标题)\s*([1-9])")
_BODY_OUTLINE = 9  # ``w:outlineLvl`` of body text
_LONGEST_CHAIN = 32  # a damaged file may base a style on itself


class Styles:
    """The styles of a document; of none where the part is missing."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._hidden: dict[str | None, bool] = {}
        self._headings: dict[str | None, int] = {}
        for style in root.iter(W + "style") if root is not None else ():
            identifier = style.get(W + "styleId", "")
            self._styles[identifier] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true", "on"}:
                self._default = identifier

    def paragraph_style(self, properties: etree._Element | None) -> str | None:
        """Id of a paragraph's style, the default one where it names none."""
        return value_of(properties, "pStyle") or self._default

    def chain(self, identifier: str | None) -> Iterator[etree._Element]:
        """The style and those it is based on, nearest first."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(identifier or "")
            if style is None:
                return
            yield style
            identifier = value_of(style, "basedOn")

    def heading_level(self, properties: etree._Element | None) -> int:
        """Outline level, 1 the highest, 0 for body text; a document title counts as 1."""
        direct = value_of(properties, "outlineLvl")
        if direct is not None:
            return _level(direct)
        identifier = self.paragraph_style(properties)
        if identifier not in self._headings:
            self._headings[identifier] = self._style_heading(identifier)
        return self._headings[identifier]

    def is_hidden(self, run: etree._Element | None, paragraph: etree._Element | None) -> bool:
        """Whether ``w:vanish`` holds for a run.

        Args:
            run: Its ``w:rPr``.
            paragraph: The ``w:pPr`` of its paragraph.
        """
        direct = switched_on(run, "vanish")
        if direct is not None:
            return direct
        character_style = value_of(run, "rStyle")
        if character_style is not None and self._style_hides(character_style):
            return True
        return self._style_hides(self.paragraph_style(paragraph))

    def _style_heading(self, identifier: str | None) -> int:
        for style in self.chain(identifier):
            outline = value_of(style.find(W + "pPr"), "outlineLvl")
            if outline is not None:
                return _level(outline)
            name = value_of(style, "name") or ""
            heading = _HEADING_NAME.fullmatch(name.strip())
            if heading:
                return int(heading[1])
            if name.strip().lower() in {"title", "标题"}:
                return 1
        return 0

    def _style_hides(self, identifier: str | None) -> bool:
        if identifier not in self._hidden:
            switches = (switched_on(style.find(W + "rPr"), "vanish") for style in self.chain(identifier))
            self._hidden[identifier] = next((switch for switch in switches if switch is not None), False)
        return self._hidden[identifier]


def _level(outline: str) -> int:
    level = whole_number(outline, _BODY_OUTLINE)
    return level + 1 if 0 <= level < _BODY_OUTLINE else 0
