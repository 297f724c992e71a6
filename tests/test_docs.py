"""What exists is documented, in the page of those who use it."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from api.cli.commands import COMMANDS
from api.settings import Settings
from corpora.context import RULES
from reviewer.checkers import CHECKERS
from reviewer.exporters import EXPORTERS
from reviewer.extraction import FORMATS
from reviewer.extraction.limits import MEBIBYTE, Limits

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


_PAGES = (*_ROOT.glob("*/README.md"), *_ROOT.glob("api/guides/*.md"), _ROOT / "README.md")


@pytest.mark.parametrize("page", sorted(_PAGES), ids=lambda page: str(page.relative_to(_ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    """And a link within a page to one of its headings."""
    text = page.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", h).replace(" ", "-").lower() for h in re.findall(r"^#+ (.+)$", text, re.M)
    }
    links = [unquote(link) for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]

    missing = [link for link in links if link[0] != "#" and not (page.parent / link.split("#")[0]).exists()]
    lost = [link for link in links if link[0] == "#" and link[1:] not in headings]

    assert missing + lost == []


@pytest.mark.parametrize("guide", sorted(_ROOT.glob("api/guides/*.md")), ids=lambda path: path.name)
def test_readme_leads_to_every_guide(guide: Path) -> None:
    """Nobody has to know of it."""
    assert f"(api/guides/{guide.name})" in _README


def test_limits_in_the_guide_are_those_of_the_program() -> None:
    """Types, sizes, unpacked sizes and times, for those who operate it."""
    limits, settings = Limits(), Settings()
    guide = _page("api/guides/operator.md").split("## 上限")[1]

    figures = [
        f"{limits.file_bytes // MEBIBYTE} MB、{limits.pages:,} 页、{limits.characters // 10_000:,} 万字",
        f"{limits.cells // 10_000} 万个单元格",
        f"{limits.members:,} 个成员，单个 {limits.member_bytes // MEBIBYTE} MB",
        f"合计 {limits.unpacked_bytes // MEBIBYTE} MB，压缩比 {limits.ratio}，",
        f"{limits.pixels // 10_000:,} 万像素；每份 {limits.ocr_pages} 页",
        f"{limits.seconds:.0f} 秒、{limits.memory_bytes // MEBIBYTE:,} MB",
        f"{settings.job_seconds:.0f} 秒",
        f"{settings.waiting_reviews:,} 份",
    ]

    assert [figure for figure in figures if figure not in guide] == []
