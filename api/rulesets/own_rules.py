"""A deployment's own rules, written on the page: validated, tried on cases and stored documents, kept.

A rule that is kept is in force at once, in every worker. One that does not load, or whose cases do not
come out as they say, is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from api.accounts.roles import Actor
from api.rulesets.dry_run import FindingChanges, StoredDraft, compare_findings, only_rule
from api.rulesets.faults import RuleFault, fault_of
from api.rulesets.loading import LoadedRules, LoadOptions, load_state
from api.rulesets.releases import Change, RuleState, make_release, one_at_a_time
from api.store.database import Database
from reviewer.engine.cases import CaseRunner
from reviewer.errors import RuleError
from reviewer.review import ReviewContext

# family/group/name, as the files of the project are laid out; nothing that leads out of the folder.
_ID = re.compile(r"(?:fair_competition|legal_basis|disclosure|drafting)(?:/[a-z][a-z0-9_]{1,60}){1,3}")
_ID_REMEDY = "编号写成“类别/组/名称”，如 disclosure/own/project_code；只用小写字母、数字和下划线"
_LEXICON = "lexicon/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """A case of the rule, run."""

    name: str
    as_expected: bool
    expected: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOutcome:
    """The result of trying a rule; with a fault nothing else was tried.

    Attributes:
        changes: Against the rule of the same id that is in force, or against none.
    """

    fault: RuleFault | None = None
    cases: tuple[CaseOutcome, ...] = ()
    changes: FindingChanges = field(default_factory=FindingChanges)

    @property
    def keepable(self) -> bool:
        """Whether the rule may be kept: it loads, has cases, and they come out as expected."""
        return self.fault is None and bool(self.cases) and all(case.as_expected for case in self.cases)


def own_rule_ids(state: RuleState) -> tuple[str, ...]:
    """The ids of the own rules, whether they could be loaded or not."""
    names = (path.removesuffix(".yaml") for path in state.own if not path.startswith(_LEXICON))
    return tuple(sorted(names))


def read_rule(state: RuleState, rule_id: str) -> str:
    """The file of an own rule; empty where there is none."""
    return state.own.get(f"{rule_id}.yaml", "")


def try_rule(
    loaded: LoadedRules, rule_id: str, content: str, drafts: Iterable[StoredDraft], as_of: date
) -> DraftOutcome:
    """Load the rule with all others in force, run its cases, then run it alone over stored documents."""
    try:
        context = _with_rule(loaded, rule_id, content)
    except RuleError as error:
        return DraftOutcome(fault=fault_of(error))
    before, after = (replace(given, as_of=as_of) for given in (loaded.context, context))
    changes = compare_findings(only_rule(before, rule_id), only_rule(after, rule_id), drafts)
    return DraftOutcome(cases=_cases(after, rule_id), changes=changes)


def keep_rule(database: Database, actor: Actor, rule_id: str, content: str) -> RuleState:
    """Put a rule in force; the caller has tried it.

    Raises:
        RuleError: The id is none.
    """
    require_id(rule_id)
    with database.writing() as session:
        state = one_at_a_time(session)
        changed = replace(state, own={**state.own, f"{rule_id}.yaml": content})
        return make_release(session, changed, Change(what="kept", subject=rule_id, actor=actor))


def remove_rule(database: Database, actor: Actor, rule_id: str) -> RuleState:
    """Take an own rule out of force; nothing happens where it is gone already.

    Raises:
        RuleError: The id is none.
    """
    require_id(rule_id)
    path = f"{rule_id}.yaml"
    with database.writing() as session:
        state = one_at_a_time(session)
        if path not in state.own:
            return state
        left = {name: content for name, content in state.own.items() if name != path}
        change = Change(what="removed", subject=rule_id, actor=actor)
        return make_release(session, replace(state, own=left), change)


def require_id(rule_id: str) -> None:
    """Refuse what is no id of a rule.

    Raises:
        RuleError: It is none.
    """
    if not _ID.fullmatch(rule_id):
        raise RuleError(rule_id or "规则", None, "编号", "规则编号不合要求", _ID_REMEDY)


def _with_rule(loaded: LoadedRules, rule_id: str, content: str) -> ReviewContext:
    require_id(rule_id)
    shipped = loaded.context.ruleset.by_id.get(rule_id)
    path = f"{rule_id}.yaml"
    if shipped is not None and path not in loaded.state.own:
        raise RuleError(path, None, "编号", f"自带的规则中已有 {rule_id}", "请换一个编号")
    state = replace(loaded.state, own={**loaded.state.own, path: content})
    tried = load_state(state, loaded.opened, LoadOptions(classifiers=False))
    for fault in tried.faults:
        if fault.place == path:
            raise RuleError(path, fault.line, fault.field, fault.problem, fault.remedy)
    return replace(tried.context, classifiers=loaded.context.classifiers)


def _cases(context: ReviewContext, rule_id: str) -> tuple[CaseOutcome, ...]:
    runner = CaseRunner(
        ruleset=context.ruleset,
        catalogue=context.catalogue,
        as_of=context.as_of,
        classifiers=context.classifiers,
    )
    compiled = context.ruleset.by_id[rule_id]
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
