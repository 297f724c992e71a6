"""A cell is read with the heads of its table and the labels of its row."""

import pytest

from reviewer.document import Document
from reviewer.structure.cell_contexts import CellContexts
from reviewer.structure.tables import index_tables
from tests.reviewer.engine.scoring_tables import ABOVE, LEFT_OF, as_docx

_ROWS = [
    ["评审因素", LEFT_OF, "分值", "标准"],
    ["一级", "二级", ABOVE, ABOVE],
    ["商务", "业绩", "6", "同类合同每份二分"],
    [ABOVE, "荣誉", "4", "获奖一次得二分"],
    ["", "人员", "4", "高级职称每人一分"],
]


@pytest.fixture(scope="module")
def document() -> Document:
    """The table in a Word file."""
    return as_docx(_ROWS)


def _index(document: Document, words: str) -> int:
    texts = [document.slice(block.span) for block in document.blocks]
    return texts.index(words)


def _words(document: Document, indexes: tuple[int, ...]) -> list[str]:
    return [document.slice(document.blocks[index].span) for index in indexes]


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("同类合同每份二分", ["评审因素", "分值", "标准", "一级", "二级", "商务", "业绩", "6"]),
        ("获奖一次得二分", ["评审因素", "分值", "标准", "一级", "二级", "商务", "荣誉", "4"]),
        ("业绩", ["评审因素", "分值", "标准", "一级", "二级", "商务"]),
        ("一级", []),
    ],
)
def test_cell_is_seen_with_heads_and_labels(document: Document, cell: str, seen: list[str]) -> None:
    """Both rows of heads, and the cells to the left, merged ones in every row that they reach."""
    contexts = CellContexts(document.blocks, index_tables(document.blocks)[0])

    before = contexts.before(_index(document, cell))

    assert _words(document, before) == seen


def test_blank_first_cell_goes_on_with_the_label_above(document: Document) -> None:
    """A criterion that runs over rows keeps its name."""
    contexts = CellContexts(document.blocks, index_tables(document.blocks)[0])

    before = contexts.before(_index(document, "高级职称每人一分"))

    assert "商务" in _words(document, before)


def test_after_is_the_inverse_of_before(document: Document) -> None:
    """What a head or label governs is exactly what is seen with it."""
    contexts = CellContexts(document.blocks, index_tables(document.blocks)[0])
    cells = [index for index, block in enumerate(document.blocks) if block.cell is not None]

    pairs = {(head, cell) for cell in cells for head in contexts.before(cell)}

    assert pairs <= {(head, cell) for head in cells for cell in contexts.after(head)}
