"""Lists within one paragraph."""

from __future__ import annotations

import pytest

from reviewer.numbering.inline import inline_items


def members(text: str) -> list[tuple[str, list[str]]]:
    """Each member with its lead-ins."""
    return [
        (text[item.span.start : item.span.end], [text[lead.start : lead.end] for lead in item.lead_ins])
        for item in inline_items(text)
    ]


def test_members_share_the_sentence_before_the_first() -> None:
    """The last member ends with its sentence; what follows is none of it."""
    text = "第十条 本市鼓励创新。有下列情形之一的，不予支持：（一）失信；（二）外地企业。违反的，责令改正。"

    assert members(text) == [
        ("（一）失信；", ["有下列情形之一的，不予支持："]),
        ("（二）外地企业。", ["有下列情形之一的，不予支持："]),
    ]


def test_members_of_members_see_both_sentences() -> None:
    """Nearest first."""
    text = "申请应当符合：（一）条件：1.甲；2.乙；（二）丙。"

    assert members(text) == [
        ("（一）条件：1.甲；2.乙；", ["申请应当符合："]),
        ("1.甲；", ["条件：", "申请应当符合："]),
        ("2.乙；", ["条件：", "申请应当符合："]),
        ("（二）丙。", ["申请应当符合："]),
    ]


def test_a_list_may_begin_with_the_paragraph() -> None:
    """1.…；2.… without a sentence before it has no lead-in in this paragraph."""
    assert members("1.死亡的；2.失踪的。") == [("1.死亡的；", []), ("2.失踪的。", [])]


@pytest.mark.parametrize(
    "text",
    [
        "按照第十条第（一）项、第（二）项执行。",
        "符合条件：（一）企业。",
        "奖励1.5万元；2.5万元封顶。",
        "2024.1.2；3.4。",
        "第十条 （一）项和（二）项的规定。",
        "",
    ],
)
def test_mentions_and_single_labels_make_no_list(text: str) -> None:
    """A series needs its second member."""
    assert members(text) == []


def test_a_long_line_is_read_whole() -> None:
    """A hundred thousand members, one after the other, are read at once."""
    text = "包括：" + "（一）甲：1.子；2.丑；（二）乙；" * 20_000

    items = inline_items(text)

    assert len(items) == 80_000
