"""The worksheet of findings."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from reviewer.document import Unread
from reviewer.exporters import load_exporter
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from tests.factories import make_document, make_finding, make_report

DOCUMENT = make_document("第一条 电话13912345678，按照地方贡献给予奖励。")


def sheet(*entries: Entry) -> openpyxl.worksheet.worksheet.Worksheet:  # type: ignore[name-defined]
    data = b"".join(load_exporter("xlsx")(entries, ExportOptions()))
    return openpyxl.load_workbook(io.BytesIO(data)).active


def reviewed(*findings: object, **values: object) -> Reviewed:
    return Reviewed(report=make_report(DOCUMENT, *findings, **values), document=DOCUMENT)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝cmd|' /C calc'!A0", "|x", "%x"])
def test_no_cell_is_a_formula(name: str) -> None:
    """A file name may begin with an equals sign; it is text by type and by content."""
    cell = sheet(Unreviewed(name=name, error="损坏"))["A2"]

    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_values_are_masked() -> None:
    """Lists are sent around."""
    finding = make_finding(DOCUMENT, "13912345678", masked_quote="139****5678", message="“139****5678”。")

    cells = [cell.value or "" for row in sheet(reviewed(finding)).iter_rows() for cell in row]

    assert "139****5678" in cells
    assert not any("13912345678" in value for value in cells)


def test_the_list_can_be_filtered_and_its_head_stays() -> None:
    """As an officer expects of a list."""
    made = sheet(reviewed(make_finding(DOCUMENT, "给予奖励")))

    assert made.freeze_panes == "C2"
    assert made.auto_filter.ref.startswith("A1:")
    assert made["C2"].fill.fgColor.rgb.endswith("FBE3E5")


def test_what_was_not_read_has_a_row() -> None:
    """No list reads like a clean one when it is not."""
    made = sheet(reviewed(unread=(Unread(part="第3页", reason="没有文字层", remedy="请识别后再提交"),)))

    assert made["B2"].value == "未完整审查"


def test_no_time_of_writing_is_in_the_file_but_the_one_given() -> None:
    """The same findings give the same bytes."""
    options = ExportOptions(written_at=datetime(2026, 11, 24, 10))

    data = b"".join(load_exporter("xlsx")([reviewed(make_finding(DOCUMENT, "给予奖励"))], options))

    properties = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert properties.modified == properties.created == datetime(2026, 11, 24, 10)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
