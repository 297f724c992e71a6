"""Reviews one batch in one process: reads, extracts, reviews, keeps the journal, writes the rows."""

from __future__ import annotations

import faulthandler
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpora.audit.plan import Batch
from corpora.audit.results import Journal, is_finished, write_parts
from corpora.audit.rows import FileResult, FileState, failed_result, reviewed_result
from corpora.audit.settings import AuditFolder, ReviewSettings
from corpora.audit.source import SourceFile, SourceReader
from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.child import extract_in_child, is_crash
from reviewer.review import ReviewContext, review

# Where the child that reads was killed from outside, the next one reads the same file well.
_READINGS = 3
_PLAIN_BYTES = 1 << 20
_PLAIN_SUFFIXES = (".txt", ".md")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDone:
    """Told when a file is done: for the progress, not for the results."""

    name: str
    format: str
    state: FileState
    bytes: int
    characters: int
    findings: int
    seconds: float
    again: bool = False


Watch = Callable[[FileDone], None]


def makers(context: ReviewContext, settings: ReviewSettings) -> str:
    """Everything but the file's content that a result depends on, as one line."""
    versions = context.versions
    parts = [versions.rules, versions.catalogue, versions.models, versions.software]
    parts += [settings.as_of.isoformat(), ",".join(sorted(settings.families)), settings.region or ""]
    parts += [f"{settings.limits}", f"{settings.seconds}"]
    return "\x1f".join(parts)


class BatchWorker:
    """Does batches in this process.

    Args:
        context: Rules, catalogue and models, loaded once.
        settings: How files are reviewed.
        folder: Where results go.
        run: Name of the run.
    """

    def __init__(
        self, context: ReviewContext, settings: ReviewSettings, folder: AuditFolder, run: str
    ) -> None:
        self._context, self._settings, self._folder, self._run = context, settings, folder, run
        self._makers = makers(context, settings)

    def do(self, batch: Batch, watch: Watch) -> None:
        """Finish a batch: files that are done are kept, the others reviewed, the rows written."""
        if is_finished(self._folder, batch.id):
            return
        path = self._folder.journal(batch.id)
        journal = Journal(path, self._run)
        try:
            if is_finished(self._folder, batch.id):  # by another, while this one waited
                path.unlink(missing_ok=True)
                return
            results = list(self._results(batch, journal, watch))
            write_parts(self._folder, batch.id, results)
            path.unlink(missing_ok=True)
        finally:
            journal.close()

    def _results(self, batch: Batch, journal: Journal, watch: Watch) -> Iterator[FileResult]:
        reader = SourceReader(self._settings.limits)
        try:
            for file in batch.files:
                result = journal.done.get(file.name)
                begun = time.monotonic()
                if result is None:
                    again = False
                    result = self._park(file, journal) or self._review(file, reader, journal)
                    journal.finish(result)
                else:
                    again = True
                watch(_told(result, time.monotonic() - begun, again=again))
                yield result
        finally:
            reader.close()

    def _park(self, file: SourceFile, journal: Journal) -> FileResult | None:
        """The row of a file that keeps ending its worker; None for all others."""
        settings = self._settings
        if journal.seconds_lost(file.name) >= settings.seconds:
            reason = f"审查时间超过上限 {settings.seconds:g} 秒，已搁置。请拆分文件后单独审查"
        elif journal.crashes(file.name) >= settings.attempts:
            reason = f"审查程序在此文件上 {settings.attempts} 次异常终止，已搁置。请单独审查并告知维护人员"
        else:
            return None
        return failed_result(file, "", self._makers, reason, FileState.PARKED)

    def _review(self, file: SourceFile, reader: SourceReader, journal: Journal) -> FileResult:
        journal.begin(file.name)
        digest = ""
        with _watched(self._settings.seconds):
            try:
                data = reader.read(file)
                digest = hashlib.sha256(data).hexdigest()
                document = self._extract(data, file)
                report = review(document, self._context)
                return reviewed_result(file, document, report, self._makers)
            except UnreadableDocument as error:
                reason = f"{error.reason}。{error.remedy}"
                return failed_result(file, digest, self._makers, reason)
            except Exception as error:  # noqa: BLE001  one file must not cost the others
                # The words of the error may hold document text: its type must do.
                reason = f"审查时出错（{type(error).__name__}），已搁置。请单独审查并告知维护人员"
                return failed_result(file, digest, self._makers, reason, FileState.PARKED)

    def _extract(self, data: bytes, file: SourceFile) -> Document:
        if _is_plain(data, file.name):
            return extract(data, file.name, self._settings.limits)
        for reading in range(1, _READINGS + 1):
            try:
                return extract_in_child(data, file.name, self._settings.limits)
            except UnreadableDocument as error:
                if reading == _READINGS or not is_crash(error):
                    raise
            except RuntimeError:  # the child was ended while it started
                if reading == _READINGS:
                    raise
        raise AssertionError("unreachable")


def _is_plain(data: bytes, name: str) -> bool:
    """Whether no parser has work with a file: small, called a text, UTF-8, no control characters.

    The way to the child and back costs three times as much as splitting such a text into lines.
    """
    if len(data) > _PLAIN_BYTES or not name.lower().endswith(_PLAIN_SUFFIXES):
        return False
    if _CONTROLS.search(data) is not None:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """End this process where the file takes too long, even in code that hears no signal."""
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _told(result: FileResult, seconds: float, *, again: bool) -> FileDone:
    row = result.document
    return FileDone(
        name=row.document,
        format=row.format,
        state=FileState(row.state),
        bytes=row.size,
        characters=row.characters,
        findings=len(result.findings),
        seconds=seconds,
        again=again,
    )
