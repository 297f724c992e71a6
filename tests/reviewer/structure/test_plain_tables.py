"""Lists in plain text: cells and the heads over them."""

from __future__ import annotations

import pytest

from reviewer.structure.plain_tables import PlainTables


def cell_and_head(text: str, words: str) -> tuple[str, str]:
    """The cell that holds the words, and the head over it."""
    offset = text.index(words)
    row = PlainTables(text).row(offset)
    assert row is not None
    own = row.cells[row.column(offset)]
    head = row.heads[row.column(offset)] if row.heads else None
    return text[own.start : own.end].strip(), text[head.start : head.end].strip() if head else ""


@pytest.mark.parametrize(
    "text",
    [
        "名单公示\n序号\t姓名\t证件号\n1\t张三\t8001\n2\t李四\t8002",
        "| 序号 | 姓名 | 证件号 |\n| --- | --- | --- |\n| 1 | 张三 | 8001 |\n| 2 | 李四 | 8002 |",
        "序号,姓名,证件号\n1,张三,8001\n2,李四,8002",
        "序号　姓名　　证件号\n1　张三　8001\n2　　李四　8002",
    ],
)
def test_cells_have_the_head_of_their_column(text: str) -> None:
    """Tabs, bars, commas and blanks divide cells alike."""
    assert cell_and_head(text, "8001") == ("8001", "证件号")
    assert cell_and_head(text, "8002") == ("8002", "证件号")


def test_the_order_of_questions_does_not_matter() -> None:
    """Asking for the head first leaves the rows below it their head."""
    text = "姓名\t证件号\n张三\t8001"
    tables = PlainTables(text)

    head, row = tables.row(0), tables.row(text.index("8001"))

    assert head is not None
    assert head.heads == ()
    assert row is not None
    assert row.heads == head.cells


def test_a_first_line_of_numbers_is_no_head() -> None:
    """A list without heads has rows only."""
    assert cell_and_head("张三\t1380000\n李四\t1390000", "1390000") == ("1390000", "")


@pytest.mark.parametrize("text", ["张三身份证号8001", "第一条 为了规范管理8001", ""])
def test_running_text_has_no_rows(text: str) -> None:
    """A blank after 第一条 makes no table."""
    assert PlainTables(text).row(len(text) // 2) is None


def test_a_long_list_is_walked_once() -> None:
    """Each line is looked at once, however many cells are asked for."""
    text = "姓名\t证件号\n" + "张三\t8001\n" * 20_000
    tables = PlainTables(text)

    rows = [tables.row(offset) for offset in range(0, len(text), 97)]

    assert all(row is not None for row in rows[1:-1])
