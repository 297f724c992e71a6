"""Imports law texts and facts into the operator's folder: what would change, the change, the way back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpora.catalogue import FileCatalogue
from corpora.catalogue_build import build_entries, read_source
from corpora.catalogue_schema import CatalogueEntry
from corpora.law_texts import (
    CURRENT,
    ENTRIES,
    TEXTS,
    LawText,
    LawTexts,
    generation_folder,
    read_markdown,
    write_text,
)
from reviewer.errors import CatalogueError
from reviewer.law import Law, LawKind
from reviewer.numbering.numerals import parse_numeral

_NATION = "中华人民共和国"
_BEGINS = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起(?:正式)?施行")
_LOCAL = re.compile(r"^[^的]{1,10}(?:省|市|自治区|自治州|自治县|县|区)")
_KEPT_GENERATIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that an update does, as the user reads it.

    Attributes:
        what: 新增法规, 新增版本, 更改, 新增条文, 更改条文.
        title: Full title.
        version: Day of the version.
        detail: What exactly.
    """

    what: str
    title: str
    version: date | None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What an import brings.

    Attributes:
        changes: In order of the source; empty where everything is known already.
        entries: Facts to add or to put in place of others.
        texts: Texts to write.
        skipped: Files that are no law text with a dated name.
    """

    changes: tuple[Change, ...]
    entries: tuple[CatalogueEntry, ...]
    texts: tuple[LawText, ...]
    skipped: tuple[str, ...] = ()


def plan_update(source: Path, catalogue: FileCatalogue, texts: LawTexts) -> Update:
    """What importing a folder of Markdown files or a JSONL file of facts would change.

    Args:
        source: A folder of ``标题(2021-01-22).md``, one such file, or a JSONL file.
        catalogue: The catalogue in use, earlier imports included.
        texts: The texts in use.

    Raises:
        CatalogueError: The source is not there, or a file of it is damaged.
    """
    if source.is_dir():
        return _plan_texts(sorted(source.rglob("*.md")), catalogue, texts)
    if not source.is_file():
        raise CatalogueError(f"{source} 不存在，请给出存放法规 Markdown 文件的文件夹，或者 JSONL 文件")
    if source.suffix.lower() == ".md":
        return _plan_texts([source], catalogue, texts)
    entries = build_entries(read_source(source))
    news = [(entry, change) for entry in entries if (change := _fact_change(entry, catalogue)) is not None]
    return Update(
        changes=tuple(change for _, change in news), entries=tuple(entry for entry, _ in news), texts=()
    )


def apply_update(update: Update, folder: Path) -> int:
    """Write the next generation and put it in use; the number of the generation.

    The generation is complete before ``current`` names it; a failure leaves the old one in use.
    """
    folder.mkdir(parents=True, exist_ok=True)
    old = generation_folder(folder)
    number = max((int(each.name) for each in _generations(folder)), default=0) + 1
    target = folder / f"{number:04d}"
    if old is not None:
        shutil.copytree(old, target)
    (target / TEXTS).mkdir(parents=True, exist_ok=True)
    _write_entries(target / ENTRIES, update.entries)
    for text in update.texts:
        write_text(text, target / TEXTS)
    _use(folder, target.name)
    for each in sorted(_generations(folder), reverse=True)[_KEPT_GENERATIONS:]:
        shutil.rmtree(each)
    return number


def roll_back(folder: Path) -> str | None:
    """Put the generation before in use, or none where there was none; None where nothing was imported."""
    current = generation_folder(folder)
    if current is None:
        return None
    earlier = [each.name for each in sorted(_generations(folder)) if each.name < current.name]
    if earlier:
        _use(folder, earlier[-1])
    else:
        (folder / CURRENT).unlink()
    shutil.rmtree(current)
    return earlier[-1] if earlier else ""


def _generations(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if re.fullmatch(r"\d{4}", each.name) and each.is_dir()]


def _use(folder: Path, name: str) -> None:
    fresh = folder / f"{CURRENT}.new"
    fresh.write_text(name + "\n", encoding="utf-8")
    fresh.replace(folder / CURRENT)


def _write_entries(path: Path, entries: Iterable[CatalogueEntry]) -> None:
    """Earlier imports stay, those of the same version give way."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = {_key(row): line for line in lines if (row := json.loads(line))}
    for entry in entries:
        row = entry.model_dump(mode="json", exclude_defaults=True)
        rows[_key(row)] = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    path.write_text("".join(line + "\n" for _, line in sorted(rows.items())), encoding="utf-8")


def _key(row: dict[str, str]) -> tuple[str, str]:
    return row["title"], str(row.get("version", ""))


