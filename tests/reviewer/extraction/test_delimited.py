"""Text tables are read cell by cell."""

from __future__ import annotations

import pytest

from reviewer.document import CellPlace
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.delimited import column_name, find_delimiter
from reviewer.extraction.limits import Limits

LIST = '序号,企业名称,说明\r\n1,某某公司,"本地、注册,满一年"\r\n2,另一公司,"两行\n说明"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_any_encoding(encoding: str) -> None:
    """Quoted cells keep their commas; a line break inside a cell is a blank."""
    document = extract(LIST.encode(encoding), "名单.csv")

    assert document.text == "序号\t企业名称\t说明\n1\t某某公司\t本地、注册,满一年\n2\t另一公司\t两行 说明"
    assert document.media_type == "text/csv"


def test_each_cell_knows_its_place() -> None:
    """A csv has one sheet; cells are named as in a spreadsheet."""
    document = extract(LIST.encode(), "名单.csv")

    block = document.blocks[4]
    assert document.places(block.span) == (CellPlace(sheet="csv", cell="B2"),)
    assert block.cell is not None
    assert (block.cell.table, block.cell.row, block.cell.column) == (0, 1, 1)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("甲,乙,丙\n1,2,3\n", ","),
        ("甲\t乙\n1,5\t2\n", "\t"),
        ("甲;乙;丙\n1,5;2;3\n", ";"),
        ("甲|乙\n一，二|三\n", "|"),
        ("甲，乙，丙\n一，二，三\n", "，"),
        ("只有一列\n没有分隔\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_even_rows(text: str, delimiter: str) -> None:
    """Commas inside cells do not mislead."""
    assert find_delimiter(text) == delimiter


def test_reading_stops_at_the_limit_of_cells() -> None:
    """What is left out is named."""
    document = extract(b"a,b\n" * 10, "a.csv", Limits(cells=4))

    assert document.text == "a\tb\na\tb"
    assert document.unread[0].part == "第 3 行及以后"


def test_a_long_cell_is_read() -> None:
    """A cell may be as long as a text."""
    document = extract(("标题," + "文" * 300_000).encode(), "长.csv")

    assert len(document.text) == 300_003


@pytest.mark.parametrize(
    ("text", "tail", "reason"),
    [("企业,名称\n" * 9 + "甲,乙\x00丙\n", "", "空字节"), ("甲,乙,某某公司\n" * 20, "\udcff\udcff", "编码")],
    ids=["nul", "bytes of no character"],
)
def test_lost_characters_are_reported(text: str, tail: str, reason: str) -> None:
    """A damaged table does not pass as fully read."""
    data = text.encode("gb18030") + tail.encode("ascii", "surrogateescape")

    document = extract(data, "名单.csv")

    assert "\ufffd" in document.text
    assert any(reason in item.reason for item in document.unread)


def test_a_table_without_text_is_refused() -> None:
    """Delimiters alone are no content."""
    with pytest.raises(UnreadableDocument, match="没有文字"):
        extract(b",,,\n,,,\n", "空.csv")


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(index: int, name: str) -> None:
    """After Z comes AA."""
    assert column_name(index) == name
