"""The clause tree and the context of each block."""

from __future__ import annotations

import time

import pytest

from reviewer.document import Block, BlockKind, Document, Span, TableCell
from reviewer.structure.clauses import split_clauses
from reviewer.structure.outline import ClauseUnit, Outline
from tests.factories import make_document


def read(text: str) -> tuple[Document, Outline]:
    """A document, one block a line, and its outline."""
    document = make_document(text)
    return document, split_clauses(document)


def paths(text: str) -> list[str]:
    """The path of every block."""
    return [context.path for context in read(text)[1].contexts]


def context_of(text: str, quote: str) -> tuple[str, list[str], list[str]]:
    """Path, lead-ins and headings at a quote."""
    document, outline = read(text)
    context = outline.context_at(document, document.text.index(quote))
    return (
        context.path,
        [document.slice(span) for span in context.lead_ins],
        [document.slice(span).strip() for span in context.headings],
    )


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


CONTENTS = """示例市招标文件
目　录
第一章 招标公告……………1
第二章 投标人须知…………5
第三章 合同…………………20
第一章 招标公告
一、项目概况
第二章 投标人须知
第三章 合同"""


def test_a_table_of_contents_holds_no_clause() -> None:
    """Its entries have no path; the chapters stand once."""
    _, outline = read(CONTENTS)

    assert outline.contents == frozenset({1, 2, 3, 4})
    assert [clause.label for clause in outline.clauses] == ["第一章", "一、", "第二章", "第三章"]
    assert [context.path for context in outline.contexts][:6] == ["", "", "", "", "", "第一章"]


def test_a_catalogue_named_contents_keeps_its_entries() -> None:
    """目录 without page numbers and without a second occurrence of its entries is a heading."""
    assert paths("目录\n一、许可事项\n二、备案事项")[1:] == ["一、", "二、"]


NOTICE = """示例市人民政府关于印发《示例市企业奖补办法》的通知
各区人民政府，市政府各部门：
现将《示例市企业奖补办法》印发给你们，有关事项通知如下：
一、加强组织领导。
二、做好政策宣传。
附件：1.示例市企业奖补办法
2.奖补申请表
示例市人民政府
2024年3月1日
（此件公开发布）
示例市企业奖补办法
第一条 为了奖补企业，制定本办法。
第二条 符合条件的企业可以申请。
附件2
奖补申请表
一、企业名称
二、申请金额"""


def test_each_part_of_a_document_has_a_numbering_of_its_own() -> None:
    """The notice, the annexed instrument and the second annex begin anew; doubtful paths name the annex."""
    document, outline = read(NOTICE)

    found = [context.path for context in outline.contexts]

    assert found[3:5] == ["一、", "二、"]
    assert found[11:13] == ["第一条", "第二条"]
    assert found[13:] == ["附件2", "附件2", "附件2一、", "附件2二、"]
    assert [document.slice(span) for span in outline.annexes] == ["示例市企业奖补办法", "奖补申请表"]


def test_signature_and_notes_after_the_text_belong_to_no_clause() -> None:
    """The list of annexes, the names, the date and 此件公开发布 have no path."""
    document, outline = read(NOTICE)

    assert [context.path for context in outline.contexts][5:10] == [""] * 5
    (signature,) = outline.signatures
    assert [document.slice(name) for name in signature.names] == ["示例市人民政府"]
    assert document.slice(signature.date) == "2024年3月1日"


def test_a_form_of_address_and_an_announcement_introduce_nothing() -> None:
    """各区人民政府： and 通知如下： govern no clause."""
    assert context_of(NOTICE, "加强组织领导")[1] == []


def test_a_second_series_of_articles_begins_a_new_part() -> None:
    """Two instruments in one file: the paths of the second name it."""
    text = "甲办法\n第一条 子。\n第二条 丑。\n乙办法\n第一条 寅。\n第二条 卯。"

    assert paths(text) == ["", "第一条", "第二条", "", "《乙办法》第一条", "《乙办法》第二条"]


