"""Test 23: reviewing and auditing work without a network, and nothing asks for one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from corpora.samples import SAMPLE
from tests.conftest import missing

_WATCHED = """
import json, sys
asked = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        asked.append(event)
sys.addaudithook(watch)
from api.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
print(json.dumps({"code": code, "asked": asked}))
"""


def _offline(*arguments: str) -> dict[str, object]:
    """What the command line answers where there is no network, not even loopback, and what it asked for."""
    command = [*_without_network(), sys.executable, "-c", _WATCHED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr[-300:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _without_network() -> list[str]:
    """What runs a program without network; where that is not allowed the audit hook alone watches."""
    program = shutil.which("unshare")
    if program is None:
        missing("unshare", "apt-get install util-linux")
    if subprocess.run([program, "-rn", "true"], check=False, capture_output=True).returncode:
        warnings.warn("no network namespaces here: only the audit hook watches", stacklevel=2)
        return []
    return [program, "-rn"]


def test_a_review_needs_no_network(tmp_path: Path, tried: Callable[..., None]) -> None:
    """The sample is reviewed, with classifiers, and no host is asked."""
    answer = _offline("check", str(SAMPLE), "--format", "json", "--out", str(tmp_path / "report.json"))

    assert answer == {"code": 1, "asked": []}
    tried(23)


def test_an_audit_needs_no_network(tmp_path: Path, tried: Callable[..., None]) -> None:
    """A folder is audited, and no host is asked."""
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(SAMPLE, folder)

    answer = _offline("audit", str(folder), "--out", str(tmp_path / "audit"))

    assert answer == {"code": 0, "asked": []}
    tried(23)
