"""What a title that the catalogue does not hold claims to be."""

import pytest

from reviewer.citation.titles import Claim, claim_of


@pytest.mark.parametrize(
    ("title", "claim"),
    [
        ("中华人民共和国社会信用法", Claim.STATUTE),
        ("中华人民共和国数字经济促进条例", Claim.STATUTE),
        ("城市更新条例", Claim.STATUTE),
        ("行政程序法", Claim.STATUTE),
        ("中华人民共和国海关监管货物查验办法", Claim.STATE_RULE),
        ("中华人民共和国计量法实施办法", Claim.STATE_RULE),
        ("广东省社会信用条例", Claim.LOCAL),
        ("临江市养犬管理条例", Claim.LOCAL),
        ("深圳经济特区数字经济条例", Claim.LOCAL),
        ("凉山彝族自治州水资源管理条例", Claim.LOCAL),
        ("河南省实施〈中华人民共和国水法〉办法", Claim.LOCAL),
        ("广州市户籍迁入管理规定", Claim.RULE),
        ("税务登记管理办法", Claim.RULE),
        ("企业名称登记实施细则", Claim.RULE),
        ("中国共产党问责条例", Claim.PARTY),
        ("党政领导干部选拔任用工作条例", Claim.PARTY),
        ("中国人民解放军内务条令实施条例", Claim.PARTY),
        ("中华人民共和国药典", Claim.NO_LAW),
        ("中华人民共和国残疾人证", Claim.NO_LAW),
        ("综合评分法", Claim.NO_LAW),
        ("水质总磷的测定钼酸铵分光光度法", Claim.NO_LAW),
        ("孙子兵法", Claim.NO_LAW),
        ("民法典释义", Claim.NO_LAW),
        ("关于加强管理办法衔接的通知", Claim.NO_LAW),
        ("采购合同", Claim.NO_LAW),
        ("投标函", Claim.NO_LAW),
        ("德国民法典", Claim.NO_LAW),
        ("联合国海洋法公约", Claim.NO_LAW),
        ("GB/T 9704党政机关公文格式规则", Claim.NO_LAW),
        ("条例", Claim.NO_LAW),
    ],
)
def test_title_claims_its_rank(title: str, claim: Claim) -> None:
    """By its beginning and its last word."""
    assert claim_of(title) is claim
