"""Citations of law: found in the text, resolved in the catalogue, judged at a date."""

from __future__ import annotations

from functools import lru_cache

from reviewer.citation.bare import BareNames
from reviewer.law import LawCatalogue

__all__ = ["bare_names"]


@lru_cache(maxsize=8)
def bare_names(catalogue: LawCatalogue) -> BareNames:
    """The names of a catalogue that count without book title marks, made once a catalogue."""
    return BareNames(catalogue.names())
