"""``reviewer redact`` as a user runs it."""

import json
from pathlib import Path

import pytest

from api.cli import main
from tests.reviewer.redaction.copies import HELPED, ID

_TODAY = ["--today", "2026-11-23"]


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["redact", *arguments, *_TODAY])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_copy_stands_beside_the_original(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second review is told, the exit code is 0, neither stdout nor log holds a value."""
    original, log = tmp_path / "公示.md", tmp_path / "记录.json"
    original.write_text(HELPED, encoding="utf-8")

    code, out, err = _run(capsys, str(original), "--log", str(log))

    copy = tmp_path / "公示（已遮盖）.md"
    assert code == 0
    assert "420106********3311" in copy.read_text(encoding="utf-8")
    assert original.read_text(encoding="utf-8") == HELPED
    assert "公民身份号码 1 处" in out
    assert "没有发现" in err
    assert ID not in out + err + log.read_text(encoding="utf-8")
    entry = json.loads(log.read_text(encoding="utf-8"))["masked"][0]
    assert (entry["kind"], entry["place"]) == ("person.id_number", [{"line": 1}])


def test_what_hiding_cannot_mend_gives_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mark of secrecy stays, and the user is told what to do."""
    original = tmp_path / "通知.txt"
    original.write_text(f"机密★10年\n云岭县通知\n{HELPED}\n", encoding="utf-8")

    code, _, err = _run(capsys, str(original))

    assert code == 1
    assert "遮盖不能解决" in err


def test_original_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The only copy of a file must not be lost."""
    original = tmp_path / "公示.txt"
    original.write_text(HELPED, encoding="utf-8")

    code, _, err = _run(capsys, str(original), "--out", str(original))

    assert code == 2
    assert "不能覆盖原件" in err
    assert original.read_text(encoding="utf-8") == HELPED


def test_format_without_copy_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An OFD is exported as PDF first."""
    original = tmp_path / "扫描.png"
    original.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))

    code, _, err = _run(capsys, str(original))

    assert code == 2
    assert "重新扫描" in err
