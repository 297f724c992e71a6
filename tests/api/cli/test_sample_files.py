"""Real files of every format, hostile ones among them, through the whole command."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_SHARED = Path(os.environ.get("REVIEWER_SHARED", _ROOT.parent / "shared"))
_FILES = _SHARED / "samples" / "files"
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
# A small process starts the command: Linux would count what this one holds as the command's own.
_WATCHED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
_MOST_BYTES = 1_500_000_000


@pytest.mark.skipif(not _FILES.is_dir(), reason="the shared sample files are not here")
def test_every_sample_file_is_reported_or_named_with_reason_and_remedy(tmp_path: Path) -> None:
    """One entry a file, no crash, no process above 1.5 GB; what is unreadable says why and what to do."""
    answer, talk = tmp_path / "answer.json", tmp_path / "talk.txt"

    with answer.open("wb") as told, talk.open("wb") as said:
        command = [sys.executable, "-c", _PROGRAM, "check", str(_FILES), "--format", "json"]
        watched = subprocess.run(
            [sys.executable, "-c", _WATCHED, *command], cwd=_ROOT, stdout=told, stderr=said, check=False
        )
    peak = int(talk.read_text("utf-8").splitlines()[-1])

    entries = json.loads(answer.read_bytes())
    documents = {path for path in _FILES.rglob("*") if path.is_file() and not path.name.startswith(".")}
    named = {Path(entry["name"]) for entry in entries}
    assert watched.returncode == 2
    assert not re.search(r"Traceback|程序内部错误|解析时出错", talk.read_text("utf-8"))
    assert {path for path in documents if not any(path in (name, *name.parents) for name in named)} == set()
    unread = [entry["error"] for entry in entries if set(entry) == {"name", "error"}]
    assert all(re.fullmatch(r".+。.+", error) for error in unread)
    assert all(entry["complete"] or entry["unread"] for entry in entries if "complete" in entry)
    assert all(entry["failures"] == [] for entry in entries if "failures" in entry)
    assert peak * 1024 < _MOST_BYTES
