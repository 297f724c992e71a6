"""Titles by which a document speaks of itself; it does not cite itself as law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from reviewer.citation.model import Citation, CitationForm
from reviewer.citation.titles import bare_title

_ISSUING = re.compile(r"(?:印发|发布|公布|颁布|制定|颁发|下发)(?:的)?$")
_ADOPTED = re.compile(
    r"^(?:已|业)(?:经|由)[^。；\n]{0,80}?(?:通过|同意|批准)|^[^。；\n]{0,12}(?:现予|予以)(?:公布|发布|印发)|^印发给"
)


class OwnTitles:
    """Names of the document itself and of what it promulgates (关于印发《…》的通知).

    Args:
        view: The folded text.
        title: The document's title where it is known.
        citations: What was found in the view.
    """

    def __init__(self, view: str, title: str | None, citations: Iterable[Citation]) -> None:
        self._view = view
        names = [title] if title else []
        names += [citation.name for citation in citations if _promulgated(view, citation)]
        self._names = frozenset(bare_title(name) for name in names)

    def holds(self, name: str) -> bool:
        """Whether the document is called so."""
        return bare_title(name) in self._names

    def heads(self, name: str) -> bool:
        """Whether a line is nothing but the name: the heading of an instrument within the document."""
        return name in self._lines

    def end_in(self, name: str) -> bool:
        """Whether an own title ends in the name (《供水条例》 of 临江市供水条例)."""
        return any(title.endswith(name) for title in self._names)

    @cached_property
    def _lines(self) -> frozenset[str]:
        return frozenset(self._view.split("\n"))


def _promulgated(view: str, citation: Citation) -> bool:
    """Whether the document promulgates what it names."""
    if citation.form is not CitationForm.TITLE:
        return False
    before = view[max(citation.start - 6, 0) : citation.start]
    behind = view[citation.end : citation.end + 100]
    issued = _ISSUING.search(before) is not None and behind.startswith("的")
    return issued or _ADOPTED.match(behind) is not None
