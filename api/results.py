"""Results of finished reviews: as bytes for readers, kept at hand for a while; as exports."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import date, datetime
from http import HTTPStatus
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import find_done_review, today_of
from api.ignores.standing import ignored_words, without_ignored
from api.jobs.earlier import decisions_of
from api.problems import Problem
from api.service import Service
from api.store.archive import StoredResult, find_result, load_reviewed
from api.store.files import MissingFile
from api.store.reviews import Exemption, ExemptionState, StoredFinding, StoredReview
from corpora.law_texts import basis_text
from reviewer.decision import Conclusion, GrantedException, SignOff, latest
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.exporters.json import report_object

_KEPT_BYTES = 32 << 20
_GONE = "原文已按保存期限清除，只保留了结论，请重新提交文件"


class ReportCache:
    """Reports as JSON, the latest that were read; a finished report never changes."""

    def __init__(self) -> None:
        self._reports: OrderedDict[tuple[str, bool], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, review_id: str, *, masked: bool) -> bytes | None:
        """The report, where it is at hand."""
        with self._lock:
            found = self._reports.get((review_id, masked))
            if found is not None:
                self._reports.move_to_end((review_id, masked))
            return found

    def put(self, review_id: str, report: bytes, *, masked: bool) -> None:
        """Keep a report; the ones not read for longest go."""
        with self._lock:
            if (review_id, masked) in self._reports:
                return
            self._reports[review_id, masked] = report
            self._bytes += len(report)
            while self._bytes > _KEPT_BYTES:
                _, gone = self._reports.popitem(last=False)
                self._bytes -= len(gone)


def report_json(service: Service, cache: ReportCache, review: StoredReview, *, masked: bool) -> bytes:
    """The report of a finished review as DESIGN 4.1 spells it; what is ignored stands among ``considered``.

    Raises:
        Problem: 410, retention has taken the document.
    """
    with service.database.reading() as session:
        ignored = ignored_words(session, review.id, today_of(service.settings))
        kept = None if ignored else cache.get(review.id, masked=masked)
        if kept is not None:
            return kept
        result = find_result(session, review.id)
    reviewed = without_ignored(_load(service, result), ignored)
    content = report_object(reviewed.report, reviewed.document, masked=masked)
    encoded = json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
    if not ignored:
        cache.put(review.id, encoded, masked=masked)
    return encoded


def reviewed_of(service: Service, review_id: str, *, with_content: bool = False) -> Reviewed:
    """Report and document of a finished review.

    Raises:
        Problem: 404, 409 or 422 as `find_done_review`; 410, retention has taken the document.
    """
    with service.database.reading() as session:
        find_done_review(session, review_id)
        result = find_result(session, review_id)
    return _load(service, result, with_content=with_content)


def export_options(session: Session, review: StoredReview, *, masked: bool) -> ExportOptions:
    """Decisions, exceptions and sign-off of a review, for its exports."""
    return ExportOptions(
        explain=True,
        masked=masked,
        single=True,
        decisions=latest(decisions_of(session, review.id)),
        baseline=_baseline(session, review.id),
        exceptions=_granted(session, review.id),
        sign_off=_sign_off(review),
        article_text=basis_text,
        written_at=datetime.now(),  # comments and changes bear the time on the officer's wall
    )


def _load(service: Service, result: StoredResult | None, *, with_content: bool = False) -> Reviewed:
    if result is None:
        raise Problem(HTTPStatus.GONE, "document_gone", _GONE)
    try:
        return load_reviewed(result, service.files, with_content=with_content)
    except MissingFile as error:
        raise Problem(HTTPStatus.GONE, "document_gone", _GONE) from error


def _sign_off(review: StoredReview) -> SignOff | None:
    if review.conclusion is None or review.signed_at is None:
        return None
    return SignOff(
        conclusion=Conclusion(review.conclusion),
        author=review.signer,
        signed_at=review.signed_at,
        statement=review.conclusion_text,
    )


def _baseline(session: Session, review_id: str) -> dict[str, str]:
    """What is new and what was there before; empty for a first version."""
    query = select(StoredFinding.fingerprint, StoredFinding.change).where(
        StoredFinding.review_id == review_id, StoredFinding.change.is_not(None)
    )
    return {fingerprint: change for fingerprint, change in session.execute(query) if change is not None}


def _granted(session: Session, review_id: str) -> dict[str, GrantedException]:
    query = (
        select(Exemption)
        .join(StoredFinding, StoredFinding.id == Exemption.finding_id)
        .where(StoredFinding.review_id == review_id, Exemption.state == ExemptionState.GRANTED)
        .order_by(Exemption.decided_at)
    )
    return {
        exemption.fingerprint: GrantedException(
            circumstance=exemption.circumstance,
            no_milder_way=exemption.no_milder_way,
            ends=exemption.ends,
            until=exemption.until,
        )
        for exemption in session.scalars(query)
        if exemption.until is None or exemption.until >= date.today()
    }
