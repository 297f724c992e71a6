"""The law catalogue (法规目录) in memory: facts of `corpora/laws/`, asked at a date.

The file is read and indexed in well under 100 ms, so nothing is cached on disk. A `Law`
is made when it is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from corpora.catalogue_schema import CatalogueEntry, RenumberedTitle
from corpora.law_texts import ENTRIES, generation_folder, operator_folder
from reviewer.citation.likeness import Nearest
from reviewer.errors import CatalogueError
from reviewer.law import Law, LawKind, Renumbering, normalise_name

FOLDER = Path(__file__).parent / "laws"

_FILE, _SUPPLEMENT, _RENUMBERED = "catalogue.jsonl", "supplement.jsonl", "renumbered.yaml"
_DATES = ("promulgated", "version", "effective", "until", "repealed", "ended_by")
_LAW_FIELDS = frozenset(field.name for field in fields(Law))

Row = dict[str, Any]


class FileCatalogue:
    """A catalogue folder, read; implements `reviewer.law.LawCatalogue`.

    Args:
        rows: Entries as the file holds them, of all ranks.
        complete: Ranks of which every instrument is held.
        version: Copy date and digest, for reports.
        renumbered: The hand-made table, read on first use.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        *,
        complete: Iterable[LawKind],
        version: str,
        renumbered: Path | None = None,
    ) -> None:
        self.version = version
        self._complete = frozenset(complete)
        self._renumbered = renumbered
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._short: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._laws: dict[str, tuple[Law, ...]] = {}
        for row in rows:
            title = normalise_name(row["title"])
            self._rows[title].append(row)
            for short in row.get("short", ()):
                self._short[normalise_name(short)].add(title)
            if "number" in row:
                self._numbers[normalise_name(row["number"])].add(title)

    def exact(self, name: str, as_of: date) -> Law | None:
        """The law with this full title, in the version in force at the date (else the latest)."""
        versions = self._versions(normalise_name(name))
        begun = [law for law in versions if law.begins is None or law.begins <= as_of]
        return begun[-1] if begun else next(iter(versions), None)

    def by_short_title(self, name: str, as_of: date) -> Law | None:
        """The law with this short title; None where two laws share it."""
        titles = self._short.get(normalise_name(name), set())
        return self.exact(next(iter(titles)), as_of) if len(titles) == 1 else None

    def by_number(self, number: str, as_of: date) -> Law | None:
        """The instrument promulgated under this order or document number (令号、文号)."""
        titles = self._numbers.get(normalise_name(number), set())
        return self.exact(next(iter(titles)), as_of) if len(titles) == 1 else None

    def suggest(self, name: str, as_of: date) -> Law | None:
        """The likeliest meant law of a misspelt title; for suggestions only, never a resolution."""
        found = self._nearest.to(name)
        return self.exact(found, as_of) if found else None

    def versions(self, title: str) -> tuple[Law, ...]:
        """All versions of a full title, oldest first."""
        return self._versions(normalise_name(title))

    def renumberings(self, title: str) -> tuple[Renumbering, ...]:
        """Articles of a full title that bear another number than before."""
        return self._renumberings.get(normalise_name(title), ())

    def names(self) -> tuple[str, ...]:
        """Every title and short title, for the automaton that finds bare names."""
        return (*self._rows, *self._short)

    def titles(self) -> tuple[str, ...]:
        """Every full title."""
        return tuple(self._rows)

    def complete_at(self, kind: LawKind) -> bool:
        """Whether the catalogue claims to hold every instrument of this rank."""
        return kind in self._complete

    def _versions(self, title: str) -> tuple[Law, ...]:
        laws = self._laws.get(title)
        if laws is None:
            made = [_law(row) for row in self._rows.get(title, ())]
            laws = self._laws[title] = tuple(sorted(made, key=lambda law: law.begins or date.min))
        return laws

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest({rows[-1]["title"]: rows[-1].get("region") for rows in self._rows.values()})

    @cached_property
    def _renumberings(self) -> Mapping[str, tuple[Renumbering, ...]]:
        if self._renumbered is None or not self._renumbered.exists():
            return {}
        return {normalise_name(title): table for title, table in read_renumbered(self._renumbered).items()}


