"""Build the law catalogue from a copy of the facts: ``python -m corpora.catalogue_build SOURCE``.

SOURCE is a JSONL file, one version of one instrument a line (`corpora.catalogue_schema.SourceLaw`).
Only facts are taken over: titles, dates, numbers, highest article. The result is written to
``corpora/laws/catalogue.jsonl``; the same source always gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from corpora.catalogue_schema import CatalogueEntry, CatalogueHead, SourceLaw
from reviewer.errors import CatalogueError
from reviewer.law import LawKind

TARGET = Path(__file__).parent / "laws" / "catalogue.jsonl"

# The last day for which laws and administrative regulations were checked in the copy.
COPY_DATE = date(2026, 9, 30)
COMPLETE = [LawKind.CONSTITUTION, LawKind.LAW, LawKind.ADMINISTRATIVE_REGULATION]

_KINDS = {
    "宪法": LawKind.CONSTITUTION,
    "法律": LawKind.LAW,
    # Decisions of the Standing Committee on legal questions have the force of law.
    "有关法律问题的决定": LawKind.LAW,
    "行政法规": LawKind.ADMINISTRATIVE_REGULATION,
    "司法解释": LawKind.JUDICIAL_INTERPRETATION,
    "地方性法规": LawKind.LOCAL_REGULATION,
    "部门规章": LawKind.DEPARTMENT_REGULATION,
    "地方政府规章": LawKind.LOCAL_GOVERNMENT_REGULATION,
    "国务院规范性文件": LawKind.NORMATIVE_DOCUMENT,
    "部门规范性文件": LawKind.NORMATIVE_DOCUMENT,
    "党内法规": LawKind.PARTY_RULE,
    "国家标准": LawKind.STANDARD,
}
_REPEALED, _CHECKED, _LAPSED = "已废止", "核对", "宣告失效"
_DATED_TITLE = re.compile(r"^(?P<title>.+)（(?P<day>\d{4}-\d{2}-\d{2})）$")
_ORDER = list(LawKind)


def read_source(path: Path) -> list[SourceLaw]:
    """The lines of the copy.

    Raises:
        CatalogueError: A line does not follow the schema; the message names it.
    """
    laws = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            laws.append(SourceLaw.model_validate_json(line))
        except ValidationError as error:
            raise CatalogueError(f"{path}:{number} {error.errors()[0]['msg']}") from error
    return laws


def build_entries(laws: Iterable[SourceLaw]) -> list[CatalogueEntry]:
    """Catalogue entries, by rank, title and version.

    Raises:
        CatalogueError: A level or a combination of dates that the schema does not know.
    """
    by_title: dict[str, list[SourceLaw]] = defaultdict(list)
    for law in laws:
        by_title[law.title].append(law)
    starts = {title: _first_day(versions) for title, versions in by_title.items()}
    entries = [entry for versions in by_title.values() for entry in _entries(versions, starts)]
    entries.sort(key=lambda entry: (_ORDER.index(entry.kind), entry.title, str(entry.version or "")))
    return entries


def write_catalogue(entries: Iterable[CatalogueEntry], target: Path) -> None:
    """Write head and entries as compact JSONL; what is unknown or false is left out."""
    head = CatalogueHead(version=COPY_DATE, complete=COMPLETE)
    lines = [head.model_dump_json()]
    lines += [
        json.dumps(
            entry.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, separators=(",", ":")
        )
        for entry in entries
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _begins(law: SourceLaw) -> date | None:
    return law.effective or law.version or law.promulgated


def _first_day(versions: list[SourceLaw]) -> date | None:
    return min((day for law in versions if (day := _begins(law))), default=None)


def _entries(versions: list[SourceLaw], starts: dict[str, date | None]) -> Iterator[CatalogueEntry]:
    """The versions of one title; each ends when the next begins."""
    ordered = sorted(versions, key=lambda law: _begins(law) or date.min)
    endings = [_begins(following) for following in ordered[1:]] + [None]
    for law, until in zip(ordered, endings, strict=True):
        try:
            yield _entry(law, until, starts)
        except (ValidationError, KeyError) as error:
            raise CatalogueError(f"{law.title}（{law.version}）：{error}") from error


def _entry(law: SourceLaw, until: date | None, starts: dict[str, date | None]) -> CatalogueEntry:
    repealed = law.status == _REPEALED
    successor, through = _successor(law.superseded_by) if repealed else (None, None)
    return CatalogueEntry(
        title=law.title,
        short=law.short_titles,
        kind=_KINDS[law.level],
        region=law.region,
        issuer=law.issuer,
        number=law.number,
        promulgated=law.promulgated,
        version=law.version,
        amended=law.amended,
        effective=law.effective,
        until=until,
        repealed=law.repealed_on if repealed else None,
        ended_by=_ended_by(law, successor, starts) if repealed and not law.repealed_on else None,
        lapsed=_LAPSED in law.tags,
        superseded_by=successor,
        repealed_through=through,
        articles=law.articles,
        verified=law.confidence == _CHECKED,
    )


def _successor(text: str | None) -> tuple[str | None, str | None]:
    """What replaced an instrument, or the dated decision that only repealed it."""
    if text is None:
        return None, None
    dated = _DATED_TITLE.match(text)
    if dated is None:
        return text, None
    return (None, dated["title"]) if dated["title"].endswith("决定") else (dated["title"], None)


def _ended_by(law: SourceLaw, successor: str | None, starts: dict[str, date | None]) -> date:
    """The earliest day at which the end is certain, where the day of repeal is unknown."""
    begun = [day for title in (successor or "").split("；") if (day := starts.get(title))]
    return min(begun, default=law.status_as_of or COPY_DATE)


def main(arguments: list[str]) -> int:
    """Command line: one argument, the source. Gives 2 for wrong use."""
    if len(arguments) != 1:
        sys.stderr.write("用法：python -m corpora.catalogue_build SOURCE\n")
        return 2
    entries = build_entries(read_source(Path(arguments[0])))
    write_catalogue(entries, TARGET)
    sys.stderr.write(f"{TARGET}：{len(entries)} 条\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
