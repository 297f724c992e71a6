"""Lists a page at a time: an opaque cursor says after which row the next page begins."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from api.problems import Problem

_PREFIX = b"after:"
_LARGEST = (1 << 63) - 1

Cursor = Annotated[str | None, Query(max_length=100, description="上一页的 next；不填则从头开始")]
PageSize = Annotated[int, Query(ge=1, le=500, description="一页最多几项")]


def encode_cursor(after: int) -> str:
    """The cursor of what follows a row."""
    return urlsafe_b64encode(_PREFIX + str(after).encode("ascii")).decode("ascii").rstrip("=")


def decode_cursor(cursor: str | None, start: int) -> int:
    """The row after which to go on; ``start`` without a cursor.

    Raises:
        Problem: 422, it is none of ours.
    """
    if cursor is None:
        return start
    try:
        decoded = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        number = decoded.removeprefix(_PREFIX)
        if decoded.startswith(_PREFIX) and number.isdigit() and int(number) <= _LARGEST:
            return int(number)
    except ValueError:  # not ASCII, not base64, not a number
        pass
    detail = "cursor 无效，请使用上一页返回的 next"
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_cursor", detail)
