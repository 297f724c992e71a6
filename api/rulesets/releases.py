"""The releases of the rules in force: what each holds, and how a new one is made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from api.accounts.roles import Actor
from api.store.audit_log import Act, log_act
from api.store.database import Database, keep_apart
from api.store.releases import RuleBundle, RuleRelease

_LOCK = "rule releases"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """A state of the rules.

    Attributes:
        number: Of the release; 0 before the first.
        own: Own rules and lexicon, content by path below the folder of rules.
        folder: Digest of each file of the operator's folder, as it was last imported.
        bundle: Digest of the bundle in place of the rules that ship.
    """

    number: int = 0
    own: Mapping[str, str] = field(default_factory=dict)
    folder: Mapping[str, str] = field(default_factory=dict)
    bundle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Why a release is made: what was done, to what, by whom (None: the service itself)."""

    what: str
    subject: str
    actor: Actor | None = None


def current_number(session: Session) -> int:
    """The number of the release in force, 0 where there is none: what a worker compares before each job."""
    return session.scalar(select(func.max(RuleRelease.number))) or 0


def current_state(session: Session) -> RuleState:
    """The state in force."""
    latest = select(RuleRelease).order_by(RuleRelease.number.desc()).limit(1)
    return state_of(session.scalars(latest).one_or_none())


def state_of(release: RuleRelease | None) -> RuleState:
    """The state that a release holds; that of the software alone where there is none."""
    if release is None:
        return RuleState()
    return RuleState(number=release.number, own=release.own, folder=release.folder, bundle=release.bundle)


def bundle_content(session: Session, digest: str) -> bytes | None:
    """The file of a bundle that was taken in."""
    query = select(RuleBundle).where(RuleBundle.digest == digest).options(undefer(RuleBundle.content))
    found = session.scalars(query).one_or_none()
    return None if found is None else found.content


def make_release(session: Session, state: RuleState, change: Change) -> RuleState:
    """Put a state in force from the commit of this writing session on."""
    actor = change.actor
    release = RuleRelease(
        what=change.what,
        subject=change.subject[:200],
        own=dict(state.own),
        folder=dict(state.folder),
        bundle=state.bundle,
        author_id=actor.id if actor else None,
        author=actor.name if actor else "",
    )
    session.add(release)
    session.flush()
    details = {"release": release.number, "subject": change.subject[:200]}
    log_act(
        session,
        Act(
            act=f"rules.{change.what}",
            subject=f"rules:{release.number}",
            actor_id=release.author_id,
            actor=release.author,
            details=details,
        ),
    )
    return replace(state, number=release.number)


def one_at_a_time(session: Session) -> RuleState:
    """The state in force, which nobody else changes until this writing session ends."""
    keep_apart(session, _LOCK)
    return current_state(session)


def import_folder(database: Database, folder: Path) -> bool:
    """Take in what changed in the operator's folder since it was last read; True where something did.

    Rules that were written on the page stay as they are, unless the file of the same name changed.
    """
    found = _read_folder(folder)
    digests = {path: hashlib.sha256(content.encode()).hexdigest() for path, content in found.items()}
    with database.reading() as session:
        if current_state(session).folder == digests:
            return False
    with database.writing() as session:
        state = one_at_a_time(session)
        gone = state.folder.keys() - found.keys()
        changed = {path: found[path] for path, digest in digests.items() if state.folder.get(path) != digest}
        own = {path: content for path, content in state.own.items() if path not in gone} | changed
        make_release(
            session,
            replace(state, own=own, folder=digests),
            Change(what="imported", subject="、".join(sorted({*gone, *changed}))),
        )
    return True


def _read_folder(folder: Path) -> dict[str, str]:
    """Files by path; what is not UTF-8 is kept so that loading it tells the fault."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in sorted(folder.rglob("*.yaml"))
    }
