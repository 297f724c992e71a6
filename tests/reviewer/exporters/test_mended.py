"""The next draft: chosen fixes written into a copy."""

from __future__ import annotations

import pytest

from reviewer.document import Span
from reviewer.errors import UnreadableDocument
from reviewer.exporters.entry import Reviewed
from reviewer.exporters.mended import mend
from reviewer.extraction import extract
from reviewer.extraction.docx_parts import W
from reviewer.extraction.text import document_from_text
from tests.factories import make_document, make_finding, make_report
from tests.reviewer.exporters.word_files import BODY, tree
from tests.reviewer.extraction.docx_files import make_docx

_TEXT = "第一条 依照第10条和第5条办理。\n第二条 对在本县注册的企业给予奖励。"


def _reviewed(*fixes: tuple[str, str | None]) -> Reviewed:
    document = document_from_text(_TEXT, "草案")
    findings = [
        make_finding(document, quote, fix=fix, fingerprint=f"fp1:{number}")
        for number, (quote, fix) in enumerate(fixes)
    ]
    return Reviewed(report=make_report(document, *findings), document=document)


def test_a_text_gets_the_chosen_fixes_and_no_other() -> None:
    """All else stays, character for character."""
    entry = _reviewed(("第10条", "第十条"), ("第5条", "第五条"), ("在本县注册的企业", "企业"))

    made = mend(entry, {"fp1:0", "fp1:2"})

    assert made.content == "第一条 依照第十条和第5条办理。\n第二条 对企业给予奖励。"
    assert made.applied == {"fp1:0", "fp1:2"}


def test_of_two_fixes_that_overlap_the_first_is_written() -> None:
    """The other is not among those applied, and neither is a finding without a fix."""
    entry = _reviewed(("在本县注册的企业", "企业"), ("注册的企业", "单位"), ("奖励", None))

    made = mend(entry, {"fp1:0", "fp1:1", "fp1:2"})

    assert made.content == _TEXT.replace("在本县注册的企业", "企业")
    assert made.applied == {"fp1:0"}


def test_a_docx_holds_the_new_words_without_marks_of_change() -> None:
    """Formatting and all else stay; there is neither comment nor tracked change."""
    data = make_docx(BODY)
    document = extract(data, "办法.docx")
    finding = make_finding(document, "在本市依法登记注册的企业", fix="企业", fingerprint="fp1:a")
    entry = Reviewed(report=make_report(document, finding), document=document, content=data)

    made = mend(entry, {"fp1:a"})

    assert isinstance(made.content, bytes)
    root = tree(made.content)
    assert made.applied == {"fp1:a"}
    assert extract(made.content, "办法.docx").text == document.text.replace(
        "在本市依法登记注册的企业", "企业"
    )
    assert not [e for name in ("ins", "del", "commentReference") for e in root.iter(W + name)]
    assert len(list(root.iter(W + "tbl"))) == 1


def test_a_pdf_cannot_be_written_into() -> None:
    """It is told what to do instead."""
    document = make_document("第一条", media_type="application/pdf")
    entry = Reviewed(report=make_report(document), document=document)

    with pytest.raises(UnreadableDocument, match="上传修改稿"):
        mend(entry, {"fp1:a"})


def test_the_text_of_a_finding_is_where_its_span_says() -> None:
    """What is replaced is the quote itself, also where the same words stand elsewhere."""
    document = document_from_text("第5条与第5条。", "草案")
    second = make_finding(document, "第5条", span=Span(4, 7), fix="第五条", fingerprint="fp1:b")
    entry = Reviewed(report=make_report(document, second), document=document)

    assert mend(entry, {"fp1:b"}).content == "第5条与第五条。"
