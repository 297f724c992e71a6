"""Tables of contents, signatures, annexes, and where numbering begins anew."""

from __future__ import annotations

from tests.reviewer.structure.reading import context_of, paths, read

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
    """各区人民政府：, 通知如下： and 制定以下措施： govern no clause."""
    assert context_of(NOTICE, "加强组织领导")[1] == []
    assert context_of("示例通知\n各区人民政府，市各有关单位：\n一、甲。", "甲。")[1] == []
    assert context_of("示例措施\n为支持企业，制定以下措施：\n一、甲。", "甲。")[1] == []


def test_a_signature_in_the_middle_ends_nothing_where_the_numbering_goes_on() -> None:
    """A name and a date between 一、 and 二、 are no end of the document."""
    text = "一、甲\n示例市财政局\n2024年1月1日\n说明文字继续。\n二、乙"

    assert paths(text) == ["一、", "", "", "一、", "二、"]


def test_a_second_series_of_articles_begins_a_new_part() -> None:
    """Two instruments in one file: the paths of the second name it."""
    text = "甲办法\n第一条 子。\n第二条 丑。\n乙办法\n第一条 寅。\n第二条 卯。"

    assert paths(text) == ["", "第一条", "第二条", "", "《乙办法》第一条", "《乙办法》第二条"]


def test_articles_that_begin_again_in_the_next_part_stay_in_one_document() -> None:
    """A contract may number its articles anew in 第二部分."""
    _, outline = read("第一部分 甲\n第一条 子。\n第二条 丑。\n第二部分 乙\n第一条 寅。")

    assert [clause.level for clause in outline.clauses] == [0, 1, 1, 0, 1]


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
