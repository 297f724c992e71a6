"""Reviews in progress and done, in memory: single-user mode keeps nothing on disk."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.exporters.entry import Entry, Reviewed, Unreviewed
from reviewer.extraction.child import extract_in_child
from reviewer.extraction.limits import Limits
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

_log = logging.getLogger(__name__)
_WORKERS = 2


class ReviewState(StrEnum):
    """Where a review stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ShelfFull(Exception):
    """More uploads are waiting than the service takes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What was sent: a file's bytes, or a text.

    Attributes:
        name: File name as the sender gave it; shown, never used as a path.
        content: Bytes of a file, or the text itself.
    """

    name: str
    content: bytes | str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedReview:
    """One review under its made-up id."""

    id: str
    name: str
    future: Future[Entry]

    @property
    def state(self) -> ReviewState:
        """Whether it runs, is done, or could not be done."""
        if not self.future.done():
            return ReviewState.RUNNING
        failed = self.future.exception() is not None or isinstance(self.future.result(), Unreviewed)
        return ReviewState.FAILED if failed else ReviewState.DONE

    @property
    def reviewed(self) -> Reviewed | None:
        """The result, None unless done."""
        if self.state is not ReviewState.DONE:
            return None
        entry = self.future.result()
        return entry if isinstance(entry, Reviewed) else None

    @property
    def error(self) -> str | None:
        """Why it failed, in Chinese, None unless it did."""
        if self.state is not ReviewState.FAILED:
            return None
        if self.future.exception() is not None:
            return "审查时发生内部错误，未得出结果。请重试；仍然失败的，请联系管理员并说明文件格式"
        entry = self.future.result()
        return entry.error if isinstance(entry, Unreviewed) else None


class Shelf:
    """Runs reviews in worker threads and keeps the latest.

    Args:
        context: With what documents are reviewed.
        limits: What reading one file may cost.
        kept: Reviews kept; the oldest go first.
        waiting: Reviews that may be unfinished at a time.
    """

    def __init__(self, context: ReviewContext, limits: Limits, *, kept: int, waiting: int) -> None:
        self._context = context
        self._limits = limits
        self._kept = kept
        self._waiting = waiting
        self._reviews: OrderedDict[str, ShelvedReview] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="review")

    def submit(self, upload: Upload) -> ShelvedReview:
        """Begin a review.

        Raises:
            ShelfFull: Too many are unfinished.
        """
        with self._lock:
            unfinished = sum(not shelved.future.done() for shelved in self._reviews.values())
            if unfinished >= self._waiting:
                raise ShelfFull
            shelved = ShelvedReview(
                id=secrets.token_urlsafe(12), name=upload.name, future=self._pool.submit(self._review, upload)
            )
            self._reviews[shelved.id] = shelved
            self._forget_oldest()
        return shelved

    def get(self, review_id: str) -> ShelvedReview | None:
        """The review of that id, None where there is none (any more)."""
        with self._lock:
            return self._reviews.get(review_id)

    def latest(self, count: int) -> list[ShelvedReview]:
        """The latest reviews, newest first."""
        with self._lock:
            return list(reversed(self._reviews.values()))[:count]

    def close(self) -> None:
        """Wait for running reviews and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _forget_oldest(self) -> None:
        for review_id in [key for key, shelved in self._reviews.items() if shelved.future.done()]:
            if len(self._reviews) <= self._kept:
                return
            del self._reviews[review_id]

    def _review(self, upload: Upload) -> Entry:
        try:
            document = self._read(upload)
            return Reviewed(report=review(document, self._context), document=document)
        except UnreadableDocument as error:
            return Unreviewed(name=upload.name, error=f"{error.reason}。{error.remedy}")
        except Exception as error:
            # No traceback: its values would show document text.
            _log.error("review failed: %s", type(error).__name__)
            raise

    def _read(self, upload: Upload) -> Document:
        if isinstance(upload.content, str):
            return document_from_text(upload.content, upload.name)
        return extract_in_child(upload.content, upload.name, self._limits)
