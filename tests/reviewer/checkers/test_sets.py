"""Setting power: what a clause sets, and who may set it."""

import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.report import Report
from reviewer.review import ReviewContext, review
from reviewer.structure.kinds import DocumentKind

_SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))


@cache
def _context(kind: DocumentKind | None) -> ReviewContext:
    return load_context(
        today=date(2026, 11, 23), classifiers=False, kind=kind, families=frozenset({"legal_basis"})
    )


def _review(text: str, kind: DocumentKind | None = DocumentKind.NORMATIVE) -> Report:
    return review(document_from_text(text, "draft.txt", passage=True), _context(kind))


def _powers(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind.startswith("power.")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("占用绿道摆摊的，由管理处罚款三百元。", "power.penalty"),
        ("拒不清运的，管理处可以扣押其车辆。", "power.coercion"),
        ("商户每月向管理处缴纳绿道维护费50元。", "power.fee"),
        ("申请摊位的，须提供村委会出具的无纠纷证明。", "power.proof"),
        ("从事绿道零售的经营者应当先取得管理处核发的准营证。", "power.licence"),
        ("骑行者必须购买管理处统一的意外险。", "power.rights"),
        ("摊主必须参加星级评定。", "power.assessment"),
        ("委托骑行协会对违规骑行进行处罚。", "power.delegation"),
    ],
)
def test_normative_document_may_set_none_of_these(text: str, kind: str) -> None:
    """One clause of each kind is a violation in a normative document."""
    findings = _powers(_review(text))

    assert kind in {known for finding in findings for known in (finding.kind, *finding.also)}
    assert all(finding.severity is Severity.VIOLATION for finding in findings)


def test_passage_of_unknown_kind_counts_as_normative() -> None:
    """Nothing is known of pasted text: the strictest case counts."""
    report = _review("占用绿道摆摊的，由管理处罚款三百元。", kind=None)

    assert [finding.kind for finding in _powers(report)] == ["power.penalty"]


@pytest.mark.parametrize(
    ("kind", "text", "severity"),
    [
        (DocumentKind.LAW, "占用绿道的，处三百元罚款。", None),
        (DocumentKind.LOCAL_REGULATION, "占用绿道的，处三百元罚款。", None),
        (DocumentKind.LOCAL_GOVERNMENT_REGULATION, "占用绿道的，处三百元罚款。", None),
        (DocumentKind.LOCAL_GOVERNMENT_REGULATION, "占用绿道的，吊销营业执照。", Severity.RISK),
        (DocumentKind.LOCAL_REGULATION, "逾期不拆的，由街道组织强制拆除。", Severity.RISK),
        (DocumentKind.DEPARTMENT_REGULATION, "从事绿道零售应当取得准营证。", Severity.RISK),
    ],
)
def test_statute_may_set_what_the_matrix_allows(
    kind: DocumentKind, text: str, severity: Severity | None
) -> None:
    """Beyond the matrix a statute is asked for its basis, for it may only refine a superior law."""
    findings = _powers(_review(text, kind))

    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@pytest.mark.parametrize("kind", [DocumentKind.TENDER, DocumentKind.AGREEMENT, DocumentKind.FORM])
def test_documents_between_parties_set_nothing(kind: DocumentKind) -> None:
    """A tender's deposit binds who takes part; it is considered, not found."""
    report = _review("中标人须缴纳文明施工保证金五万元。", kind)

    assert _powers(report) == []
    assert any("power/deposit" in considered.rule for considered in report.considered)


@pytest.mark.parametrize(
    "text",
    [
        "违规充电的，由消防救援机构依照《中华人民共和国消防法》第六十条的规定处五百元罚款。",
        "违规充电的，处五百元罚款（依照《中华人民共和国消防法》第六十条）。",
        "违规充电的，依照消防法第六十条责令改正，处五百元罚款。",
        "违规充电的，处五百元罚款。（《中华人民共和国消防法》第六十条）",
        "违规充电的，依照《中华人民共和国消防法》第六十条给予警告；情节严重的，责令停业整顿。",
    ],
)
def test_named_law_that_governs_the_predicate_is_applied(text: str) -> None:
    """The reason for dismissing it names the law."""
    report = _review(text)

    assert _powers(report) == []
    assert any("消防法" in considered.reason for considered in report.considered)


