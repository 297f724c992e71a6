"""What exists is documented, in the page of those who use it."""

from pathlib import Path

import pytest

from api.cli.commands import COMMANDS
from corpora.context import RULES
from reviewer.checkers import CHECKERS
from reviewer.exporters import EXPORTERS
from reviewer.extraction import FORMATS

_ROOT = Path(__file__).parent.parent
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_SUFFIXES = {media.name.lower() for media in FORMATS} - {"jpeg", "tiff", "text", "works"} | {
    "jpg",
    "tif",
    "txt",
    "wps",
}


def _page(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(_SUFFIXES))
def test_format_is_in_the_readme(name: str) -> None:
    """A user sees whether a file can be read."""
    assert name in _README


@pytest.mark.parametrize("name", EXPORTERS)
def test_exporter_is_in_the_readme(name: str) -> None:
    """A user sees what can be written."""
    assert f"`{name}`" in _README


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_in_the_readme(name: str) -> None:
    """A user sees what can be run."""
    block = _README.split("## 命令行")[1].split("## ")[0]

    assert name in block


@pytest.mark.parametrize("name", CHECKERS)
def test_checker_is_in_the_page_of_rule_authors(name: str) -> None:
    """A rule author sees what a rule can name."""
    assert f"`{name}`" in _page("rules/README.md")


@pytest.mark.parametrize(
    "group",
    sorted(f"{p.parent.name}/{p.name}" for p in RULES.glob("*/*") if p.is_dir() and p.parent.name != "packs"),
)
def test_rule_group_is_in_the_page_of_rule_authors(group: str) -> None:
    """A rule author sees where a rule belongs."""
    assert group in _page("rules/README.md")


@pytest.mark.parametrize(
    "corpus", sorted(p.name for p in (_ROOT / "corpora/documents").glob("*") if p.is_dir())
)
def test_corpus_is_in_the_table_of_corpora(corpus: str) -> None:
    """Source, licence, size and known gaps of each."""
    assert corpus in _page("corpora/README.md")


def test_readme_starts_with_the_two_commands() -> None:
    """A newcomer needs nothing else."""
    beginning = _README.splitlines()[:8]

    assert any(line.startswith("make run") for line in beginning)
    assert any(line.startswith("make test") for line in beginning)
