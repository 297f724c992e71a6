"""The clause tree and the context of each block."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.structure.outline import ClauseUnit
from reviewer.structure.parts import read_profile
from tests.reviewer.structure.reading import context_of, paths, read

ARTICLES = """示例市企业服务办法

第一章　总　则
第一条　为了服务企业，制定本办法。
第二条　本市行政区域内的企业，适用本办法。
外地企业依照本办法享受同等待遇。
第二章　支持措施
第三条　有下列情形之一的，不予支持：
（一）被列入失信名单的；
（二）提供下列虚假材料的：
1.财务报表；
2.资质证书；
（三）法律、法规规定的其他情形。
前款规定的情形消失后，可以重新申请。
（一）重新申请应当书面提出；
（二）重新申请不收费。
第十二条之一　本条后来增加。
第十三条　本办法自2024年1月1日起施行。"""


def test_articles_have_paths_with_paragraphs_counted() -> None:
    """款 are counted where an article has more than one; items stand under their 款."""
    assert paths(ARTICLES)[1:] == [
        "第一章",
        "第一条",
        "第二条第一款",
        "第二条第二款",
        "第二章",
        "第三条第一款",
        "第三条第一款第（一）项",
        "第三条第一款第（二）项",
        "第三条第一款第（二）项第1目",
        "第三条第一款第（二）项第2目",
        "第三条第一款第（三）项",
        "第三条第二款",
        "第三条第二款第（一）项",
        "第三条第二款第（二）项",
        "第十二条之一",
        "第十三条",
    ]


def test_a_subitem_sees_every_lead_in_above_it_nearest_first() -> None:
    """A 目 is governed by the sentence of its item and by that of the article."""
    _, lead_ins, headings = context_of(ARTICLES, "财务报表")

    assert lead_ins == ["提供下列虚假材料的：", "有下列情形之一的，不予支持："]
    assert headings == ["第二章　支持措施"]


def test_a_paragraph_after_the_items_is_not_governed_by_their_lead_in() -> None:
    """A new 款 begins; its own items have its own sentence."""
    assert context_of(ARTICLES, "前款规定")[1] == []
    assert context_of(ARTICLES, "书面提出")[1] == ["前款规定的情形消失后，可以重新申请。"]


def test_a_number_far_from_its_series_is_no_label() -> None:
    """30. after 2. stands where a line was broken."""
    assert paths("一、甲\n1.子。\n2.丑。\n30.这一行由断行产生。")[-1] == "一、2"


def test_clauses_know_their_unit_parent_and_span() -> None:
    """The tree holds chapters, articles, items and sub-items, each within its parent."""
    document, outline = read(ARTICLES)

    units = [clause.unit for clause in outline.clauses]

    assert units.count(ClauseUnit.CHAPTER) == 2
    assert units.count(ClauseUnit.ARTICLE) == 5
    assert units.count(ClauseUnit.ITEM) == 5
    assert units.count(ClauseUnit.SUBITEM) == 2
    for clause in outline.clauses:
        if clause.parent is not None:
            parent = outline.clauses[clause.parent]
            assert clause.span in parent.span
            assert clause.level > parent.level
    third = next(clause for clause in outline.clauses if clause.label == "第三条")
    assert document.slice(third.span).endswith("重新申请不收费。")


LEVELS = {
    "一、总则\n（一）甲\n1.子\n（1）丑\n①寅\n2.卯\n（二）乙\n二、附则": (
        "一、|一、（一）|一、（一）1|一、（一）1.（1）|一、（一）1.（1）①|一、（一）2|一、（二）|二、"
    ),
    "1.甲\n（1）子\n（2）丑\n2.乙\n（1）寅\n3.丙": "1|1.（1）|1.（2）|2|2.（1）|3",
    "（1）甲\n1.子\n2.丑\n（2）乙\n1.寅\n（3）丙": "（1）|（1）1|（1）2|（2）|（2）1|（3）",
    "一、甲\n（一）子\n（二）丑\n二、乙\n（三）寅\n（四）卯\n三、丙": (
        "一、|一、（一）|一、（二）|二、|二、（三）|二、（四）|三、"
    ),
    "一、甲\n1.子\n2.丑\n二、乙\n3.寅\n4.卯\n三、丙\n5.辰": "一、|一、1|一、2|二、|二、3|二、4|三、|三、5",
    "1 总体\n1.1 目标\n1.2 原则\n1.2.1 公开\n1.2.2 公平\n2.1 甲\n2.2 乙": "|1.1|1.2|1.2.1|1.2.2|2.1|2.2",
    "第一章 须知\n1 总体\n1.1 目标\n1.1.1 公开\n2 资格\n2.1 甲\n2.2 乙": (
        "第一章|第一章1|第一章1.1|第一章1.1.1|第一章2|第一章2.1|第一章2.2"
    ),
    "第一章 总则\n一、甲\n二、乙\n第二章 分则\n三、丙": "第一章|第一章一、|第一章二、|第二章|第二章三、",
    "一、甲\n第一条 子\n第二条 丑\n二、乙\n第三条 寅\n三、丙": "一、|第一条|第二条|二、|第三条|三、",
    "１．甲\n２．乙\n３．丙": "１|２|３",
    "1、甲\n1.子\n2.丑\n2、乙\n1.寅": "1|1、1|1、2|2|2、1",
    "1、甲\n2.乙\n3、丙": "1|2|3",
    "（3）甲\n4.子\n5.丑\n（4）乙\n6.寅\n7.卯\n（5）丙\n8.辰": (
        "（3）|（3）4|（3）5|（4）|（4）6|（4）7|（5）|（5）8"
    ),
}


@pytest.mark.parametrize(("text", "expected"), LEVELS.items())
def test_levels_follow_the_document(text: str, expected: str) -> None:
    """Which style stands above which is read from how they nest, not from a table."""
    assert paths(text) == expected.split("|")


@pytest.mark.parametrize(
    "line",
    [
        "第三条的规定，另行制定。",
        "第二条第一款所称企业，是指本市企业。",
        "2024年1月1日起设立的企业。",
        "1.5万元以下的奖励。",
        "3.15行动期间不予受理。",
        "（三）项规定的企业。",
        "三、四季度的奖励合并发放。",
        "30、这一行由断行产生。",
    ],
)
def test_a_line_that_begins_with_a_number_in_prose_opens_no_clause(line: str) -> None:
    """It stays a paragraph of the article that it follows."""
    assert paths(f"第一条 为了服务企业，制定本办法。\n第二条 甲。\n{line}")[-1] == "第二条第二款"


LITTLE = (
    "",
    " ",
    "第",
    "第一条",
    "第一条 ：",
    "（一）",
    "\n\n\n",
    "（",
    "1.",
    "目录",
    "附件",
    "2024年1月1日",
    "一、",
)


@pytest.mark.parametrize("text", LITTLE)
def test_a_text_with_almost_nothing_has_an_outline(text: str) -> None:
    """No input is too small."""
    document, outline = read(text)

    assert len(outline.contexts) == len(document.blocks)


PIECES = (
    *"第一二三十百条章节项目款附件目录（）().、：:；;。，《》“”\n\t　 1230ab①②年月日",
    *("第一条 ", "\n第二条 ", "\n（一）", "；（二）", "\n一、", "\n1.", "；2.", "附件1：", "1.1 甲"),
    *("示例市财政局\n", "2024年1月1日\n", "〔2024〕3号\n", "关于印发《某办法》的通知\n", "下列情形："),
    "本办法自2024年1月1日起施行，有效期5年。",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_every_text_has_a_sound_outline(text: str) -> None:
    """Contexts for all blocks, clauses within their parents, lead-ins and members within the text."""
    document, outline = read(text)

    assert len(outline.contexts) == len(document.blocks)
    for index, clause in enumerate(outline.clauses):
        assert 0 <= clause.span.start < clause.span.end <= len(text)
        assert clause.heading in clause.span
        if clause.parent is not None:
            assert clause.parent < index
            assert clause.level > outline.clauses[clause.parent].level
            assert clause.span in outline.clauses[clause.parent].span
    for context in (*outline.contexts, *(inner.context for inner in outline.inner)):
        assert context.clause is None or context.clause < len(outline.clauses)
        for span in (*context.lead_ins, *context.headings):
            assert document.slice(span).strip()
    starts = [inner.span.start for inner in outline.inner]
    assert starts == sorted(starts)
    read_profile(document, outline)
