"""Two audits compared: findings gained and lost, by rule, and documents that a change of law hits.

The same finding has the same fingerprint in both. Where text and rules are the same and only the
date differs, every difference is due to the law: that is how one looks ahead.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpora.audit.corpus_results import CorpusResults
from corpora.audit.errors import AuditError
from corpora.audit.run import load_run
from corpora.audit.settings import AuditFolder
from corpora.audit.tabular import write_csv

GAINED, LOST = "新增", "消失"
_TITLE = re.compile(r"[《〈](?P<title>[^《》〈〉]+)[》〉]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """A finding that only one of the two audits has.

    Attributes:
        change: `GAINED` or `LOST`.
        law: The law cited where the finding is about a citation, else the law offended.
        cause: 文件新增, 文件已不在, 文件已修改, or 规则或法律变动.
    """

    change: str
    document: str
    rule: str
    title: str
    kind: str
    severity: str
    clause: str
    quote: str
    law: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What a rule gained and lost."""

    rule: str
    title: str
    gained: int
    lost: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that is hit by a change of a law: findings on it that the earlier date did not have."""

    document: str
    law: str
    gained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The later audit against the earlier one.

    Attributes:
        same_rules: Whether both were made with the same rules, catalogue and models.
        hits: Documents hit by a change of law; only told where the rules are the same and dates differ.
    """

    before: date
    after: date
    same_rules: bool
    rules: tuple[RuleChange, ...]
    changes: tuple[FindingChange, ...]
    hits: tuple[Hit, ...]


def load_results(path: Path) -> CorpusResults:
    """The results of a folder.

    Raises:
        AuditError: It holds none.
    """
    folder = AuditFolder(path=path)
    saved = load_run(folder)
    if not saved:
        raise AuditError(f"{path}：不是审查结果文件夹（其中没有 run.json）。请核对路径")
    return CorpusResults(folder, date.fromisoformat(saved["as_of"]))


def compare_audits(before: CorpusResults, after: CorpusResults) -> Comparison:
    """All findings that one of the two does not have; duplicates count once, as in each audit."""
    old, new = _findings(before), _findings(after)
    digests = _digests(before), _digests(after)
    changes = [_change(GAINED, row, digests) for key, row in new.items() if key not in old]
    changes += [_change(LOST, row, digests) for key, row in old.items() if key not in new]
    changes.sort(key=lambda change: (change.document, change.change, change.rule, change.quote))
    same = load_run(before.folder).get("versions") == load_run(after.folder).get("versions")
    by_law = same and before.as_of != after.as_of
    return Comparison(
        before=before.as_of,
        after=after.as_of,
        same_rules=same,
        rules=_rule_changes(old, new),
        changes=tuple(changes),
        hits=tuple(_hits(changes)) if by_law else (),
    )


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """``compare.json`` and three tables beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / "_compare.json"
    text = json.dumps(asdict(comparison), ensure_ascii=False, indent=1, default=str)
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, folder / "compare.json")
    write_csv(
        folder / "changes.csv",
        ("变化", "原因", "文件", "问题", "规则", "严重程度", "条款", "原文", "涉及法规"),
        [
            (c.change, c.cause, c.document, c.title, c.rule, c.severity, c.clause, c.quote, c.law)
            for c in comparison.changes
        ],
    )
    write_csv(
        folder / "rules.csv",
        ("问题", "规则", "新增", "消失", "不变"),
        [(rule.title, rule.rule, rule.gained, rule.lost, rule.kept) for rule in comparison.rules],
    )
    write_csv(
        folder / "hits.csv",
        ("涉及法规", "文件", "新增问题"),
        [(hit.law, hit.document, hit.gained) for hit in comparison.hits],
    )


_Key = tuple[str, str]


def _findings(results: CorpusResults) -> dict[_Key, dict[str, Any]]:
    names = (
        *("document", "fingerprint", "rule", "title", "kind", "severity"),
        *("clause", "masked_quote", "laws"),
    )
    return {
        (row["document"], row["fingerprint"]): row
        for batch in results.findings.select(names).to_batches()
        for row in batch.to_pylist()
    }


def _digests(results: CorpusResults) -> dict[str, str]:
    columns = results.documents.select(["document", "digest"]).to_pydict()
    return dict(zip(columns["document"], columns["digest"], strict=True))


def _change(
    change: str, row: dict[str, Any], digests: tuple[dict[str, str], dict[str, str]]
) -> FindingChange:
    return FindingChange(
        change=change,
        document=row["document"],
        rule=row["rule"],
        title=row["title"],
        kind=row["kind"],
        severity=row["severity"],
        clause=row["clause"],
        quote=row["masked_quote"],
        law=_law(row),
        cause=_cause(row["document"], *digests),
    )


def _cause(document: str, before: dict[str, str], after: dict[str, str]) -> str:
    if document not in before:
        return "文件新增"
    if document not in after:
        return "文件已不在"
    return "规则或法律变动" if before[document] == after[document] else "文件已修改"


def _law(row: dict[str, Any]) -> str:
    if row["kind"].startswith("citation."):
        found = _TITLE.search(row["masked_quote"])
        return found["title"] if found is not None else row["masked_quote"]
    return str(row["laws"])


def _rule_changes(old: dict[_Key, dict[str, Any]], new: dict[_Key, dict[str, Any]]) -> tuple[RuleChange, ...]:
    titles: dict[str, str] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, row in {**old, **new}.items():
        titles[row["rule"]] = row["title"]
        side = "kept" if key in old and key in new else "gained" if key in new else "lost"
        counts[row["rule"]][side] += 1
    changed = [
        RuleChange(
            rule=rule, title=titles[rule], gained=count["gained"], lost=count["lost"], kept=count["kept"]
        )
        for rule, count in counts.items()
    ]
    return tuple(sorted(changed, key=lambda change: (-change.gained - change.lost, change.rule)))


def _hits(changes: list[FindingChange]) -> Iterator[Hit]:
    """By law and document, what the later date adds in unchanged documents."""
    counts = Counter(
        (change.law, change.document)
        for change in changes
        if change.change == GAINED and change.cause == "规则或法律变动"
    )
    for (law, document), count in sorted(counts.items()):
        yield Hit(document=document, law=law, gained=count)
