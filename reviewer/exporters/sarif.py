"""Findings as SARIF 2.1.0 (OASIS), for tools that collect the results of many checkers.

Regions count code points of the text as it was read, because neither a docx nor a PDF has
lines of its own; the place in the file stands in the property ``place``. Personal values
are masked. An incomplete review says so: ``executionSuccessful`` is then false.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from reviewer.document import Span
from reviewer.exporters import wording
from reviewer.exporters.decided import decision_of, decision_words, sign_off_words
from reviewer.exporters.entry import Entry, ExportOptions, Unreviewed
from reviewer.exporters.json import place_object
from reviewer.finding import Finding, Severity
from reviewer.report import Report

Object = dict[str, Any]
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.RISK: "warning", Severity.ADVICE: "note"}
# What consumers take at most in one run (ANCHORS: docs.github.com); further results make a further run.
RESULTS_PER_RUN = 25_000


def export_sarif(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """One log with one run for the batch, or as many as the limit on results demands."""
    runs = [_Run(options)]
    for entry in entries:
        if not runs[-1].has_room(entry):
            runs.append(_Run(options))
        runs[-1].add(entry)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run.to_object() for run in runs]}
    yield json.dumps(log, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


class _Run:
    """A run while its inputs come in; it keeps results and not documents."""

    def __init__(self, options: ExportOptions) -> None:
        self._options = options
        self._report: Report | None = None
        self._rules: list[Object] = []
        self._indexes: dict[str, int] = {}
        self._artifacts: list[Object] = []
        self._parents: dict[str, int] = {}
        self._results: list[Object] = []
        self._notifications: list[Object] = []

    def has_room(self, entry: Entry) -> bool:
        """Whether the input's results fit in; a run takes its first input in any case."""
        count = 0 if isinstance(entry, Unreviewed) else len(entry.report.findings)
        return not self._artifacts or len(self._results) + count <= RESULTS_PER_RUN

    def add(self, entry: Entry) -> None:
        """Take in the results of one input."""
        if isinstance(entry, Unreviewed):
            place = self._add_artifact(entry.name, {})
            self._notify(place, entry.error)
            return
        report, document = entry.report, entry.document
        self._report = self._report or report
        facts = {"mimeType": document.media_type, "hashes": {"sha-256": document.digest}}
        place = self._add_artifact(report.name, facts)
        for words in wording.unread_words(report):
            self._notify(place, f"{wording.INCOMPLETE}：{words}")
        regions = _Regions(document.text)
        for finding in report.findings:
            index = self._rule_index(finding)
            is_text = document.media_type == "text/plain"
            result = _result(finding, index, place, regions, is_text=is_text)
            self._results.append({**result, **self._since(finding), **self._decided(finding)})

    def _since(self, finding: Finding) -> Object:
        """Whether the result is new since the version before (3.27.24); nothing for a first version."""
        state = self._options.baseline.get(finding.fingerprint)
        return {"baselineState": state} if state else {}

    def _decided(self, finding: Finding) -> Object:
        """What was decided: a finding that is rejected or exempted is suppressed (3.27.23, 3.35).

        In a run with decisions every result says whether it is suppressed; in one without none does.
        """
        if not self._options.decisions and not self._options.suppressions:
            return {}
        ignored = self._options.suppressions.get(finding.fingerprint)
        if ignored is not None:
            return {"suppressions": [_suppression(ignored, "ignored")]}
        decision = decision_of(finding, self._options)
        if decision is None or not decision.verdict.suppresses:
            return {"suppressions": []}
        return {"suppressions": [_suppression(decision_words(decision), decision.verdict.value)]}

    def _add_artifact(self, name: str, facts: Object) -> Object:
        """Note a file; one within a zip names its path there, and the zip as its parent (3.24.3)."""
        outer, inner = _nesting(name)
        location = {"uri": quote(inner, safe="/", errors="replace") if outer else _uri(name)}
        artifact: Object = {"location": location, "roles": ["analysisTarget"], **facts}
        if outer:
            artifact["parentIndex"] = self._parent_index(outer)
        self._artifacts.append(artifact)
        return {**location, "index": len(self._artifacts) - 1}

    def _parent_index(self, name: str) -> int:
        if name not in self._parents:
            self._parents[name] = len(self._artifacts)
            self._artifacts.append({"location": {"uri": _uri(name)}})
        return self._parents[name]

    def _notify(self, place: Object, text: str) -> None:
        location = {"physicalLocation": {"artifactLocation": place}}
        self._notifications.append({"level": "error", "message": {"text": text}, "locations": [location]})

    def _rule_index(self, finding: Finding) -> int:
        if finding.rule not in self._indexes:
            self._indexes[finding.rule] = len(self._rules)
            self._rules.append(
                {
                    "id": finding.rule,
                    "name": finding.title,
                    "shortDescription": {"text": finding.title},
                    "properties": {"tags": [finding.family, finding.kind]},
                }
            )
        return self._indexes[finding.rule]

    def to_object(self) -> Object:
        """The run as SARIF spells it."""
        return {
            "tool": {"driver": self._driver()},
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": not self._notifications,
                    "toolExecutionNotifications": self._notifications,
                }
            ],
            "artifacts": self._artifacts,
            "results": self._results,
            "properties": {"sign_off": sign_off_words(self._options.sign_off)},
        }

    def _driver(self) -> Object:
        driver: Object = {"name": "reviewer", "language": "zh-CN", "rules": self._rules}
        if self._report is None:
            return driver
        versions = self._report.versions
        properties = {**asdict(versions), "as_of": self._report.as_of.isoformat()}
        return {**driver, "version": versions.software, "properties": properties}


