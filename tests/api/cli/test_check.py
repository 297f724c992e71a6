"""``reviewer check`` as a user runs it."""

import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from corpora.samples import SAMPLE

_TODAY = ["--today", "2026-11-23"]
# A clause that offends in any document, and one that never does.
_ENDING = "第二条 本办法自2026年12月1日起施行，有效期三年。\n"
_UNLAWFUL = f"云岭县产业扶持办法\n第一条 按照企业形成的县级地方财力贡献的50%给予奖励。\n{_ENDING}"
_LAWFUL = f"云岭县档案管理办法\n第一条 档案馆应当妥善保管档案。\n{_ENDING}"


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check", *arguments, *_TODAY])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_sample_draft_has_findings_of_all_families(capsys: pytest.CaptureFixture[str]) -> None:
    """Every quote is exactly the text between its offsets in what ``extract`` gives."""
    code, out, _ = _run(capsys, str(SAMPLE), "--format", "json")

    (report,) = json.loads(out)
    main(["extract", str(SAMPLE), "--format", "text"])
    text = capsys.readouterr().out
    assert code == 1
    assert {finding["family"] for finding in report["findings"]} == {
        "fair_competition", "legal_basis", "disclosure", "drafting",
    }  # fmt: skip
    assert all(text[finding["start"] : finding["end"]] == finding["quote"] for finding in report["findings"])


def test_exit_code_tells_what_happened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 clean, 1 found, 2 unreadable; the gravest wins."""
    lawful, unlawful = _file(tmp_path, "甲.txt", _LAWFUL), _file(tmp_path, "乙.txt", _UNLAWFUL)
    missing = str(tmp_path / "没有.docx")

    assert _run(capsys, lawful)[0] == 0
    assert _run(capsys, unlawful)[0] == 1
    assert _run(capsys, lawful, unlawful)[0] == 1
    assert _run(capsys, lawful, missing)[0] == 2
    assert _run(capsys, unlawful, missing)[0] == 2


def test_fail_on_moves_the_threshold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft without an effective date is a risk, not a violation."""
    path = _file(tmp_path, "甲.txt", _LAWFUL.replace("自2026年12月1日起施行，", ""))

    assert _run(capsys, path)[0] == 0
    assert _run(capsys, path, "--fail-on", "risk")[0] == 1


def test_unreadable_path_is_an_entry_and_the_others_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message on stderr names file, reason and remedy."""
    lawful, missing = _file(tmp_path, "甲.txt", _LAWFUL), str(tmp_path / "没有.docx")

    code, out, err = _run(capsys, missing, lawful, "--format", "json")

    unread, report = json.loads(out)
    assert code == 2
    assert set(unread) == {"name", "error"}
    assert unread["name"] == missing
    assert "文件不存在" in unread["error"]
    assert "没有.docx" in err
    assert report["name"] == lawful


def test_partly_read_document_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says 未完整审查 and never that nothing was found."""
    path = tmp_path / "坏字节.txt"
    path.write_bytes(_LAWFUL.encode() * 20 + b"\xff\xfe\xff" + "结尾。\n".encode() * 3)

    code, out, _ = _run(capsys, str(path))

    assert code == 3
    assert "未完整审查" in out
    assert "未发现问题" not in out


def test_folder_and_zip_are_taken_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One report a document, in order of path."""
    _file(tmp_path, "乙.txt", _LAWFUL)
    with zipfile.ZipFile(tmp_path / "甲.zip", "w") as archive:
        archive.writestr("内.txt", _UNLAWFUL)

    code, out, _ = _run(capsys, str(tmp_path), "--format", "json")

    assert code == 1
    assert [Path(report["name"]).name for report in json.loads(out)] == ["乙.txt", "内.txt"]


def test_standard_input_is_read_as_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-`` takes any format."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAMPLE.read_bytes())))

    code, out, _ = _run(capsys, "-", "--format", "json")

    assert code == 1
    assert json.loads(out)[0]["name"] == "标准输入"


def test_same_input_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs can be compared."""
    first = _run(capsys, str(SAMPLE), "--format", "json")[1]
    second = _run(capsys, str(SAMPLE), "--format", "json")[1]

    assert first == second


