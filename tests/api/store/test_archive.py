"""Reports packed for the database come back equal, from every format's places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.store.archive import pack_report, unpack_report
from reviewer.document import BoxPlace, CellPlace, LinePlace, RunPlace, SourcePlace, Span, Unread
from reviewer.finding import Element, Evidence, Guard, Handling, ModelEvidence, Polarity
from reviewer.report import Considered, Failure, Profile, ReadValue
from tests.factories import make_document, make_finding, make_report

_DOCUMENT = make_document("第一条 对本地企业给予奖励。\n")


@pytest.mark.parametrize(
    "place",
    [
        LinePlace(line=3),
        RunPlace(part="document", paragraph=1, run=2, offset=-1),
        BoxPlace(page=2, box=(1.5, 2.0, 3.25, 4.0)),
        CellPlace(sheet="表一", cell="B12"),
    ],
    ids=lambda place: type(place).__name__,
)
def test_a_finding_keeps_its_place_whatever_the_format(place: SourcePlace) -> None:
    """The kind of place is told by its fields."""
    report = make_report(_DOCUMENT, make_finding(_DOCUMENT, "给予奖励", places=(place,)))

    assert unpack_report(pack_report(report)) == report


def test_everything_in_a_report_comes_back_equal() -> None:
    """Evidence, profile, what was considered, what was not read, what broke."""
    evidence = Evidence(
        elements=(Element(role="优惠", span=Span(9, 13), text="给予奖励"),),
        lead_in=Span(0, 3),
        polarity=Polarity.CONDITIONS_EXCLUDING,
        guards=(Guard(name="客观开放条件", held=False),),
        model=ModelEvidence(name="m", label="10.1", probability=0.75, terms=("奖励",)),
    )
    finding = make_finding(
        _DOCUMENT, "给予奖励", evidence=evidence, handling=Handling.P1, formerly=("fp1:x",)
    )
    report = make_report(
        _DOCUMENT,
        finding,
        profile=Profile(title=ReadValue(value="措施", span=Span(0, 2)), annexes=(ReadValue(value="附件"),)),
        unread=(Unread(part="第3页", reason="无文字层", remedy="请提供文字版"),),
        considered=(Considered(rule="r", span=Span(0, 3), quote="第一条", reason="禁止语境"),),
        failures=(Failure(rule="r", span=Span(0, 1), error="ValueError"),),
        as_of=date(2026, 1, 2),
    )

    assert unpack_report(pack_report(report)) == report


def test_a_lone_surrogate_of_a_broken_file_is_replaced_in_place() -> None:
    """Offsets of everything behind it stay right."""
    finding = replace(make_finding(_DOCUMENT, "给予奖励"), message="坏\ud800字")
    report = make_report(_DOCUMENT, finding)

    unpacked = unpack_report(pack_report(report))

    assert unpacked.findings[0].message == "坏?字"
    assert unpacked.findings[0].span == finding.span
