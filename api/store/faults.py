"""When it is the store that fails, and not the document or the request."""

from __future__ import annotations

import errno

from sqlalchemy.exc import OperationalError

_FULL_OR_BROKEN = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO))


def is_storage_fault(error: BaseException) -> bool:
    """Whether disk or database are full, broken, read-only or away: they may be mended from outside."""
    if isinstance(error, OperationalError):
        return True
    return isinstance(error, OSError) and error.errno in _FULL_OR_BROKEN
