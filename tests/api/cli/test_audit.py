"""``reviewer audit``: exit codes, words, sub-commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.cli import main

_BAD = "云岭县若干措施\n第一条　对将注册地迁入本县的企业，一次性给予二百万元落户奖励。\n"
_OPTIONS = ["--classifiers", "off", "--today", "2026-11-23", "--workers", "1"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one bad document."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "甲.txt").write_text(_BAD, encoding="utf-8")
    return folder


def _audit(source: Path, out: Path, *more: str) -> int:
    return main(["audit", str(source), "--out", str(out), *_OPTIONS, *more])


def test_ended_run_exits_0_whatever_it_found(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding is told on stdout, with where the results are."""
    code = _audit(source, tmp_path / "out")

    assert code == 0
    assert "违规 1 处" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {
        *("documents", "findings", "summary.json", "ledger.xlsx", "dashboard.html", "failures.csv"),
    }


def test_unread_file_exits_3(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And stderr says how many and where they are listed."""
    (source / "坏.docx").write_bytes(b"PK\x03\x04 not a package")

    code = _audit(source, tmp_path / "out")

    assert code == 3
    assert "1 份文件没有读取" in capsys.readouterr().err


@pytest.mark.parametrize("options", [(), ("--resume",)], ids=["again", "resume"])
def test_results_are_resumed_or_refused(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    """Only --resume goes on with a folder that holds results; the date of the first run holds."""
    _audit(source, tmp_path / "out")

    code = main(["audit", str(source), "--out", str(tmp_path / "out"), "--classifiers", "off", *options])

    assert code == (0 if options else 2)
    if options:
        assert json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["as_of"] == "2026-11-23"
    else:
        assert "--resume" in capsys.readouterr().err


def test_wrong_source_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what is wrong and what to do."""
    code = _audit(tmp_path / "nothing", tmp_path / "out")

    assert code == 2
    assert "请核对路径" in capsys.readouterr().err


def test_looking_ahead_compares_with_the_earlier_audit(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--compare lists what the later date changes."""
    _audit(source, tmp_path / "now")

    code = _audit(source, tmp_path / "later", "--today", "2027-01-01", "--compare", str(tmp_path / "now"))

    assert code == 0
    assert "2026-11-23 与 2027-01-01 相比" in capsys.readouterr().out
    assert (tmp_path / "later/compare/compare.json").exists()


def test_ledger_comes_back(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """import-ledger takes it over, lists the differences, and writes the ledger anew."""
    _audit(source, tmp_path / "out")
    book = load_workbook(tmp_path / "out/ledger.xlsx")
    sheet = book["清理台账"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("状态") + 1).value = "已销号"
    book.save(tmp_path / "back.xlsx")

    code = main(["audit", "import-ledger", str(tmp_path / "back.xlsx"), "--out", str(tmp_path / "out")])

    assert code == 0
    assert "其中销号 1 行" in capsys.readouterr().out
    again = load_workbook(tmp_path / "out/ledger.xlsx")["清理台账"]
    assert again.cell(2, heads.index("状态") + 1).value == "已销号"


def test_help_is_chinese_and_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """A user finds import, comparison and reports."""
    code = main(["audit", "--help"])

    shown = capsys.readouterr().out
    assert code == 0
    assert all(name in shown for name in ("run", "report", "compare", "import-ledger"))
    assert "Usage" not in shown
