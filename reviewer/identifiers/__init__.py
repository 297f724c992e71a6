"""Numbers and addresses that identify a person or a machine: found, validated, told from look-alikes."""

from __future__ import annotations

from reviewer.identifiers.find import find_identifiers
from reviewer.identifiers.model import Identifier, IdentifierKind, Use
from reviewer.identifiers.surroundings import Surroundings

__all__ = ["Identifier", "IdentifierKind", "Surroundings", "Use", "find_identifiers"]
