"""The facts about a document, each with its evidence."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from reviewer.document import Document
from reviewer.report import Profile, ReadValue
from reviewer.structure.clauses import split_clauses
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.outline import ClauseUnit
from reviewer.structure.parts import read_profile
from tests.factories import make_document

SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))

NOTICE = """示例市发展和改革局文件
示发改规〔2024〕3号
示例市发展和改革局　示例市财政局
关于印发《示例市企业奖补办法
（试行）》的通知
各区人民政府，市政府各部门：
《示例市企业奖补办法（试行）》已经市政府同意，现印发给你们，请遵照执行。
附件：1.示例市企业奖补办法（试行）
2.奖补申请表
示例市发展和改革局
示例市财政局
2024年3月1日
（此件公开发布）
示例市企业奖补办法（试行）
第一条 为了奖补企业，根据《某条例》（2020年1月1日起施行）制定本办法。
第二条 企业的许可证有效期为三年的，可以申请。
第三条 本办法自2024年4月1日起施行，有效期五年。《示例市旧办法》自2019年1月1日起施行的部分同时废止。"""


def profile(text: str, **values: bool) -> tuple[Document, Profile]:
    """A document of a text and what was read of it."""
    document = make_document(text, **values)
    return document, read_profile(document, split_clauses(document))


def value(read: ReadValue | None) -> str | None:
    """The value alone."""
    return None if read is None else str(read.value)


def test_a_notice_that_carries_an_instrument_tells_all_its_facts() -> None:
    """Title over several lines, number, issuers, dates, validity, disclosure class and annexes."""
    _, facts = profile(NOTICE)

    assert value(facts.title) == (
        "示例市发展和改革局 示例市财政局关于印发《示例市企业奖补办法（试行）》的通知"
    )
    assert value(facts.document_number) == "示发改规〔2024〕3号"
    assert value(facts.issuer) == "示例市发展和改革局、示例市财政局"
    assert value(facts.kind) == "normative"
    assert value(facts.level) == "city"
    assert value(facts.region) == "示例市"
    assert value(facts.signed_on) == "2024-03-01"
    assert value(facts.effective_on) == "2024-04-01"
    assert value(facts.validity_period) == "5年"
    assert value(facts.disclosure_class) == "proactive"
    assert [value(annex) for annex in facts.annexes] == ["示例市企业奖补办法（试行）", "奖补申请表"]


def test_every_fact_says_where_it_was_read() -> None:
    """The span holds the words; an inference says its reason."""
    document, facts = profile(NOTICE)

    assert facts.effective_on is not None
    assert facts.effective_on.span is not None
    assert document.slice(facts.effective_on.span) == "自2024年4月1日起施行"
    assert facts.signed_on is not None
    assert facts.signed_on.span is not None
    assert document.slice(facts.signed_on.span) == "2024年3月1日"
    assert facts.kind is not None
    assert facts.kind.reason
    assert facts.level is not None
    assert facts.level.reason


PASSED = {
    "law": "中华人民共和国示例法\n（2020年1月1日第十三届全国人民代表大会常务委员会第一次会议通过）",
    "administrative_regulation": "示例管理条例\n（2020年1月1日中华人民共和国国务院令第700号公布）",
    "local_regulation": "广东省示例条例\n2020年1月1日 广东省第十三届人民代表大会常务委员会第一次会议通过",
    "department_regulation": "示例管理办法\n（2020年1月1日国家市场监督管理总局令第10号公布）",
    "local_government_regulation": "示例市优待办法\n示例市人民政府令\n第9号",
}


@pytest.mark.parametrize(("kind", "head"), PASSED.items())
def test_a_statute_is_told_by_how_it_was_passed(kind: str, head: str) -> None:
    """The note below the title decides, whatever the title ends with."""
    assert value(profile(f"{head}\n第一条 甲。")[1].kind) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("示例市企业奖补办法\n第一条 甲。", "normative"),
        ("示例市关于促进消费的若干措施\n一、甲。", "normative"),
        ("关于印发示例市产业发展规划的通知\n各区：\n一、甲。", "plan"),
        ("示例市数字经济实施方案\n一、甲。", "plan"),
        ("关于开展2024年项目申报工作的通知\n各单位：\n一、甲。", "notice"),
        ("关于公开征求《示例市管理办法（征求意见稿）》意见的公告\n一、甲。", "notice"),
        ("示例市教学设备采购项目招标文件\n第一章 招标公告", "tender"),
        ("示例市拟录用人员名单公示\n根据规定，现予公示。", "public_list"),
        ("政府信息公开申请答复书\n某某：\n你申请公开的信息收悉。", "disclosure_reply"),
        ("示例市人民政府关于同意设立园区的批复\n市发改局：\n同意。", "approval"),
        ("行政处罚决定书\n当事人：某公司", "penalty_decision"),
        ("示例市政府常务会议纪要\n会议研究了下列事项。", "minutes"),
        ("2024年示例市政府工作报告\n各位代表：\n一、甲。", "report"),
        ("示例市战略合作框架协议\n甲方：某局\n乙方：某公司", "agreement"),
        ("示例市财政局关于商请提供资料的函\n市税务局：\n请提供。", "letter"),
        ("《示例市奖补办法》政策解读\n一、背景\n甲。", "interpretation"),
        ("企业奖补申请表\n企业名称：", "form"),
    ],
)  # fmt: skip
def test_kind_is_told_by_the_title(text: str, kind: str) -> None:
    """What it ends with, and what a notice carries."""
    assert value(profile(text)[1].kind) == kind


def test_a_classifier_is_asked_only_where_the_rules_are_not_sure() -> None:
    """Its answer carries its probability; an unsure one is not taken."""
    asked: list[str] = []

    def classify(text: str) -> tuple[str, float]:
        asked.append(text)
        return ("report", 0.8)

    plain, unclear = (
        make_document("示例市办法\n第一条 甲。"),
        make_document("今年以来的情况\n全市经济运行平稳。"),
    )

    by_rule = read_profile(plain, split_clauses(plain), classify=classify)
    by_model = read_profile(unclear, split_clauses(unclear), classify=classify)
    unsure = read_profile(unclear, split_clauses(unclear), classify=lambda _: ("report", 0.3))

    assert value(by_rule.kind) == "normative"
    assert by_model.kind is not None
    assert (by_model.kind.value, "80%" in by_model.kind.reason) == ("report", True)
    assert unsure.kind is None
    assert len(asked) == 1


def test_what_the_user_says_counts() -> None:
    """Kind and region given by the user are taken, with that reason."""
    document = make_document("某某办法\n第一条 甲。")

    facts = read_profile(document, split_clauses(document), kind=DocumentKind.TENDER, region="440300")

    assert (value(facts.kind), value(facts.region), value(facts.level)) == ("tender", "440300", "city")


@pytest.mark.parametrize(
    ("sentence", "effective", "validity"),
    [
        ("本办法自2024年1月1日起施行。", "2024-01-01", None),
        ("本办法自二〇二四年一月一日起施行。", "2024-01-01", None),
        ("本通知自印发之日起执行，有效期至2026年12月31日。", "自印发之日起", "2026-12-31"),
        ("本规定自公布之日起30日后施行，试行期一年。", "自公布之日起30日后", "1年"),
        ("本措施有效期18个月，自2024年1月1日起实施。", "2024-01-01", "18个月"),
        ("本政策自发布之日起施行，奖励条款自2022年1月1日起执行。", "自发布之日起", None),
        ("《某条例》自2020年1月1日起施行。", None, None),
        ("许可证自发放之日起生效，有效期五年。", None, None),
        ("企业应当自收到通知之日起三十日内实施整改。", None, None),
    ],
)
def test_entry_into_force_and_validity(sentence: str, effective: str | None, validity: str | None) -> None:
    """Only what the document says of itself counts."""
    _, facts = profile(f"示例市企业服务办法\n第一条 甲。\n第二条 {sentence}")

    assert (value(facts.effective_on), value(facts.validity_period)) == (effective, validity)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("示府办规〔2024〕3号", "示府办规〔2024〕3号"),
        ("示府办规[2024]3号", "示府办规〔2024〕3号"),
        ("示府（2024）第3号", "示府〔2024〕第3号"),
        ("示府办【 2024 】 3 号　　签发人：张三", "示府办〔2024〕3号"),
        ("示例市人民政府令第9号", "示例市人民政府令第9号"),
        ("根据《某通知》（国发〔2020〕1号）制定。", None),
    ],
)
def test_document_number(line: str, number: str | None) -> None:
    """Bad brackets are read and named; the number of a cited document is not the document's own."""
    _, facts = profile(f"示例市服务办法\n{line}\n第一条 甲。")

    assert value(facts.document_number) == number
    if facts.document_number is not None and "〔" not in line and "令" not in line:
        assert "不规范" in facts.document_number.reason


