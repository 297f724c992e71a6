"""Labels at the beginning of a paragraph."""

from __future__ import annotations

import pytest

from reviewer.numbering.labels import LabelStyle, read_label


@pytest.mark.parametrize(
    ("text", "style", "number", "body"),
    [
        ("第十条 申请", LabelStyle.ARTICLE, 10, "申请"),
        ("第十条　申请", LabelStyle.ARTICLE, 10, "申请"),
        ("第十条申请人", LabelStyle.ARTICLE, 10, "申请人"),
        ("第 十 条 申请", LabelStyle.ARTICLE, 10, "申请"),
        ("第１２条 申请", LabelStyle.ARTICLE, 12, "申请"),
        ("第一条【目的】为", LabelStyle.ARTICLE, 1, "【目的】为"),
        ("第一条：合同标的", LabelStyle.ARTICLE, 1, "合同标的"),
        ("**第一条** 为了", LabelStyle.ARTICLE, 1, "为了"),
        ("第 一 章　总　则", LabelStyle.CHAPTER, 1, "总　则"),
        ("## 第一章　总则", LabelStyle.CHAPTER, 1, "总则"),
        ("第二节 申请", LabelStyle.SECTION, 2, "申请"),
        ("第二部分 合同", LabelStyle.PART, 2, "合同"),
        ("第一分编 通则", LabelStyle.SUBPART, 1, "通则"),
        ("　　（一）甲", LabelStyle.CHINESE_BRACKETED, 1, "甲"),
        ("(一)甲", LabelStyle.CHINESE_BRACKETED, 1, "甲"),
        ("（ 一 ) 甲", LabelStyle.CHINESE_BRACKETED, 1, "甲"),
        ("㈡甲", LabelStyle.CHINESE_BRACKETED, 2, "甲"),
        ("十一、甲", LabelStyle.CHINESE, 11, "甲"),
        ("一.甲", LabelStyle.CHINESE, 1, "甲"),
        ("1、甲", LabelStyle.ARABIC, 1, "甲"),
        ("1.甲", LabelStyle.ARABIC, 1, "甲"),
        ("１．甲", LabelStyle.ARABIC, 1, "甲"),
        ("1.2024年工作", LabelStyle.ARABIC, 1, "2024年工作"),
        ("（3）甲", LabelStyle.ARABIC_BRACKETED, 3, "甲"),
        ("⑶甲", LabelStyle.ARABIC_BRACKETED, 3, "甲"),
        ("1) 甲", LabelStyle.ARABIC_HALF_BRACKETED, 1, "甲"),
        ("三）甲", LabelStyle.CHINESE_HALF_BRACKETED, 3, "甲"),
        ("㉑甲", LabelStyle.CIRCLED, 21, "甲"),
        ("2.3.1 资质", LabelStyle.DECIMAL, 1, "资质"),
        ("Ⅳ、甲", LabelStyle.ROMAN, 4, "甲"),
        ("IV. 甲", LabelStyle.ROMAN, 4, "甲"),
        ("b.甲", LabelStyle.LETTER, 2, "甲"),
        ("（c）甲", LabelStyle.LETTER_BRACKETED, 3, "甲"),
        ("\ufeff第一条 为了", LabelStyle.ARTICLE, 1, "为了"),
    ],
)
def test_label_is_read(text: str, style: LabelStyle, number: int, body: str) -> None:
    """Style, ordinal and the text that follows are told apart."""
    label = read_label(text, 0, len(text))

    assert label is not None
    assert (label.style, label.number, text[label.body :]) == (style, number, body)


@pytest.mark.parametrize(
    "text",
    [
        "第三条的规定执行",
        "第三条规定的条件",
        "第三条、第五条",
        "第三条第二款所称",
        "第三条 第二款规定",
        "第三条修改为：",
        "第三条例",
        "第三章规定的程序，由市人民政府制定。",
        "第一节课",
        "（三）项规定的",
        "（一）、（二）项",
        "2024年1月1日",
        "（2024）12号",
        "1.5万元",
        "12.5%",
        "0.8",
        "三、四月份",
        "三四个企业",
        "",
        "　　",
        "申请人第三条",
    ],
)
def test_a_number_that_is_no_label(text: str) -> None:
    """A paragraph that only speaks of a clause, a year or a measure has no label."""
    assert read_label(text, 0, len(text)) is None


def test_an_inserted_article_says_so() -> None:
    """第十二条之一 is article 12 with insertion 1."""
    label = read_label("第十二条之一 为了", 0, 9)

    assert label is not None
    assert (label.number, label.insertion) == (12, 1)


@pytest.mark.parametrize("text", ["2.3.1 资质", "a.甲", "Ⅱ、甲", "一，甲", "1，甲"])
def test_doubtful_shapes_are_weak(text: str) -> None:
    """Shapes that prose uses too are labels only within a series."""
    label = read_label(text, 0, len(text))

    assert label is not None
    assert label.weak
