"""Reports as JSON, keys and order of DESIGN 4.1. This module alone knows the contract's spelling."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from reviewer.decision import Decision
from reviewer.document import BoxPlace, CellPlace, Document, LinePlace, RunPlace, SourcePlace, Span, Unread
from reviewer.exporters.decided import decision_of, sign_off_words
from reviewer.exporters.entry import Entry, ExportOptions, Unreviewed
from reviewer.finding import Evidence, Finding, LegalBasis
from reviewer.report import Checked, Considered, Profile, ReadValue, Report

Object = dict[str, Any]
_MASK = "＊"


def export_json(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """An array of reports, one an input; an object where there is only one (``options.single``)."""
    if options.single:
        yield from (_encode(entry_object(entry, options)) + b"\n" for entry in entries)
        return
    opening = b"[\n"
    for entry in entries:
        yield opening + _encode(entry_object(entry, options))
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def dump(value: Object) -> bytes:
    """A value on one line. A lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "backslashreplace")


def _encode(value: Object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")


def entry_object(entry: Entry, options: ExportOptions) -> Object:
    """The report of an input, or ``{name, error}`` where it could not be read."""
    if isinstance(entry, Unreviewed):
        return {"name": entry.name, "error": entry.error}
    made = report_object(entry.report, entry.document, masked=options.masked)
    return _with_decisions(made, entry.report, options) if options.single else made


def _with_decisions(made: Object, report: Report, options: ExportOptions) -> Object:
    """The one report of an export, with what people decided and whether it is signed."""
    for finding, found in zip(report.findings, made["findings"], strict=True):
        found.update(decision_object(decision_of(finding, options)))
    signed = options.sign_off
    return {
        **made,
        "sign_off": {
            "state": sign_off_words(signed),
            "conclusion": signed.conclusion.value if signed else None,
            "statement": signed.statement if signed else "",
            "author": signed.author if signed else None,
            "signed_at": signed.signed_at.isoformat() if signed else None,
        },
    }


def decision_object(decision: Decision | None) -> Object:
    """A decision, nulls where none was made."""
    return {
        "verdict": decision.verdict.value if decision else None,
        "reason": decision.reason if decision else "",
        "reason_code": decision.reason_code if decision else None,
        "decided_by": decision.author if decision else None,
        "decided_at": decision.decided_at.isoformat() if decision else None,
        "until": decision.until.isoformat() if decision and decision.until else None,
    }


def report_object(report: Report, document: Document, *, masked: bool = False) -> Object:
    """A report as DESIGN 4.1 spells it.

    Args:
        report: What to write.
        document: The document it is about, for the text that evidence points to.
        masked: Whether quotes with personal values are written masked.
    """
    return {
        "name": report.name,
        "document": {"digest": report.digest, **_profile_object(report.profile, document)},
        "as_of": report.as_of.isoformat(),
        "versions": asdict(report.versions),
        "complete": report.complete,
        "unread": [unread_object(unread) for unread in report.unread],
        "findings": [finding_object(finding, document, masked=masked) for finding in report.findings],
        "considered": [_considered_object(considered, masked=masked) for considered in report.considered],
        "failures": [
            {"rule": failure.rule, **_range(failure.span), "error": failure.error}
            for failure in report.failures
        ],
        "checked": [_checked_object(checked) for checked in report.checked],
        "error": None,
    }


def _checked_object(checked: Checked) -> Object:
    """What was found in order; a key that was added to DESIGN 4.1."""
    return {
        "subject": checked.subject,
        "result": checked.result,
        "items": list(checked.items),
        "basis": [_basis_object(basis) for basis in checked.basis],
    }


def finding_object(finding: Finding, document: Document, *, masked: bool = False) -> Object:
    """A finding as DESIGN 4.1 spells it."""
    hides = masked and finding.masked_quote is not None
    return {
        "rule": finding.rule,
        "title": finding.title,
        "family": finding.family,
        "kind": finding.kind,
        "also": list(finding.also),
        "severity": finding.severity.value,
        "handling": finding.handling.value if finding.handling else None,
        "confidence": finding.confidence,
        "origin": finding.origin.value,
        **_range(finding.span),
        "quote": finding.masked_quote if hides else finding.quote,
        "masked_quote": finding.masked_quote,
        "place": [place_object(place) for place in finding.places],
        "clause": finding.clause,
        "basis": [_basis_object(basis) for basis in finding.basis],
        "message": finding.message,
        "suggestion": finding.suggestion,
        "fix": finding.fix,
        "evidence": _evidence_object(finding.evidence, document, hides=hides),
        "exception": {"claimed": finding.exception.claimed, "missing": list(finding.exception.missing)},
        "fingerprint": finding.fingerprint,
    }


def place_object(place: SourcePlace) -> Object:
    """A place; which keys it has tells what kind it is."""
    match place:
        case BoxPlace():
            return {"page": place.page, "box": list(place.box)}
        case RunPlace() | CellPlace() | LinePlace():
            return asdict(place)


def unread_object(unread: Unread) -> Object:
    """A part that was not read."""
    return {"part": unread.part, "reason": unread.reason, "remedy": unread.remedy}


def _range(span: Span) -> Object:
    return {"start": span.start, "end": span.end}


def _profile_object(profile: Profile, document: Document) -> Object:
    facts: Object = {
        name: _value_object(getattr(profile, name), document)
        for name in Profile.__dataclass_fields__
        if name != "annexes"
    }
    facts["annexes"] = [_value_object(annex, document) for annex in profile.annexes]
    return facts


def _value_object(read: ReadValue | None, document: Document) -> Object | None:
    if read is None:
        return None
    evidence: Object = {"start": None, "end": None, "text": None, "reason": read.reason}
    if read.span is not None:
        evidence |= {**_range(read.span), "text": document.slice(read.span)}
    return {"value": read.value, "evidence": evidence}


def _basis_object(basis: LegalBasis) -> Object:
    return {
        "title": basis.title,
        "article": basis.article if basis.verified else None,
        "since": basis.since.isoformat() if basis.since else None,
        "verified": basis.verified,
    }


def _evidence_object(evidence: Evidence, document: Document, *, hides: bool) -> Object:
    return {
        "elements": [
            {"role": element.role, **_range(element.span), "text": _shown(element.text, hides=hides)}
            for element in evidence.elements
        ],
        "lead_in": _lead_in_object(evidence.lead_in, document, hides=hides),
        "polarity": evidence.polarity.value,
        "guards": [{"name": guard.name, "held": guard.held} for guard in evidence.guards],
        "model": asdict(evidence.model) if evidence.model else None,
    }


def _lead_in_object(span: Span | None, document: Document, *, hides: bool) -> Object | None:
    return {**_range(span), "text": _shown(document.slice(span), hides=hides)} if span else None


def _considered_object(considered: Considered, *, masked: bool) -> Object:
    hides = masked and considered.rule.startswith("disclosure/")
    return {
        "rule": considered.rule,
        **_range(considered.span),
        "quote": _shown(considered.quote, hides=hides),
        "reason": considered.reason,
        "polarity": considered.polarity.value if considered.polarity else None,
    }


def _shown(text: str, *, hides: bool) -> str:
    return _MASK * len(text) if hides else text
