"""The JSON contract of DESIGN 4.1."""

import json
from dataclasses import replace

import pytest

from reviewer.document import (
    BoxPlace,
    CellPlace,
    LinePlace,
    RunPlace,
    SourcePlace,
    Span,
    Unread,
)
from reviewer.exporters import export, load_exporter
from reviewer.exporters.entry import ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.json import dump, finding_object, place_object, report_object
from reviewer.finding import (
    CompetitionException,
    Element,
    Evidence,
    Guard,
    LegalBasis,
    ModelEvidence,
    Polarity,
)
from reviewer.report import Considered, Failure, Profile, ReadValue
from tests.factories import make_document, make_finding, make_report

_DOCUMENT = make_document("云岭县办法\n第一条 按照地方贡献给予奖励。\n")


def test_finding_has_the_keys_of_the_contract_in_their_order() -> None:
    """Readers of the JSON rely on names and order."""
    finding = make_finding(_DOCUMENT, "按照地方贡献给予奖励")

    value = finding_object(finding, _DOCUMENT)

    assert list(value) == [
        "rule", "title", "family", "kind", "also", "severity", "handling", "confidence", "origin", "start",
        "end", "quote", "masked_quote", "place", "clause", "basis", "message", "suggestion", "fix",
        "evidence", "exception", "fingerprint",
    ]  # fmt: skip
    assert list(value["evidence"]) == ["elements", "lead_in", "polarity", "guards", "model"]
    assert _DOCUMENT.text[value["start"] : value["end"]] == value["quote"]


def test_report_has_the_keys_of_the_contract_in_their_order() -> None:
    """The error stands in every report, null where there is none."""
    value = report_object(make_report(_DOCUMENT), _DOCUMENT)

    assert list(value) == [
        "name", "document", "as_of", "versions", "complete", "unread", "findings", "considered", "failures",
        "checked", "error",
    ]  # fmt: skip
    assert list(value["document"])[:3] == ["digest", "title", "kind"]
    assert value["error"] is None
    assert value["complete"] is True


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (LinePlace(line=2), {"line": 2}),
        (BoxPlace(page=3, box=(1.0, 2.0, 3.5, 4.0)), {"page": 3, "box": [1.0, 2.0, 3.5, 4.0]}),
        (
            RunPlace(part="document", paragraph=7, run=0, offset=4),
            {"part": "document", "paragraph": 7, "run": 0, "offset": 4},
        ),
        (CellPlace(sheet="名单", cell="B12"), {"sheet": "名单", "cell": "B12"}),
    ],
)
def test_place_has_the_keys_of_its_kind(place: SourcePlace, expected: dict[str, object]) -> None:
    """A reader tells the kind of place by its keys."""
    assert place_object(place) == expected


def test_unverified_basis_shows_no_article() -> None:
    """Nobody is sent to an article that was not checked."""
    basis = LegalBasis(title="某条例", article="第三条", verified=False)
    finding = make_finding(_DOCUMENT, "按照地方贡献", basis=(basis,))

    value = finding_object(finding, _DOCUMENT)

    assert value["basis"] == [{"title": "某条例", "article": None, "since": None, "verified": False}]


def test_facts_of_the_document_carry_their_evidence() -> None:
    """Each fact says where it was read, or why it was inferred."""
    profile = Profile(
        title=ReadValue(value="云岭县办法", span=Span(0, 5)),
        level=ReadValue(value="county", reason="标题中的“县”"),
    )

    value = report_object(make_report(_DOCUMENT, profile=profile), _DOCUMENT)["document"]

    assert value["title"]["value"] == "云岭县办法"
    assert value["title"]["evidence"] == {"start": 0, "end": 5, "text": "云岭县办法", "reason": ""}
    assert value["level"]["evidence"]["reason"] == "标题中的“县”"
    assert value["issuer"] is None


def test_scope_of_fair_competition_review_is_told_with_its_reason() -> None:
    """A document outside scope says why, and is no empty result."""
    document = make_document("干部考勤。")
    scope = ReadValue(value="not_concerned", reason="全文没有经济活动")

    report = make_report(document, profile=Profile(competition_scope=scope))
    facts = report_object(report, document)["document"]["competition_scope"]

    assert facts["value"] == "not_concerned"
    assert facts["evidence"]["reason"] == "全文没有经济活动"


