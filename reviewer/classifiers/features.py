"""Counts of character n-grams and words, and their TF-IDF weights, the same in training and in use.

An n-gram of up to three characters fits into one 64-bit number (21 bits a code point), so all
texts of a batch are counted at once with numpy and without scikit-learn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reviewer.classifiers.base import Sample
from reviewer.classifiers.words import split_words
from reviewer.language.fold import fold

Numbers = NDArray[np.int64]
Keys = NDArray[np.uint64]
Weights = NDArray[np.float32]

LONGEST_GRAM = 3
_BITS = 21
# Rows are weighted in portions, so that memory does not grow with the batch.
_PORTION = 4_096

# Which number stands there says nothing about what a text is; that one stands there does.
_PLAIN = {ord(digit): "0" for digit in "123456789"} | {ord(blank): None for blank in " \u3000\u00a0\r\0"}
_BREAKS = re.compile(r"\n{2,}")
_DIGITS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """Which part of a sample is read, and how.

    Attributes:
        name: A field of `Sample`, or ``words`` for the words of its text.
        shortest: Characters of the shortest n-gram; 0 for words.
        longest: Characters of the longest n-gram, at most three; 0 for words.
        weight: How much the field counts beside the others.
        limit: Characters that are read, from the beginning.
    """

    name: str
    shortest: int = 1
    longest: int = LONGEST_GRAM
    weight: float = 1.0
    limit: int = 1_000


@dataclass(frozen=True, slots=True)
class Rows:
    """Weighted terms of a batch, sorted by row and then by term; a row without terms has no entries."""

    rows: Numbers
    terms: Numbers
    values: Weights


def plain_text(text: str, limit: int) -> str:
    """The text as it is counted: folded, without blanks, every number one ``0``, at most ``limit`` long."""
    # Some margin, for what folding leaves out.
    folded = fold(text[: 2 * limit]).text.translate(_PLAIN)
    return _DIGITS.sub("0", _BREAKS.sub("\n", folded.strip("\n")))[:limit]


def gram_keys(grams: Sequence[str]) -> Keys:
    """The numbers that n-grams of one to three characters are counted under."""
    keys = [sum(ord(character) << (_BITS * place) for place, character in enumerate(gram)) for gram in grams]
    return np.array(keys, dtype=np.uint64)


def gram_text(key: int) -> str:
    """The n-gram that is counted under a number."""
    mask = (1 << _BITS) - 1
    codes = [(key >> (_BITS * place)) & mask for place in range(LONGEST_GRAM)]
    return "".join(chr(code) for code in codes if code)


def count_grams(texts: Sequence[str], shortest: int, longest: int) -> Iterator[tuple[Numbers, Keys]]:
    """For each length the row and the number of every n-gram; a line feed stands at both ends of a text.

    The line feeds tell how a line begins and ends: a title that ends in 的通知 is a notice.
    """
    joined = "".join(f"\n{text}\n\0" for text in texts)
    data = joined.encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(data, dtype="<u4").astype(np.uint64)
    rows = np.cumsum(codes == 0)
    keys, inside = codes.copy(), codes != 0
    for length in range(1, longest + 1):
        if length > 1:
            keys = keys[:-1] | (codes[length - 1 :] << np.uint64(_BITS * (length - 1)))
            inside = inside[:-1] & (codes[length - 1 :] != 0)
        if length >= shortest:
            yield rows[: len(keys)][inside], keys[inside]


class FieldVocabulary:
    """The terms of one field and where their columns begin."""

    def __init__(self, spec: FieldSpec, terms: Sequence[str], first: int) -> None:
        self.spec = spec
        self.terms = tuple(terms)
        self.first = first

    @cached_property
    def _words(self) -> dict[str, int]:
        return {term: self.first + place for place, term in enumerate(self.terms)}

    @cached_property
    def _sorted_keys(self) -> tuple[Keys, Numbers]:
        keys = gram_keys(self.terms)
        order = np.argsort(keys)
        return keys[order], order + self.first

    def find(self, samples: Sequence[Sample]) -> tuple[Numbers, Numbers]:
        """Row and column of every occurrence of a term of this field."""
        if not self.terms:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        if self.spec.name == "words":
            return self._find_words(samples)
        return self._find_grams(field_texts(samples, self.spec))

    def _find_words(self, samples: Sequence[Sample]) -> tuple[Numbers, Numbers]:
        known = self._words
        pairs = [
            (row, known[word])
            for row, text in enumerate(field_texts(samples, self.spec))
            for word in split_words(text)
            if word in known
        ]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def _find_grams(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        known, columns = self._sorted_keys
        found_rows, found_columns = [], []
        for rows, keys in count_grams(texts, self.spec.shortest, self.spec.longest):
            places = np.searchsorted(known, keys)
            places[places == len(known)] = 0
            hit = known[places] == keys
            found_rows.append(rows[hit])
            found_columns.append(columns[places[hit]])
        return np.concatenate(found_rows), np.concatenate(found_columns)


def field_texts(samples: Sequence[Sample], spec: FieldSpec) -> list[str]:
    """The part of every sample that a field reads, as it is counted."""
    name = "text" if spec.name == "words" else spec.name
    texts = [getattr(sample, name) for sample in samples]
    # Clauses share headings and lead-ins, and most have none: each text is made plain once.
    plain = {text: plain_text(text, spec.limit) for text in set(texts)}
    return [plain[text] for text in texts]


class Features:
    """Turns samples into rows of TF-IDF weights: each field of length one, times the field's weight.

    Attributes:
        fields: Vocabulary of each field; columns are numbered through all of them.
        size: Number of columns.
    """

    def __init__(self, specs: Sequence[FieldSpec], vocabularies: Sequence[Sequence[str]]) -> None:
        self.fields: list[FieldVocabulary] = []
        self.size = 0
        for spec, terms in zip(specs, vocabularies, strict=True):
            self.fields.append(FieldVocabulary(spec, terms, self.size))
            self.size += len(terms)

    def term(self, column: int) -> tuple[str, str]:
        """Field and term of a column."""
        field = next(field for field in reversed(self.fields) if field.first <= column)
        return field.spec.name, field.terms[column - field.first]

    def portions(self, samples: Sequence[Sample], idf: Weights) -> Iterator[tuple[int, int, Rows]]:
        """The samples in portions: where one begins, how many it has, its weights."""
        for first in range(0, len(samples), _PORTION):
            portion = samples[first : first + _PORTION]
            yield first, len(portion), self._weigh(portion, idf)

    def _weigh(self, samples: Sequence[Sample], idf: Weights) -> Rows:
        """Sublinear term frequency times idf, normed field by field."""
        parts = [self._weigh_field(field, samples, idf) for field in self.fields]
        rows = np.concatenate([part.rows for part in parts])
        order = np.argsort(rows, kind="stable")
        return Rows(
            rows[order],
            np.concatenate([part.terms for part in parts])[order],
            np.concatenate([part.values for part in parts])[order],
        )

    def _weigh_field(self, field: FieldVocabulary, samples: Sequence[Sample], idf: Weights) -> Rows:
        found_rows, found_columns = field.find(samples)
        pairs = np.sort(found_rows * self.size + found_columns)
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        counts = np.diff(starts, append=len(pairs))
        rows, columns = np.divmod(pairs[starts], max(self.size, 1))
        values = (1 + np.log(counts)) * idf[columns]
        norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(samples)))
        return Rows(rows, columns, (field.spec.weight * values / norms[rows]).astype(np.float32))