def _plan_texts(paths: list[Path], catalogue: FileCatalogue, texts: LawTexts) -> Update:
    changes: list[Change] = []
    entries: list[CatalogueEntry] = []
    written: list[LawText] = []
    skipped: list[str] = []
    for path in paths:
        text = read_markdown(path)
        if text is None:
            skipped.append(path.name)
            continue
        known = texts.version(text.title, text.version)
        if known != text:
            what = "新增条文" if known is None else "更改条文"
            changes.append(
                Change(what=what, title=text.title, version=text.version, detail=f"{len(text.articles)} 条")
            )
            written.append(text)
        for entry, change in _facts_of(text, catalogue):
            entries.append(entry)
            changes.append(change)
    return Update(
        changes=tuple(changes), entries=tuple(entries), texts=tuple(written), skipped=tuple(skipped)
    )


def _facts_of(text: LawText, catalogue: FileCatalogue) -> Iterator[tuple[CatalogueEntry, Change]]:
    """What a text says that the catalogue does not know: a law, a version, the number of articles."""
    versions = catalogue.versions(text.title)
    same = next((law for law in versions if law.version == text.version), None)
    if same is None:
        entry = _new_entry(text, versions)
        what = "新增版本" if versions else "新增法规"
        yield entry, Change(what=what, title=text.title, version=text.version, detail=_said(entry))
        last = versions[-1] if versions else None
        if last is not None and (last.begins or date.min) < (entry.effective or text.version):
            ended = _entry_of(last).model_copy(update={"until": entry.effective or text.version})
            yield ended, Change(what="更改", title=last.title, version=last.version, detail="为新版取代")
    elif same.articles is None and _is_whole(text):
        entry = _entry_of(same).model_copy(update={"articles": text.highest})
        detail = f"条数 {text.highest}"
        yield entry, Change(what="更改", title=same.title, version=same.version, detail=detail)


def _new_entry(text: LawText, versions: tuple[Law, ...]) -> CatalogueEntry:
    """Facts as the text gives them; they were not checked against an official text."""
    like = versions[-1] if versions else None
    last = text.articles.get(str(text.highest), "")
    begins = _BEGINS.search(last)
    short = text.title.removeprefix(_NATION)
    return CatalogueEntry(
        title=text.title,
        short=list(like.short_titles) if like else ([short] if short != text.title else []),
        kind=like.kind if like else _kind(text.title),
        region=like.region if like else None,
        issuer=like.issuer if like else None,
        promulgated=like.promulgated if like else text.version,
        version=text.version,
        effective=date(*(parse_numeral(part) or 1 for part in begins.groups())) if begins else None,
        articles=text.highest if _is_whole(text) else None,
    )


def _is_whole(text: LawText) -> bool:
    """Whether no article is missing and the last says when it binds: an extract has no such last one."""
    numbers = {int(number.partition("-")[0]) for number in text.articles}
    return len(numbers) == text.highest and "施行" in text.articles.get(str(text.highest), "")


def _kind(title: str) -> LawKind:
    """The rank that a title that is not known bears."""
    if _LOCAL.match(title) and not title.startswith(_NATION):
        return LawKind.LOCAL_REGULATION if title.endswith("条例") else LawKind.LOCAL_GOVERNMENT_REGULATION
    if re.search(r"(?<![办方])法$|法典$", title):
        return LawKind.LAW
    return LawKind.ADMINISTRATIVE_REGULATION if title.endswith("条例") else LawKind.DEPARTMENT_REGULATION


def _entry_of(law: Law) -> CatalogueEntry:
    fields = {name: getattr(law, name) for name in CatalogueEntry.model_fields if hasattr(law, name)}
    return CatalogueEntry(short=list(law.short_titles), **(fields | {"amended": list(law.amended)}))


def _fact_change(entry: CatalogueEntry, catalogue: FileCatalogue) -> Change | None:
    versions = catalogue.versions(entry.title)
    same = next((law for law in versions if law.version == entry.version), None)
    if same is None:
        what = "新增版本" if versions else "新增法规"
        return Change(what=what, title=entry.title, version=entry.version, detail=_said(entry))
    before, now = _entry_of(same).model_dump(), entry.model_dump()
    differing = sorted(name for name in before if name != "note" and before[name] != now[name])
    if not differing:
        return None
    return Change(
        what="更改",
        title=entry.title,
        version=entry.version,
        detail="，".join(f"{name}：{before[name]} → {now[name]}" for name in differing),
    )


def _said(entry: CatalogueEntry) -> str:
    begins = f"，{entry.effective.isoformat()} 起施行" if entry.effective else ""
    return f"{entry.articles or '未知'} 条{begins}"
