"""``reviewer serve`` as a process: it says plainly who may use it, and shows the first password once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.serving import ROOT

_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"


def _said(folder: Path, *arguments: str, lines: int) -> str:
    """The first lines that it says; then it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", "--workers", "0", *arguments],
        cwd=ROOT,
        env={**os.environ, "REVIEWER_DATA": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = "".join(process.stderr.readline() for _ in range(lines))
    process.terminate()
    _, rest = process.communicate(timeout=30)
    return said + rest


def test_single_user_mode_is_said_plainly(tmp_path: Path) -> None:
    """Whoever starts it knows that everybody on this machine may do everything."""
    assert "单用户模式" in _said(tmp_path, lines=2)


def test_the_first_start_with_accounts_shows_a_password_and_the_second_does_not(tmp_path: Path) -> None:
    """It is kept nowhere: not in the data folder either."""
    first = _said(tmp_path, "--accounts", lines=3)
    second = _said(tmp_path, "--accounts", lines=1)

    password = re.search(r"一次性密码：(\S{24})", first)
    assert password is not None
    assert "一次性密码" not in second
    contents = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert password[1].encode() not in contents


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--host", "0.0.0.0"), "--accounts"), (("--host", "0.0.0.0", "--accounts"), "REVIEWER_PUBLIC_URL")],
)
def test_another_address_is_refused_without_accounts_and_a_public_address(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    """Before anything is bound or written."""
    said = _said(tmp_path, *arguments, lines=1)

    assert words in said
    assert list(tmp_path.iterdir()) == []
