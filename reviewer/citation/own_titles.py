"""Titles by which a document speaks of itself; it does not cite itself as law."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewer.citation.model import Citation, CitationForm

_ISSUING = re.compile(r"(?:印发|发布|公布|颁布|制定|颁发|下发)(?:的)?$")
_ADOPTED = re.compile(
    r"^(?:已|业)(?:经|由)[^。；\n]{0,80}?(?:通过|同意|批准)|^[^。；\n]{0,12}(?:现予|予以)(?:公布|发布|印发)|^印发给"
)


def own_titles(view: str, title: str | None, citations: Iterable[Citation]) -> frozenset[str]:
    """Names of the document itself and of what it promulgates (关于印发《…》的通知).

    Args:
        view: The folded text.
        title: The document's title where it is known.
        citations: What was found in the view.
    """
    names = {title} if title else set()
    titled = [citation for citation in citations if citation.form is CitationForm.TITLE]
    # A line that is nothing but the name is the heading of the instrument.
    lines = set(view.split("\n")) if titled else set()
    for citation in titled:
        before = view[max(citation.start - 6, 0) : citation.start]
        behind = view[citation.end : citation.end + 100]
        issued = _ISSUING.search(before) is not None and behind.startswith("的")
        if issued or citation.name in lines or _ADOPTED.match(behind):
            names.add(citation.name)
    return frozenset(names)
