"""Whole documents with planted faults of form and basis: points found, false points."""

import json
from pathlib import Path

import pytest

from corpora.evaluate.cases import Label
from corpora.evaluate.legality_documents import Point, PointedDocument, point_set, read_documents
from corpora.evaluate.measurement import fixed_context
from corpora.labelled import CorpusError
from reviewer.review import ReviewContext

_TEXT = """云溪市共享停车管理办法
云政规〔2026〕2号
第一条 为了规范共享停车，根据《中华人民共和国道路交通安全法》，制定本办法。
第二条 共享停车的引导和服务，适用本办法。
第三条 违反规定的，依照本办法第三十条处理。
第四条 本办法由云溪市人民政府负责解释。
第五条 本办法自2026年7月1日起施行，有效期五年。
云溪市人民政府
2026年6月1日
"""


@pytest.fixture(scope="module")
def shipped() -> ReviewContext:
    """The rules that ship, without classifiers."""
    return fixed_context("legal_basis", classifiers=False)


def _document(*points: Point) -> PointedDocument:
    return PointedDocument(id="d1", text=_TEXT, points=points)


def test_point_is_found_by_its_kind_and_words(shipped: ReviewContext) -> None:
    """The form of a document is measured with its basis, though it is a family of its own."""
    measured = point_set("样本", [_document(Point(kind="cross_reference.broken", quote="第三十条"))], shipped)

    assert [outcome.flagged for outcome in measured.outcomes] == [True]
    assert [figure.share.value for figure in measured.figures] == [1.0, 0.0]


def test_finding_without_a_point_is_a_false_alarm(shipped: ReviewContext) -> None:
    """All faults of a document are labelled, so what is told beside them is wrong."""
    measured = point_set("样本", [_document()], shipped)

    assert [outcome.case.label for outcome in measured.outcomes] == [Label.LAWFUL]
    assert [figure.share.value for figure in measured.figures][1] == 1.0


@pytest.mark.parametrize(
    "point", [Point(kind="numbering.gap", quote="第三十条"), Point(kind="validity.missing", quote=None)]
)
def test_point_of_another_kind_is_missed(point: Point, shipped: ReviewContext) -> None:
    """The kind must be right, and what lacks nothing is not found lacking."""
    measured = point_set("样本", [_document(point)], shipped)

    assert measured.outcomes[0].flagged is False


def test_shipped_documents_hold_their_points() -> None:
    """Every point that names words names words of its document."""
    documents = [document for split in ("train", "held_out") for document in read_documents(split)]

    assert len(documents) >= 18
    for document in documents:
        assert all(point.quote is None or point.quote in document.text for point in document.points)


def test_point_without_a_kind_is_told(tmp_path: Path) -> None:
    """A damaged label names its line."""
    folder = tmp_path / "legality_documents"
    folder.mkdir()
    (folder / "documents.jsonl").write_text(json.dumps({"id": "a", "text": "x"}), encoding="utf-8")
    label = {"id": "a", "labels": [], "reason": "样本", "points": [{"quote": "x"}]}
    (folder / "labels.jsonl").write_text(json.dumps(label), encoding="utf-8")
    (folder / "splits.json").write_text(json.dumps({"train": ["a"]}), encoding="utf-8")

    with pytest.raises(CorpusError, match=r"labels\.jsonl:1"):
        read_documents("train", tmp_path)