def test_a_passage_claims_nothing_without_title_or_articles() -> None:
    """Checks that need a whole document then stay silent."""
    _, plain = profile("对在本市注册的企业给予奖励，自2024年1月1日起施行。", passage=True)
    _, articles = profile("第三条 本办法自2024年1月1日起施行。", passage=True)
    _, titled = profile("示例市企业服务办法\n对企业给予奖励。", passage=True)

    _, title_alone = profile("示例市企业服务办法", passage=True)

    assert plain == Profile()
    assert title_alone == Profile()
    assert value(articles.effective_on) == "2024-01-01"
    assert value(titled.title) == "示例市企业服务办法"


@pytest.mark.parametrize("text", ["", "　", "通知", "：", "2024年1月1日", "令", "（", "\ufeff"])
def test_a_text_with_almost_nothing_has_a_profile(text: str) -> None:
    """No input is too small."""
    profile(text)


shared = pytest.mark.skipif(
    not SHARED.is_dir() and os.environ.get("CI") != "true", reason=f"no reference texts in {SHARED.name}"
)


@shared
def test_real_statutes_have_all_their_articles() -> None:
    """The highest article of each text is that of the catalogue, none is missing, and the kind is known."""
    laws = [json.loads(line) for line in (SHARED / "legal/laws.jsonl").open(encoding="utf-8")]
    articles = {(law["title"], law["version"]): law["articles"] for law in laws}
    compared = 0
    for path in sorted((SHARED / "legal/texts").glob("*.md")):
        name = re.fullmatch(r"(.+?)\((\d{4}-\d\d-\d\d)\)", path.stem)
        expected = articles.get((name[1], name[2])) if name else None
        if not expected:
            continue
        document = make_document(path.read_text(encoding="utf-8"), path.name)
        outline = split_clauses(document)
        numbers = [clause.number for clause in outline.clauses if clause.unit is ClauseUnit.ARTICLE]

        assert numbers == list(range(1, expected + 1)), path.name
        kind = read_profile(document, outline).kind
        assert kind is not None
        assert DocumentKind(kind.value).is_statute, path.name
        compared += 1
    assert compared >= 40


@shared
def test_real_documents_agree_with_their_index() -> None:
    """Title, number and level of at least 95 of 100 real documents are as their publisher lists them."""
    levels = {"国务院": "state", "部": "state", "省": "province", "区": "county"}
    wrong: list[str] = []
    total = 0
    for line in (SHARED / "samples/documents/index.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        text = (SHARED / "samples/documents" / row["file"]).read_text(encoding="utf-8")
        _, facts = profile(text)
        pairs = [(value(facts.title), row["title"])]
        pairs += [(value(facts.document_number), row["number"])] if row["number"] else []
        pairs += [(value(facts.level), levels[row["level"]])] if row["level"] in levels else []
        total += len(pairs)
        wrong += [row["file"] for found, told in pairs if _compact(found) != _compact(told)]
    assert len(wrong) <= total * 0.05, wrong


def _compact(text: str | None) -> str:
    return "".join((text or "").split())
