"""SARIF 2.1.0 for tools that collect results."""

import json
from typing import Any
from urllib.parse import unquote

import pytest

from reviewer.document import Unread
from reviewer.exporters import load_exporter, sarif
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.finding import LegalBasis, Severity
from tests.factories import make_document, make_finding, make_report

_DOCUMENT = make_document("云岭县𠮷办法\n第一条 按照地方贡献给予奖励。\n", name="稿件/通知 1:2.txt")


def _log(*entries: Entry) -> Any:
    return json.loads(b"".join(load_exporter("sarif")(entries, ExportOptions())))


def _reviewed(*findings: object, **values: object) -> Reviewed:
    return Reviewed(report=make_report(_DOCUMENT, *findings, **values), document=_DOCUMENT)  # type: ignore[arg-type]


def test_log_has_what_the_standard_requires() -> None:
    """Version, runs, tool, language and the unit of columns, which has no default."""
    log = _log(_reviewed(make_finding(_DOCUMENT, "按照地方贡献")))

    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["name"] == "reviewer"
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["language"] == "zh-CN"
    assert run["invocations"][0]["executionSuccessful"] is True


def test_region_counts_code_points_and_lines_from_one() -> None:
    """Offset and line say the same range of the text."""
    finding = make_finding(_DOCUMENT, "按照地方贡献")

    result = _log(_reviewed(finding))["runs"][0]["results"][0]

    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["charOffset"], region["charLength"]) == (finding.span.start, 6)
    assert (region["startLine"], region["startColumn"]) == (2, 5)
    assert (region["endLine"], region["endColumn"]) == (2, 11)
    assert region["snippet"]["text"] == "按照地方贡献"


def test_result_points_to_its_rule_artifact_and_fingerprint() -> None:
    """Indexes fit their tables; the fingerprint is versioned."""
    findings = [make_finding(_DOCUMENT, "按照"), make_finding(_DOCUMENT, "奖励", rule="b/c", kind="11.1")]

    run = _log(_reviewed(*findings))["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [f.rule for f in findings]
    location = run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert run["artifacts"][location["index"]]["location"]["uri"] == location["uri"]
    assert run["artifacts"][0]["hashes"]["sha-256"] == _DOCUMENT.digest
    assert run["results"][0]["partialFingerprints"] == {"fp1": findings[0].fingerprint}


def test_file_name_becomes_a_uri() -> None:
    """Blanks, colons and Chinese are escaped, folders stay."""
    uri = _log(_reviewed())["runs"][0]["artifacts"][0]["location"]["uri"]

    assert uri.startswith("%E7%A8%BF%E4%BB%B6/")
    assert uri.endswith("%201%3A2.txt")


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.VIOLATION, "error"), (Severity.RISK, "warning"), (Severity.ADVICE, "note")],
)
def test_severity_becomes_a_level(severity: Severity, level: str) -> None:
    """The three levels of the standard."""
    result = _log(_reviewed(make_finding(_DOCUMENT, "按照", severity=severity)))["runs"][0]["results"][0]

    assert result["level"] == level


def test_confidence_becomes_a_rank_only_where_it_was_measured() -> None:
    """A rank from 0 to 100; an uncalibrated finding has none."""
    sure, unknown = make_finding(_DOCUMENT, "按照", confidence=0.914), make_finding(_DOCUMENT, "奖励")

    results = _log(_reviewed(sure, unknown))["runs"][0]["results"]

    assert results[0]["rank"] == 91.4
    assert "rank" not in results[1]


def test_unread_part_makes_the_execution_unsuccessful() -> None:
    """A consumer must not take an incomplete review for a clean one."""
    unread = Unread(part="第3页", reason="没有文字层", remedy="请安装 OCR 组件")

    invocation = _log(_reviewed(unread=(unread,)))["runs"][0]["invocations"][0]

    assert invocation["executionSuccessful"] is False
    assert "未完整审查：第3页" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_unreadable_input_is_a_notification_on_its_artifact() -> None:
    """It is named, with the reason."""
    run = _log(_reviewed(), Unreviewed(name="坏.pdf", error="文件已加密。请解除密码"))["runs"][0]

    assert run["invocations"][0]["executionSuccessful"] is False
    notification = run["invocations"][0]["toolExecutionNotifications"][0]
    assert notification["message"]["text"] == "文件已加密。请解除密码"
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["index"] == 1


def test_personal_values_are_masked_and_unverified_articles_left_out() -> None:
    """The log goes to other tools."""
    basis = LegalBasis(title="某条例", article="第三条", verified=False)
    finding = make_finding(
        _DOCUMENT, "按照地方贡献", masked_quote="按照**贡献", message="见“按照**贡献”。", basis=(basis,)
    )

    written = json.dumps(_log(_reviewed(finding)), ensure_ascii=False)

    assert "按照地方贡献" not in written
    assert "按照**贡献" in written
    assert "第三条" not in written


def test_safe_fix_of_a_text_file_is_a_replacement() -> None:
    """The deleted region is that of the finding."""
    finding = make_finding(_DOCUMENT, "按照地方贡献", fix="按照客观标准")

    result = _log(_reviewed(finding))["runs"][0]["results"][0]

    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["deletedRegion"]["charOffset"] == finding.span.start
    assert replacement["insertedContent"] == {"text": "按照客观标准"}


def test_results_beyond_the_limit_make_a_further_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Consumers drop what is above their limit."""
    monkeypatch.setattr(sarif, "RESULTS_PER_RUN", 2)
    entry = _reviewed(make_finding(_DOCUMENT, "按照"), make_finding(_DOCUMENT, "奖励"))

    log = _log(entry, entry)

    assert [len(run["results"]) for run in log["runs"]] == [2, 2]


def test_a_file_in_a_zip_has_the_zip_as_its_parent() -> None:
    """Its own address is the path inside (3.24.3); two files of one zip share the parent."""
    documents = [
        make_document("第一条 奖励。\n", name=f"批次/送审.zip/{name}") for name in ("甲.txt", "乙.txt")
    ]
    entries = [
        Reviewed(report=make_report(document, make_finding(document, "奖励")), document=document)
        for document in documents
    ]

    run = _log(*entries)["runs"][0]

    parents = {artifact.get("parentIndex") for artifact in run["artifacts"]} - {None}
    (parent,) = parents
    assert run["artifacts"][parent]["location"]["uri"].endswith(".zip")
    for result, document in zip(run["results"], documents, strict=True):
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert unquote(place["uri"]) == "/" + document.name.rpartition("/")[2]
        assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]


def test_a_result_says_whether_it_is_new_since_the_version_before() -> None:
    """``baselineState``; a first version says nothing."""
    findings = [
        make_finding(_DOCUMENT, "按照", fingerprint="fp1:a"),
        make_finding(_DOCUMENT, "奖励", fingerprint="fp1:b"),
    ]
    options = ExportOptions(baseline={"fp1:a": "unchanged", "fp1:b": "new"})

    log = json.loads(b"".join(load_exporter("sarif")([_reviewed(*findings)], options)))
    first = _log(_reviewed(*findings))

    assert [result["baselineState"] for result in log["runs"][0]["results"]] == ["unchanged", "new"]
    assert not any("baselineState" in result for result in first["runs"][0]["results"])
