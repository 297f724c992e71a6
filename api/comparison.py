"""Two versions of a document side by side: findings by fingerprint, text by paragraph and character."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from sqlalchemy import select

from api.results import reviewed_of
from api.service import Service
from api.store.documents import Version
from api.store.reviews import StoredFinding, StoredReview
from api.views.documents import DifferenceView, SolvedFinding, TextChange

# Beyond this a paragraph is shown as rewritten as a whole: the comparison by character is quadratic.
_CHARACTERS_COMPARED = 4_000

# A version with its latest finished review.
DoneReview = tuple[Version, StoredReview]


def compare_versions(service: Service, before: DoneReview, after: DoneReview) -> DifferenceView:
    """What is solved, new and unchanged, and how the text differs.

    Raises:
        Problem: 410, retention has taken one of the documents.
    """
    old, new = reviewed_of(service, before[1].id), reviewed_of(service, after[1].id)
    known = {finding.fingerprint for finding in old.report.findings}
    kept = {name for f in new.report.findings for name in (f.fingerprint, *f.formerly) if name in known}
    names = {f.fingerprint: (f.fingerprint, *f.formerly) for f in new.report.findings}
    old_rows, new_rows = _findings(service, before[1]), _findings(service, after[1])
    unchanged = [row.id for row in new_rows if kept.intersection(names.get(row.fingerprint, ()))]
    return DifferenceView(
        before=before[0].number,
        after=after[0].number,
        solved=[_solved(row) for row in old_rows if row.fingerprint not in kept],
        new=[row.id for row in new_rows if row.id not in set(unchanged)],
        unchanged=unchanged,
        text=list(changes(old.document.text, new.document.text)),
    )


def changes(before: str, after: str) -> Iterator[TextChange]:
    """Where the texts differ, in order; paragraphs first, then characters within rewritten ones."""
    old, new = before.split("\n"), after.split("\n")
    old_starts, new_starts = _starts(old), _starts(new)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        first, second = "\n".join(old[a:b]), "\n".join(new[c:d])
        at = (old_starts[a], new_starts[c])
        if kind == "replace" and max(len(first), len(second)) <= _CHARACTERS_COMPARED:
            yield from _within(first, second, at)
        else:
            yield _change(kind, first, second, at)


def _within(first: str, second: str, at: tuple[int, int]) -> Iterator[TextChange]:
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _change(kind, first[a:b], second[c:d], (at[0] + a, at[1] + c))


def _change(kind: str, first: str, second: str, at: tuple[int, int]) -> TextChange:
    return TextChange(
        kind=kind,
        before=_wire(first),
        after=_wire(second),
        before_start=at[0],
        after_start=at[1],
    )


def _wire(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _starts(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _findings(service: Service, review: StoredReview) -> list[StoredFinding]:
    with service.database.reading() as session:
        query = select(StoredFinding).where(StoredFinding.review_id == review.id)
        return list(session.scalars(query.order_by(StoredFinding.ordinal)))


def _solved(finding: StoredFinding) -> SolvedFinding:
    return SolvedFinding(
        id=finding.id,
        rule=finding.rule,
        title=finding.content["title"],
        clause=finding.clause,
        quote=finding.masked["quote"],
    )
