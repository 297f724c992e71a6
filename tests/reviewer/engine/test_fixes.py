"""A mechanical replacement mends the clause: reviewed again, the finding is gone."""

import pytest

from corpora.context import load_context
from reviewer.engine.fixes import in_chinese_numbers, with_new_number, without_registration
from reviewer.extraction.text import document_from_text
from reviewer.review import review
from tests.factories import AS_OF

_CONTEXT = load_context(today=AS_OF, families=frozenset({"fair_competition"}))


@pytest.mark.parametrize(
    ("quote", "mended"),
    [
        ("奖励在本市注册的企业", "奖励企业"),
        ("供应商应当是在本县依法登记注册的企业", "供应商应当是企业"),
        ("享受政策的在本区登记注册并纳税的企业", "享受政策的企业"),
        ("在我市工商注册的公司", "公司"),
        ("本市注册的企业", None),
        ("注册地在本市的企业", None),
        ("在本市注册的", None),
        ("在本市注册的企业在本市纳税", None),
        ("限于本市注册的企业", None),
    ],
)
def test_the_registration_alone_is_taken_away(quote: str, mended: str | None) -> None:
    """Where more would have to change, no replacement is offered."""
    assert without_registration(quote) == mended


@pytest.mark.parametrize(
    "text",
    [
        "给予奖励的对象为在本市注册的企业。",
        "对在本市注册的企业给予奖励。",
        "支持在本县登记注册并纳税的企业享受补贴。",
        "网约车的轴距应当高于国家标准。",
        "搅拌站的设备要求高于国家规定的，方可经营。",
        "政务数据向在本市注册的企业提供。",
    ],
)
def test_applied_replacement_is_found_no_more(text: str) -> None:
    """The replacement stands for the quote and leaves the sentence whole."""
    finding = next(
        f for f in review(document_from_text(text, "test", passage=True), _CONTEXT).findings if f.fix
    )
    mended = text[: finding.span.start] + (finding.fix or "") + text[finding.span.end :]

    again = review(document_from_text(mended, "test", passage=True), _CONTEXT).findings

    assert again == ()


@pytest.mark.parametrize(
    ("quote", "written", "mended"),
    [
        ("第5条和第6条", "第五条、第六条", "第五条和第六条"),
        ("第 12 条第（3）项以及第20条第2款", "", "第十二条第（三）项以及第二十条第二款"),
        ("第１０条", "", "第十条"),
        ("第5条第（二）项", "", "第五条第（二）项"),
        ("第5-8条", "第五条至第八条", "第五条至第八条"),
        ("第5、6条", "第五条、第六条", "第五条、第六条"),
    ],
)
def test_article_numbers_change_in_place(quote: str, written: str, mended: str) -> None:
    """The draft's own joining words stay; what cannot be changed in place is written anew."""
    assert in_chinese_numbers(quote, written) == mended


@pytest.mark.parametrize(
    ("quote", "mended"),
    [
        ("《立法法》第八十二条", "《立法法》第九十三条"),
        ("《立法法》第82条", "《立法法》第九十三条"),
        ("《立法法》第八十条、第八十二条", "《立法法》第八十条、第九十三条"),
        ("《立法法》第八十二条第六款", None),
        ("《立法法》第八十二条至第八十五条", None),
    ],
)
def test_a_renumbered_article_gets_its_new_number(quote: str, mended: str | None) -> None:
    """Paragraphs and items may have moved within the article: a person looks."""
    assert with_new_number(quote, "第八十二条", "第九十三条") == mended


_LEGAL = load_context(today=AS_OF, classifiers=False, families=frozenset({"legal_basis"}))


@pytest.mark.parametrize(
    ("text", "kind", "mended"),
    [
        ("依照《行政处罚法》第5条和第6条办理。", "citation.format", "依照《行政处罚法》第五条和第六条办理。"),
        (
            "收集人脸信息应当遵守个保法第二十六条。",
            "citation.misnamed",
            "收集人脸信息应当遵守《中华人民共和国个人信息保护法》第二十六条。",
        ),
        (
            "采购方式变更的，按照《政府采购法实施细则》办理。",
            "citation.misnamed",
            "采购方式变更的，按照《中华人民共和国政府采购法实施条例》办理。",
        ),
        (
            "根据《立法法》第八十二条，没有上位法依据，地方政府规章不得设定减损权利的规范。",
            "citation.renumbered",
            "根据《立法法》第九十三条，没有上位法依据，地方政府规章不得设定减损权利的规范。",
        ),
    ],
)
def test_an_applied_citation_is_cited_rightly(text: str, kind: str, mended: str) -> None:
    """The replacement leaves the sentence whole, and the fault is found no more."""
    found = review(document_from_text(text, "test", passage=True), _LEGAL).findings
    finding = next(f for f in found if f.kind == kind and f.fix)

    made = text[: finding.span.start] + (finding.fix or "") + text[finding.span.end :]

    assert made == mended
    again = review(document_from_text(made, "test", passage=True), _LEGAL).findings
    assert not any(f.kind == kind for f in again)


def test_the_section_is_taken_from_the_authority_that_interprets() -> None:
    """由某局某科负责解释: the authority stays; a body of its own is for a person to replace."""
    head = "云溪市共享停车管理办法\n第一条 为了规范共享停车，根据《优化营商环境条例》，制定本办法。\n"
    tail = "第三条 本办法自2026年5月1日起施行，有效期五年。\n云溪市城市管理局\n2026年3月20日\n"
    context = load_context(today=AS_OF, classifiers=False, families=frozenset({"drafting"}))

    section, other = (
        next(f.fix for f in review(document_from_text(text, "办法.txt"), context).findings if f.kind == kind)
        for kind, text in (
            (
                "interpreter.internal_body",
                f"{head}第二条 本办法由云溪市城市管理局市容管理科负责解释。\n{tail}",
            ),
            ("interpreter.internal_body", f"{head}第二条 本办法由市停车工作领导小组办公室负责解释。\n{tail}"),
        )
    )

    assert section == "云溪市城市管理局"
    assert other is None


def test_a_replacement_that_the_checker_does_not_know_is_not_offered() -> None:
    """No placeholder of a rule file reaches a user."""
    for compiled in _LEGAL.ruleset.rules:
        for case in compiled.rule.cases:
            found = review(document_from_text(case.text, "test", passage=True), _LEGAL).findings
            assert not any("${" in (finding.fix or "") for finding in found)
