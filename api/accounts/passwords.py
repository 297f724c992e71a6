"""Passwords: argon2id through pwdlib, and what a password must be (ASVS 6.2)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

MIN_CHARACTERS = 10
MAX_CHARACTERS = 128
# Each verification takes 64 MB: many sign-ins at once must not take the machine's memory.
_AT_ONCE = threading.BoundedSemaphore(4)
# The stems of the passwords that are tried first; a stem with digits and signs around it is no better.
_COMMON_STEMS = (
    "password", "passw0rd", "p@ssw0rd", "p@ssword", "admin", "administrator", "qwerty", "qwertyuiop",
    "asdfghjkl", "zxcvbnm", "1qaz2wsx", "1qaz2wsx3edc", "1q2w3e4r", "1q2w3e4r5t", "iloveyou", "woaini",
    "welcome", "letmein", "changeme", "test", "root", "user", "abc", "aaa", "shenhe", "mima", "reviewer",
)  # fmt: skip
_PADDING = "0123456789!@#$%^&*()-_=+.,?~ "
_DISTINCT_CHARACTERS = 5


class UnfitPassword(ValueError):
    """A new password that is refused; its text says why, in Chinese."""


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _AT_ONCE:
        return _hasher().hash(_normalised(password))


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether the password is right; takes as long where there is no account or no password.

    Args:
        password: What was typed.
        hashed: The stored hash; None for an unknown account or one that signs in elsewhere.
    """
    candidate = _normalised(password[: MAX_CHARACTERS + 1])
    with _AT_ONCE:
        try:
            right = _hasher().verify(candidate, hashed or _nobody())
        except UnknownHashError:
            right = False
    return right and hashed is not None and len(password) <= MAX_CHARACTERS


def needs_rehash(hashed: str) -> bool:
    """Whether the hash was made with weaker parameters than are used now."""
    return _hasher().current_hasher.check_needs_rehash(hashed)


def check_new_password(password: str, *, name: str, former: str | None = None) -> None:
    """Accept a new password, or say why not: length and guessability, no rules of composition.

    Raises:
        UnfitPassword: Too short, too long, too common, made of the sign-in name, or the former one.
    """
    normal = _normalised(password)
    if len(normal) < MIN_CHARACTERS:
        raise UnfitPassword(f"密码至少 {MIN_CHARACTERS} 个字符，可以用几个词连成一句话")
    if len(normal) > MAX_CHARACTERS:
        raise UnfitPassword(f"密码最多 {MAX_CHARACTERS} 个字符")
    folded = normal.casefold()
    if former is not None and normal == _normalised(former):
        raise UnfitPassword("新密码与原密码相同，请换一个")
    if name and name.casefold() in folded:
        raise UnfitPassword("密码不能包含用户名")
    if folded.strip(_PADDING) in ("", *_COMMON_STEMS) or len(set(folded)) < _DISTINCT_CHARACTERS:
        raise UnfitPassword("这个密码容易被猜中，请换一个不常见的")


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@cache
def _nobody() -> str:
    """The hash that is compared where there is none, so that time does not tell."""
    return _hasher().hash("nobody")


def _normalised(password: str) -> str:
    """One spelling for what looks the same on two keyboards (NIST SP 800-63B 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