def test_articles_that_begin_again_in_the_next_part_stay_in_one_document() -> None:
    """A contract may number its articles anew in 第二部分."""
    _, outline = read("第一部分 甲\n第一条 子。\n第二条 丑。\n第二部分 乙\n第一条 寅。")

    assert [clause.level for clause in outline.clauses] == [0, 1, 1, 0, 1]


def test_members_within_one_paragraph_have_contexts_of_their_own() -> None:
    """Each member of …：（一）…；（二）…。 is governed by the sentence before the first."""
    text = (
        "第一条 甲。\n第二条 有下列情形之一的，不予支持：（一）失信企业；（二）外地企业。违反的，责令改正。"
    )
    document, outline = read(text)

    assert context_of(text, "外地企业")[:2] == ("第二条第（二）项", ["有下列情形之一的，不予支持："])
    assert context_of(text, "违反的")[:2] == ("第二条", [])
    assert outline.contexts[1].path == "第二条"
    assert [document.slice(inner.span) for inner in outline.inner] == [
        "（一）失信企业；",
        "（二）外地企业。",
        "违反的，责令改正。",
    ]


def test_a_text_that_lost_its_line_breaks_is_still_divided() -> None:
    """Chapters, articles and 款 are found within one long paragraph."""
    filler = "支持企业发展，" * 60
    text = (
        f"第一章 总则　　第一条 为了发展，制定本办法。　　第二条 {filler}制定措施。　　另有规定的除外。"
        "　　第三条 自印发之日起施行。"
    )

    assert context_of(text, "另有规定")[0] == "第二条第二款"
    assert context_of(text, "自印发")[0] == "第三条"
    assert context_of(text, "自印发")[2] == ["第一章 总则"]


def test_unnumbered_members_are_governed_by_the_sentence_before_them() -> None:
    """Lines that end with ； after 下列企业： share it; the paragraph after 。 does not."""
    text = "第一条 对下列企业给予奖励：\n高新技术企业；\n专精特新企业。\n其他企业不予奖励。"

    assert context_of(text, "专精特新")[1] == ["对下列企业给予奖励："]
    assert context_of(text, "其他企业")[1] == []


def test_a_paragraph_between_two_items_belongs_to_the_first() -> None:
    """What stands between （一） and （二） explains （一）."""
    assert paths("第一条 条件：\n（一）甲。\n甲的说明。\n（二）乙。\n后续规定。") == [
        "第一条第一款",
        "第一条第一款第（一）项",
        "第一条第一款第（一）项",
        "第一条第一款第（二）项",
        "第一条第二款",
    ]


def test_a_caption_ends_the_list_of_the_caption_before() -> None:
    """申请材料： after the conditions is no part of the last condition."""
    text = "1、创业补贴\n申请条件：\n（1）本市企业。\n（2）正常经营。\n申请材料：营业执照。"

    assert context_of(text, "营业执照")[:2] == ("1", [])
    assert context_of(text, "正常经营")[1] == ["申请条件："]


def test_headings_without_numbers_govern_what_follows() -> None:
    """A short line between texts, and a heading of the source, stand above their paragraphs."""
    text = (
        "示例市政策简介\n本市出台政策，支持企业发展壮大、提质增效。\n存在的问题\n"
        "一些地方要求企业必须在本地注册，影响了公平竞争。\n一、甲\n乙。"
    )

    assert context_of(text, "一些地方")[2] == ["存在的问题"]
    assert context_of(text, "乙。")[2] == ["一、甲", "存在的问题"]


def test_a_run_in_heading_stands_above_the_paragraphs_of_its_clause() -> None:
    """（一）加强监管。… begins with its heading."""
    text = "一、重点任务\n（一）加强监管。各部门要履行职责。\n发现问题要及时处理。"

    assert context_of(text, "发现问题")[2] == ["（一）加强监管", "一、重点任务"]