def _suppression(justification: str, verdict: str) -> Object:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": justification,
        "properties": {"verdict": verdict},
    }


class _Regions:
    """Spans of one text as regions: 1-based lines and columns, and the same range as an offset."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def region(self, span: Span) -> Object:
        start_line, start_column = self._position(span.start)
        end_line, end_column = self._position(span.end)
        return {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": span.start,
            "charLength": len(span),
        }

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _nesting(name: str) -> tuple[str, str]:
    """The zip that a file lies in, and its path there; no zip and the name itself for any other file."""
    outer, mark, inner = name.partition(".zip/")
    return (f"{outer}.zip", f"/{inner}") if mark else ("", name)


def _uri(name: str) -> str:
    """A file name as a URI reference (RFC 3986); a colon is escaped, for it would end a scheme."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/", errors="replace")


def _result(finding: Finding, rule: int, place: Object, regions: _Regions, *, is_text: bool) -> Object:
    result: Object = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding, place, regions)],
        "partialFingerprints": {"fp1": finding.fingerprint},
        "properties": {
            "family": finding.family,
            "kind": finding.kind,
            "handling": finding.handling.value if finding.handling else None,
            "place": [place_object(place) for place in finding.places],
        },
    }
    if finding.confidence is not None:
        result["rank"] = round(100 * finding.confidence, 1)
    if finding.fix is not None and is_text:
        result["fixes"] = [_fix(finding, finding.fix, place, regions)]
    return result


def _message(finding: Finding) -> str:
    bases = "；".join(wording.basis_words(basis) for basis in finding.basis)
    parts = (finding.message, f"依据：{bases}" if bases else "", finding.suggestion)
    return "\n".join(part for part in parts if part)


def _location(finding: Finding, place: Object, regions: _Regions) -> Object:
    snippet = wording.shown_quote(finding)
    region = {**regions.region(finding.span), "snippet": {"text": snippet}}
    location: Object = {"physicalLocation": {"artifactLocation": place, "region": region}}
    if finding.clause:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.clause, "kind": "clause"}]
    return location


def _fix(finding: Finding, replacement: str, place: Object, regions: _Regions) -> Object:
    """The replacement; only text files have one, for the offsets of others are not those of the file."""
    deleted = regions.region(finding.span)
    change = {
        "artifactLocation": place,
        "replacements": [{"deletedRegion": deleted, "insertedContent": {"text": replacement}}],
    }
    return {"description": {"text": finding.title}, "artifactChanges": [change]}
