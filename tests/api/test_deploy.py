"""Files for operators: units are hardened, the container is not root, and what they name exists."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from api.cli.commands import COMMANDS
from tests.conftest import missing

_DEPLOY = Path(__file__).parents[2] / "api" / "deploy"
_UNITS = ("reviewer.service", "reviewer-worker.service")
# The bar of ANCHORS B3 is 2.5; 10 is a service without any protection.
_MOST_EXPOSED = 1.5


@pytest.mark.parametrize("unit", _UNITS)
def test_unit_is_hardened(unit: str) -> None:
    """As systemd itself rates it, without running it."""
    if shutil.which("systemd-analyze") is None:
        missing("systemd-analyze", "apt-get install systemd")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(_DEPLOY / unit)]

    rated = subprocess.run(command, capture_output=True, text=True, check=False).stdout

    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", rated)
    assert exposure is not None, rated
    assert float(exposure[1]) <= _MOST_EXPOSED


@pytest.mark.parametrize("unit", _UNITS)
def test_unit_starts_a_command_that_exists(unit: str) -> None:
    """With options that it has."""
    line = re.search(r"^ExecStart=/opt/reviewer/bin/reviewer (\S+)", (_DEPLOY / unit).read_text(), re.M)

    assert line is not None
    assert line[1] in COMMANDS


def test_container_is_not_root_and_installs_by_hash() -> None:
    """Nothing is written but in /data and /tmp."""
    lines = (_DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    compose = yaml.safe_load((_DEPLOY / "compose.yaml").read_text(encoding="utf-8"))

    service = compose["services"]["service"]
    assert "USER 10001:10001" in lines
    labels = set(re.findall(r"org\.opencontainers\.image\.([a-z.]+)=", lines))
    assert labels >= {"title", "description", "licenses", "version", "revision", "created", "base.name"}
    assert "--require-hashes -r requirements.lock" in lines
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_every_variable_of_the_example_is_known() -> None:
    """A mistyped name would be ignored in silence."""
    root = _DEPLOY.parent
    code = "".join(
        (root / name).read_text(encoding="utf-8")
        for name in ("settings.py", "office.py", "accounts/settings.py")
    )
    files = [*_DEPLOY.glob("*.yaml"), *_DEPLOY.glob("*.example"), *_DEPLOY.glob("*.service")]
    named = {name for path in files for name in re.findall(r"REVIEWER_[A-Z_]+", path.read_text())}

    assert [name for name in named if name.removesuffix("_FILE") not in code] == []
