"""Citations in the less usual shapes of drafts, and what is told of each, on 2026-11-23."""

from collections.abc import Callable
from typing import Any

import pytest

from reviewer.citation.likeness import is_slip
from reviewer.citation.line_breaks import carried_back, join_lines
from reviewer.citation.titles import Claim, claim_of

FAULTS = [
    ("依照〈中华人民共和国水法〉第八十九条办理。", {"article_out_of_range", "title_marks"}),
    ("依照“中华人民共和国测绘法”第九十条办理。", {"article_out_of_range", "title_marks"}),
    ("依照《企业名称登记管理规定第三十条，不得使用字号。", {"article_out_of_range", "title_marks"}),
    ("《古树名木保护条例》施行后，砍伐古树的，按条例第三十五条处罚。", {"article_out_of_range"}),
    ("优先购买权，见物权法第一百零一条。", {"repealed"}),
    ("现金结算起点，按现金管理暂行条例执行。", {"repealed"}),
    ("依照2026年修订的《中华人民共和国商标法》第八十条查处。", {"not_yet_effective"}),
    ("依照2027年1月1日起施行的《中华人民共和国农业法》第八十条发放。", {"not_yet_effective"}),
    ("根据共享单车管理条例第六条，实行总量控制。", {"not_found"}),
    ("依照中华人民共和国信用促进法第十二条实施惩戒。", {"not_found"}),
    ("依照《最高人民法院关于限制被执行人高额消费的若干规定》第三条办理。", {"misnamed"}),
    ("依照《公安机关办理行政案件规定》第一百四十条告知。", {"misnamed"}),
    ("依照《军人优待抚恤条例》第二十二条发放。", {"misnamed"}),
    ("依照《事业单位人事管理规定》第八条招聘。", {"misnamed"}),
    ("根据《中华人民共和国中小企业保护法》第四十条，给予扶持。", {"misnamed"}),
    ("根据《中华人民共和国公证管理法》第十二条，设立机构。", {"misnamed"}),
    ("依照《国际收支统计报办法》第三条申报。", {"misnamed"}),
    ("依照《中华人民共和国飞行基规则》执行。", {"misnamed"}),
    ("根据《呼和浩特市养犬管理条例》第九条，办理登记。", {"unlisted"}),
    ("根据《成都市养犬管理条例》第九条，办理登记。", {"unlisted"}),
    ("依据江政发〔2026年〕3号文件。", {"number_format"}),
    ("依据江政办发2026[14]号文件。", {"number_format"}),
    ("依据江政办发2026年14号文件。", {"number_format"}),
    ("城市建设适用《城市房屋拆迁管理条例》第十条。", {"repealed"}),
]

RIGHT = [
    "《环境保护法》施行三十余年来，全县关停企业三十家。",
    "市医保局组织学习《中华人民共和国医疗保障法》。",
    "开标记录（2026）012号已经归档。",
    "本院（2025）浙03民终4321号判决已经生效。",
    "本条例施行后，《临江市城市供水管理办法》《城市供水条例》中不一致的内容停止执行。",
    "依照《國有土地上房屋徵收與補償條例》第八條徵收房屋。",
    "依照《山东省实施〈中华人民共和国产品质量法〉办法》第三十七条抽检。",
    "根据《中华人民共和国监察法》和《中华人民共和国监察法实施条例》，制定本规定。",
    "根据国家税务总局公告2025年第14号办理。",
]


@pytest.mark.parametrize(("text", "faults"), FAULTS)
def test_fault_is_told_in_an_unusual_shape(judge: Callable[..., Any], text: str, faults: set[str]) -> None:
    """Other marks, missing marks, pointing back without 该, years before titles, slips of long titles."""
    assert {fault.partition(":")[0] for fault in judge(text).faults()} == faults


@pytest.mark.parametrize("text", RIGHT)
def test_unusual_shape_without_a_fault_stays_silent(judge: Callable[..., Any], text: str) -> None:
    """History, teaching, case numbers, traditional characters and titles within titles are no faults."""
    assert judge(text).faults() == []


def test_successor_that_has_ended_gives_way_to_its_own(judge: Callable[..., Any]) -> None:
    """The 1999 merger of 经济合同法 into 合同法 leads on to 民法典."""
    verdict = judge("依照《中华人民共和国经济合同法》第六条办理。").verdicts[0]

    assert verdict.values["successor"] == "《中华人民共和国民法典》"
    assert "《中华人民共和国合同法》取代" in verdict.values["ended"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("依照《中华人民共和国\n安全生产法》办理", "依照《中华人民共和国安全生产法》办理"),
        ("第一百零\n九条规定", "第一百零九条规定"),
        ("《电力法》\n第七十条规定", "《电力法》第七十条规定"),
        ("江政发〔2026〕\n3号", "江政发〔2026〕3号"),
        ("根据《电力法》\n第七十条　本办法自发布之日起施行", None),
        ("附则\n第三条　本办法由市政府解释", None),
    ],
)
def test_line_break_within_a_citation_is_taken_out(text: str, joined: str | None) -> None:
    """A break that cuts a title, a number or its brackets; the beginning of an article stays."""
    assert join_lines(text).text == (joined or text)


def test_offsets_are_carried_back_over_a_line_break(judge: Callable[..., Any]) -> None:
    """The citation found in the joined text points at the same words of the text itself."""
    text = "依照《中华人民共和国\n安全生产法》第三十条办理"
    reading = join_lines(text)
    found = judge(reading.text).citations[0].citation

    moved = carried_back(found, reading)

    assert text[moved.start : moved.end] == "《中华人民共和国\n安全生产法》第三十条"
    assert text[moved.clauses[0].span.start : moved.clauses[0].span.end] == "第三十条"


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("某某案件若干问题的解释（二）", "某某案件若干问题的解释（三）", False),
        ("公安机关办理行政案件规定", "公安机关办理行政案件程序规定", True),
        ("医疗器械生产监督管理办法", "医疗器械经营监督管理办法", False),
    ],
)
def test_slip_of_a_long_title(name: str, title: str, expected: bool) -> None:
    """A numeral or another matter makes another instrument."""
    assert is_slip(name, title) is expected


@pytest.mark.parametrize("title", ["盐城市停车条例", "成都市养犬管理条例", "江门市门楼号牌管理条例"])
def test_city_whose_name_ends_in_a_common_word_is_a_place(title: str) -> None:
    """城市, 都市 and 门市 are words, but 盐城市, 成都市 and 江门市 are cities."""
    assert claim_of(title) is Claim.LOCAL
