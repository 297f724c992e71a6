"""Copies, formats and drafts count once; documents of others that share a template do not."""

from __future__ import annotations

import random
from typing import Any

import pytest

from corpora.audit.duplicates import Candidate, Relation, find_duplicates, title_core
from corpora.audit.likeness import document_signature, letters, likeness, text_digest

_CHANCE = random.Random(3)
TEXT = "".join(chr(0x4E00 + _CHANCE.randrange(2_000)) for _ in range(1_500))
OTHER = "".join(chr(0x4E00 + _CHANCE.randrange(2_000)) for _ in range(1_500))
EDITED = TEXT[:700] + OTHER[:100] + TEXT[700:]


def _candidate(name: str, text: str = TEXT, **values: Any) -> Candidate:
    plain = letters(text)
    defaults: dict[str, Any] = {
        "digest": name,
        "text_digest": text_digest(plain),
        "signature": document_signature(plain),
        "title": "云岭县支持产业发展若干措施",
        "document_number": "",
        "issuer": "云岭县人民政府",
        "signed_on": "2024-05-01",
        "state": "reviewed",
    }
    return Candidate(document=name, **{**defaults, **values})


def test_same_bytes_are_a_copy() -> None:
    """Whatever the file is called."""
    found = find_duplicates([_candidate("甲.docx", digest="x"), _candidate("乙.docx", digest="x")])

    assert [(entry.document, entry.counted, entry.relation) for entry in found] == [
        ("甲.docx", "乙.docx", Relation.COPY)
    ]


def test_same_text_in_another_format_counts_once() -> None:
    """Blanks, line breaks and full-width forms of a format make no other text."""
    spaced = "\n".join(TEXT[start : start + 28] for start in range(0, len(TEXT), 28))

    found = find_duplicates([_candidate("a.docx"), _candidate("b.pdf", spaced)])

    assert [(entry.document, entry.counted, entry.relation) for entry in found] == [
        ("b.pdf", "a.docx", Relation.FORMAT)
    ]


def test_the_issued_text_counts_for_its_drafts() -> None:
    """The draft for comment and the version for review give way to the one with a number."""
    candidates = [
        _candidate("a.docx", EDITED, title="云岭县支持产业发展若干措施（征求意见稿）", issuer=""),
        _candidate("b.docx", TEXT + "修改", title="关于印发《云岭县支持产业发展若干措施（送审稿）》的通知"),
        _candidate("c.docx", document_number="云政规〔2024〕3号"),
    ]

    found = find_duplicates(candidates)

    assert {entry.document for entry in found} == {"a.docx", "b.docx"}
    assert {(entry.counted, entry.relation) for entry in found} == {("c.docx", Relation.DRAFT)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (EDITED, {"issuer": "青川县人民政府"}),
        (EDITED, {"title": "青川县支持产业发展若干措施"}),
        (EDITED, {"title": "云岭县支持产业发展若干措施（2025年）"}),
        (OTHER, {}),
    ],
    ids=["another issuer", "another title", "another year", "another text"],
)
def test_documents_of_their_own_count_each(text: str, values: dict[str, Any]) -> None:
    """A template that many copy, and the notices of every year, are documents of their own."""
    assert find_duplicates([_candidate("a"), _candidate("b", text, **values)]) == []


def test_numbers_that_contradict_keep_documents_apart() -> None:
    """Two document numbers are two documents."""
    one = _candidate("a", document_number="云政规〔2024〕3号")
    other = _candidate("b", EDITED, document_number="云政规〔2024〕4号")

    assert find_duplicates([one, other]) == []


def test_short_texts_are_no_duplicates() -> None:
    """A heading alone says nothing about the rest."""
    assert find_duplicates([_candidate("a", "通知"), _candidate("b", "通知")]) == []


def test_likeness_estimates_common_shingles() -> None:
    """Within a tenth of the true share."""
    estimate = likeness(document_signature(TEXT), document_signature(EDITED))

    assert estimate == pytest.approx(1_490 / 1_605, abs=0.1)
    assert likeness(document_signature(TEXT), document_signature(OTHER)) < 0.05


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("关于印发《云岭县若干措施》的通知", "云岭县若干措施"),
        ("云岭县若干措施（征求意见稿）", "云岭县若干措施"),
        ("关于公开征求《云岭县若干措施（草案）》意见的公告", "云岭县若干措施"),
    ],
)
def test_title_core(title: str, core: str) -> None:
    """Draft marks and the notice around a title are taken off."""
    assert title_core(title) == core
