"""Titles by which a document speaks of itself; it does not cite itself as law."""

from __future__ import annotations

import re

from reviewer.citation.marks import find_title_marks

_ISSUING = re.compile(r"(?:印发|发布|公布|颁布|制定|颁发|下发)(?:的)?$")
_ADOPTED = re.compile(
    r"^(?:已|业)(?:经|由)[^。；\n]{0,80}?(?:通过|同意|批准)|^[^。；\n]{0,12}(?:现予|予以)(?:公布|发布|印发)|^印发给"
)


def own_titles(view: str, title: str | None) -> frozenset[str]:
    """Names of the document itself and of what it promulgates (关于印发《…》的通知).

    Args:
        view: The folded text.
        title: The document's title where it is known.
    """
    names = {title} if title else set()
    for mark in find_title_marks(view):
        before = view[max(mark.start - 6, 0) : mark.start]
        behind = view[mark.end : mark.end + 100]
        alone = f"\n{mark.name}\n" in view or view.startswith(f"{mark.name}\n")
        if alone or _ADOPTED.match(behind) or (_ISSUING.search(before) and behind.startswith("的")):
            names.add(mark.name)
    return frozenset(names)
