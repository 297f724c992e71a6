"""What is measured on: texts and files of the project's own, and statutes where they are at hand."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from corpora.labelled import load_corpus
from corpora.samples.many import ROWS, Invented, invented, pdf_of, rows_of

_CORPORA = (
    "document_kinds",
    "fair_competition_policies",
    "fair_competition_background",
    "fair_competition_clauses",
    "setting_power",
)
_STATUTES = Path("legal", "texts")
_PAGES = 10


@cache
def own_text() -> str:
    """The texts of the corpora, each once, one a line."""
    return "\n".join(item.sample.text for name in _CORPORA for item in load_corpus(name).samples)


@cache
def statutes() -> str | None:
    """Full texts of statutes, joined; None where the folder of public texts is not at hand.

    It is looked for where ``REVIEWER_SHARED`` says, else beside the checkout.
    """
    beside = Path(__file__).parents[2].parent / "shared"
    folder = Path(os.environ.get("REVIEWER_SHARED") or beside) / _STATUTES
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))]
    return "".join(texts) or None


def drafts(characters: int) -> str:
    """Invented drafts one after the other, so that every part of the text is like every other."""
    lines: list[str] = []
    number = length = 0
    while length < characters:
        lines += invented(number).lines
        length = sum(map(len, lines)) + len(lines)
        number += 1
    return "\n".join(lines)[:characters]


def ten_page_pdf(seed: int) -> bytes:
    """A PDF of ten pages of invented drafts, other ones for every seed."""
    lines: list[str] = []
    number = seed * 1_000
    while rows_of(lines) < _PAGES * ROWS:
        lines += invented(number).lines
        number += 1
    while rows_of(lines) > _PAGES * ROWS:
        lines.pop()
    return pdf_of(Invented(title=lines[0], lines=tuple(lines)))
