"""Taking in, installing and rolling back signed bundles; going back to an earlier release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.roles import Actor
from api.rulesets.bundle import Bundle, BundleError, open_bundle, read_public_key, reopen_bundle
from api.rulesets.loading import LoadedRules, LoadOptions, load_bundle, load_state
from api.rulesets.releases import (
    Change,
    RuleState,
    bundle_content,
    current_state,
    make_release,
    one_at_a_time,
    state_of,
)
from api.store.database import Database
from api.store.releases import RuleBundle, RuleRelease

_MOST_LISTED = 50
_NEVER_TAKEN_IN = "没有这个规则包，请重新上传"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """A release in the list, newest first."""

    number: int
    what: str
    subject: str
    author: str
    at: datetime
    own: int
    bundle: str


def take_in(database: Database, data: bytes, public_key: str) -> Bundle:
    """Check a bundle's signature and keep it, not yet in force.

    Raises:
        BundleError: It is not taken; the text says why.
    """
    bundle = open_bundle(data, read_public_key(public_key))
    head = bundle.head
    with database.writing() as session:
        if session.get(RuleBundle, head.digest) is None:
            session.add(
                RuleBundle(
                    digest=head.digest,
                    number=head.number,
                    name=head.name,
                    made_on=head.made_on,
                    software=head.software,
                    content=data,
                )
            )
    return bundle


def taken_in(database: Database, digest: str) -> Bundle:
    """A bundle that was taken in before.

    Raises:
        BundleError: There is none, or it was changed in the store.
    """
    with database.reading() as session:
        content = bundle_content(session, digest)
    if content is None:
        raise BundleError(_NEVER_TAKEN_IN)
    return reopen_bundle(content, digest)


def try_bundle(database: Database, bundle: Bundle, options: LoadOptions) -> LoadedRules:
    """The rules as they would be with the bundle.

    Raises:
        BundleError: It is older than the one in force, or cannot be used with this software.
    """
    with database.reading() as session:
        state = current_state(session)
        _require_newer(session, bundle, state)
    return load_bundle(state, bundle, options)


def install(database: Database, actor: Actor, bundle: Bundle, options: LoadOptions) -> RuleState:
    """Put a bundle that was taken in in force.

    Raises:
        BundleError: It is older than the one in force, or cannot be used with this software.
    """
    try_bundle(database, bundle, options)
    head = bundle.head
    with database.writing() as session:
        state = one_at_a_time(session)
        _require_newer(session, bundle, state)
        change = Change(what="installed", subject=f"{head.name}（第 {head.number} 号）", actor=actor)
        return make_release(session, replace(state, bundle=head.digest), change)


def roll_back(database: Database, actor: Actor) -> RuleState:
    """Go back to the bundle before the one in force, or to the rules that ship; own rules stay.

    Raises:
        BundleError: No bundle is in force, so there is nothing to go back from.
    """
    with database.writing() as session:
        state = one_at_a_time(session)
        if state.bundle is None:
            raise BundleError("没有安装规则包，正在使用软件自带的规则和目录，不能再退回")
        earlier = _bundle_before(session, state.bundle)
        found = session.get(RuleBundle, earlier) if earlier else None
        subject = f"{found.name}（第 {found.number} 号）" if found else "软件自带的规则和目录"
        change = Change(what="uninstalled", subject=subject, actor=actor)
        return make_release(session, replace(state, bundle=earlier), change)


def restore(database: Database, actor: Actor, number: int, options: LoadOptions) -> RuleState:
    """Put the own rules and the bundle of an earlier release in force again, as a new release.

    Raises:
        BundleError: There is no such release, or its rules do not load any more.
    """
    with database.reading() as session:
        release = session.get(RuleRelease, number)
        if release is None:
            raise BundleError("没有这个版本，请刷新页面后再试")
        wanted = state_of(release)
    bundle = taken_in(database, wanted.bundle) if wanted.bundle else None
    faults = load_state(wanted, bundle, options).faults
    if faults:
        raise BundleError(f"这个版本的规则现在不能全部使用，没有恢复：{faults[0].words}")
    with database.writing() as session:
        state = one_at_a_time(session)
        # What was imported from the folder since is not imported anew: the release is what was asked for.
        restored = replace(wanted, folder=state.folder)
        return make_release(
            session, restored, Change(what="restored", subject=f"第 {number} 版", actor=actor)
        )


def list_releases(session: Session) -> Sequence[ReleaseRow]:
    """The latest releases, newest first."""
    query = (
        select(RuleRelease, RuleBundle.name)
        .outerjoin(RuleBundle, RuleBundle.digest == RuleRelease.bundle)
        .order_by(RuleRelease.number.desc())
        .limit(_MOST_LISTED)
    )
    return [
        ReleaseRow(
            number=release.number,
            what=release.what,
            subject=release.subject,
            author=release.author,
            at=release.created_at,
            own=sum(not path.startswith("lexicon/") for path in release.own),
            bundle=name or "",
        )
        for release, name in session.execute(query)
    ]


def _require_newer(session: Session, bundle: Bundle, state: RuleState) -> None:
    if state.bundle is None:
        return
    installed = session.get_one(RuleBundle, state.bundle)
    if bundle.head.digest == installed.digest:
        raise BundleError(f"规则包 {installed.name}（第 {installed.number} 号）已经安装")
    if bundle.head.number <= installed.number:
        raise BundleError(
            f"规则包是第 {bundle.head.number} 号，不比已安装的第 {installed.number} 号新，未安装。"
            "需要回到旧版的，请用退回"
        )


def _bundle_before(session: Session, digest: str) -> str | None:
    """The bundle of the last release before the current one was first installed over it."""
    query = select(RuleRelease.bundle, RuleRelease.what).order_by(RuleRelease.number.desc())
    known = session.scalar(select(RuleBundle.number).where(RuleBundle.digest == digest)) or 0
    for bundle, _ in session.execute(query):
        if bundle == digest:
            continue
        if bundle is None:
            return None
        number = session.scalar(select(RuleBundle.number).where(RuleBundle.digest == bundle)) or 0
        if number < known:
            return str(bundle)
    return None
