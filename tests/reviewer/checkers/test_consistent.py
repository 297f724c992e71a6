"""Whole documents with a planted fault, and the same documents without it."""

from datetime import date
from functools import cache

import pytest

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.finding import Severity
from reviewer.report import Report
from reviewer.review import ReviewContext, review

MEASURES = """云溪市早餐车服务管理办法
云溪商规〔2026〕3号
第一章　总则
第一条　根据《中华人民共和国食品安全法》《城市市容和环境卫生管理条例》，结合本市实际，制定本办法。
第二条　本市建成区内早餐车的布点、服务和监督，适用本办法。
第三条　市商务局（以下简称市商务部门）负责早餐车布点规划，履行下列三项职责：
（一）会同城管部门公布可以停放的点位；
（二）公开点位使用情况；
（三）受理意见建议。
第二章　服务
第四条　经营者自愿申请使用点位，点位按申请先后安排。
使用前款点位的，应当在每日十时前撤离。
第五条　早餐车应当依照食品安全法的规定亮证经营。
第六条　对连续服务满一年的经营者，按照附件1给予点位优先续用的便利。
第三章　附则
第七条　市商务部门依照本办法第三条公布的点位，每年更新一次。
第八条　本办法由云溪市商务局负责解释。
第九条　本办法自2026年6月1日起施行，有效期三年。
附件：1.便利措施说明
云溪市商务局
2026年4月20日
"""
NOTICE = """云溪市文化广电旅游局关于规范实景演出票务公示的通知
各有关单位：
根据《中华人民共和国旅游法》，现就票务公示有关事项通知如下。
一、演出单位应当公示票价和退票规则。
二、公示内容变更的，提前三日公布。
三、本通知自2026年7月1日起执行。
云溪市文化广电旅游局
2026年6月10日
"""
ANNUAL_REPORT = """云溪市商务局2025年法治政府建设年度报告
2025年，我局查处违规收费三起，清理证明事项五项，办理行政复议二件。
一、主要做法
依照《中华人民共和国行政处罚法》开展执法，全年罚款十二万元。
三、存在不足
执法人员培训还需加强。
云溪市商务局
2026年1月20日
"""
REPLY = """政府信息公开申请答复书
李明：
本机关于2026年3月1日收到您的申请。您申请公开的信息见附件，依据《中华人民共和国政府信息公开条例》第三十六条答复如下。
云溪市商务局
2026年3月15日
"""
PUBLIC_LIST = """云溪市2026年早餐车点位使用人名单公示
现将点位使用人公示如下，公示期五个工作日。
一、张伟
二、王芳
四、李强
云溪市商务局
2026年5月15日
"""


@cache
def _context() -> ReviewContext:
    families = frozenset({"drafting", "legal_basis"})
    return load_context(today=date(2026, 11, 23), classifiers=False, families=families)


def _review(text: str) -> Report:
    return review(document_from_text(text, "draft.txt"), _context())


def _kinds(report: Report) -> list[str]:
    return [finding.kind for finding in report.findings]


@pytest.mark.parametrize("text", [MEASURES, NOTICE, ANNUAL_REPORT, REPLY, PUBLIC_LIST])
def test_document_in_order_has_no_finding(text: str) -> None:
    """A sound draft is left alone; reports, replies and lists owe none of the parts."""
    report = _review(text)

    assert [(finding.kind, finding.quote) for finding in report.findings] == []
    assert report.failures == ()


