"""Texts of laws that the operator imported, article by article; none ship with the project.

They stand in a folder of the operator's own (``REVIEWER_LAWS``, else ``laws`` in the data folder), in
numbered generations, so that an update can be rolled back (`corpora.law_updates`):

```
laws/current              the number of the generation in use
laws/0001/entries.jsonl   facts that add to the catalogue or replace some of it
laws/0001/texts/*.json    one version of one law each: title, version, articles
```
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from reviewer.errors import CatalogueError
from reviewer.finding import LegalBasis
from reviewer.law import normalise_name
from reviewer.numbering.clause_number import read_clause_references
from reviewer.numbering.numerals import parse_numeral

_NAME = re.compile(r"^(?P<title>.+?)[(（](?P<day>\d{4}-\d{2}-\d{2})[)）]$")
_ARTICLE = re.compile(
    r"^\s*(?:\*\*)?第(?P<number>[〇零一二三四五六七八九十百千]{1,9})条(?:之(?P<inserted>[一二三四五六七八九十]{1,3}))?"
    r"(?:\*\*)?(?:[\s\u3000]+|$)(?P<text>.*)$"
)
_HEADING = re.compile(r"^\s*(?:#|第[一二三四五六七八九十百]{1,4}[编章节](?:[\s\u3000]|$))")
CURRENT, ENTRIES, TEXTS = "current", "entries.jsonl", "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """One version of a law, by article.

    Attributes:
        title: Full title.
        version: Day of promulgation of this version.
        articles: Text by number: ``16``, or ``133-2`` for 第一百三十三条之二.
    """

    title: str
    version: date
    articles: Mapping[str, str]

    @property
    def highest(self) -> int:
        """The highest article number."""
        return max((int(number.partition("-")[0]) for number in self.articles), default=0)


def operator_folder() -> Path:
    """Where the operator's laws stand: ``REVIEWER_LAWS``, else ``laws`` in the data folder."""
    named = os.environ.get("REVIEWER_LAWS")
    if named:
        return Path(named)
    data = os.environ.get("REVIEWER_DATA")
    if data:
        return Path(data) / "laws"
    base = os.environ.get("XDG_DATA_HOME", "")
    home = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "share"
    return home / "reviewer" / "laws"


def generation_folder(folder: Path) -> Path | None:
    """The generation in use, None where nothing was imported.

    Raises:
        CatalogueError: ``current`` names a generation that is not there.
    """
    try:
        number = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    generation = folder / number
    if not re.fullmatch(r"\d{4}", number) or not generation.is_dir():
        raise CatalogueError(
            f"{folder / CURRENT} 所指的版本“{number}”不存在，请用 reviewer laws update 重新导入"
        )
    return generation


def read_markdown(path: Path) -> LawText | None:
    """A law text named ``标题(2021-01-22).md``; None where the name or the text is not of that kind.

    Raises:
        CatalogueError: The file is not UTF-8.
    """
    name = _NAME.match(path.stem)
    try:
        text = path.read_text(encoding="utf-8-sig") if name else ""
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path} 不是 UTF-8 编码的文本，请另存为 UTF-8") from error
    articles = split_articles(text)
    if name is None or not articles:
        return None
    return LawText(title=name["title"].strip(), version=date.fromisoformat(name["day"]), articles=articles)


def split_articles(text: str) -> dict[str, str]:
    """The articles of a law text; what stands before the first and headings are left out."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.splitlines():
        article = _ARTICLE.match(line)
        if article is not None:
            number = str(parse_numeral(article["number"]) or 0)
            if article["inserted"]:
                number += f"-{parse_numeral(article['inserted'])}"
            # The table of contents or a quoted article may bear the number before: the last one counts.
            lines = found[number] = [article["text"].strip()]
        elif _HEADING.match(line):
            lines = None
        elif lines is not None and line.strip():
            lines.append(line.strip())
    return {number: "\n".join(part for part in parts if part) for number, parts in found.items()}


def text_file(title: str, version: date) -> str:
    """Name of the file of a version: titles may hold what a file name may not."""
    return hashlib.sha256(f"{normalise_name(title)}\n{version}".encode()).hexdigest()[:24] + ".json"


def write_text(text: LawText, folder: Path) -> None:
    """Write a version into a folder of texts."""
    content = {"title": text.title, "version": text.version.isoformat(), "articles": dict(text.articles)}
    target = folder / text_file(text.title, text.version)
    target.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")


class LawTexts:
    """The texts of a generation; a law is read when an article of it is asked for.

    Args:
        folder: The folder of texts; None where nothing was imported.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: dict[str, LawText | None] = {}

    def article(self, title: str, article: str, version: date | None) -> str | None:
        """The text of an article of a version, None where it was not imported.

        Args:
            title: Full title.
            article: As cited: 第十六条, 第十条第二款第（三）项; the whole article is given.
            version: Day of promulgation of the version; None = the latest imported.
        """
        references = read_clause_references(article, 0) if article.startswith("第") else ()
        text = self._version(title, version) if references else None
        if text is None:
            return None
        number = references[0].first
        key = f"{number.article}-{number.insertion}" if number.insertion else str(number.article)
        return text.articles.get(key)

    def version(self, title: str, version: date) -> LawText | None:
        """One version of a law, None where it was not imported."""
        if self._folder is None:
            return None
        name = text_file(title, version)
        if name not in self._read:
            self._read[name] = _load(self._folder / name)
        return self._read[name]

    def _version(self, title: str, version: date | None) -> LawText | None:
        if version is not None:
            return self.version(title, version)
        days = self._versions.get(normalise_name(title), ())
        return self.version(title, max(days)) if days else None

    @cached_property
    def _versions(self) -> Mapping[str, tuple[date, ...]]:
        found: dict[str, tuple[date, ...]] = {}
        for path in sorted(self._folder.glob("*.json")) if self._folder else ():
            text = _load(path)
            if text is not None:
                title = normalise_name(text.title)
                found[title] = (*found.get(title, ()), text.version)
        return found


def _load(path: Path) -> LawText | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return LawText(
            title=content["title"],
            version=date.fromisoformat(content["version"]),
            articles=content["articles"],
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogueError(f"{path} 已损坏，请用 reviewer laws update 重新导入（{error}）") from error


def imported_texts(folder: Path | None = None) -> LawTexts:
    """The texts in use; where the operator imported others since, those."""
    generation = generation_folder(folder or operator_folder())
    return _texts(generation / TEXTS if generation else None)


@lru_cache(maxsize=4)
def _texts(folder: Path | None) -> LawTexts:
    return LawTexts(folder)


def article_text(title: str, article: str, version: date | None = None) -> str | None:
    """The text of an article as the operator imported it, None where it was not: for the page.

    Args:
        title: Full title of the law, such as 中华人民共和国行政处罚法.
        article: As a finding names it, such as 第十六条 or 第十条第二款第（三）项.
        version: `reviewer.law.Law.version` of the version meant; None = the latest imported.
    """
    return imported_texts().article(title, article, version)


def basis_text(basis: LegalBasis) -> str:
    """The article that a finding names, as the operator imported it; empty where it was not."""
    if not basis.verified or not basis.article:
        return ""
    return article_text(basis.title, basis.article) or ""
