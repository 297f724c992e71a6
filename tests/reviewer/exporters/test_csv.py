"""The table that Excel opens."""

import csv
import io

import pytest

from reviewer.document import Unread
from reviewer.exporters import load_exporter
from reviewer.exporters.csv import COLUMNS, neutralise
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from tests.factories import make_document, make_finding, make_report

_DOCUMENT = make_document("第一条 电话13912345678，按照地方贡献给予奖励。")


def _rows(*entries: Entry) -> list[dict[str, str]]:
    written = b"".join(load_exporter("csv")(entries, ExportOptions()))
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def _reviewed(*findings: object, **values: object) -> Reviewed:
    return Reviewed(report=make_report(_DOCUMENT, *findings, **values), document=_DOCUMENT)  # type: ignore[arg-type]


def test_table_opens_in_excel_as_chinese() -> None:
    """Excel takes a file without the mark for the system's old encoding."""
    written = b"".join(load_exporter("csv")([], ExportOptions()))

    assert written == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"


def test_finding_is_one_row_with_masked_quote() -> None:
    """Tables are sent around: personal values stay out."""
    finding = make_finding(
        _DOCUMENT, "13912345678", masked_quote="139****5678", message="手机号“139****5678”。"
    )

    row = _rows(_reviewed(finding))[0]

    assert row["原文"] == "139****5678"
    assert row["严重程度"] == "违规"
    assert row["位置"] == "第1行"
    assert row["依据"] == "《公平竞争审查条例》第十条第（二）项"
    assert "13912345678" not in "".join(row.values())


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "\u3000=1",
        "|x",
        "%0a",
    ],
)
def test_formula_is_neutralised(cell: str) -> None:
    """No cell of a draft runs in a spreadsheet."""
    assert neutralise(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "第一条", "3 = 3", "（一）", "100%"])
def test_ordinary_cell_stays_as_it_is(cell: str) -> None:
    """Only what a spreadsheet would run is touched."""
    assert neutralise(cell) == cell


def test_hostile_file_name_is_neutralised_too() -> None:
    """Every column, not just the quote."""
    row = _rows(Unreviewed(name="=HYPERLINK(1).pdf", error="=1"))[0]

    assert row["文件"] == "'=HYPERLINK(1).pdf"
    assert row["说明"] == "'=1"


def test_what_was_not_read_has_rows_of_its_own() -> None:
    """An incomplete or unreadable file is never just absent; a clean one says so."""
    unread = Unread(part="第3页", reason="没有文字层", remedy="请安装 OCR 组件")

    rows = _rows(_reviewed(unread=(unread,)), Unreviewed(name="坏.pdf", error="文件已加密"), _reviewed())

    assert [row["结果"] for row in rows] == ["未完整审查", "无法读取", "未发现问题"]
