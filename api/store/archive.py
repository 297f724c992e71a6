"""A `Report` as bytes for the database, and back; unlike pickle it cannot run code when it is read."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from functools import cache

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from api.store.documents import Version
from api.store.files import FileStore
from api.store.reviews import StoredReview
from reviewer.exporters.entry import Reviewed
from reviewer.extraction.wire import decode_document
from reviewer.report import Report

_LEVEL = 3


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def pack_report(report: Report) -> bytes:
    """The report, compressed."""
    try:
        content = _adapter().dump_json(report)
    except PydanticSerializationError:
        # A broken file can hold lone surrogates, which UTF-8 cannot; offsets stay as they are.
        content = json.dumps(asdict(report), ensure_ascii=False, default=str).encode("utf-8", "replace")
    return zlib.compress(content, _LEVEL)


def unpack_report(packed: bytes) -> Report:
    """The report that `pack_report` packed."""
    return _adapter().validate_json(zlib.decompress(packed))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """What the store holds of a finished review."""

    packed: bytes
    reading: str
    original: str


def find_result(session: Session, review_id: str) -> StoredResult | None:
    """Where the result of a review lies; None unless it is done."""
    query = (
        select(StoredReview, Version.digest)
        .join(Version, Version.id == StoredReview.version_id)
        .where(StoredReview.id == review_id)
        .options(undefer(StoredReview.report))
    )
    row = session.execute(query).one_or_none()
    if row is None or row[0].report is None or row[0].reading is None:
        return None
    return StoredResult(packed=row[0].report, reading=row[0].reading, original=row[1])


def load_reviewed(result: StoredResult, files: FileStore, *, with_content: bool = False) -> Reviewed:
    """Report and document as the library knows them.

    Args:
        result: From `find_result`.
        files: Where the documents lie.
        with_content: Also the bytes of the file, for exports that write into a copy of it.

    Raises:
        MissingFile: Retention has taken the document.
    """
    return Reviewed(
        report=unpack_report(result.packed),
        document=decode_document(files.get(result.reading)),
        content=files.get(result.original) if with_content else None,
    )
