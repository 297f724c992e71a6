"""Parts of the engine that a measurement switches off, to show what each of them adds."""

from __future__ import annotations

from enum import StrEnum


class EnginePart(StrEnum):
    """A part that decides whether a match becomes a finding; in a review for a user all are on."""

    POLARITY = "polarity"
    """What the sentence, its lead-ins and the headings above do with the conduct."""
    HEADINGS = "headings"
    """That a title or heading names a topic and orders nothing, and that it governs what is below it."""
    GUARDS = "guards"
    """Exceptions of a rule (``unless``) and legal guards."""
