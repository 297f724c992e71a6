"""The wheel on its own: built, installed into an empty environment, reviewing the sample."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

_ROOT = Path(__file__).parent.parent
_MOST_BYTES = 10 * 1024 * 1024


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(_ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel with the packages it requires: without extras, without the checkout."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    packages = next((folder / "lib").glob("python*/site-packages"))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "-qq",
            "--no-deps",
            "--no-index",
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    installed = Distribution.at(next(packages.glob("reviewer-*.dist-info")))
    for package in _required(installed, set()):
        _link(package, packages)
    return folder


def _required(package: Distribution, seen: set[str]) -> Iterator[Distribution]:
    """What a package requires here, without extras, and what that requires in turn."""
    for line in package.requires or ():
        requirement = Requirement(line)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and requirement.name not in seen:
            seen.add(requirement.name)
            found = distribution(requirement.name)
            yield found
            yield from _required(found, seen)


def _link(package: Distribution, packages: Path) -> None:
    """Show an installed package in another environment."""
    for name in {file.parts[0] for file in package.files or () if file.parts[0] not in {"..", "__pycache__"}}:
        target = packages / name
        if not target.exists():
            target.symlink_to(Path(str(package.locate_file(name))))


def _reviewer(environment: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(environment / "bin" / "reviewer"), *arguments],
        cwd=folder, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_wheel_carries_rules_catalogue_models_and_sample(wheel: Path) -> None:
    """All that a review needs, in at most 10 MB; no tests."""
    names = set(zipfile.ZipFile(wheel).namelist())

    tracked = {path.relative_to(_ROOT).as_posix() for path in (_ROOT / "rules").rglob("*.yaml")}
    models = {
        path.relative_to(_ROOT).as_posix() for path in (_ROOT / "corpora/models").iterdir() if path.is_file()
    }
    assert tracked
    assert models
    assert tracked | models | {"corpora/laws/catalogue.jsonl", "reviewer/exporters/report.css"} <= names
    assert not [name for name in names if name.startswith(("tests/", "notebooks/", "."))]
    assert wheel.stat().st_size <= _MOST_BYTES


def test_installed_wheel_reviews_the_sample(environment: Path, tmp_path: Path) -> None:
    """Outside the checkout, with the required packages only: no extra is needed to review a docx."""
    sample = next(environment.glob("lib/python*/site-packages/corpora/samples/county_incentives.docx"))

    finished = _reviewer(
        environment, tmp_path, "check", str(sample), "--format", "json", "--today", "2026-11-23"
    )

    assert finished.returncode == 1, finished.stderr
    (report,) = json.loads(finished.stdout)
    assert report["complete"]
    assert {finding["family"] for finding in report["findings"]} == {
        "fair_competition", "legal_basis", "disclosure", "drafting",
    }  # fmt: skip
    assert report["versions"]["models"] != "off"


def test_installed_wheel_reports_as_the_checkout_does(environment: Path, tmp_path: Path) -> None:
    """Byte for byte: nothing depends on where the product lies."""
    draft = tmp_path / "稿.txt"
    draft.write_text("云岭县办法\n第一条 按照企业形成的地方财力贡献给予奖励。\n", encoding="utf-8")
    arguments = ["check", str(draft), "--format", "json", "--today", "2026-11-23"]

    installed = _reviewer(environment, tmp_path, *arguments)
    checkout = subprocess.run(
        [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())", *arguments],
        cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert installed.stdout == checkout.stdout
    assert installed.returncode == checkout.returncode
