"""Marks: secrecy levels, internal matter, drafts; speaking about them is lawful."""

from __future__ import annotations

import pytest

from tests.reviewer.checkers.disclosure import quotes_in


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("机密★3年\n关于安保工作的方案", ["机密★3年"]),
        ("绝密▲长期\n报告", ["绝密▲长期"]),
        ("机　密 ★ 十 年", ["机　密 ★ 十 年"]),
        ("机\n密\n★\n五\n年\n关于防护的请示", ["机\n密\n★\n五\n年"]),
        ("密级：机密　紧急程度：平急", ["机密"]),
        ("（某委发〔2024〕12号，秘密）", ["秘密"]),
        ("秘密\n某市应急力量部署情况", ["秘密"]),
        ("本件密级为机密，保密期限十年。", ["机密"]),
        ("国家秘密的密级分为绝密、机密、秘密三级。", []),
        ("涉密公文分别标注“绝密”“机密”“秘密”。", []),
        ("标志样式为“机密★20年”。", []),
        ("绝密级不超过三十年，机密级不超过二十年。", []),
        ("密级：非密", []),
        ("设立秘密写票处。", []),
    ],
)
def test_a_secrecy_level_is_a_mark_where_it_stands_as_one(text: str, quotes: list[str]) -> None:
    """With ★, behind its label, in the brackets of a cited document, in a line of its own."""
    assert quotes_in(text, "secret.marking") == quotes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("内部资料　注意保存\n第6期", ["内部资料　注意保存"]),
        ("（此件不公开）", ["此件不公开"]),
        ("内部文件，请勿拍照外传", ["内部文件，请勿拍照外传"]),
        ("本材料仅供常委参阅，会后收回。", ["仅供常委参阅，会后收回"]),
        ("公开方式：不予公开", ["不予公开"]),
        ("密码电报　发电等级：特急　某机发6233号", ["密码电报"]),
        ("工作人员不得将内部文件、内部资料带离办公场所。", []),
        ("涉及商业秘密的政府信息不予公开。", []),
        ("内部资料管理制度", []),
        ("（此件主动公开）", []),
    ],
)
def test_internal_marks_fill_their_line_or_brackets(text: str, quotes: list[str]) -> None:
    """The same words within a sentence are a rule about such matter."""
    assert quotes_in(text, "secret.internal_marking") == quotes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("实施细则（讨论稿）", ["讨论稿"]),
        ("（征求意见过程稿，第四次修改）", ["征求意见过程稿"]),
        ("《绿化条例（征求意见稿）》公开征求意见的公告", []),
        ("起草单位应当将讨论稿、送审稿一并归档。", []),
    ],
)
def test_marks_of_drafts_stand_in_brackets(text: str, quotes: list[str]) -> None:
    """A draft for comment is published lawfully."""
    assert quotes_in(text, "internal.process") == quotes
