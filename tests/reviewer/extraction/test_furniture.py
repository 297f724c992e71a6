"""Running heads, running feet and page numbers stay out of the text; marks and letterheads stay in."""

from __future__ import annotations

import pytest

from reviewer.document import BlockKind
from tests.reviewer.extraction.pdf_files import LEFT, TOP, Sheets, blocks_of, read, set_pages

CLAUSE = (
    "各有关单位应当按照职责分工，加强协作配合，及时研究解决工作中遇到的问题，重大事项按程序报告，"
    "确保各项任务落到实处，并于每季度末将工作进展情况报送市推进工作领导小组办公室。"
)
CLAUSES = [f"第{number}条　{CLAUSE}" for number in "一二三四五六七八九"] * 3


@pytest.mark.parametrize(
    "style",
    [
        "— {0} —",
        "- {0} -",
        "—{0}—",
        "·{0}·",
        "{0}",
        "第{0}页",
        "第 {0} 页 共 {1} 页",
        "{0}/{1}",
        "{0} / {1}",
        "Page {0} of {1}",
    ],
)
def test_page_numbers_are_furniture(style: str) -> None:
    """However pages are counted at the foot, the sentence goes on over it."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.centre(style.format(page, 4), 780, 14)

    document = read(set_pages(CLAUSES, furnish=furnish))

    assert blocks_of(document) == CLAUSES


@pytest.mark.parametrize("numerals", [("i", "ii", "iii", "iv", "v", "vi")])
def test_roman_page_numbers_are_furniture(numerals: tuple[str, ...]) -> None:
    """Front matter counts in small Roman numbers."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.centre(numerals[page - 1], 780, 12)

    document = read(set_pages(CLAUSES, furnish=furnish))

    assert blocks_of(document) == CLAUSES


def test_the_number_on_one_page_is_furniture() -> None:
    """A file of one page has nothing to repeat; its decorated number is known by itself."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.centre(f"— {page} —", 780, 14)

    document = read(set_pages([CLAUSE], furnish=furnish))

    assert blocks_of(document) == [CLAUSE]


def test_running_heads_are_furniture_and_may_count() -> None:
    """A head that repeats, with figures that change, is left out on all pages, the first included."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.put("海州市规范性文件汇编", LEFT, 50, 10)
        sheets.put(f"2026年第{page + 6}期", 440, 50, 10)

    document = read(set_pages(CLAUSES, furnish=furnish))

    assert blocks_of(document) == CLAUSES


def test_heads_of_left_and_right_pages_are_furniture() -> None:
    """Left and right pages may have heads of their own."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.centre("海州市人民政府公报" if page % 2 else "市政府文件", 50, 10)

    document = read(set_pages(CLAUSES * 2, furnish=furnish))

    assert blocks_of(document) == CLAUSES * 2


def test_a_number_that_does_not_count_pages_stays() -> None:
    """A bare figure at the foot of one page is text."""
    sheets = Sheets()
    sheets.put("合计数为：", LEFT, TOP)
    sheets.put("85", LEFT, 790)
    sheets.next_page()
    sheets.put("以上。", LEFT, TOP)

    document = read(sheets.done())

    assert "85" in blocks_of(document)


def test_letterhead_and_marks_of_page_one_stay() -> None:
    """What stands once at the top of the first page is the document's own: 份号、密级、红头、文号."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.centre(f"— {page} —", 780, 14)
        if page == 1:
            sheets.put("000001", LEFT, 40, 14)
            sheets.put("机密★1年", LEFT, 60)
            sheets.put("特急", LEFT, 80)

    document = read(set_pages(["海州市人民政府文件", *CLAUSES], furnish=furnish))

    assert blocks_of(document)[:4] == ["000001", "机密★1年", "特急", "海州市人民政府文件"]


def test_a_letterhead_on_every_page_stays() -> None:
    """Large type is no running head: several letters bound together keep their names."""
    sheets = Sheets()
    for number in range(3):
        sheets.centre("海州市人民政府办公室", 40, 36)
        sheets.put(f"第{number}件正文内容，请遵照执行。", LEFT, 200)
        sheets.next_page()

    document = read(sheets.done())

    assert blocks_of(document).count("海州市人民政府办公室") == 3


def test_a_mark_of_secrecy_that_runs_along_is_kept_once() -> None:
    """The review must see the mark; once is enough, and it cuts no sentence."""

    def furnish(sheets: Sheets, page: int) -> None:
        sheets.put("内部文件 注意保存", LEFT, 50, 10)

    document = read(set_pages(CLAUSES, furnish=furnish))

    headers = [block for block in document.blocks if block.kind is BlockKind.HEADER]
    assert [document.slice(block.span) for block in headers] == ["内部文件 注意保存"]
    assert [text for text in blocks_of(document) if text != "内部文件 注意保存"] == CLAUSES


def test_the_address_that_a_browser_prints_is_furniture() -> None:
    """A web page printed to PDF carries its address beside the page number."""
    sheets = Sheets()
    sheets.put("关于开展专项检查的通告", LEFT, TOP)
    sheets.put("https://www.example.cn/notice/12.html", LEFT - 40, 815, 8)
    sheets.put("1/1", 540, 815, 8)

    document = read(sheets.done())

    assert blocks_of(document) == ["关于开展专项检查的通告"]


def test_footnotes_stand_after_the_paragraph() -> None:
    """Small print at the foot of a page is a footnote and cuts no sentence."""

    def furnish(sheets: Sheets, page: int) -> None:
        if page == 1:
            sheets.put("① 数据来源于市统计局二〇二五年统计公报。", LEFT, 760, 10)

    document = read(set_pages(CLAUSES, furnish=furnish))

    notes = [document.slice(block.span) for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == ["① 数据来源于市统计局二〇二五年统计公报。"]
    assert [text for text in blocks_of(document) if text not in notes] == CLAUSES


def test_an_outline_number_at_the_top_is_no_page_number() -> None:
    """A heading that begins a page is text."""
    document = read(set_pages([*CLAUSES[:3], "一、工作目标", *CLAUSES[3:]]))

    assert "一、工作目标" in blocks_of(document)
