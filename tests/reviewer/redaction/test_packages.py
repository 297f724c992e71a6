"""Copies of docx and xlsx: values go from every part, all other parts stay."""

import io
import shutil
import zipfile
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from reviewer.extraction.container import parse_xml
from tests.conftest import missing
from tests.reviewer.extraction.docx_files import cell, make_docx, paragraph, run, table, text_box
from tests.reviewer.redaction.copies import HELPED, ID, MOBILE, OTHER_ID, copy_of, members_of, text_of

_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator></cp:coreProperties>'
)


def _texts(member: bytes) -> list[str]:
    root = parse_xml(member)
    return [text for text in root.itertext() if text.strip()] if root is not None else []


def test_runs_of_a_docx_keep_their_shares_and_formats() -> None:
    """A number over two runs stays over two runs; the rest of the part says what it said."""
    body = f"<w:p>{run('身份证号' + ID[:10])}{run(ID[10:], '<w:b/>')}{run('，姓名李秀梅。')}</w:p>"

    copy = copy_of(make_docx(body), "公示.docx")

    assert _texts(members_of(copy.data)["word/document.xml"]) == [
        "身份证号420106****",
        "****3311",
        "，姓名李秀梅。",
    ]
    assert b"<w:b/>" in members_of(copy.data)["word/document.xml"]


def test_members_without_values_stay_byte_for_byte() -> None:
    """Only what changed is written anew."""
    original = make_docx(
        paragraph(HELPED), parts={"header1": paragraph("云岭县")}, members={"a.bin": b"\x00\x01"}
    )

    copy = copy_of(original, "公示.docx")

    before, after = members_of(original), members_of(copy.data)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]


def test_doubles_deletions_comments_and_properties_are_swept() -> None:
    """What no reader sees at first is as public as the rest once the file is."""
    deletion = f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del>'
    body = f"<w:p>{run(HELPED)}{deletion}<w:r>{text_box(paragraph('联系人手机13900139000'))}</w:r></w:p>"
    comment = f'<w:comment w:id="0" w:author="甲">{paragraph("本人手机13700137000")}</w:comment>'
    parts = {"comments": comment, "footnotes": f'<w:footnote w:id="1">{paragraph(HELPED)}</w:footnote>'}
    properties = _PROPERTIES.format(f"李秀梅 {MOBILE}").encode()

    copy = copy_of(make_docx(body, parts=parts, members={"docProps/core.xml": properties}), "公示.docx")

    held = b"".join(members_of(copy.data).values()).decode()
    assert all(number not in held for number in (ID, MOBILE, "13900139000", "13700137000"))
    assert held.count("139****9000") == 2
    assert copy.clean


def test_all_cells_of_a_docx_column_are_hidden() -> None:
    """One finding stands for a column; each of its cells is hidden."""
    people = table(
        cell("姓名") + cell("身份证号"),
        cell("李秀梅") + cell(ID),
        cell("陈立") + cell(OTHER_ID),
    )

    copy = copy_of(make_docx(paragraph("名单") + people), "名单.docx")

    assert text_of(copy, "名单.docx").split("\n")[2:] == [
        "李秀梅\t420106********3311",
        "陈立\t110105********5512",
    ]


def test_a_number_with_a_cell_for_each_digit_is_hidden_cell_by_cell() -> None:
    """Forms that give each digit a box."""
    boxes = table(cell("身份证号") + "".join(cell(digit) for digit in ID))

    copy = copy_of(make_docx(paragraph("登记表") + boxes), "登记表.docx")

    assert "4\t2\t0\t1\t0\t6\t*\t*" in text_of(copy, "登记表.docx")
    assert copy.clean


def _workbook(rows: list[list[Any]], comment: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if comment:
        book.active["A1"].comment = Comment(comment, "甲")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_of_a_workbook_become_masked_text() -> None:
    """Shared strings, numbers, comments; the other cells keep their values and types."""
    rows = [
        ["序号", "姓名", "身份证号", "手机"],
        [1, "李秀梅", ID, int(MOBILE)],
        [2, "陈立", OTHER_ID, 13900139000],
    ]

    copy = copy_of(_workbook(rows, comment="本人手机13700137000"), "名单.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(copy.data)).active
    assert [[each.value for each in row] for row in sheet.rows] == [
        rows[0],
        [1, "李秀梅", "420106********3311", "138****8000"],
        [2, "陈立", "110105********5512", "139****9000"],
    ]
    assert sheet["A1"].comment.text == "本人手机137****7000"
    assert ID.encode() not in b"".join(members_of(copy.data).values())
    assert copy.clean


def test_a_hidden_cell_loses_the_formula_that_would_bring_its_value_back() -> None:
    """The next calculation must not undo the copy."""
    original = _workbook([["姓名", "手机"], ["李秀梅", int(MOBILE)], ["陈立", 13900139000]])
    members = members_of(original)
    sheet = members["xl/worksheets/sheet1.xml"].replace(
        f"<v>{MOBILE}</v>".encode(), f"<f>13800000000+138000</f><v>{MOBILE}</v>".encode()
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in {**members, "xl/worksheets/sheet1.xml": sheet}.items():
            package.writestr(name, data)

    copy = copy_of(buffer.getvalue(), "名单.xlsx")

    assert b"<f>" in sheet
    assert b"<f>" not in members_of(copy.data)["xl/worksheets/sheet1.xml"]


def test_older_formats_become_docx_first() -> None:
    """LibreOffice converts; the copy is the docx."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
    words = "".join(f"\\u{ord(each)}?" for each in f"救助对象李秀梅，身份证号{ID}")

    copy = copy_of(b"{\\rtf1\\ansi " + words.encode("ascii") + b"\\par}", "公示.rtf")

    assert copy.suffix == ".docx"
    assert "420106********3311" in text_of(copy, "公示.docx")
    assert copy.clean
