"""What ships may be used freely: no package of the service is under the GPL or AGPL."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

_LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*==[^\\\n]*)", re.MULTILINE)
_STRONG = re.compile(
    r"(?<!L)(?<!Lesser )\b(?:A?GPL|(?:GNU )?(?:Affero )?General Public License)", re.IGNORECASE
)
_WEAK = re.compile(r"LGPL|Lesser", re.IGNORECASE)
_OTHER_CHOICE = re.compile(r"\bOR\b|Apache|MIT|BSD|MPL", re.IGNORECASE)

_PINS = map(Requirement, _PINNED.findall(_LOCK.read_text(encoding="utf-8")))
PACKAGES = [pin.name for pin in _PINS if pin.marker is None or pin.marker.evaluate()]


def test_the_lock_names_packages() -> None:
    """Else the test below would check nothing."""
    assert len(PACKAGES) > 30


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_is_under_a_strong_copyleft(package: str) -> None:
    """The licence as the package itself tells it, in its field, expression or classifiers."""
    told = metadata(package)
    lines = [told.get("License-Expression") or "", (told.get("License") or "").split("\n", 1)[0]]
    lines += [line for line in told.get_all("Classifier") or [] if line.startswith("License")]

    copyleft = [line for line in lines if _STRONG.search(line) and not _WEAK.search(line)]

    assert not [line for line in copyleft if not _OTHER_CHOICE.search(line)]
