"""What must come out right on 2026-11-23, one fact after the other."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from corpora.catalogue import FileCatalogue
from reviewer.law import LawStatus

_INTO_THE_CODE = (
    "环境保护法",
    "环境影响评价法",
    "海洋环境保护法",
    "大气污染防治法",
    "水污染防治法",
    "土壤污染防治法",
    "固体废物污染环境防治法",
    "噪声污染防治法",
    "放射性污染防治法",
    "清洁生产促进法",
)
_INTO_THE_CIVIL_CODE = (
    *("合同法", "物权法", "担保法", "婚姻法", "继承法"),
    *("侵权责任法", "收养法", "民法总则", "民法通则"),
)


@pytest.mark.parametrize(
    ("law", "since", "successor"),
    [
        *((law, "2026年8月15日", "《中华人民共和国生态环境法典》") for law in _INTO_THE_CODE),
        *((law, "2021年1月1日", "《中华人民共和国民法典》") for law in _INTO_THE_CIVIL_CODE),
    ],
)
@pytest.mark.parametrize("shape", ["依照《中华人民共和国{}》第五条处理。", "依照{}第五条处理。"])
def test_repealed_law_is_told_with_day_and_successor(
    judge: Callable[..., Any], law: str, since: str, successor: str, shape: str
) -> None:
    """In full and by its bare short title."""
    (verdict,) = [v for v in judge(shape.format(law)).verdicts if v.dismissed is None]

    assert verdict.fault.value == "repealed"
    assert verdict.values["since"] == since
    assert verdict.values["successor"] == successor


@pytest.mark.parametrize("law", _INTO_THE_CODE)
def test_the_code_of_ecology_repealed_ten_laws(law: str, catalogue: FileCatalogue) -> None:
    """Each ended on 2026-08-15 and gave way to 生态环境法典 with 1,242 articles."""
    ended = catalogue.by_short_title(law, date(2026, 11, 23))
    code = catalogue.exact("中华人民共和国生态环境法典", date(2026, 11, 23))

    assert ended is not None
    assert (ended.repealed, ended.superseded_by) == (date(2026, 8, 15), "中华人民共和国生态环境法典")
    assert ended.status(date(2026, 8, 14)) is LawStatus.IN_FORCE
    assert code is not None
    assert code.articles == 1_242


def test_ten_laws_were_in_force_until_the_day_before(judge: Callable[..., Any]) -> None:
    """The same citation is right on 2026-08-14."""
    for law in _INTO_THE_CODE:
        assert judge(f"依照《中华人民共和国{law}》第五条处理。", today=date(2026, 8, 14)).faults() == []


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (
            "根据《立法法》第八十二条，没有法律、行政法规、地方性法规依据，地方政府规章不得设定减损权利的规范。",
            "第九十三条",
        ),
        ("依照《反垄断法》第三十七条，行政机关不得制定含有排除、限制竞争内容的规定。", "第四十五条"),
    ],
)
def test_renumbered_article_is_told_by_its_topic(judge: Callable[..., Any], text: str, new: str) -> None:
    """The old number beside words of its matter."""
    (verdict,) = [v for v in judge(text).verdicts if v.fault.value == "renumbered"]

    assert verdict.values["right_article"] == new


@pytest.mark.parametrize(
    "text",
    [
        "根据《立法法》第八十二条，地方性法规可以就地方性事务作出规定。",
        "依照《反垄断法》第三十七条，健全经营者集中分类分级审查制度。",
    ],
)
def test_renumbered_article_stays_silent_without_its_topic(judge: Callable[..., Any], text: str) -> None:
    """The same numbers are right for what now bears them."""
    assert judge(text).faults() == []


def test_coming_law_is_told_with_its_day(judge: Callable[..., Any]) -> None:
    """医疗保障法 binds from 2027-01-01."""
    (verdict,) = judge("依照《中华人民共和国医疗保障法》第十条缴费。").verdicts

    assert (verdict.fault.value, verdict.values["since"]) == ("not_yet_effective", "2027年1月1日")


def test_article_beyond_the_last_is_told_with_the_last(judge: Callable[..., Any]) -> None:
    """行政处罚法 has 86 articles."""
    (verdict,) = judge("依照《中华人民共和国行政处罚法》第九十九条处罚。").verdicts

    assert (verdict.fault.value, verdict.values["last_article"]) == ("article_out_of_range", "86")


@pytest.mark.parametrize(
    "text", ["依照政府采购法实施条例第二十条办理。", "依照《政府采购法实施条例》第七十九条办理。"]
)
def test_implementing_regulation_is_its_own_law(judge: Callable[..., Any], text: str) -> None:
    """It has 79 articles, and its name resolves to itself, not to the law whose name it holds."""
    judged = judge(text)

    assert judged.citations[0].title == "中华人民共和国政府采购法实施条例"
    assert judged.faults() == []


def test_code_has_its_articles(catalogue: FileCatalogue) -> None:
    """生态环境法典: 1,242."""
    code = catalogue.exact("中华人民共和国生态环境法典", date(2026, 11, 23))

    assert code is not None
    assert code.articles == 1_242


def test_a_fact_from_memory_asks_to_be_checked(judge: Callable[..., Any]) -> None:
    """What is not verified is never shown as if it were."""
    recalled = judge("根据《政府采购供应商投诉处理办法》第二十条，制定本办法。")
    known = judge("根据《中华人民共和国合同法》第四十四条，制定本办法。")

    assert "未与正式文本核对" in recalled.verdicts[0].values["ended"]
    assert "未与正式文本核对" not in known.verdicts[0].values["ended"]
