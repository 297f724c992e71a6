"""The two corpora of fair competition: whole policy documents and single clauses."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from corpora.annotated import CLAUSES, POLICIES, AnnotatedClause, AnnotatedDocument, build, read_sources
from corpora.labelled import FOLDER, CorpusError, load_corpus
from corpora.skeletons import mask, repeated_skeletons
from reviewer.structure.kinds import DocumentKind

NAMES = (POLICIES, CLAUSES)
ITEMS = frozenset(
    f"{article}.{item}"
    for article, items in ((8, 5), (9, 6), (10, 4), (11, 4))
    for item in range(1, items + 1)
)
CARD_HEADINGS = ("是什么", "文件", "怎样写的", "怎样标", "规模", "划分", "已知的不足", "许可")


def documents(name: str) -> list[AnnotatedDocument]:
    """The documents of a corpus as written."""
    return read_sources(FOLDER / name / "source", single=name == CLAUSES)


def clauses(name: str) -> list[AnnotatedClause]:
    """All clauses of a corpus."""
    return [clause for document in documents(name) for clause in document.clauses]


@pytest.mark.parametrize("name", NAMES)
def test_the_files_follow_from_the_sources(name: str) -> None:
    """Whoever changes a source builds the files again: python -m corpora.annotated."""
    for file, content in build(name).items():
        assert (FOLDER / name / file).read_text(encoding="utf-8") == content, file


def test_no_mould_stands_behind_more_than_three_clauses() -> None:
    """With numbers, names and places masked, no twelve characters stand in more than three clauses."""
    texts = [(clause.id, clause.text) for name in NAMES for clause in clauses(name)]

    assert repeated_skeletons(texts, most=3) == {}


def test_masking_shows_a_filled_slot() -> None:
    """The same sentence with other numbers and places leaves the same skeleton."""
    first = mask("对青山县新入统的工业企业，一次性奖励10万元。")
    second = mask("对白水县新入统的工业企业，一次性奖励三十万元。")

    assert first == second
    assert repeated_skeletons({"甲": first, "乙": second}, most=1)


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_consistent(name: str) -> None:
    """Items exist and stand with violations and risks only; every clause has a reason; ids are unique."""
    all_clauses = clauses(name)

    assert len({clause.id for clause in all_clauses}) == len(all_clauses)
    for clause in all_clauses:
        assert clause.reason.strip(), clause.id
        assert "\n" not in clause.reason, clause.id
        assert set(clause.items) <= ITEMS, clause.id
        assert bool(clause.items) == (clause.label != "lawful"), clause.id


def test_clauses_stand_where_their_labels_say() -> None:
    """Offsets give the clause, in order, and nothing but line breaks lies between."""
    for document in documents(POLICIES):
        position = 0
        for clause in document.clauses:
            assert document.text[position : clause.start].strip("\n") == "", clause.id
            assert document.text.startswith(clause.text, clause.start), clause.id
            position = clause.start + len(clause.text)
        assert position == len(document.text), document.id


@pytest.mark.parametrize("name", NAMES)
def test_no_document_is_in_two_splits(name: str) -> None:
    """Three splits by document; the loader refuses a document that stands in two."""
    corpus = load_corpus(name)

    assert set(corpus.splits) == {"train", "validation", "test"}
    assert sum(len(ids) for ids in corpus.splits.values()) == len(frozenset().union(*corpus.splits.values()))


def test_policy_documents_are_like_real_ones() -> None:
    """At least sixty of 20 to 80 clauses; some are clean; of all clauses 3 to 8 % violate."""
    policies = documents(POLICIES)
    violations = [sum(clause.label == "violation" for clause in each.clauses) for each in policies]
    total = sum(len(each.clauses) for each in policies)

    assert len(policies) >= 60
    assert all(20 <= len(each.clauses) <= 80 for each in policies)
    assert sum(count == 0 for count in violations) >= 5
    assert 0.03 <= sum(violations) / total <= 0.08


def test_single_clauses_are_enough() -> None:
    """At least 500 violating and 500 lawful ones; each item has some."""
    labels = Counter(clause.label for clause in clauses(CLAUSES))
    items = Counter(item for name in NAMES for clause in clauses(name) for item in clause.items)

    assert labels["violation"] >= 500
    assert labels["lawful"] >= 500
    assert set(items) == ITEMS


@pytest.mark.parametrize("name", NAMES)
def test_kinds_are_kinds_of_documents(name: str) -> None:
    """What a classifier is told of a document in training is what the review tells it."""
    assert {document.kind for document in documents(name)} <= {kind.value for kind in DocumentKind}


@pytest.mark.parametrize("name", NAMES)
def test_the_card_says_what_a_user_must_know(name: str) -> None:
    """Every heading is there and the size is the true one."""
    card = (FOLDER / name / "card.md").read_text(encoding="utf-8")
    counts = Counter(clause.label for clause in clauses(name))

    assert tuple(re.findall(r"^## (.+)$", card, re.M)) == CARD_HEADINGS
    for label in ("violation", "risk", "lawful"):
        assert f"`{label}` {counts[label]} " in card


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("### a normative\n条", "文件头"),
        ("### a normative train｜题\n奖励企业。{V10.2}", "不合格式的标记"),
        ("### a normative train｜题\n奖励企业。{V 没有项}", "写明项"),
        ("### a normative train｜题\n奖励企业。{L10.2 合法而有项}", "写明项"),
    ],
)
def test_a_source_that_breaks_the_format_is_refused(tmp_path: Path, source: str, message: str) -> None:
    """A slip of the pen is told, not labelled lawful."""
    (tmp_path / "a.txt").write_text(source, encoding="utf-8")

    with pytest.raises(CorpusError, match=message):
        read_sources(tmp_path, single=False)


def test_context_names_heading_lead_in_and_neighbours(tmp_path: Path) -> None:
    """An item of a list has the heading above, the lead-in that governs it and the paragraphs beside it."""
    source = (
        "### a normative train｜题\n一、奖励\n对下列企业奖励：\n（一）甲；\n"
        "（二）乙。{V10.2 理由}\n二、附则\n丙。"
    )
    (tmp_path / "a.txt").write_text(source, encoding="utf-8")

    (document,) = read_sources(tmp_path, single=False)

    item, last = document.clauses[3], document.clauses[5]
    assert (item.text, item.label, item.items) == ("（二）乙。", "violation", ("10.2",))
    assert item.context.heading == "一、奖励"
    assert item.context.lead_in == "对下列企业奖励："
    assert (item.context.before, item.context.after) == ("（一）甲；", "二、附则")
    assert (last.context.heading, last.context.lead_in) == ("二、附则", "")
