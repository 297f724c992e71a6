"""A release made ready to review with. A broken own rule or bundle is left out and told, never fatal."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from api.rulesets.bundle import (
    LAWS_FOLDER,
    RULES_FOLDER,
    Bundle,
    BundleError,
    BundleHead,
    reopen_bundle,
)
from api.rulesets.faults import RuleFault, fault_of
from api.rulesets.releases import RuleState, bundle_content, current_state
from api.store.database import Database
from corpora.context import RULES, load_context
from reviewer.engine.loader import rule_path
from reviewer.engine.ruleset import CompiledRule
from reviewer.errors import CatalogueError, RuleError
from reviewer.review import ReviewContext

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRules:
    """A release, ready.

    Attributes:
        state: What was to be loaded.
        context: Rules, catalogue and models.
        opened: The bundle in force; None for the rules that ship.
        faults: What was left out, and why.
        sources: Text of own rules and of a bundle's, by path below the folder of rules.
    """

    state: RuleState
    context: ReviewContext
    opened: Bundle | None
    faults: tuple[RuleFault, ...]
    sources: Mapping[str, str]

    @property
    def bundle(self) -> BundleHead | None:
        """What is told of the bundle in force."""
        return self.opened.head if self.opened else None

    def write(self, folder: Path) -> None:
        """Write what is in force beside the rules that ship: own rules into ``own``, a bundle into ``base``.

        For processes of their own, such as audits; what was left out as faulty is left out there too.
        """
        faulty = {fault.place for fault in self.faults}
        own = {path: content for path, content in self.state.own.items() if path not in faulty}
        if own:
            _write_own(folder, own)
        if self.opened is not None:
            self.opened.unpack(folder / "base")

    def source(self, compiled: CompiledRule) -> str:
        """The file of a rule."""
        path = rule_path(compiled, Path())
        known = self.sources.get(path.as_posix())
        if known is not None:
            return known
        shipped = RULES / path
        return shipped.read_text(encoding="utf-8") if shipped.exists() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """What does not depend on the release.

    Attributes:
        today: Date at which the law is asked; the clock's where None.
        classifiers: Whether trained classifiers take part.
    """

    today: date | None = None
    classifiers: bool = True


def software_version() -> str:
    """The version of this software, to which bundles are bound."""
    try:
        return version("reviewer")
    except PackageNotFoundError:
        return "unknown"


def load_current(database: Database, options: LoadOptions) -> LoadedRules:
    """The release in force.

    Raises:
        RuleError: A rule that ships with the software is broken.
    """
    with database.reading() as session:
        state = current_state(session)
        content = bundle_content(session, state.bundle) if state.bundle else None
    bundle: Bundle | None = None
    faults: tuple[RuleFault, ...] = ()
    if content is not None and state.bundle is not None:
        try:
            bundle = reopen_bundle(content, state.bundle)
        except BundleError as error:
            faults = (RuleFault(problem=str(error).rstrip("。")),)
    loaded = load_state(state, bundle, options)
    loaded = replace(loaded, faults=(*faults, *loaded.faults))
    for fault in loaded.faults:
        _log.error("rule left out", fault=fault.words)
    return loaded


def load_state(state: RuleState, bundle: Bundle | None, options: LoadOptions) -> LoadedRules:
    """A state, whether it is in force or only tried.

    Raises:
        RuleError: A rule that ships with the software is broken.
    """
    faults: list[RuleFault] = []
    if bundle is not None and bundle.head.software != software_version():
        faults.append(_other_software(bundle.head))
        bundle = None
    with TemporaryDirectory(prefix="reviewer-rules-") as name:
        folder = Path(name)
        own = _write_own(folder, state.own)
        if bundle is not None:
            bundle.unpack(folder / "bundle")
        while True:
            try:
                context = _load(folder, own, bundle, options)
                break
            except (RuleError, CatalogueError) as error:
                fault, bundle = _leave_out(error, own, bundle)
                faults.append(fault)
            except Exception as error:  # whatever an own rule may do to the loader, the service starts
                if not any(own.rglob("*.yaml")):
                    raise
                faults.append(_unforeseen(error))
                shutil.rmtree(own)
                own.mkdir()
    return LoadedRules(
        state=state, context=context, opened=bundle, faults=tuple(faults), sources=_sources(state, bundle)
    )


def _leave_out(
    error: RuleError | CatalogueError, own: Path, bundle: Bundle | None
) -> tuple[RuleFault, Bundle | None]:
    """Take the own rule away that is at fault, or else the bundle; the fault, and the bundle that is left.

    Raises:
        RuleError: Neither is at fault: the software's own rules are broken.
        CatalogueError: Likewise its catalogue.
    """
    if isinstance(error, RuleError) and error.path.is_relative_to(own) and error.path.exists():
        error.path.unlink()
        return fault_of(error, error.path.relative_to(own).as_posix()), bundle
    if bundle is None:
        raise error
    place = f"规则包 {bundle.head.name}"
    if isinstance(error, RuleError):
        return fault_of(error, f"{place}：{error.path.name}"), None
    problem = "规则包中的法规目录不能读取，改用自带的规则和目录"
    return RuleFault(place=place, problem=problem, remedy="请退回或者更换规则包"), None


def load_bundle(state: RuleState, bundle: Bundle, options: LoadOptions) -> LoadedRules:
    """A bundle with the own rules in force.

    Raises:
        BundleError: The bundle itself cannot be used with this software.
    """
    if bundle.head.software != software_version():
        raise BundleError(_other_software(bundle.head).problem + "，未安装")
    loaded = load_state(replace(state, bundle=bundle.head.digest), bundle, options)
    if loaded.bundle is None:
        raise BundleError(f"规则包不能使用：{loaded.faults[-1].words}")
    return loaded


def _unforeseen(error: Exception) -> RuleFault:
    return RuleFault(
        place="本单位规则",
        problem=f"载入时出现意外错误（{type(error).__name__}），本单位规则全部没有使用",
        remedy="请恢复上一个版本，并把最近改动的规则告知维护人员",
    )


def _other_software(head: BundleHead) -> RuleFault:
    return RuleFault(
        place=f"规则包 {head.name}",
        problem=f"规则包适用于软件 {head.software} 版，现在的软件是 {software_version()} 版",
        remedy="现在使用软件自带的规则和目录；请安装适用于本版的规则包",
    )


def _write_own(folder: Path, own: Mapping[str, str]) -> Path:
    target = folder / "own"
    target.mkdir(parents=True)
    for name, content in own.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return target


def _load(folder: Path, own: Path, bundle: Bundle | None, options: LoadOptions) -> ReviewContext:
    laws = folder / "bundle" / LAWS_FOLDER
    context = load_context(
        today=options.today,
        classifiers=options.classifiers,
        extra_rules=own,
        rules=RULES if bundle is None else folder / "bundle" / RULES_FOLDER,
        laws=laws if bundle is not None and laws.is_dir() else None,
    )
    context.catalogue.renumberings("")  # read now, for the folder goes
    return context


def _sources(state: RuleState, bundle: Bundle | None) -> dict[str, str]:
    files = bundle.files if bundle else {}
    prefix = f"{RULES_FOLDER}/"
    bundled = {
        name.removeprefix(prefix): content.decode("utf-8", "replace")
        for name, content in files.items()
        if name.startswith(prefix)
    }
    return {**bundled, **state.own}
