"""Files that are one document: copies, the same text in another format, drafts of one document.

Each group counts once. Two files are drafts of one document (同一文件的不同稿) where their texts
are mostly the same, their titles agree when marks such as 征求意见稿 and 印发…的通知 are taken
off, and neither document number nor issuing authority contradicts it: neighbouring towns that
copy one template keep their own documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from corpora.audit.likeness import letters, likeness
from corpora.audit.rows import FileState

_ROWS_A_BAND = 16  # bytes: four of the hashes
_LIKE = 0.7
_SAME_TITLE = 90.0
# In a bucket of a much-copied template only so many are compared with.
_LEADERS = 24
_DRAFT = re.compile(
    r"[（(【\[]?(?:公开)?(?:征求意见(?:稿)?|送审稿|讨论稿|报批稿|修改稿|修订稿|审议稿|草案|初稿|稿)[）)】\]]?"
)
_ISSUED = re.compile(r"^.*?关于(?:印发|发布|公布|公开征求|征求|转发)[《〈](?P<inner>.+)[》〉].*$")
_FIGURES = re.compile(r"\d+|[〇零一二三四五六七八九十]+")


class Relation(StrEnum):
    """How a file relates to the one that counts."""

    COPY = "copy"
    FORMAT = "format"
    DRAFT = "draft"

    @property
    def chinese(self) -> str:
        """Name for the user."""
        return {
            Relation.COPY: "内容相同的副本",
            Relation.FORMAT: "文字相同，格式不同",
            Relation.DRAFT: "同一文件的不同稿",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is compared of a file."""

    document: str
    digest: str
    text_digest: str
    signature: bytes
    title: str
    document_number: str
    issuer: str
    signed_on: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A file that does not count, and the one that counts for it."""

    document: str
    counted: str
    relation: Relation


def find_duplicates(candidates: Sequence[Candidate]) -> list[Duplicate]:
    """All files that another one counts for, sorted by the one that counts."""
    groups = _Groups(len(candidates))
    for same in (_equal(candidates, "digest"), _equal(candidates, "text_digest")):
        for one, other in same:
            groups.join(one, other)
    for one, other in _drafts(candidates):
        groups.join(one, other)
    found = []
    for members in groups.all():
        chosen = min((candidates[index] for index in members), key=_standing)
        for member in (candidates[index] for index in members):
            if member is not chosen:
                relation = _relation(member, chosen)
                found.append(Duplicate(document=member.document, counted=chosen.document, relation=relation))
    return sorted(found, key=lambda duplicate: (duplicate.counted, duplicate.document))


def title_core(title: str) -> str:
    """The title without draft marks and without the notice that issues it."""
    issued = _ISSUED.match(title)
    inner = issued["inner"] if issued is not None else title
    return letters(_DRAFT.sub("", inner))


class _Groups:
    """Sets that grow together (union-find)."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def join(self, one: int, other: int) -> None:
        first, second = self._root(one), self._root(other)
        self._parents[max(first, second)] = min(first, second)

    def all(self) -> Iterator[list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parents)):
            groups[self._root(index)].append(index)
        return (group for group in groups.values() if len(group) > 1)

    def _root(self, index: int) -> int:
        while self._parents[index] != index:
            self._parents[index] = self._parents[self._parents[index]]
            index = self._parents[index]
        return index


def _equal(candidates: Sequence[Candidate], field: str) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, candidate in enumerate(candidates):
        value = getattr(candidate, field)
        if value:
            earlier = first.setdefault(value, index)
            if earlier != index:
                yield earlier, index


def _drafts(candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of like texts; each text is compared with the leaders of the buckets that it falls into."""
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    seen: set[str] = set()
    for index, candidate in enumerate(candidates):
        if not candidate.signature or not candidate.title or candidate.text_digest in seen:
            continue
        seen.add(candidate.text_digest)
        compared: set[int] = set()
        for key in _bands(candidate.signature):
            leaders = buckets[key]
            for leader in leaders:
                if leader not in compared:
                    compared.add(leader)
                    if _are_drafts(candidates[leader], candidate):
                        yield leader, index
            if len(leaders) < _LEADERS:
                leaders.append(index)


def _bands(signature: bytes) -> Iterator[tuple[int, bytes]]:
    for start in range(0, len(signature), _ROWS_A_BAND):
        yield start, signature[start : start + _ROWS_A_BAND]


def _are_drafts(one: Candidate, other: Candidate) -> bool:
    if likeness(one.signature, other.signature) < _LIKE:
        return False
    if _contradict(one.document_number, other.document_number) or _contradict(one.issuer, other.issuer):
        return False
    first, second = title_core(one.title), title_core(other.title)
    # Notices of two years or two batches differ in their figures only.
    if _FIGURES.findall(first) != _FIGURES.findall(second):
        return False
    return fuzz.ratio(first, second) >= _SAME_TITLE


def _contradict(one: str, other: str) -> bool:
    return bool(one) and bool(other) and letters(one) != letters(other)


def _standing(candidate: Candidate) -> tuple[bool, bool, bool, str, str]:
    """Which file counts: read wholly, no draft, numbered, the latest; then by name."""
    newest_first = "".join(chr(0x10FFFF - ord(letter)) for letter in candidate.signed_on) or "\U0010ffff"
    return (
        candidate.state != FileState.REVIEWED,
        _DRAFT.search(candidate.title) is not None,
        not candidate.document_number,
        newest_first,
        candidate.document,
    )


def _relation(one: Candidate, counted: Candidate) -> Relation:
    if one.digest == counted.digest:
        return Relation.COPY
    return Relation.FORMAT if one.text_digest == counted.text_digest else Relation.DRAFT


def counted_only(documents: Iterable[str], duplicates: Iterable[Duplicate]) -> list[str]:
    """The documents that count."""
    left_out = {duplicate.document for duplicate in duplicates}
    return [document for document in documents if document not in left_out]