@pytest.mark.parametrize(
    "text",
    [
        "根据《中华人民共和国消防法》，结合本地实际，对违规充电的罚款五百元。",
        "违反《中华人民共和国消防法》和本通告的，罚款五百元。",
        "为贯彻《中华人民共和国消防法》。违规充电的，罚款五百元。",
        "依照《云溪市人民政府关于消防工作的通知》罚款五百元。",
        "违规充电的，罚款五百元。法律法规另有规定的，从其规定。",
        "依法对违规充电的住户罚款五百元。",
        "违规充电的，罚款五百元（根据《中华人民共和国消防法》制定）。",
    ],
)
def test_law_named_for_another_purpose_clears_nothing(text: str) -> None:
    """A preamble, an offence, another sentence, a notice, a saving clause or 依法 with an amount."""
    assert [finding.kind for finding in _powers(_review(text))] == ["power.penalty"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("全年共查处违停三百起，罚款六万元。", "叙述语境"),
        ("商户有权拒绝缴纳目录外的管理费。", "当事人权利"),
        ("自即日起停止向渣土车核发准运证。", "停止这种做法"),
        ("收取押金的，交由劳动监察机构处理。", "处理这种做法"),
        ("逾期付款的，按照协议约定罚款五百元。", "协议约定"),
        ("拒不改正的，依法没收违法所得。", "重申法律规定"),
        ("近三年，管理处吊销许可证十二户。", "叙述语境"),
        ("审计发现，部分村向村民收取建房押金三万元。", "叙述语境"),
        ("承诺不实的，依法终止办理、责令限期整改、撤销所作的决定或者予以行政处罚。", "重申法律规定"),
    ],
)
def test_dismissed_candidate_says_why(text: str, reason: str) -> None:
    """An officer sees with --explain why nothing was found."""
    report = _review(text)

    assert _powers(report) == []
    assert any(reason in considered.reason for considered in report.considered)


@pytest.mark.parametrize(
    "text",
    [
        "禁止在绿道摆摊，违者罚款一百元。",
        "严厉打击占道经营，没收经营工具。",
        "有下列行为之一的，由管理处予以处罚：（一）乱倒垃圾的，罚款二百元；（二）毁坏花草的，罚款三百元。",
        "被举报三次的摊主，一律清退出市场。",
        "未按规定消毒的，取消分级，责令停业十日。",
    ],
)
def test_ban_or_fight_before_a_penalty_does_not_silence_it(text: str) -> None:
    """What is forbidden is the conduct, not the penalty for it."""
    assert _powers(_review(text))


@pytest.mark.parametrize(
    "text",
    [
        "执法人员不得扣押商户的车辆。",
        "严禁向商户收取管理费、保证金。",
        "各单位不得以备案证明作为开业前提。",
    ],
)
def test_ban_that_binds_the_agency_sets_nothing(text: str) -> None:
    """Forbidding the power is the opposite of setting it."""
    assert _powers(_review(text)) == []


def _statutes() -> Iterator[Path]:
    yield from sorted((_SHARED / "samples" / "documents").glob("*.txt"))
    yield from sorted((_SHARED / "legal" / "texts").glob("*.md"))


@pytest.mark.skipif(not (_SHARED / "samples").is_dir(), reason="shared sample documents are not present")
def test_statutes_in_force_have_no_violation() -> None:
    """Laws, regulations and rules set what they may."""
    found = []

    for path in _statutes():
        report = review(document_from_text(path.read_text(), path.name), _context(None))
        kind = report.profile.kind
        if kind is not None and DocumentKind(kind.value).is_statute:
            found += [finding.rule for finding in _powers(report) if finding.severity is Severity.VIOLATION]

    assert found == []
