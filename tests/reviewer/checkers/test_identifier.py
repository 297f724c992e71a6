"""Identifiers as findings: masked everywhere, one a column of a table."""

from __future__ import annotations

import io

import pytest
from docx import Document as DocxFile

from reviewer.extraction import extract
from reviewer.finding import Handling, Severity
from tests.reviewer.checkers.disclosure import disclosure_report, findings_in
from tests.reviewer.identifiers.numbers import bank_card, id_number

_NUMBERS = tuple(id_number(f"4201061985061733{n}") for n in range(1, 4))


def _docx(rows: list[list[str]]) -> bytes:
    file = DocxFile()
    file.add_paragraph("某街道临时救助名单公示")
    table = file.add_table(rows=len(rows), cols=len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    data = io.BytesIO()
    file.save(data)
    return data.getvalue()


def test_a_column_of_a_table_is_one_finding_with_its_rows_counted() -> None:
    """Thousands of rows make one finding; each cell keeps its place."""
    rows = [["姓名", "身份证号", "银行账号"]]
    rows += [[f"张{n}", number, bank_card(f"62170012345678901{n}")] for n, number in enumerate(_NUMBERS)]
    document = extract(_docx(rows), "名单.docx")

    report = disclosure_report(document)

    numbers = [finding for finding in report.findings if finding.kind == "person.id_number"]
    assert [finding.quote for finding in numbers] == [_NUMBERS[0]]
    assert "该列共 3 处" in numbers[0].message
    places = [document.slice(element.span) for element in numbers[0].evidence.elements]
    assert places == list(_NUMBERS[1:])
    assert len([finding for finding in report.findings if finding.kind == "person.bank_card"]) == 1


def test_two_columns_with_the_same_head_are_two_findings() -> None:
    """A list of couples has two columns of numbers."""
    rows = [["丈夫", "身份证号", "妻子", "身份证号"], ["张三", _NUMBERS[0], "李四", _NUMBERS[1]]]
    document = extract(_docx(rows), "名单.docx")

    quotes = [f.quote for f in disclosure_report(document).findings if f.kind == "person.id_number"]

    assert quotes == list(_NUMBERS[:2])


def test_a_column_head_decides_what_a_number_is() -> None:
    """An account of no known form is one because its column says so; a project code is none."""
    rows = [["姓名", "信用社账号", "项目代码"], ["康有福", "8102330011223344556", "8102330011223344557"]]
    document = extract(_docx(rows), "名单.docx")

    quotes = [finding.quote for finding in disclosure_report(document).findings]

    assert quotes == ["8102330011223344556"]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "身份证号码", "联系电话"], ["", "", ""], ["", "", ""]],
        [["姓名", "身份证号码", "联系电话"], ["李*", "420106********3314", "138****4567"]],
    ],
)
def test_a_blank_form_and_a_masked_list_are_lawful(rows: list[list[str]]) -> None:
    """Nothing is given away."""
    assert disclosure_report(extract(_docx(rows), "名单.docx")).findings == ()


def test_the_value_is_shown_masked_only() -> None:
    """Message, suggestion, masked quote, elements: none of them holds the number."""
    (finding,) = findings_in(f"陈立，身份证号{_NUMBERS[0]}", "person.id_number")

    shown = (finding.message, finding.suggestion, finding.masked_quote or "", finding.title)
    assert finding.quote == _NUMBERS[0]
    assert not [words for words in shown if _NUMBERS[0] in words or _NUMBERS[0][6:14] in words]
    assert finding.masked_quote == "420106********" + _NUMBERS[0][-4:]


def test_a_number_over_a_line_break_of_plain_text_is_quoted_whole() -> None:
    """A line of a text file ends no paragraph within a number."""
    text = f"身份证号：{_NUMBERS[0][:6]}\n{_NUMBERS[0][6:]}"

    (finding,) = findings_in(text)

    assert finding.quote == text[5:]
    assert (finding.span.start, finding.span.end) == (5, len(text))


@pytest.mark.parametrize(
    ("text", "severity", "handling"),
    [
        (f"身份证号{_NUMBERS[0]}", Severity.VIOLATION, Handling.P1),
        ("身份证号110105199003075510", Severity.RISK, Handling.P2),
        ("户主何军，电话13800001234", Severity.RISK, Handling.P2),
        ("系统地址10.22.8.16", Severity.VIOLATION, Handling.P1),
        ("口令：Zwfw@2024", Severity.VIOLATION, Handling.P0),
        ("机密★3年", Severity.VIOLATION, Handling.P0),
    ],
)
def test_severity_follows_the_handling(text: str, severity: Severity, handling: Handling) -> None:
    """P0 and P1 are violations, P2 and P3 risks."""
    (finding,) = findings_in(text)

    assert (finding.severity, finding.handling) == (severity, handling)
