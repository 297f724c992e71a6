"""Copies of PDF: nothing lies under the box."""

import numpy as np

from reviewer.document import BoxPlace, Span
from reviewer.extraction import extract
from reviewer.extraction.pdf import render_page
from reviewer.redaction.redact import _streams
from tests.reviewer.extraction.pdf_files import CLAUSES, Sheets, set_pages
from tests.reviewer.redaction.copies import HELPED, ID, MOBILE, OTHER_ID, copy_of

_PARAGRAPHS = ["关于救助对象的公示", *CLAUSES * 2, HELPED, *CLAUSES * 4]


def test_text_layer_says_the_same_but_for_the_values() -> None:
    """Words, order and pages stay; the copy can be searched and reviewed."""
    original = set_pages(_PARAGRAPHS)

    copy = copy_of(original, "公示.pdf")

    before, after = extract(original, "公示.pdf"), extract(copy.data, "公示.pdf")
    masked = before.text.replace(ID, "420106********3311").replace(MOBILE, "138****8000")
    assert "".join(after.text.split()) == "".join(masked.split())
    assert after.pages == before.pages
    assert copy.clean


def test_no_stream_of_the_copy_holds_a_value() -> None:
    """Neither text nor properties nor what is left of the old page."""
    sheets = Sheets()
    sheets.canvas.setTitle(f"李秀梅{ID}")
    sheets.put(f"身份证号{ID}", 80, 100)
    sheets.next_page()

    copy = copy_of(sheets.done(), "公示.pdf")

    assert all(
        ID.encode(encoding) not in stream
        for stream in _streams(copy.data)
        for encoding in ("ascii", "utf-16-be", "utf-16-le")
    )
    assert copy.clean


def test_the_place_of_a_value_is_black() -> None:
    """What was hidden cannot be read from the picture either."""
    original = set_pages(_PARAGRAPHS)
    document = extract(original, "公示.pdf")

    copy = copy_of(original, "公示.pdf")

    start = document.text.index(ID) + 6
    (place,) = document.places(Span(start, start + 8))
    assert isinstance(place, BoxPlace)
    picture = np.asarray(render_page(copy.data, place.page, dpi=72).convert("L"))
    left, top, right, bottom = (round(edge) for edge in place.box)
    assert picture[top + 1 : bottom - 1, left + 1 : right - 1].max() < 40


def test_cells_of_a_ruled_table_stay_cells() -> None:
    """The lines of a table lie under the picture, so that its columns are still told apart."""
    sheets = Sheets()
    sheets.centre("救助对象名单", 100)
    sheets.grid((80, 240, 500), (150, 180, 210, 240))
    for row, (name, number) in enumerate([("姓名", "身份证号"), ("李秀梅", ID), ("陈立", OTHER_ID)]):
        sheets.put(name, 90, 157 + 30 * row)
        sheets.put(number, 250, 157 + 30 * row)
    sheets.next_page()

    copy = copy_of(sheets.done(), "名单.pdf")

    after = extract(copy.data, "名单.pdf")
    cells = [after.slice(block.span) for block in after.blocks if block.cell is not None]
    assert cells == ["姓名", "身份证号", "李秀梅", "420106********3311", "陈立", "110105********5512"]
