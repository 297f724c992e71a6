"""What surrounds a clause of an annotated document: headings, lead-in, neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEVELS = (
    re.compile(r"第[一二三四五六七八九十百]+[章部编]"),
    re.compile(r"[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+[条节]"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．、](?!\d)"),
    re.compile(r"[（(]\d+[）)]|[①-⑳]"),
)
_FORMAL = re.compile(
    r"附件.*|.*(?:年\d+月\d+日|〔\d{4}〕\d+号)|.{2,40}(?:：|人民政府|办公室|委员会|局|中心|公司|部)"
)
_LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What surrounds a clause, as `reviewer.classifiers.base.Sample` names it."""

    heading: str = ""
    lead_in: str = ""
    before: str = ""
    after: str = ""


def level(line: str) -> int:
    """Depth of a line's number, 1 outermost; 0 without a number."""
    for depth, pattern in enumerate(_LEVELS, 1):
        if pattern.match(line):
            return depth
    return 0


def kind_of_line(text: str, *, whole: bool) -> str:
    """``heading``, ``lead_in``, ``formal`` or ``text``; ``whole`` where it fills its paragraph."""
    if _is_title(text, alone=whole):
        return "heading"
    if whole and len(text) <= 40 and _FORMAL.fullmatch(text):
        return "formal"
    return "lead_in" if text.endswith("：") else "text"


def _is_title(text: str, *, alone: bool) -> bool:
    """Whether a numbered line is a title; one that ends with 。 is so only where more follows it."""
    bare = text.rstrip("。")
    if alone and bare != text:
        return False
    return bool(level(text)) and len(bare) <= _LONGEST_TITLE and not re.search(r"[，；：。|]", bare)


class ContextReader:
    """Reads a document's paragraphs in order and tells each clause's context."""

    def __init__(self, paragraphs: list[str]) -> None:
        self._paragraphs = paragraphs
        self._headings: dict[int, str] = {}
        self._lead_in: tuple[int, str] | None = None

    def contexts(self, number: int, pieces: list[str]) -> list[Context]:
        """The context of each clause of a paragraph; paragraphs are asked for in order."""
        paragraph = self._paragraphs[number]
        depth = level(paragraph)
        if depth:
            self._headings = {key: value for key, value in self._headings.items() if key < depth}
        self._close_lead_in(depth, paragraph)
        shared = ""
        contexts = []
        for index, piece in enumerate(pieces):
            outer = self._lead_in[1] if self._lead_in else ""
            contexts.append(
                Context(
                    heading=" ".join(self._headings[key] for key in sorted(self._headings, reverse=True)),
                    lead_in=shared or outer,
                    before=self._paragraphs[number - 1] if number else "",
                    after=self._paragraphs[number + 1] if number + 1 < len(self._paragraphs) else "",
                )
            )
            if index == 0 and depth and _is_title(piece, alone=len(pieces) == 1):
                self._headings[depth] = piece.rstrip("。")
            shared = _shared_head(piece, shared)
        if paragraph.endswith("："):
            self._lead_in = (depth, pieces[-1])
        return contexts

    def _close_lead_in(self, depth: int, paragraph: str) -> None:
        if self._lead_in is None or "|" in paragraph:
            return
        if depth <= self._lead_in[0]:
            self._lead_in = None


def _shared_head(piece: str, shared: str) -> str:
    """The head before a colon that the next member of the same sentence shares."""
    if not piece.endswith("；"):
        return ""
    if shared:
        return shared
    head, colon, _ = piece.partition("：")
    return head + colon if colon else ""
