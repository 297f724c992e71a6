"""A document outside the scope of fair competition review gets the reason, not an empty result."""

import pytest

from reviewer.engine.competition_scope import CONCERNED, NOT_CONCERNED, competition_scope
from reviewer.structure.kinds import DocumentKind
from tests.factories import make_document


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("第三条 对通过验收的企业给予奖励。\n第四条 企业应当如实申报补贴。", "奖励补贴和税费"),
        ("一、供应商应当在投标截止前递交文件。", "政府采购和招标投标"),
        ("从事餐饮的经营者应当申请许可。\n药店办理备案。", "市场准入和退出"),
        ("门店每季度接受一次检查。\n民宿的检查由镇政府组织。", "监督检查"),
    ],
)
def test_undertakings_with_an_activity_are_concern(text: str, kind: str) -> None:
    """The reason names the kind of activity, and the place is the first such sentence."""
    document = make_document(text)

    scope = competition_scope(document)

    assert scope.value == CONCERNED
    assert kind in scope.reason
    assert scope.span is not None
    assert document.slice(scope.span) == text.partition("。")[0]


@pytest.mark.parametrize(
    "text",
    [
        "关于调整干部考勤时间的通知\n机关工作人员每天八时三十分到岗，节假日安排值班。",
        "中小学春季学期自二月十七日开学，各校做好校园安全教育。",
        "公司",
        "",
    ],
)
def test_document_without_them_gets_the_reason(text: str) -> None:
    """Neither undertakings without an activity nor an activity without undertakings are enough."""
    scope = competition_scope(make_document(text))

    assert scope.value == NOT_CONCERNED
    assert "第二条" in scope.reason


def test_minutes_are_outside_but_what_follows_from_them_is_not() -> None:
    """会议纪要 itself is not reviewed; the reason says what is."""
    document = make_document("会议决定，对落户企业给予补贴，由财政局拨付。")

    scope = competition_scope(document, DocumentKind.MINUTES)

    assert scope.value == NOT_CONCERNED
    assert "另行出台" in scope.reason


def test_a_single_sentence_leaves_doubt() -> None:
    """Doubt is read as concern, and said."""
    scope = competition_scope(make_document("学校食堂向供应商采购食材。\n学生按时就餐。"))

    assert scope.value == CONCERNED
    assert "请起草单位确认" in scope.reason


_ACTIVE = "第三条 对通过验收的企业给予奖励。\n第四条 企业应当如实申报补贴。"
_IDLE = "机关工作人员每天八时三十分到岗，节假日安排值班。"
_OUTSIDE = {
    DocumentKind.MINUTES,
    DocumentKind.REPORT,
    DocumentKind.DISCLOSURE_REPLY,
    DocumentKind.PENALTY_DECISION,
    DocumentKind.INTERPRETATION,
}


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_document_gets_its_reason(kind: DocumentKind) -> None:
    """In or out, the reason names what is concerned; what only tells or decides one case is outside."""
    scope = competition_scope(make_document(_ACTIVE), kind)

    assert scope.value == (NOT_CONCERNED if kind in _OUTSIDE else CONCERNED)
    assert "奖励补贴和税费" in scope.reason


@pytest.mark.parametrize("kind", DocumentKind)
def test_document_of_any_kind_without_undertakings_is_outside_with_the_reason(kind: DocumentKind) -> None:
    """No kind gives an empty result."""
    scope = competition_scope(make_document(_IDLE), kind)

    assert scope.value == NOT_CONCERNED
    assert "第二条" in scope.reason
