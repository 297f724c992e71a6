"""Accounts of messengers: by label and column head only."""

import pytest

from tests.reviewer.checkers.disclosure import findings_in, quotes_in

_KIND = "person.social_account"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("联系人代丽，微信号：daili_1990。", ["daili_1990"]),
        ("戈丽娟QQ号码487712093", ["487712093"]),
        ("微信（同QQ）：gelijuan88", ["gelijuan88"]),
        ("姓名\tQQ\n马晓云\t487712093\n何立\t1033457781", ["487712093", "1033457781"]),
    ],
)
def test_account_behind_its_label_is_found(text: str, quotes: list[str]) -> None:
    """The label may have a bracket behind it, or stand over a column."""
    found = findings_in(text, _KIND)

    cells = [text[e.span.start : e.span.end] for f in found for e in f.evidence.elements]
    assert [*(finding.quote for finding in found), *cells] == quotes


@pytest.mark.parametrize(
    "text",
    [
        "QQ工作群：487712093",
        "微信公众号：yunling_gov",
        "微信支付20000元",
        "政务微信50000人关注",
        "扫描微信二维码",
        "QQ：4877*****",
    ],
)
def test_public_channels_and_figures_are_lawful(text: str) -> None:
    """Groups, public accounts, amounts and masked numbers are no person's account."""
    assert quotes_in(text, _KIND) == []