PLANTED = [
    (MEASURES, "自2026年6月1日起施行，有效期三年", "有效期三年", "effective_date.missing"),
    (MEASURES, "施行，有效期三年", "施行", "validity.missing"),
    (MEASURES, "自2026年6月1日起施行", "自2025年6月1日起施行", "retroactive"),
    (MEASURES, "第六条　对", "第七条　对", "numbering.gap"),
    (MEASURES, "（三）受理", "（五）受理", "numbering.gap"),
    (MEASURES, "第三章　附则", "第四章　附则", "numbering.gap"),
    (MEASURES, "本办法第三条公布", "本办法第十三条公布", "cross_reference.broken"),
    (MEASURES, "第四条　经营者", "第四条　依照前款，经营者", "cross_reference.broken"),
    (MEASURES, "按照附件1", "按照附件2", "cross_reference.broken"),
    (MEASURES, "下列三项职责", "下列四项职责", "enumeration.count"),
    (MEASURES, "由云溪市商务局负责解释", "应当公开", "interpreter.missing"),
    (MEASURES, "由云溪市商务局负责解释", "由云溪市商务局流通科负责解释", "interpreter.internal_body"),
    (MEASURES, "云溪市早餐车服务管理办法", "云溪市早餐车服务管理条例", "title.reserved"),
    (
        MEASURES,
        "第五条　早餐车应当依照食品安全法的规定亮证经营。",
        "第五条　本市建成区内早餐车的布点、服务和监督工作，适用本办法。",
        "duplicate_clause",
    ),
    (MEASURES, "有效期三年", "有效期三年，执行至2031年5月31日", "date.conflict"),
    (MEASURES, "自2026年6月1日", "自2026年6月31日", "date.conflict"),
    (MEASURES, "第五条　早餐车", "第五条　城管部门（以下简称市商务部门）指导，早餐车", "short_name.twice"),
    (MEASURES, "第五条　早餐车", "第五条　按照《规划》，早餐车", "short_name.undefined"),
    (
        MEASURES,
        "根据《中华人民共和国食品安全法》《城市市容和环境卫生管理条例》，结合本市实际，",
        "",
        "basis.missing",
    ),
    (
        MEASURES,
        "根据《中华人民共和国食品安全法》《城市市容和环境卫生管理条例》",
        "根据有关法律法规规定",
        "basis.vague",
    ),
    (
        MEASURES,
        "根据《中华人民共和国食品安全法》《城市市容和环境卫生管理条例》",
        "根据市政府专题会议纪要精神",
        "basis.level",
    ),
    (
        MEASURES,
        "云溪市商务局\n2026年4月20日",
        "云溪市早餐工程领导小组办公室\n2026年4月20日",
        "issuer.internal_body",
    ),
    (NOTICE, "三、本通知", "四、本通知", "numbering.gap"),
    (NOTICE, "自2026年7月1日起执行", "自2026年1月1日起执行", "retroactive"),
    (NOTICE, "根据《中华人民共和国旅游法》", "根据上级有关文件要求", "basis.vague"),
    (NOTICE, "根据《中华人民共和国旅游法》", "按照李局长的批示要求", "basis.level"),
]


@pytest.mark.parametrize(("text", "sound", "faulty", "kind"), PLANTED)
def test_planted_fault_is_found_and_nothing_else(text: str, sound: str, faulty: str, kind: str) -> None:
    """The twin without the fault is clean, so what is found is the fault."""
    assert sound in text

    found = _kinds(_review(text.replace(sound, faulty, 1)))

    assert kind in found
    assert set(found) - {kind} <= _ALONGSIDE.get(kind, frozenset())


# What a fault brings with it: a gap moves what refers to the article, a lost basis is also asked for.
_ALONGSIDE = {
    "numbering.gap": frozenset({"cross_reference.broken"}),
    "date.conflict": frozenset({"effective_date.missing"}),
    "duplicate_clause": frozenset(),
}


def test_missing_basis_weighs_more_where_rights_are_cut() -> None:
    """Without burdens a risk, with them a violation."""
    bare = MEASURES.replace(
        "根据《中华人民共和国食品安全法》《城市市容和环境卫生管理条例》，结合本市实际，", ""
    )
    burdened = bare.replace("第五条　早餐车", "第五条　未按时撤离的，取消其经营资格。早餐车")

    plain = [f.severity for f in _review(bare).findings if f.kind == "basis.missing"]
    grave = [f.severity for f in _review(burdened).findings if f.kind == "basis.missing"]

    assert (plain, grave) == ([Severity.RISK], [Severity.VIOLATION])


def test_retroactive_favour_is_only_a_risk() -> None:
    """有利溯及 may be lawful; a burden that reaches back may not."""
    favour = MEASURES.replace("自2026年6月1日起施行", "自2025年6月1日起施行")
    burden = favour.replace("第五条　早餐车", "第五条　未按时撤离的，取消其经营资格。早餐车")

    plain = [f.severity for f in _review(favour).findings if f.kind == "retroactive"]
    grave = [f.severity for f in _review(burden).findings if f.kind == "retroactive"]

    assert (plain, grave) == ([Severity.RISK], [Severity.VIOLATION])


def test_region_pack_raises_what_the_region_requires() -> None:
    """In Guangdong a missing validity is a risk, elsewhere advice; one finding, not two."""
    elsewhere = MEASURES.replace("施行，有效期三年", "施行")
    here = elsewhere.replace("云溪市", "深圳市")

    severities = [
        [finding.severity for finding in _review(text).findings if finding.kind == "validity.missing"]
        for text in (elsewhere, here)
    ]

    assert severities == [[Severity.ADVICE], [Severity.RISK]]


def test_unverified_regional_basis_shows_no_article() -> None:
    """The manual marks the regional articles as not checked."""
    text = MEASURES.replace("有效期三年", "有效期九年").replace("云溪市", "深圳市")

    found = [finding for finding in _review(text).findings if finding.kind == "validity.too_long"]

    assert len(found) == 1
    assert all(basis.article is None and not basis.verified for basis in found[0].basis)


def test_passage_is_not_asked_for_the_parts_of_a_document() -> None:
    """A pasted sentence owes no effective date and no basis."""
    report = review(document_from_text("商务部门应当公布点位。", "x", passage=True), _context())

    assert _kinds(report) == []