def test_evidence_tells_elements_guards_lead_in_and_model() -> None:
    """Every finding can say why it was made."""
    evidence = Evidence(
        elements=(Element(role="挂钩条件", span=Span(11, 15), text="地方贡献"),),
        lead_in=Span(0, 5),
        polarity=Polarity.COMMITS,
        guards=(Guard(name="客观开放条件", held=False),),
        model=ModelEvidence(name="competition", label="10.2", probability=0.75, terms=("地方贡献",)),
    )
    finding = make_finding(_DOCUMENT, "按照地方贡献", evidence=evidence)

    value = finding_object(finding, _DOCUMENT)["evidence"]

    assert value["elements"] == [{"role": "挂钩条件", "start": 11, "end": 15, "text": "地方贡献"}]
    assert value["lead_in"] == {"start": 0, "end": 5, "text": "云岭县办法"}
    assert value["guards"] == [{"name": "客观开放条件", "held": False}]
    assert value["model"]["probability"] == 0.75


def test_masked_export_holds_no_personal_value() -> None:
    """Whoever may not see the document gets the masked quote, in the evidence and the dismissed too."""
    document = make_document("联系人：林晓岚，电话13912345678。")
    element = Element(role="手机号", span=Span(10, 21), text="13912345678")
    finding = make_finding(
        document,
        "13912345678",
        masked_quote="139****5678",
        message="此处为手机号“139****5678”。",
        evidence=Evidence(elements=(element,), lead_in=Span(0, 21)),
    )
    dismissed = Considered(rule="disclosure/phone", span=Span(10, 21), quote="13912345678", reason="公开电话")
    report = make_report(document, finding, considered=(dismissed,))

    masked = export("json", report, document)
    exact = export("json", report, document, masked=False)

    assert b"13912345678" not in masked
    assert b"139****5678" in masked
    assert json.loads(exact)["findings"][0]["quote"] == "13912345678"


def test_incomplete_report_names_what_was_not_read_and_what_broke() -> None:
    """Parts that were not read and checks that broke both make a report incomplete."""
    unread = Unread(part="第3页", reason="没有文字层", remedy="请安装 OCR 组件")
    failure = Failure(rule="drafting/validity", span=Span(0, 3), error="RecursionError")
    report = make_report(_DOCUMENT, unread=(unread,), failures=(failure,))

    value = report_object(report, _DOCUMENT)

    assert value["complete"] is False
    assert value["unread"] == [{"part": "第3页", "reason": "没有文字层", "remedy": "请安装 OCR 组件"}]
    assert value["failures"] == [
        {"rule": "drafting/validity", "start": 0, "end": 3, "error": "RecursionError"}
    ]


def test_batch_is_an_array_with_an_entry_for_the_unreadable() -> None:
    """One element an input, in order."""
    entries = [
        Unreviewed(name="坏.pdf", error="文件已损坏。请重新提交"),
        Reviewed(report=make_report(_DOCUMENT), document=_DOCUMENT),
    ]

    written = b"".join(load_exporter("json")(entries, ExportOptions()))

    first, second = json.loads(written)
    assert first == {"name": "坏.pdf", "error": "文件已损坏。请重新提交"}
    assert second["name"] == "通知.txt"
    assert json.loads(b"".join(load_exporter("json")([], ExportOptions()))) == []


def test_exception_that_is_claimed_lists_what_is_missing() -> None:
    """The exception of 条例第十二条 is cumulative."""
    claimed = CompetitionException(claimed=True, missing=("实施期限",))
    finding = make_finding(_DOCUMENT, "按照地方贡献", exception=claimed)

    assert finding_object(finding, _DOCUMENT)["exception"] == {"claimed": True, "missing": ["实施期限"]}


def test_lone_surrogate_is_written_as_an_escape() -> None:
    """JSON can carry half a surrogate pair, UTF-8 cannot; the line stays valid and comes back the same."""
    written = dump({"quote": "甲\ud840乙"})

    assert json.loads(written) == {"quote": "甲\ud840乙"}


def test_same_report_gives_the_same_bytes() -> None:
    """Byte for byte, so that two runs can be compared."""
    report = make_report(_DOCUMENT, make_finding(_DOCUMENT, "按照地方贡献"))

    assert export("json", report, _DOCUMENT) == export("json", replace(report), _DOCUMENT)
