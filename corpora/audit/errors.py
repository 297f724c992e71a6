"""What can keep an audit from being run."""

from __future__ import annotations

from reviewer.errors import ReviewError


class AuditError(ReviewError):
    """An audit that cannot begin or go on; the message says what to do, in Chinese."""