def test_family_limits_what_is_reviewed(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the families asked for."""
    _, out, _ = _run(capsys, str(SAMPLE), "--format", "json", "--family", "disclosure")

    assert {finding["family"] for finding in json.loads(out)[0]["findings"]} == {"disclosure"}


def test_kind_and_region_that_the_user_says_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They stand in the report."""
    path = _file(tmp_path, "甲.txt", _LAWFUL)

    _, out, _ = _run(capsys, path, "--format", "json", "--kind", "report", "--region", "440300")

    document = json.loads(out)[0]["document"]
    assert document["kind"]["value"] == "report"
    assert document["region"]["value"] == "440300"


@pytest.mark.parametrize("output", ["text", "html", "sarif", "csv"])
def test_every_format_names_the_rule(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole formats, valid in themselves."""
    _, out, _ = _run(capsys, str(SAMPLE), "--format", output)

    assert "fair_competition/" in out
    if output == "sarif":
        assert json.loads(out)["version"] == "2.1.0"
    if output == "csv":
        assert len(list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))) > 5


def test_bad_rule_folder_stops_with_file_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule author sees file, line and field."""
    rule = tmp_path / "drafting" / "坏规则.yaml"
    rule.parent.mkdir()
    rule.write_text("title: 坏规则\nkind: x\nseverty: risk\n", encoding="utf-8")

    code, _, err = _run(capsys, str(SAMPLE), "--rules", str(tmp_path))

    assert code == 2
    assert "坏规则.yaml" in err
    assert "severty" in err or "severity" in err


def _lines(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, list[Any], str]:
    code, out, err = _run(capsys, "--jsonl", str(path))
    return code, [json.loads(line) for line in out.splitlines()], err


def test_jsonl_answers_every_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad line gives an error and the rest goes on."""
    unlawful = "按照企业形成的县级地方财力贡献的50%给予奖励。"
    lines = [
        json.dumps({"id": "a", "text": unlawful}, ensure_ascii=False).encode(),
        b"{broken",
        b'{"id": 7, "text": "\\u6863\\u6848"}',
        b'{"id": "x"}',
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": null, "text": ""}',
        b'{"id": "z", "text": ""}',
    ]
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(lines))

    code, answers, err = _lines(capsys, path)

    assert code == 2
    assert [answer["id"] for answer in answers] == ["a", None, 7, None, None, None, None, None, "z"]
    assert [set(answer) for answer in answers if answer["id"] is None] == [{"id", "error"}] * 6
    assert "第 2 行" in err
    finding = answers[0]["findings"][0]
    assert unlawful[finding["start"] : finding["end"]] == finding["quote"]
    assert answers[2]["findings"] == []


def test_jsonl_keeps_the_text_code_point_for_code_point(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Characters beyond the BMP, CRLF, a BOM inside and half a surrogate pair do not shift offsets."""
    text = "\ufeff𠮷\r\n\ud840一、按照企业形成的县级地方财力贡献的50%给予奖励。"
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": text}).encode() + b"\r\n")

    code, answers, _ = _lines(capsys, path)

    assert code == 1
    assert all(text[f["start"] : f["end"]] == f["quote"] for f in answers[0]["findings"])


def test_jsonl_passage_is_not_asked_for_parts_of_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A passage has no effective date and needs none."""
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "档案馆应当妥善保管档案。"}), encoding="utf-8")

    assert _lines(capsys, path) == (0, [{"id": "a", "findings": []}], "")


def test_jsonl_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 with the reason."""
    code, answers, err = _lines(capsys, tmp_path / "没有.jsonl")

    assert (code, answers) == (2, [])
    assert "没有.jsonl" in err
