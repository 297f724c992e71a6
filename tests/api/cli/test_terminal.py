"""What a person at a terminal sees, on a real pseudo-terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
_TEXT = "云岭县产业扶持办法\n第一条 按照企业形成的县级地方财力贡献的50%给予奖励。\n"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder with two drafts."""
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_text(_TEXT, encoding="utf-8")
    return tmp_path


def _on_terminal(*arguments: str, **environment: str) -> bytes:
    """Both streams of a run, as one terminal shows them."""
    parent, child = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "check", *arguments],
        cwd=_ROOT,
        env={**plain, "TERM": "xterm-256color", "COLUMNS": "100", **environment},
        stdin=child,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    shown = b""
    try:
        while chunk := os.read(parent, 65_536):
            shown += chunk
    except OSError:
        pass  # Linux tells the end of a terminal this way.
    os.close(parent)
    process.wait()
    return shown


def test_terminal_gets_colour_and_a_progress_bar(drafts: Path) -> None:
    """The severity is red and bold; the bar names what goes on."""
    shown = _on_terminal(str(drafts))

    assert "\x1b[1;31m违规".encode() in shown
    assert "审查 ".encode() in shown
    assert b"100%" in shown


def test_no_color_is_heeded(drafts: Path) -> None:
    """https://no-color.org: no colour, all words."""
    shown = _on_terminal(str(drafts / "甲.txt"), NO_COLOR="1")

    assert b"\x1b[1;31m" not in shown
    assert "违规".encode() in shown


def test_unreadable_file_is_told_once(drafts: Path) -> None:
    """Both streams are one screen here."""
    shown = _on_terminal(str(drafts / "没有.txt"), NO_COLOR="1")

    assert shown.count("文件不存在".encode()) == 1
