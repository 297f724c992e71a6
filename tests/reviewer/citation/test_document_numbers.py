"""Document and order numbers, well and badly written."""

import pytest

from reviewer.citation.document_numbers import NumberFault, find_faulty_numbers, find_orders


@pytest.mark.parametrize(
    ("text", "quote", "faults", "right"),
    [
        ("按照国办发[2018]37号", "国办发[2018]37号", [NumberFault.BRACKETS], "国办发〔2018〕37号"),
        ("按照国办发【2018】37号", "国办发【2018】37号", [NumberFault.BRACKETS], "国办发〔2018〕37号"),
        ("根据临府办（2026）5号", "临府办（2026）5号", [NumberFault.BRACKETS], "临府办〔2026〕5号"),
        ("（临府办〔26〕5号）", "临府办〔26〕5号", [NumberFault.YEAR], "临府办〔2026〕5号"),
        ("（临府办〔1998〕005号）", "临府办〔1998〕005号", [NumberFault.PADDING], "临府办〔1998〕5号"),
        ("（临府办〔2026〕第5号）", "临府办〔2026〕第5号", [NumberFault.SIGN], "临府办〔2026〕5号"),
        ("（临府办〔2026〕5）", "临府办〔2026〕5", [NumberFault.MARK], "临府办〔2026〕5号"),
        (
            "（临府办[2026]第05号）",
            "临府办[2026]第05号",
            [NumberFault.BRACKETS, NumberFault.PADDING, NumberFault.SIGN],
            "临府办〔2026〕5号",
        ),
        (
            "（临府办〔二〇二六〕5号）",
            "临府办〔二〇二六〕5号",
            [NumberFault.CHINESE_YEAR],
            "临府办〔2026〕5号",
        ),
        ("国务院令〔2024〕第783号", "国务院令〔2024〕第783号", [NumberFault.ORDER], "国务院令第783号"),
        ("根据国务院令783号", "国务院令783号", [NumberFault.ORDER_SIGN], "国务院令第783号"),
        ("（商务部令第12）", "商务部令第12", [NumberFault.MARK], "商务部令第12号"),
        ("转发的粤府办[2026]5号", "粤府办[2026]5号", [NumberFault.BRACKETS], "粤府办〔2026〕5号"),
    ],
)
def test_bad_number_is_mended(text: str, quote: str, faults: list[NumberFault], right: str) -> None:
    """What is wrong, and how it is written."""
    found = list(find_faulty_numbers(text))

    assert [(text[f.start : f.end], list(f.faults), f.right) for f in found] == [(quote, faults, right)]


@pytest.mark.parametrize(
    "text",
    [
        "国办发〔2018〕37号",
        "财税字〔1995〕48号",
        "（2023）粤03民终1234号",
        "二期（2024）3号线",
        "附件（2026）",
        "见[3]第12页",
        "项目编号[2024]15号",
        "国家税务总局公告2013年第65号",
        "国务院令第783号",
        "国家保密局令2025年第1号",
        "部令3日内送达",
        "GB/T 9704-2012",
    ],
)
def test_what_is_well_written_or_no_number_is_left_alone(text: str) -> None:
    """Court cases, tube lines, references and proper numbers."""
    assert list(find_faulty_numbers(text)) == []


def test_order_numbers_are_found_by_their_issuer() -> None:
    """Of the State Council and of local governments."""
    text = "依照国务院令第722号和深圳市人民政府令第368号、粤府令第277号办理，口令第5号除外。"

    assert [text[start:end] for start, end in find_orders(text)] == [
        "国务院令第722号",
        "深圳市人民政府令第368号",
        "粤府令第277号",
    ]
