"""Random secrets and what is kept of them.

A session id or token has 256 random bits: a plain SHA-256 of it cannot be guessed back, and unlike argon2
costs nothing on every request (NIST SP 800-63B 5.1.4.2 asks for slow hashes of guessable secrets only).
"""

from __future__ import annotations

import hashlib
import secrets

TOKEN_PREFIX = "rvt_"  # noqa: S105  lets secret scanners recognise a leaked token
_RANDOM_BYTES = 32
# Without characters that look alike: it is read from a terminal and typed.
_TYPED_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
_TYPED_GROUPS = 5
_TYPED_GROUP = 4


def new_secret(prefix: str = "") -> str:
    """A fresh secret of 256 bits, safe in a URL and a header."""
    return prefix + secrets.token_urlsafe(_RANDOM_BYTES)


def digest_secret(secret: str) -> str:
    """What the database keeps of a secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def new_one_time_password() -> str:
    """A password to be typed once: five groups of four characters, 114 bits."""
    groups = (
        "".join(secrets.choice(_TYPED_ALPHABET) for _ in range(_TYPED_GROUP)) for _ in range(_TYPED_GROUPS)
    )
    return "-".join(groups)
