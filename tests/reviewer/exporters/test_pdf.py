"""The report as a PDF, printed by LibreOffice."""

import shutil
from pathlib import Path

import pytest

from reviewer.document import Unread
from reviewer.errors import UnreadableDocument
from reviewer.exporters import export, load_exporter
from reviewer.exporters.entry import ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.pdf import report_docx
from reviewer.extraction import extract
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.limits import Limits
from tests.conftest import missing
from tests.factories import make_document, make_finding, make_report

DOCUMENT = make_document("某市规定\n第一条　按税收贡献给予奖励，联系13800000000和13900000000。\n")
FINDINGS = (
    make_finding(DOCUMENT, "按税收贡献给予奖励"),
    make_finding(DOCUMENT, "13800000000", masked_quote="138****0000", message="“138****0000”", title="电话"),
)


def made(*, masked: bool, **values: object) -> str:
    entry = Reviewed(report=make_report(DOCUMENT, *FINDINGS, **values), document=DOCUMENT)
    return extract_docx(report_docx(entry, ExportOptions(masked=masked)), "x.docx", Limits()).text


def test_the_pdf_holds_findings_and_says_unsigned() -> None:
    """What an officer prints and files."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")

    data = export("pdf", make_report(DOCUMENT, *FINDINGS), DOCUMENT)

    text = extract(data, "报告.pdf").text
    assert data.startswith(b"%PDF-")
    assert "奖补与税收贡献挂钩" in text
    assert "未签发" in text


def test_a_masked_report_holds_no_text_that_could_give_a_value_away() -> None:
    """The second number of a passage has no finding of its own."""
    text = made(masked=True)

    assert "138****0000" in text
    assert "13900000000" not in text
    assert "13800000000" not in text


def test_the_text_is_marked_with_the_numbers_of_findings() -> None:
    """For a reader who may see the document."""
    assert "第一条　按税收贡献给予奖励[1]，联系13800000000[2]和13900000000。" in made(masked=False)


def test_an_incomplete_review_says_so() -> None:
    """The parts that were not read stand among the facts."""
    unread = (Unread(part="第3页", reason="没有文字层", remedy="请识别后再提交"),)

    assert "未完整审查" in made(masked=True, unread=unread)
    assert "第3页：没有文字层" in made(masked=True, unread=unread)


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package to install, and the formats that need none."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        UnreadableDocument, match=r"生成 PDF 需要 LibreOffice.*libreoffice-writer-nogui.*docx、html"
    ):
        export("pdf", make_report(DOCUMENT), DOCUMENT)


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_what_was_not_read_cannot_be_written(name: str) -> None:
    """No empty report that could be taken for a clean one."""
    with pytest.raises(UnreadableDocument, match="文件未能读取"):
        list(load_exporter(name)([Unreviewed(name="x", error="损坏")], ExportOptions()))
