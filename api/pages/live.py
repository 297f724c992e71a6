"""A passage reviewed while it is written; nothing is kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from reviewer.exporters.wording import SEVERITIES, SHAPES
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.review import ReviewContext, review


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFinding:
    """A finding beside a text field.

    Attributes:
        start_utf16: Where the quote begins, counted as browsers count (UTF-16 units).
        end_utf16: Where it ends.
    """

    rule: str
    severity: str
    label: str
    title: str
    clause: str
    quote: str
    message: str
    suggestion: str
    start_utf16: int
    end_utf16: int

    def as_json(self) -> dict[str, str | int]:
        """For the script of the page."""
        return asdict(self)


def check_passage(text: str, context: ReviewContext) -> tuple[LiveFinding, ...]:
    """Findings of a text in the order of the text."""
    if not text.strip():
        return ()
    document = document_from_text(text, "正在编写的文字", passage=True)
    return tuple(_live(text, finding) for finding in review(document, context).findings)


def _live(text: str, finding: Finding) -> LiveFinding:
    return LiveFinding(
        rule=finding.rule,
        severity=finding.severity.value,
        label=f"{SHAPES[finding.severity]} {SEVERITIES[finding.severity]}",
        title=finding.title,
        clause=finding.clause,
        quote=finding.quote,
        message=finding.message,
        suggestion=finding.suggestion,
        start_utf16=_utf16_units(text[: finding.span.start]),
        end_utf16=_utf16_units(text[: finding.span.end]),
    )


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
