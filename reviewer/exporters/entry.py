"""What an exporter is given: results of a check, one an input, and how to write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reviewer.decision import Decision, GrantedException, SignOff
from reviewer.document import Document
from reviewer.finding import LegalBasis
from reviewer.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An input that was read and reviewed, wholly or in part.

    Attributes:
        report: What was found.
        document: What was read.
        content: The bytes of the file, for exports that write into a copy of it (docx).
    """

    report: Report
    document: Document
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreviewed:
    """An input that could not be read at all; ``error`` says why and what to do, in Chinese."""

    name: str
    error: str


Entry = Reviewed | Unreviewed


def no_text(basis: LegalBasis) -> str:
    """What stands for the text of an article where no law was imported."""
    del basis
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How to write.

    Attributes:
        explain: Tell also what was dismissed, which guards were tried and what was seen.
        masked: Put the masked quote in place of the exact one (JSON, html, which then
            leaves the document's text out, as the PDF does; all others always do).
        single: One report on its own: JSON is an object rather than an array.
        colour: Colour for a terminal (text).
        width: Columns of the terminal (text).
        decisions: What was decided, by fingerprint, where the batch is one document.
        suppressions: Why a finding is not reported though it stands in the report, by fingerprint; for
            formats that have suppressed results (SARIF).
        baseline: Whether a finding is ``new`` or ``unchanged`` since the version before, by fingerprint;
            empty for a first version (SARIF).
        exceptions: Exceptions granted (条例第十二条), by fingerprint.
        sign_off: The conclusion; None prints 未签发.
        families: Families that were reviewed; empty means all.
        author: In whose name comments and tracked changes are written.
        written_at: When they are written; None stands for the date of the review.
        article_text: The text of an article as the operator imported it, empty where it was not
            (text, html).
    """

    explain: bool = False
    masked: bool = False
    single: bool = False
    colour: bool = False
    width: int = 100
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    suppressions: Mapping[str, str] = field(default_factory=dict)
    baseline: Mapping[str, str] = field(default_factory=dict)
    exceptions: Mapping[str, GrantedException] = field(default_factory=dict)
    sign_off: SignOff | None = None
    families: frozenset[str] = frozenset()
    author: str = "智能审查"
    written_at: datetime | None = None
    article_text: Callable[[LegalBasis], str] = no_text
