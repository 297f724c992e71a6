"""Signatures of texts (minhash): how much two texts have in common, without the texts.

A signature holds, for each of many hash functions, the least hash among the text's shingles;
the share of equal positions estimates the share of common shingles (Broder 1997).
"""

from __future__ import annotations

import hashlib
import re

import numpy as np
from numpy.typing import NDArray

from reviewer.language.fold import fold

DOCUMENT_HASHES = 128
CLAUSE_HASHES = 16
_DOCUMENT_SHINGLE = 6
_CLAUSE_SHINGLE = 3
# A heading or a stamp alone is no text by which two files could be told to be the same.
_LEAST_LETTERS = 40
_NOT_LETTERS = re.compile(r"[\W_]+")
_RADIX = np.uint64(1_099_511_628_211)
# Odd multipliers and offsets from a fixed seed: signatures of all runs compare.
_RANDOM = np.random.default_rng(20240801)
_FACTORS = _RANDOM.integers(1, 1 << 63, DOCUMENT_HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_OFFSETS = _RANDOM.integers(1, 1 << 63, DOCUMENT_HASHES, dtype=np.uint64)
_MIXED = np.uint64(0x9E3779B97F4A7C15)


def letters(text: str) -> str:
    """The letters, digits and Chinese characters of a text, folded: the same in every format."""
    return _NOT_LETTERS.sub("", fold(text).text).casefold()


def text_digest(plain: str) -> str:
    """Hash of `letters`, equal for the same text in different formats; empty for a text that is too short."""
    if len(plain) < _LEAST_LETTERS:
        return ""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def document_signature(plain: str) -> bytes:
    """Signature of the letters of a document, 512 bytes; empty for a text too short to compare."""
    return _signature(plain, _DOCUMENT_SHINGLE, DOCUMENT_HASHES)


def clause_signature(plain: str) -> bytes:
    """Signature of the letters of a clause, 64 bytes; empty for a text too short to compare."""
    return _signature(plain, _CLAUSE_SHINGLE, CLAUSE_HASHES)


def likeness(one: bytes, other: bytes) -> float:
    """Estimated share of common shingles of two signatures, 0-1."""
    if not one or len(one) != len(other):
        return 0.0
    first, second = np.frombuffer(one, np.uint32), np.frombuffer(other, np.uint32)
    return float(np.mean(first == second))


def _signature(plain: str, shingle: int, count: int) -> bytes:
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < 2 * shingle:
        return b""
    hashes: NDArray[np.uint64] = np.zeros(len(codes) - shingle + 1, np.uint64)
    for index in range(shingle):
        hashes = hashes * _RADIX + codes[index : len(codes) - shingle + 1 + index]
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIXED
    hashes ^= hashes >> np.uint64(32)
    least = [
        (hashes * factor + offset).min() >> np.uint64(32)
        for factor, offset in zip(_FACTORS[:count], _OFFSETS[:count], strict=True)
    ]
    return np.array(least, np.uint32).tobytes()
