"""The recipes of the page for programs work as they are written there, line by line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.serving import ROOT, serve
from tests.conftest import missing

_PAGE = ROOT / "api" / "README.md"
_SAMPLE = ROOT / "corpora" / "samples" / "county_incentives.docx"
_HERE = "http://127.0.0.1:8000"


def _recipes() -> str:
    """The block of the section."""
    section = _PAGE.read_text(encoding="utf-8").partition("\n## Recipes\n")[2].partition("\n## ")[0]
    found = re.search(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_every_recipe_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run against a service as users start it; the first line that fails ends it."""
    if shutil.which("curl") is None:
        missing("curl", "apt-get install curl")
    shutil.copy(_SAMPLE, tmp_path / "draft.docx")
    monkeypatch.setenv("REVIEWER_LEARN", "1")
    served = serve(tmp_path / "data", "", "--workers", "1")
    try:
        script = "set -euo pipefail\n" + _recipes().replace(_HERE, served.address)

        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
        )
    finally:
        served.kill()

    assert done.returncode == 0, done.stderr + done.stdout
    act, undone = (json.loads((tmp_path / name).read_text()) for name in ("act.json", "undone.json"))
    assert [item["code"] for item in act["skipped"]] == ["decided"]
    assert undone["decided"] == act["decided"]
    assert (tmp_path / "comments.docx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "second.json").read_text())["state"] == "done"
