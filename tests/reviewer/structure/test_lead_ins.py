"""What introduces a paragraph and what stands above it."""

from __future__ import annotations

from reviewer.document import Block, BlockKind, Document, Span, TableCell
from reviewer.structure.clauses import split_clauses
from tests.factories import make_document
from tests.reviewer.structure.reading import context_of, paths, read


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


def test_a_paragraph_far_before_a_new_series_stays_in_its_clause() -> None:
    """Only the paragraph that stands directly before 一、 introduces it."""
    text = "一、甲\n二、乙\n乙的内容。\n乙的补充。\n后记如下：\n一、丙\n二、丁"

    assert paths(text)[2:5] == ["二、", "二、", ""]


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


def test_headings_without_numbers_within_a_clause_end_with_it() -> None:
    """甲方面 and 乙方面 divide 一、; 二、 is not below them."""
    text = (
        "一、任务\n甲方面\n各部门应当加强协作，共同推进有关工作。\n乙方面\n"
        "各单位应当落实责任，按时完成有关工作。\n二、保障\n加强领导。"
    )

    assert context_of(text, "各部门")[2] == ["甲方面", "一、任务"]
    assert context_of(text, "各单位")[2] == ["乙方面", "一、任务"]
    assert context_of(text, "加强领导")[2] == ["二、保障"]


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
