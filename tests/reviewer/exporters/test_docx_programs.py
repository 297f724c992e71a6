"""Annotated docx files of many programs, and through LibreOffice."""

import os
import random
from pathlib import Path

import pytest

from reviewer.document import Document, Span
from reviewer.exporters.docx import annotated_docx
from reviewer.exporters.entry import Reviewed
from reviewer.extraction import extract
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import W
from reviewer.finding import Finding
from tests.factories import make_finding, make_report
from tests.reviewer.exporters.word_files import (
    BODY,
    LIMITS,
    OPTIONS,
    accepted,
    annotate,
    converted,
    marked_texts,
    tree,
)
from tests.reviewer.extraction.docx_files import make_docx

# --- other programs -----------------------------------------------------------------------------


def test_libreoffice_keeps_every_comment_at_its_characters(tmp_path: Path) -> None:
    """Round trip through LibreOffice, to odt and back: an independent reader agrees on the places."""
    quotes = dict.fromkeys(("在本市依法登记注册", "依法", "指定甲", "由乙公司统一供应"))
    out = annotate(make_docx(BODY, parts={"styles": ""}), quotes)

    again = converted(converted(out, "odt", tmp_path / "a"), "docx", tmp_path / "b")

    assert sorted(marked_texts(extract(again, "x.docx"))[1:]) == sorted(quotes)


def test_libreoffice_reads_the_changes(tmp_path: Path) -> None:
    """As text LibreOffice shows the insertion and the deletion; as docx it keeps both."""
    out = annotate(make_docx(BODY), {"依法登记注册": "依照规定登记"})

    again = tree(converted(out, "docx", tmp_path))

    assert "".join(e.text or "" for e in again.iter(W + "delText")) == "法注册"
    assert accepted(again).count("依照规定登记的企业") == 1


def shared_files() -> list[Path]:
    shared = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
    return sorted((shared / "samples" / "files" / "docx").glob("*.docx"))


@pytest.mark.parametrize("path", shared_files(), ids=lambda path: path.name)
def test_real_files_are_annotated_at_the_exact_characters(path: Path) -> None:
    """In files of many programs, comments on random passages come back at the same characters."""
    data = path.read_bytes()
    document = extract_docx(data, path.name, LIMITS)
    findings = random_findings(document)
    before = marked_texts(document)

    out = annotated_docx(
        Reviewed(report=make_report(document, *findings), document=document, content=data), OPTIONS
    )

    again = extract_docx(out, path.name, LIMITS)
    assert again.text == document.text
    assert [b.span for b in again.blocks] == [b.span for b in document.blocks]
    new = [note.span for note in again.notes if note.kind == "comment"]
    for finding in findings:
        assert finding.span in new, finding.span
    assert len(new) == len(before) + len(findings) + 1


def random_findings(document: Document) -> list[Finding]:
    """Findings on passages that runs of the body hold from end to end."""
    chance = random.Random(document.digest)
    findings = []
    for block in document.blocks:
        if block.kind.value not in ("paragraph", "cell") or block.hidden or len(block.span) < 6:
            continue
        start = chance.randrange(block.span.start, block.span.end - 4)
        span = Span(start, start + chance.randint(2, 4))
        places = [document.places(Span(at, at + 1)) for at in range(span.start, span.end)]
        if all(place and getattr(place[0], "offset", -1) >= 0 for place in places):
            findings.append(make_finding(document, document.slice(span), span=span, places=()))
    return findings[:200]


def test_an_odt_is_annotated_in_its_conversion_to_docx(tmp_path: Path) -> None:
    """Layout and tables stay, and comments stand at the exact characters."""
    data = converted(make_docx(BODY, parts={"styles": ""}), "odt", tmp_path / "odt")
    document = extract(data, "办法.odt")
    findings = [make_finding(document, quote) for quote in ("在本市依法登记", "指定甲公司")]
    report = make_report(document, *findings)

    out = annotated_docx(Reviewed(report=report, document=document, content=data), OPTIONS)

    again = extract(out, "办法.docx")
    assert again.text == document.text
    assert marked_texts(again)[1:] == ["在本市依法登记", "指定甲公司"]
    assert len(list(tree(out).iter(W + "tbl"))) == 1


def test_a_file_other_than_the_one_reviewed_is_not_annotated() -> None:
    """Its places would be those of other words; a docx of the text is made instead."""
    document = extract(make_docx(BODY), "办法.docx")
    report = make_report(document, make_finding(document, "指定甲公司"))
    other = make_docx(BODY.replace("指定甲公司", "不得指定"))

    out = annotated_docx(Reviewed(report=report, document=document, content=other), OPTIONS)

    assert marked_texts(extract(out, "x.docx"))[1:] == ["指定甲公司"]
