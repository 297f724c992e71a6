"""Administrative divisions."""

from __future__ import annotations

import pytest

from reviewer.structure.divisions import division, find_locality
from reviewer.structure.kinds import GovernmentLevel


@pytest.mark.parametrize(
    ("name", "level", "region"),
    [
        ("广东省财政厅", "province", "440000"),
        ("内蒙古自治区人民政府", "province", "150000"),
        ("北京市商务局", "province", "110000"),
        ("深圳市人民政府办公厅", "city", "440300"),
        ("云南省红河哈尼族彝族自治州人民政府", "city", "532500"),
        ("深圳经济特区外商投资条例", "city", "440300"),
        ("广州市天河区科技局", "county", "440106"),
        ("南浔区人民政府", "county", "330503"),
        ("昆山市人民政府", "county", "320583"),
        ("彭水苗族土家族自治县旅游条例", "county", "500243"),
        ("上海市浦东新区人民政府", "county", "310115"),
        ("广州开发区管委会", "county", "440100"),
        ("佛山市顺德区大良街道办事处", "township", "440606"),
        ("中国（山东）自由贸易试验区条例", "province", "370000"),
        ("示例市人民政府", "city", "示例市"),
        ("示例市样板区人民政府", "county", "示例市样板区"),
        ("样板镇人民政府", "township", "样板镇"),
    ],
)
def test_a_name_tells_level_and_region(name: str, level: str, region: str) -> None:
    """By the divisions that it begins with, else by the form of its name."""
    locality = find_locality(name)

    assert locality is not None
    assert (locality.level, locality.region) == (level, region)


def test_a_county_whose_name_several_share_has_no_code_alone() -> None:
    """鼓楼区 stands in four cities; with its city it is one."""
    alone, within = find_locality("鼓楼区人民政府"), find_locality("南京市鼓楼区人民政府")

    assert alone is not None
    assert within is not None
    assert (alone.region, within.region) == ("鼓楼区", "320106")


@pytest.mark.parametrize(
    "name", ["市场监督管理局", "城市管理局", "国务院办公厅", "各区人民政府", "本市行政区域", "有关县", ""]
)
def test_a_name_without_a_place(name: str) -> None:
    """General words are no places."""
    assert find_locality(name) is None


def test_every_division_lies_in_one_that_is_known() -> None:
    """Counties have a prefecture or a province, prefectures a province; codes are unique."""
    from reviewer.structure.divisions import _table

    table = _table()

    assert len(table.by_code) > 3_100
    for code, each in table.by_code.items():
        assert len(code) == 6
        assert each.name
        assert f"{code[:2]}0000" in table.by_code
    prefectures = [each for each in table.by_code.values() if each.level is GovernmentLevel.CITY]
    assert len(prefectures) == 333


def test_a_code_names_its_division() -> None:
    """The user's region code is looked up."""
    found = division("440300")

    assert found is not None
    assert (found.name, found.level) == ("深圳市", GovernmentLevel.CITY)
    assert division("999999") is None
