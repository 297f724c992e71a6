"""Public tools to compare with, each in an environment of its own, so that none disturbs the project's.

They are installed from the package index below the cache folder (``XDG_CACHE_HOME``/reviewer/peers).
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SECONDS = 600
MARK = "@@"
"""Stands before the answer of a runner: tools print what they like."""


def cache_folder() -> Path:
    """Where the environments of the tools are kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reviewer" / "peers"


def peer_python(packages: Sequence[str], folder: Path | None = None) -> Path:
    """The interpreter of the environment that has the packages; it is made on first use.

    Raises:
        subprocess.SubprocessError: They cannot be installed.
    """
    environment = (folder or cache_folder()) / packages[0]
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.run(  # noqa: S603  names of packages from our own tables
            [str(python), "-m", "pip", "install", "-qq", *packages], check=True, timeout=_SECONDS
        )
    return python


def ask_peer(python: Path, runner: Path, arguments: Sequence[str], lines: Sequence[Any]) -> Any:
    """The answer of a runner, which reads JSON lines and ends with one JSON value behind `MARK`.

    Raises:
        subprocess.SubprocessError: It breaks or takes too long.
        ValueError: It gives no answer.
    """
    done = subprocess.run(  # noqa: S603  our own script
        [str(python), str(runner), *arguments],
        input="".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    _, mark, answer = done.stdout.rpartition(MARK)
    if not mark:
        raise ValueError("the tool gave no answer")
    return json.loads(answer)
