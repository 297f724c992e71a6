"""Names of persons in Chinese text, told from words by what borders them."""

from __future__ import annotations

import pytest

from reviewer.language.names import names_in


def names(text: str) -> list[str]:
    """Full names in a text."""
    return [text[each.start : each.end] for each in names_in(text, 0, len(text)) if not each.masked]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("救助对象岳小梅，因病住院", ["岳小梅"]),
        ("村民邱大林系精神病患者", ["邱大林"]),
        ("应聘人员庞月处于孕期", ["庞月"]),
        ("李为民因病去世", ["李为民"]),
        ("信访人冉启明、时玉兰：你们", ["冉启明", "时玉兰"]),
        ("认定贺小军同志所患为工伤", ["贺小军"]),
        ("欧阳宁就读于实验小学", ["欧阳宁"]),
        ("当事人阿依古丽·买买提，女", ["阿依古丽·买买提"]),
        ("村民牛保山突发疾病", ["牛保山"]),
        ("当事人：巴特尔，男，1980年生", ["巴特尔"]),
        ("困难家庭名单：包红旗、车小娟", ["包红旗", "车小娟"]),
        ("岩口村2组肖长根（肢体残疾）", ["肖长根"]),
        ("副局长商雨生，年薪", ["商雨生"]),
        ("房主祁连山，退休医生", ["祁连山"]),
        ("保护、保险、户口、信息、候选、补贴", []),
        ("参加人数：男，女，合计", []),
        ("高血压、方案、任务、成都、白喉", []),
        ("投诉人和与投诉事项有关的当事人", []),
        ("监护人代未成年人开拆、查阅", []),
        ("弘扬和践行诚信文化", []),
        ("王金额、张公司、李街道", []),
        ("患者应当提供真实姓名", []),
    ],
)
def test_full_names_are_told_from_words(text: str, expected: list[str]) -> None:
    """A surname alone proves nothing."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text", ["张某，男", "李某某因病", "王*，女", "赵XX", "患者严老伯来访", "周科长介绍"]
)
def test_hidden_names_are_marked_as_such(text: str) -> None:
    """They name nobody in full."""
    found = list(names_in(text, 0, len(text)))

    assert [each.masked for each in found] == [True]


def test_a_known_fact_borders_a_name() -> None:
    """Where the illness begins, the name before it has ended."""
    text = "女方苏曼梅毒血清试验阳性"
    fact = (text.index("梅毒"), len(text))

    found = [text[each.start : each.end] for each in names_in(text, 0, len(text), [fact])]

    assert found == ["苏曼"]


def test_offsets_are_those_of_the_view() -> None:
    """Only the stretch is read, and places are told in the whole."""
    text = "前言。当事人张建国，男。"
    start = text.index("当事人")

    name = next(names_in(text, start, len(text)))

    assert text[name.start : name.end] == "张建国"
    assert name.role == start
