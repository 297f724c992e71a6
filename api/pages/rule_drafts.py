"""A deployment's own rules, written on the page: validated, tried on cases and stored documents, kept.

A rule takes effect when the service starts anew: rules are loaded once, so that every review of a
run is made with the same ones. A rule that would stop the start is never kept.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.context import RULES
from reviewer.document import Document
from reviewer.engine.cases import CaseRunner
from reviewer.engine.loader import load_ruleset, rule_paths
from reviewer.engine.ruleset import Ruleset
from reviewer.errors import RuleError
from reviewer.review import ReviewContext, review

# family/group/name, as the files of the project are laid out; nothing that leads out of the folder.
_ID = re.compile(r"(?:fair_competition|legal_basis|disclosure|drafting)(?:/[a-z][a-z0-9_]{1,60}){1,3}")
_ID_REMEDY = "编号写成“类别/组/名称”，如 disclosure/own/project_code；只用小写字母、数字和下划线"
_MOST_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFault:
    """What is wrong with a rule: where, what, and what to write instead."""

    line: int | None
    field: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """A case of the rule, run."""

    name: str
    as_expected: bool
    expected: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What the rule would find in a stored document."""

    review_id: str
    name: str
    count: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOutcome:
    """The result of trying a rule; with a fault nothing else was tried."""

    fault: RuleFault | None = None
    cases: tuple[CaseOutcome, ...] = ()
    runs: tuple[DryRun, ...] = ()
    documents: int = 0

    @property
    def keepable(self) -> bool:
        """Whether the rule may be kept: it loads, has cases, and they come out as expected."""
        return self.fault is None and bool(self.cases) and all(case.as_expected for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A document to try a rule on."""

    review_id: str
    name: str
    document: Document


def own_rule_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the own rules, whether the service has loaded them yet or not."""
    if not folder.is_dir():
        return ()
    return tuple(path.relative_to(folder).with_suffix("").as_posix() for path in rule_paths(folder))


def read_rule(folder: Path, rule_id: str) -> str:
    """The file of an own rule; empty where there is none."""
    path = folder / f"{rule_id}.yaml"
    return path.read_text(encoding="utf-8") if _ID.fullmatch(rule_id) and path.is_file() else ""


def try_rule(
    folder: Path, rule_id: str, content: str, context: ReviewContext, drafts: Iterable[StoredDraft]
) -> DraftOutcome:
    """Load the rule with all others, run its cases, then run it alone over stored documents."""
    try:
        ruleset = _loaded(folder, rule_id, content)
    except RuleError as error:
        fault = RuleFault(line=error.line, field=error.field, problem=error.problem, remedy=error.remedy)
        return DraftOutcome(fault=fault)
    cases = _cases(ruleset, rule_id, context)
    alone = replace(context, ruleset=replace(ruleset, rules=(ruleset.by_id[rule_id],)), classifiers={})
    tried = [_dry_run(draft, rule_id, alone) for draft in drafts]
    return DraftOutcome(cases=cases, runs=tuple(run for run in tried if run.count), documents=len(tried))


def keep_rule(folder: Path, rule_id: str, content: str) -> None:
    """Write the rule's file whole; the caller has tried it.

    Raises:
        RuleError: The id is none.
    """
    _require_id(rule_id)
    path = folder / f"{rule_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(content, encoding="utf-8")
    unfinished.replace(path)


def remove_rule(folder: Path, rule_id: str) -> None:
    """Take an own rule away; silent where it is gone already.

    Raises:
        RuleError: The id is none.
    """
    _require_id(rule_id)
    (folder / f"{rule_id}.yaml").unlink(missing_ok=True)


def _require_id(rule_id: str) -> None:
    if not _ID.fullmatch(rule_id):
        raise RuleError(rule_id or "规则", None, "编号", "规则编号不合要求", _ID_REMEDY)


def _loaded(folder: Path, rule_id: str, content: str) -> Ruleset:
    _require_id(rule_id)
    with tempfile.TemporaryDirectory(prefix="reviewer-rules-") as temporary:
        own = Path(temporary) / "rules"
        if folder.is_dir():
            shutil.copytree(folder, own)
        keep_rule(own, rule_id, content)
        return load_ruleset(RULES, own)


def _cases(ruleset: Ruleset, rule_id: str, context: ReviewContext) -> tuple[CaseOutcome, ...]:
    runner = CaseRunner(
        ruleset=ruleset,
        catalogue=context.catalogue,
        as_of=context.as_of,
        classifiers=context.classifiers,
    )
    compiled = ruleset.by_id[rule_id]
    results = [runner.run(compiled, case) for case in compiled.rule.cases]
    return tuple(
        CaseOutcome(
            name=result.case.name,
            as_expected=result.as_expected or result.case.known_miss is not None,
            expected=tuple(result.case.finds),
            found=result.quotes,
        )
        for result in results
    )


def _dry_run(draft: StoredDraft, rule_id: str, context: ReviewContext) -> DryRun:
    found = [f for f in review(draft.document, context).findings if f.rule == rule_id]
    quotes = tuple(finding.masked_quote or finding.quote for finding in found[:_MOST_QUOTES])
    return DryRun(review_id=draft.review_id, name=draft.name, count=len(found), quotes=quotes)
