"""Masks: what is left of a personal value."""

from __future__ import annotations

import pytest

from reviewer.redaction.masks import mask, mask_name


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("person.id_number", "110105199003075519", "110105********5519"),
        ("person.id_number", "110105 19900307 5519", "110105 ******** 5519"),
        ("person.id_number", "420106650319211", "420106*****9211"),
        ("person.id_number", "110105\n199003075519", "110105\n********5519"),
        ("person.phone", "13800001234", "138****1234"),
        ("person.phone", "+86 138 0000 1234", "+86 138 **** 1234"),
        ("person.phone", "027-87654321", "027-****4321"),
        ("person.bank_card", "6217001234567890123", "6217***********0123"),
        ("person.document_number", "E12345678", "E1*****78"),
        ("person.vehicle_plate", "鄂A7K32M", "鄂A***2M"),
        ("person.email", "lihua@qq.com", "l****@qq.com"),
        ("person.address", "武汉市武昌区中南路街道金桥花园7栋", "武汉市武昌区中南路街道******"),
        ("person.health", "肝癌晚期", "****"),
        ("infrastructure", "10.22.8.16", "10.**.*.**"),
        ("trade_secret", "底价为186万元", "底价为***万元"),
        ("trade_secret", "底价为一百二十万元", "底价为****万元"),
        ("internal.process", "意见不一", "意见不一"),
        ("secret.marking", "机密★3年", "机密★3年"),
        ("credential", "Zwfw@2024", "*********"),
        ("unknown.kind", "张三：1号", "**：**"),
    ],
)
def test_each_kind_has_its_mask(kind: str, value: str, masked: str) -> None:
    """An unknown kind hides everything."""
    assert mask(kind, value) == masked


@pytest.mark.parametrize("value", ["1", "138", "A1", "@", ""])
@pytest.mark.parametrize("kind", ["person.id_number", "person.phone", "person.email", "person.address"])
def test_short_values_are_masked_without_an_error(kind: str, value: str) -> None:
    """A value shorter than what a mask keeps is not shown whole unless it is a single sign."""
    result = mask(kind, value)

    assert len(result) >= len(value)


@pytest.mark.parametrize(("name", "masked"), [("张三", "张*"), ("李小明", "李**"), ("欧阳宁宁", "欧阳**")])
def test_the_surname_of_a_name_stays(name: str, masked: str) -> None:
    """As lists publish names of minors and petitioners."""
    assert mask_name(name) == masked