def load_catalogue(path: Path | None = None, *, updates: Path | None = None) -> FileCatalogue:
    """Load the catalogue that ships with the project, or that of another folder.

    Args:
        path: Folder with ``catalogue.jsonl`` and, where there are any, ``supplement.jsonl``
            and ``renumbered.yaml``.
        updates: The operator's folder of updates (`corpora.law_texts`); for the catalogue that ships
            the folder that the environment names, where there is one.

    Raises:
        CatalogueError: A file is missing or does not follow the schema.
    """
    folder = path or FOLDER
    try:
        data = [file.read_bytes() for name in (_FILE, _SUPPLEMENT) if (file := folder / name).exists()]
        head, rows = _parse(b"".join(data))
        if (newer := _updates(path, updates)) is not None:
            data.append(newer)
            rows = _replaced(rows, newer)
        digest = hashlib.sha256(b"".join(data)).hexdigest()[:8]
        return FileCatalogue(
            rows,
            complete=[LawKind(kind) for kind in head["complete"]],
            version=f"{head['version']}+{digest}",
            renumbered=folder / _RENUMBERED,
        )
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise CatalogueError(f"{folder} 中的法规目录无法读取（{error}），请重新生成或恢复该目录") from error


def _updates(path: Path | None, updates: Path | None) -> bytes | None:
    """What the operator's imports say beside the catalogue, None where there are none."""
    folder = updates if updates is not None or path is not None else operator_folder()
    generation = generation_folder(folder) if folder is not None else None
    file = generation / ENTRIES if generation is not None else None
    return file.read_bytes() if file is not None and file.exists() else None


def _replaced(rows: list[Row], newer: bytes) -> list[Row]:
    """The rows, those of the same version replaced."""
    updates = [json.loads(line) for line in newer.decode().splitlines()]
    known = {(row["title"], row.get("version")) for row in updates}
    return [row for row in rows if (row["title"], row.get("version")) not in known] + updates


def read_renumbered(path: Path) -> dict[str, tuple[Renumbering, ...]]:
    """The hand-made table of renumbered articles, by full title.

    Raises:
        CatalogueError: The file does not follow its schema.
    """
    try:
        tables = TypeAdapter(list[RenumberedTitle]).validate_python(
            yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader
        )
    except (ValidationError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path}：{error}") from error
    found: dict[str, list[Renumbering]] = defaultdict(list)
    for table in tables:
        found[table.title] += [
            Renumbering(title=table.title, since=table.since, old=a.old, new=a.new, topics=tuple(a.topics))
            for a in table.articles
        ]
    return {title: tuple(articles) for title, articles in found.items()}


# libyaml where PyYAML was built with it: ten times as fast, equally safe.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _parse(data: bytes) -> tuple[Row, list[Row]]:
    """Head and entries. One parse of all lines together is three times as fast as line by line."""
    lines = data.decode().splitlines()
    head, *rows = json.loads(f"[{','.join(lines)}]")
    return head, rows


def _law(row: Row) -> Law:
    values = {key: value for key, value in row.items() if key in _LAW_FIELDS}
    for key in _DATES:
        if key in values:
            values[key] = date.fromisoformat(values[key])
    values["amended"] = tuple(date.fromisoformat(day) for day in row.get("amended", ()))
    values["kind"] = LawKind(row["kind"])
    return Law(short_titles=tuple(row.get("short", ())), **values)


def check_entries(path: Path) -> int:
    """Check every line of a catalogue file against the schema; the number of entries.

    Raises:
        CatalogueError: A line does not follow the schema; the message names it.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    first = 1 if '"complete"' in lines[0] else 0
    for number, line in enumerate(lines[first:], start=first + 1):
        try:
            CatalogueEntry.model_validate_json(line)
        except ValidationError as error:
            raise CatalogueError(f"{path}:{number} {error.errors()[0]['msg']}") from error
    return len(lines) - first
