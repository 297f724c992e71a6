"""Labels: the nearest word beside a number says what it is."""

from __future__ import annotations

import pytest

from reviewer.identifiers.labels import Label, first_label, last_label


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("公民身份号码：", Label.ID_CARD),
        ("身份证件：居民身份证", Label.ID_CARD),
        ("原身份证号为", Label.ID_CARD),
        ("身份证复印件1份，电话", Label.PHONE),
        ("监护人电话：13677889900/", Label.PHONE),
        ("参保人聂芸的社会保障卡卡号为", Label.SOCIAL_CARD),
        ("社保个人编号", Label.SOCIAL_CARD),
        ("邮储银行卡号：", Label.BANK),
        ("一卡通账号：", Label.BANK),
        ("往来港澳通行证号", Label.EXIT_PERMIT),
        ("发票代码042002300111，发票号码", Label.OTHER),
        ("统一社会信用代码：", Label.OTHER),
        ("资产编号", Label.OTHER),
        ("户主", None),
        ("身份证丢失后应当及时申请补办", None),
    ],
)
def test_the_nearest_label_counts(before: str, label: Label | None) -> None:
    """Words that stand too far before the number say nothing of it."""
    assert last_label(before) is label


@pytest.mark.parametrize(("head", "label"), [("身份证号码", Label.ID_CARD), ("金额（元）", None)])
def test_a_column_head_is_a_label(head: str, label: Label | None) -> None:
    """A list says once what a column holds."""
    assert first_label(head) is label
