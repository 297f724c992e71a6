"""The job ``review``: read the document in the warm child, review it, store report and findings at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.ignores.entries import link_review
from api.jobs.bench import JobKind, Workbench
from api.jobs.earlier import Earlier, find_earlier
from api.jobs.queue import Claim, is_held, publish, settle
from api.store.archive import pack_report
from api.store.base import utc_now
from api.store.database import keep_apart
from api.store.documents import Version
from api.store.faults import is_storage_fault
from api.store.files import MissingFile
from api.store.jobs import JobState
from api.store.reviews import ReviewState, StoredFinding, StoredReview
from api.webhooks.outbox import announce
from reviewer.decision import Decision
from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.exporters.json import finding_object
from reviewer.extraction.child import extract_in_child
from reviewer.extraction.text import document_from_text
from reviewer.extraction.wire import encode_document
from reviewer.finding import Finding
from reviewer.report import Report
from reviewer.review import review

_log = structlog.get_logger(__name__)
_INTERNAL = "审查时发生内部错误，未得出结果。请重试；仍然失败的，请联系管理员并说明文件格式"
_GONE = "原文件已不在存储中（可能已按保存期限清除），请重新提交"


def _run(bench: Workbench, held: Claim) -> None:
    with bench.database.writing() as session:
        if not is_held(session, held):  # taken by another worker, and perhaps done
            return
        stored = session.scalars(select(StoredReview).where(StoredReview.id == held.subject)).one_or_none()
        if stored is None:  # deleted meanwhile
            settle(session, held, JobState.FAILED)
            return
        stored.state = ReviewState.RUNNING.value
        version = session.get_one(Version, stored.version_id)
    bench.notify(f"review:{held.subject}")
    try:
        result = _review(bench, version)
    except UnreadableDocument as error:
        _fail(bench, held, f"{error.reason}。{error.remedy}")
    except MissingFile:
        _fail(bench, held, _GONE)
    except Exception as error:  # whatever one document does, the next one is served
        if is_storage_fault(error):
            raise
        # No traceback: its values would show document text.
        _log.error("review failed", error=type(error).__name__)
        _fail(bench, held, _INTERNAL)
    else:
        _complete(bench, held, result)
    bench.notify(f"review:{held.subject}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """Document and report, and both as they are stored; ``first`` where no version was before."""

    first: bool
    document: Document
    report: Report
    encoded: bytes
    packed: bytes


def _review(bench: Workbench, version: Version) -> _Result:
    document = _read(bench, version)
    report = review(document, replace(bench.context, as_of=bench.settings.today or date.today()))
    return _Result(
        first=version.number == 1,
        document=document,
        report=report,
        encoded=encode_document(document),
        packed=pack_report(report),
    )


def _read(bench: Workbench, version: Version) -> Document:
    data = bench.files.get(version.digest)
    if version.is_text:
        return document_from_text(data.decode("utf-8"), version.name)
    return extract_in_child(data, version.name, bench.settings.limits)


def _fail(bench: Workbench, held: Claim, error: str) -> None:
    with bench.database.writing() as session:
        if settle(session, held, JobState.FAILED, error):
            _end(session, held, ReviewState.FAILED, error)


def _park(session: Session, held: Claim, reason: str) -> None:
    error = f"{reason}，已搁置。请用原软件另存或者拆分文件后重新提交；确需审查的，请管理员查明原因后重试"
    _end(session, held, ReviewState.PARKED, error)


def _end(session: Session, held: Claim, state: ReviewState, error: str) -> None:
    stored = session.scalars(select(StoredReview).where(StoredReview.id == held.subject)).one_or_none()
    if stored is not None:
        announce(session, "review.failed", {"review": held.subject, "state": state.value})
        stored.state, stored.error, stored.finished_at = state.value, error, utc_now()
        publish(session, f"review:{held.subject}", state.value, {"error": error})


def _complete(bench: Workbench, held: Claim, result: _Result) -> None:
    """Report, findings and the end of the job in one transaction: all of it happened, or nothing."""
    report = result.report
    reading = bench.files.put(result.encoded)
    with bench.database.writing() as session:
        if not settle(session, held, JobState.DONE):
            return  # the claim was lost: another worker has the job
        stored = session.scalars(select(StoredReview).where(StoredReview.id == held.subject)).one_or_none()
        if stored is None:
            return
        earlier = Earlier() if result.first else find_earlier(session, stored, report)
        session.add_all(
            _stored_finding(stored.id, ordinal, finding, result.document, earlier)
            for ordinal, finding in enumerate(report.findings)
        )
        session.flush()
        link_review(session, stored, report.findings, bench.settings.today or date.today())
        worst = report.worst()
        stored.report, stored.reading, stored.rules = result.packed, reading, report.versions.rules
        stored.state, stored.error, stored.finished_at = ReviewState.DONE.value, None, utc_now()
        stored.complete, stored.worst = report.complete, worst.value if worst else None
        session.flush()
        keep_apart(session, reading)
        if not bench.files.holds(reading):  # erased with an equal document just now
            bench.files.put(result.encoded)
        summary = {"findings": len(report.findings), "complete": report.complete}
        publish(session, f"review:{held.subject}", "done", summary)
        announce(session, "review.done", {"review": held.subject, **summary, "worst": stored.worst})


def _stored_finding(
    review_id: str, ordinal: int, finding: Finding, document: Document, earlier: Earlier
) -> StoredFinding:
    """The row of a finding, with what was decided about it in the version before."""
    content = _plain(finding_object(finding, document))
    # Only what holds a personal value is another thing when it is masked.
    hidden = finding.masked_quote is not None
    masked = _plain(finding_object(finding, document, masked=True)) if hidden else content
    return StoredFinding(
        id=f"{review_id}.{ordinal}",
        review_id=review_id,
        ordinal=ordinal,
        rule=finding.rule,
        family=finding.family,
        kind=finding.kind,
        severity=finding.severity.value,
        confidence=finding.confidence,
        clause=_plain_value(finding.clause[:200]),
        fingerprint=finding.fingerprint,
        equals=finding.equals,
        content=content,
        masked=masked,
        change=earlier.change(finding),
        **_carried(earlier.carried.kept.get(finding.fingerprint)),
        **_asked_again(earlier.carried.ask_again.get(finding.fingerprint)),
    )


def _carried(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {
        "carried": True,
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "reason_code": decision.reason_code,
        "until": decision.until,
        "decider": decision.author,
        "decided_at": decision.decided_at,
    }


def _asked_again(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    earlier = {
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "decider": decision.author,
        "decided_at": decision.decided_at.isoformat(),
    }
    return {"ask_again": True, "earlier": earlier}


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """A value that JSON columns take: PostgreSQL refuses lone surrogates and NUL."""
    return {key: _plain_value(item) for key, item in value.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_plain_value(item) for item in value]
    return value


KIND = JobKind(run=_run, park=_park)
