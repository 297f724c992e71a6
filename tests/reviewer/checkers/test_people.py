"""Facts about named persons: health, minors, profiles, home addresses."""

from __future__ import annotations

import pytest

from tests.reviewer.checkers.disclosure import findings_in, quotes_in


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("救助对象岳小梅，因患尿毒症长期住院。", ["尿毒症"]),
        ("肝癌患者连翠花申请救助。", ["肝癌"]),
        ("裘国良，直肠癌术后；柏素珍，类风湿关节炎。", ["直肠癌", "类风湿关节炎"]),
        ("张建国患肝癌、李秀英患白血病。", ["肝癌", "白血病"]),
        ("姓名\t健康状况\n甘永福\t尿毒症\n喻兰\t良好", ["尿毒症"]),
        ("患者张某，诊断为糖尿病。", []),
        ("患有尿毒症的低保对象可以申请救助。", []),
        ("王丽华主任医师擅长糖尿病诊治。", []),
        ("健康状况\t人数\n糖尿病\t120", []),
    ],
)
def test_an_illness_is_reported_with_a_full_name_only(text: str, quotes: list[str]) -> None:
    """Rules about patients, physicians and hidden names pass."""
    assert quotes_in(text, "person.health") == quotes


def test_the_message_on_health_names_neither_person_nor_illness() -> None:
    """Both are masked."""
    (finding,) = findings_in("救助对象岳小梅，因患尿毒症长期住院。", "person.health")

    assert "岳小梅" not in finding.message
    assert "尿毒症" not in finding.message
    assert "岳**" in finding.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("晏小宇就读于城关镇第二小学三年级（2）班。", True),
        ("困境儿童兰雨欣（2016年9月出生）由祖母抚养。", True),
        ("被害人季某某，12岁，系东风路小学学生。", True),
        ("学生姓名\t班级\n欧阳宁\t五（3）班", True),
        ("未成年人季某某，13岁，已送回家中。", False),
        ("村民李大山，56岁，在村小学做保安。", False),
        ("三年级（2）班班主任教师张敏获评先进。", False),
        ("不满十四周岁的未成年人的个人信息属于敏感个人信息。", False),
        ("张丽，2013年9月出生，就读于某校。", True),
        ("张丽，1992年9月出生，就读于某校。", False),
    ],
)
def test_a_minor_is_told_by_name_with_school_class_or_age(text: str, found: bool) -> None:
    """A hidden name needs school or class and one fact more."""
    assert bool(findings_in(text, "person.minor")) is found


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("信访人冉启明、时玉兰：你们反映的问题收悉。", ["冉启明、时玉兰"]),
        ("马卫东：\n你提交的政府信息公开申请收悉。", ["马卫东"]),
        ("古大力曾因盗窃被判处有期徒刑一年。", ["古大力曾因盗窃被判处有期徒刑"]),
        ("方淑珍同志：\n您4月17日来信反映的问题已核实。", ["方淑珍"]),
        ("转来的信件署名退休教师甘霖。", ["甘霖"]),
        ("因车祸截肢、妻子改嫁的村民应传根申请救助。", ["改嫁的村民应传根"]),
        ("姓名\t婚姻状况\n甘永福\t离异", ["离异"]),
        ("谢文斌，男，1975年6月生，现任县教育局局长，拟任县文旅局局长。", []),
        ("任命张建国为县财政局局长。", []),
        ("信访人应当提供真实姓名。", []),
        ("当事人张某曾因盗窃被判处有期徒刑。", []),
    ],
)
def test_a_name_is_reported_with_what_exposes_its_bearer(text: str, quotes: list[str]) -> None:
    """Officials in office are named lawfully; petitioners and ex-convicts are not."""
    assert quotes_in(text, "person.profile") == quotes


def test_birth_and_sex_are_told_beside_the_identity_number() -> None:
    """They would give back what a mask takes from the number."""
    text = "当事人：熊志强，男，1987年5月15日出生，公民身份号码：360102198705156175"

    assert [finding.kind for finding in findings_in(text)] == ["person.profile", "person.id_number"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "家庭住址：武汉市丁字桥路55号金桥花园7栋1单元1203室。",
            ["武汉市丁字桥路55号金桥花园7栋1单元1203室"],
        ),
        ("反映人住址：恩施市龙凤镇双堰塘村6组12号", ["恩施市龙凤镇双堰塘村6组12号"]),
        ("我住在光明小区3栋2单元501，太吵。", ["光明小区3栋2单元501"]),
        ("姓名\t现居住地\n邢燕\t珞狮路悦湖名邸9栋2304室", ["珞狮路悦湖名邸9栋2304室"]),
        ("办公地址：沿江大道188号市民之家3楼302室。", []),
        ("某科技公司，住所：光谷大道77号A3栋1501室，法定代表人：周立。", []),
        ("家庭住址：中南路街道百瑞景社区。", []),
        ("家庭住址：金桥花园*栋*单元。", []),
        ("清溪乡岩口村2组肖长根领取救助金。", ["清溪乡岩口村2组"]),
        ("廖德厚，住白鹭镇老街34号附1号。", ["白鹭镇老街34号附1号"]),
        ("我局派员到锦绣家园二期9号楼2单元702室核实。", ["锦绣家园二期9号楼2单元702室"]),
        ("建设项目位于石桥镇龙潭村3组，占地20亩。", []),
        ("信函请寄花溪路19号，邮编550025。", []),
        ("小区3号楼2单元加装电梯工程施工许可已核发。", []),
    ],
)
def test_a_home_address_leads_to_a_door(text: str, quotes: list[str]) -> None:
    """Addresses of offices and companies, and those that end at the community, are lawful."""
    assert quotes_in(text, "person.address") == quotes
