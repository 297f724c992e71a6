"""The signature of a webhook message: HMAC-SHA256 over time and body, as Standard Webhooks has it.

The receiver computes ``HMAC(secret, timestamp + "." + body)``, compares in constant time, and refuses what is
older than five minutes: a recorded message cannot be played again later.
"""

from __future__ import annotations

import hashlib
import hmac

SIGNATURE_HEADER = "Reviewer-Signature"
TIMESTAMP_HEADER = "Reviewer-Timestamp"
TOLERANCE_SECONDS = 300


def sign_message(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature header: ``v1=`` and hex digits."""
    signed = f"{timestamp}.".encode("ascii") + body
    return "v1=" + hmac.new(secret.encode("utf-8"), signed, hashlib.sha256).hexdigest()


def is_genuine(secret: str, timestamp: str, body: bytes, signature: str, *, now: float) -> bool:
    """What a receiver checks; here for tests and as an example to receivers."""
    if not timestamp.isdigit() or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(sign_message(secret, int(timestamp), body), signature)
