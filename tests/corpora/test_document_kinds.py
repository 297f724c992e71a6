"""The corpus of document kinds and the classifier that is trained on it."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from corpora.document_kinds import CORPUS, beginnings
from corpora.evaluate.shipped import shipped
from corpora.figures import measure
from corpora.labelled import HELD_OUT, load_corpus
from corpora.skeletons import repeated_skeletons
from corpora.trained import load_classifiers
from reviewer.classifiers.beginnings import beginning_classifier
from reviewer.structure.kinds import DocumentKind

SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[3] / "shared")) / "samples/documents"

# What the index of the real documents calls a kind, and the kinds of ours that it covers.
COVERED = {
    "地方性法规": {"local_regulation"},
    "条例": {"local_regulation", "administrative_regulation"},
    "行政法规": {"administrative_regulation"},
    "部门规章": {"department_regulation"},
    "管理办法": {"normative", "local_government_regulation", "department_regulation"},
    "通知": {"notice", "normative", "plan"},
    "公告/通告": {"notice", "normative"},
    "实施意见": {"normative"},
    "若干措施/政策": {"normative"},
    "方案": {"plan"},
    "申报/征集通知": {"notice"},
    "决定": {"notice"},
    "通报": {"notice"},
    "批复": {"approval"},
    "复函/答复": {"letter", "approval"},
    "指南/问答": {"other", "interpretation"},
    "其他": {"other", "interpretation", "notice"},
}


# What every text of its kind must say in the same words, whoever writes it: dates, numbers of articles
# and orders, names of assemblies, the addressees of a decree, the lines of a form.
FORMULAS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"[0-9〇零一二三四五六七八九十百千]+", "0"),
        (r"0年0月(?:0日)?", "日"),
        (r"第0[条届次号章款项]|第?0号", ""),
        (r"(?:全国)?(?:人民代表大会(?:常务委员会)?|人大常委会)", "会"),
        (r"中华人民共和国|国务院(?:令|常务会议)?|人民政府令|自?日起施行", ""),
        (r"各?省、自治区、直辖市|各县（市、区）|_+|[（）]", ""),
    )
)


def without_formulas(text: str) -> str:
    """The text without the formulas of its kind."""
    for pattern, sign in FORMULAS:
        text = pattern.sub(sign, text)
    return text


def test_no_mould_stands_behind_more_than_three_documents() -> None:
    """Beside the formulas, no twelve characters stand in more than three documents once names are masked."""
    texts = [(item.id, without_formulas(item.sample.text)) for item in load_corpus(CORPUS).samples]

    assert repeated_skeletons(texts, most=3) == {}


def test_every_kind_has_documents_enough() -> None:
    """At least 300 documents, at least 15 of each kind, each with one kind and a reason."""
    corpus = load_corpus(CORPUS)

    counts = Counter(label for item in corpus.samples for label in item.labels)

    assert len(corpus.samples) >= 300
    assert set(counts) == set(DocumentKind)
    assert min(counts.values()) >= 15
    assert all(len(item.labels) == 1 for item in corpus.samples)


def test_documents_are_beginnings_of_some_length() -> None:
    """150 to 900 characters each."""
    lengths = [len(item.sample.text) for item in load_corpus(CORPUS).samples]

    assert min(lengths) >= 150
    assert max(lengths) <= 900


def test_the_shipped_model_keeps_its_figures() -> None:
    """At least eight of ten held-out documents are right, and a probability above 0.9 can be trusted."""
    corpus = load_corpus(CORPUS)
    classifier = shipped("document_kind", corpus)

    figures = measure(classifier, beginnings(corpus, HELD_OUT))

    assert figures.accuracy >= 0.8
    assert figures.bins[-1].kept >= 0.95
    assert classifier.model.card.metrics["accuracy"] == pytest.approx(figures.accuracy, abs=1e-4)


def test_agreement_on_real_documents() -> None:
    """Real documents, none of which the training saw, are mostly given a kind that their index allows."""
    index = SHARED / "index.jsonl"
    if not index.exists():
        pytest.skip("the folder of real documents is not there (set REVIEWER_SHARED)")
    classify = beginning_classifier(load_classifiers()["document_kind"])
    entries = [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()]

    right = [
        classify((SHARED / entry["file"]).read_text(encoding="utf-8"))[0] in COVERED[entry["kind"]]
        for entry in entries
    ]

    assert sum(right) / len(right) >= 0.85
