"""The exit code that a run has earned (DESIGN 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.exporters.entry import Entry, Unreviewed
from reviewer.finding import Severity
from reviewer.report import Report

OK, FOUND, UNREADABLE, INCOMPLETE = 0, 1, 2, 3


class Outcome:
    """Collects what happened; an unreadable input weighs most, then an incomplete one, then a finding.

    Args:
        fail_on: The mildest severity that counts.
    """

    def __init__(self, fail_on: Severity = Severity.VIOLATION) -> None:
        self._fail_on = fail_on
        self._unreadable = False
        self._incomplete = False
        self._found = False

    @property
    def code(self) -> int:
        """2 > 3 > 1 > 0."""
        if self._unreadable:
            return UNREADABLE
        if self._incomplete:
            return INCOMPLETE
        return FOUND if self._found else OK

    def watch(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries, noted as they pass."""
        for entry in entries:
            if isinstance(entry, Unreviewed):
                self.note_unreadable()
            else:
                self.note(entry.report)
            yield entry

    def note(self, report: Report) -> None:
        """A document was reviewed."""
        worst = report.worst()
        self._incomplete |= not report.complete
        self._found |= worst is not None and worst.rank >= self._fail_on.rank

    def note_unreadable(self) -> None:
        """An input could not be read at all."""
        self._unreadable = True