def test_cells_are_governed_by_the_clause_around_their_table() -> None:
    """A table has no clauses of its own; its cells share the lead-in of the paragraph before it."""
    text = "第一条 奖励标准如下：\n（一）企业\t十万元\n第二条 乙。"
    document = make_document(text)
    first, second, third = document.blocks
    middle = second.span.start + text[second.span.start :].index("\t")
    cells = (
        Block(
            span=Span(second.span.start, middle),
            kind=BlockKind.CELL,
            cell=TableCell(table=0, row=0, column=0),
        ),
        Block(
            span=Span(middle + 1, second.span.end),
            kind=BlockKind.CELL,
            cell=TableCell(table=0, row=0, column=1),
        ),
    )
    document = Document(name="t", text=text, blocks=(first, *cells, third), digest="0")

    outline = split_clauses(document)

    assert [context.path for context in outline.contexts] == ["第一条", "第一条", "第一条", "第二条"]
    assert [document.slice(span) for span in outline.contexts[2].lead_ins] == ["奖励标准如下："]


@pytest.mark.parametrize(
    "text", ["", " ", "第", "\n\n\n", "（", "1.", "目录", "附件", "2024年1月1日", "一、"]
)
def test_a_text_with_almost_nothing_has_an_outline(text: str) -> None:
    """No input is too small."""
    document, outline = read(text)

    assert len(outline.contexts) == len(document.blocks)


def test_time_grows_with_the_text_only() -> None:
    """Ten times the text takes at most some fifteen times as long, for every shape that could nest."""
    for piece in (
        ARTICLES,
        NOTICE,
        "1.甲；2.乙：（1）丙；（2）丁。" * 9,
        "示例市财政局\n2024年1月1日\n",
        "附件1\n",
        "第一条 ",
    ):
        small, large = make_document((piece + "\n") * 40), make_document((piece + "\n") * 400)

        assert _seconds(large) < 15 * _seconds(small) + 0.05


def _seconds(document: Document) -> float:
    def once() -> float:
        start = time.process_time()
        split_clauses(document)
        return time.process_time() - start

    return min(once() for _ in range(3))


def test_paragraphs_of_one_cell_are_governed_by_its_own_sentence() -> None:
    """A list within a cell opens no clause, but its members see what introduces them there."""
    lines = ["评分标准", "1.下列情形不得分：", "（1）逾期；", "（2）造假。", "2.其他", "备注"]
    text = "第一条 见下表。\n" + "\n".join(lines)
    document = make_document(text)
    first, *rest = document.blocks
    cells = [
        Block(span=block.span, kind=BlockKind.CELL, cell=TableCell(table=0, row=0, column=column))
        for block, column in zip(rest, (0, 1, 1, 1, 1, 2), strict=True)
    ]
    document = Document(name="t", text=text, blocks=(first, *cells), digest="0")

    outline = split_clauses(document)

    lead_ins = [[document.slice(span) for span in context.lead_ins] for context in outline.contexts]
    assert lead_ins == [[], [], [], ["下列情形不得分："], ["下列情形不得分："], [], []]
    assert [clause.label for clause in outline.clauses] == ["第一条"]


def test_contents_with_one_blank_before_the_page_number() -> None:
    """As Word's tabulators leave them."""
    text = "目 录\n第一章 引言 6\n1.1 目的 6\n第一章 引言\n1.1 目的\n说明目的。"

    assert paths(text) == ["", "", "", "第一章", "第一章1.1", "第一章1.1"]


def test_an_annex_named_before_its_own_heading_is_an_entry_of_the_list() -> None:
    """附件：… and then 附件 alone: the first is the list, the second begins the annex."""
    document, outline = read("第一条 甲。\n附件：示例表\n附件\n示例表\n一、栏目")

    assert [document.slice(span) for span in outline.annexes] == ["示例表"]
    assert [context.path for context in outline.contexts] == ["第一条", "", "附件", "附件", "一、"]


def test_a_closing_sentence_after_the_last_section_stands_for_itself() -> None:
    """本通知自…起执行 is no part of 二、."""
    assert paths("一、甲\n（一）子\n二、乙\n本通知自印发之日起执行。") == ["一、", "一、（一）", "二、", ""]
