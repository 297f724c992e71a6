"""Every export tells what people decided, and 未签发 until someone has signed."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from reviewer.decision import Conclusion, Decision, ReasonCode, SignOff, Verdict
from reviewer.exporters import export
from reviewer.exporters.entry import ExportOptions
from tests.factories import make_document, make_finding, make_report

DOCUMENT = make_document("某市规定\n第一条　给予奖励。\n第二条　指定甲公司。\n第三条　限于本市企业。\n")
QUOTES = ("给予奖励", "指定甲公司", "限于本市企业")
REPORT = make_report(
    DOCUMENT, *(make_finding(DOCUMENT, quote, fingerprint=f"fp1:{i}") for i, quote in enumerate(QUOTES))
)
SIGNED = SignOff(
    conclusion=Conclusion.PASSED_AFTER_CHANGES,
    author="审核员乙",
    signed_at=datetime(2026, 11, 21, tzinfo=UTC),
    statement="删去第二条后可以印发",
)


def decide(number: int, verdict: Verdict, **values: object) -> Decision:
    return Decision(
        fingerprint=f"fp1:{number}",
        verdict=verdict,
        author="审核员甲",
        decided_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        **values,  # type: ignore[arg-type]
    )


DECIDED = ExportOptions(
    decisions={
        decision.fingerprint: decision
        for decision in (
            decide(0, Verdict.REJECTED, reason="面向全部企业", reason_code=ReasonCode.FALSE_POSITIVE.value),
            decide(1, Verdict.EXEMPTED, until=date(2027, 11, 20)),
        )
    },
    sign_off=SIGNED,
)


def write(name: str, options: ExportOptions | None = None) -> bytes:
    return export(name, REPORT, DOCUMENT, options=options)


def table(data: bytes, name: str) -> list[dict[str, str]]:
    if name == "csv":
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], (value or "" for value in row), strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_lists_tell_verdict_reason_and_person(name: str) -> None:
    """One row a finding, with columns of their own."""
    first, second, third = table(write(name, DECIDED), name)

    assert (first["审核决定"], first["决定理由"]) == ("不采纳", "误报：面向全部企业")
    assert (first["决定人"], first["决定日期"]) == ("审核员甲", "2026-11-20")
    assert second["审核决定"] == "适用例外（至 2027-11-20）"
    assert (third["审核决定"], third["决定人"]) == ("待定", "")
    assert first["签发"] == "修改后通过：删去第二条后可以印发（审核员乙，2026-11-21 签发）"


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_lists_say_unsigned(name: str) -> None:
    """Nobody takes a machine's list for an opinion."""
    assert {row["签发"] for row in table(write(name), name)} == {"未签发"}


def test_sarif_suppresses_what_was_rejected_or_exempted() -> None:
    """Kind external, with the reason; in a run with suppressions every result says so."""
    run = json.loads(write("sarif", DECIDED))["runs"][0]

    suppressions = [result["suppressions"] for result in run["results"]]
    assert [len(found) for found in suppressions] == [1, 1, 0]
    assert suppressions[0][0] == {
        "kind": "external",
        "status": "accepted",
        "justification": "不采纳（误报：面向全部企业），审核员甲，2026-11-20",
        "properties": {"verdict": "rejected"},
    }
    assert run["properties"]["sign_off"].startswith("修改后通过")


def test_sarif_without_decisions_has_no_suppressions() -> None:
    """Null means that nobody has looked (3.27.23)."""
    run = json.loads(write("sarif"))["runs"][0]

    assert not any("suppressions" in result for result in run["results"])
    assert run["properties"]["sign_off"] == "未签发"


def test_json_holds_decisions_and_sign_off() -> None:
    """The contract's keys and those of the findings list of the API."""
    made = json.loads(write("json", DECIDED))

    assert [found["verdict"] for found in made["findings"]] == ["rejected", "exempted", None]
    assert made["findings"][1]["until"] == "2027-11-20"
    assert made["sign_off"]["conclusion"] == "passed_after_changes"
    assert json.loads(write("json"))["sign_off"]["state"] == "未签发"


def test_html_tells_decisions_and_sign_off() -> None:
    """On the card, and at the foot."""
    decided, bare = write("html", DECIDED).decode(), write("html").decode()

    assert "不采纳（误报：面向全部企业），审核员甲，2026-11-20" in decided
    assert "审查结论：修改后通过：删去第二条后可以印发" in decided
    assert "未签发" in bare


def test_a_lapsed_exemption_decides_nothing_any_more() -> None:
    """条例第十二条: an exception ends; the finding is open again."""
    after = replace(DECIDED, written_at=datetime(2027, 11, 21))

    rows = table(write("csv", after), "csv")

    assert [row["审核决定"] for row in rows] == ["不采纳", "待定", "待定"]
    assert json.loads(write("json", after))["findings"][1]["verdict"] is None
