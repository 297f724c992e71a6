"""html: words are replaced in the source text; tags, scripts and all else stay byte for byte.

The text between tags is joined by line and the document's blocks are looked up in it in
order. Attributes, comments and scripts are swept for the same values, for they repeat them
(``href="tel:…"``, data behind a list).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from reviewer.document import Document
from reviewer.extraction.limits import Limits
from reviewer.redaction.leaves import Leaf, replace
from reviewer.redaction.plain import source_text
from reviewer.redaction.stretches import Stretch
from reviewer.redaction.sweep import Sweep

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style)\b[^>]*>.*?</(?P=raw)\s*>"
    r"|<[!?/]?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|<[!?][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_DECLARED = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)")
_HEAD_BYTES = 4096
_TEXT_OF_TAG = re.compile(r"[\"'](?P<value>[^\"'<>]{4,})[\"']|<!--(?P<comment>.*?)-->", re.DOTALL)


def redact_html(
    data: bytes, document: Document, stretches: Sequence[Stretch], sweep: Sweep, limits: Limits
) -> bytes:
    """A copy of a page with its stretches replaced, and their values wherever else it holds them."""
    del limits
    mark, encoding, source = _source(data, document.name)
    leaf = Leaf.of(source)
    visible = list(_visible(source))
    places = _places(document, visible)
    for stretch in stretches:
        spans = [places[offset] for offset in range(stretch.span.start, stretch.span.end) if offset in places]
        if spans:
            _write(leaf, spans, stretch)
    _sweep(leaf, source, visible, sweep)
    # The replacements hold no character that the encoding may lack but 人员甲 and the like.
    return mark + leaf.text.encode(encoding, "xmlcharrefreplace")


def side_texts(data: bytes, name: str, limits: Limits) -> list[str]:
    """Attributes, comments and scripts of a page, which no reader sees."""
    del limits
    source = _source(data, name)[2]
    found = []
    for token in _TOKEN.finditer(source):
        if token["raw"]:
            found.append(token[0])
        else:
            found += [unescape(m["value"] or m["comment"]) for m in _TEXT_OF_TAG.finditer(token[0])]
    return [text for text in found if text.strip()]


def _source(data: bytes, name: str) -> tuple[bytes, str, str]:
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    return source_text(data, name, declared[1].decode("ascii") if declared else None)


_Character = tuple[str, int, int]
"""A character that is shown, and where it begins and ends in the source."""


def _visible(source: str) -> Iterator[_Character]:
    """The characters between tags, entities resolved, blanks left out."""
    position = 0
    for token in _TOKEN.finditer(source):
        yield from _characters(source, position, token.start())
        position = token.end()
    yield from _characters(source, position, len(source))


def _characters(source: str, start: int, end: int) -> Iterator[_Character]:
    position = start
    for entity in _ENTITY.finditer(source, start, end):
        yield from _plain(source, position, entity.start())
        for character in unescape(entity[0]):
            if not character.isspace():
                yield character, entity.start(), entity.end()
        position = entity.end()
    yield from _plain(source, position, end)


def _plain(source: str, start: int, end: int) -> Iterator[_Character]:
    for offset in range(start, end):
        if not source[offset].isspace():
            yield source[offset], offset, offset + 1


def _places(document: Document, visible: Sequence[_Character]) -> dict[int, tuple[int, int]]:
    """Where the characters of the document stand in the source; blocks stand in it in order."""
    shown = "".join(character for character, _, _ in visible)
    places: dict[int, tuple[int, int]] = {}
    last = 0
    for block in document.blocks:
        offsets = [
            offset
            for offset in range(block.span.start, block.span.end)
            if not document.text[offset].isspace()
        ]
        words = "".join(document.text[offset] for offset in offsets)
        at = shown.find(words, last)
        at = shown.find(words) if at < 0 else at
        if at >= 0:
            places.update((offset, visible[at + index][1:]) for index, offset in enumerate(offsets))
            last = at + len(words)
    return places


def _write(leaf: Leaf, spans: Sequence[tuple[int, int]], stretch: Stretch) -> None:
    """Put the replacement in the place of characters, each of which may be an entity of the source."""
    shown = [(old, new) for old, new in _pairs(stretch) if not old.isspace()]
    if len(shown) != len(spans):
        shown = [("", stretch.replacement), *[("", "")] * (len(spans) - 1)]
    for (start, end), (_, new) in zip(spans, shown, strict=True):
        positions = [(leaf, offset) for offset in range(start, end)]
        replace(positions, new)


def _pairs(stretch: Stretch) -> Iterator[tuple[str, str]]:
    if len(stretch.text) == len(stretch.replacement):
        yield from zip(stretch.text, stretch.replacement, strict=True)


def _sweep(leaf: Leaf, source: str, visible: Sequence[_Character], sweep: Sweep) -> None:
    shown = "".join(character for character, _, _ in visible)
    for repeat in sweep.find(shown):
        spans = [span[1:] for span in visible[repeat.start : repeat.end]]
        if "".join(leaf.characters[start] for start, _ in spans) == shown[repeat.start : repeat.end]:
            for index, (start, end) in enumerate(spans):
                new = _share(repeat.replacement, index, len(spans))
                replace([(leaf, offset) for offset in range(start, end)], new)
    for token in _TOKEN.finditer(source):
        for repeat in sweep.find(token[0]):
            offsets = range(token.start() + repeat.start, token.start() + repeat.end)
            replace([(leaf, offset) for offset in offsets], repeat.replacement)


def _share(replacement: str, index: int, count: int) -> str:
    if len(replacement) == count:
        return replacement[index]
    return "" if index else replacement
