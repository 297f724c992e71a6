"""Notebooks run from a clean start to their answer, and are committed without outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def _cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_from_top_to_bottom(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The cells are run in order in one fresh namespace, as a kernel would."""
    namespace: dict[str, Any] = {"__name__": "__main__"}

    for cell in _cells(path):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{path.name}:{cell['id']}", "exec"), namespace)

    assert capsys.readouterr().out


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_asks_first_and_holds_no_outputs(path: Path) -> None:
    """A question at the top, an answer at the bottom, nothing of an earlier run."""
    cells = _cells(path)

    assert "？" in "".join(cells[0]["source"])
    assert any("## 答案" in "".join(cell["source"]) for cell in cells)
    assert all(not cell["outputs"] for cell in cells if cell["cell_type"] == "code")
