"""The rights policy: one table, pure functions, no request and no database.

What an actor may do is decided in two steps: by role and token scope before anything is looked up (so that
a refusal says nothing about whether an object exists), then by the object's owner and unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from api.accounts.roles import Actor, Means, Scope
from api.store.people import Role


class Reach(IntEnum):
    """Whose objects an act may touch; each includes the ones before."""

    NONE = 0
    OWN = 1
    UNIT = 2
    ALL = 3


_COLUMNS = (Role.DRAFTER, Role.REVIEWER, Role.AUDITOR, Role.ADMIN)


class Right(Enum):
    """What a route does, with the token scope that it needs and the reach of each role.

    The order of the reaches is drafter, reviewer, auditor, admin.
    """

    # Documents, reviews, findings
    SUBMIT = ("submit", Scope.SUBMIT, Reach.OWN, Reach.UNIT, Reach.OWN, Reach.ALL)
    LIST_DOCUMENTS = ("list_documents", Scope.READ, Reach.OWN, Reach.UNIT, Reach.ALL, Reach.ALL)
    READ_DOCUMENT = ("read_document", Scope.READ, Reach.OWN, Reach.UNIT, Reach.OWN, Reach.ALL)
    READ_FINDINGS = ("read_findings", Scope.READ, Reach.OWN, Reach.UNIT, Reach.ALL, Reach.ALL)
    EDIT_DOCUMENT = ("edit_document", Scope.SUBMIT, Reach.OWN, Reach.UNIT, Reach.OWN, Reach.ALL)
    COMMENT = ("comment", Scope.DECIDE, Reach.OWN, Reach.UNIT, Reach.NONE, Reach.ALL)
    ASK_EXCEPTION = ("ask_exception", Scope.DECIDE, Reach.OWN, Reach.UNIT, Reach.NONE, Reach.ALL)
    DECIDE = ("decide", Scope.DECIDE, Reach.NONE, Reach.UNIT, Reach.NONE, Reach.ALL)
    ASSIGN = ("assign", Scope.DECIDE, Reach.NONE, Reach.UNIT, Reach.NONE, Reach.ALL)
    SIGN_OFF = ("sign_off", Scope.DECIDE, Reach.NONE, Reach.UNIT, Reach.NONE, Reach.ALL)
    DELETE_DOCUMENT = ("delete_document", Scope.SUBMIT, Reach.OWN, Reach.OWN, Reach.OWN, Reach.ALL)
    # Audits of whole corpora
    RUN_AUDIT = ("run_audit", Scope.AUDIT, Reach.NONE, Reach.NONE, Reach.ALL, Reach.ALL)
    READ_AUDIT = ("read_audit", Scope.AUDIT, Reach.NONE, Reach.NONE, Reach.ALL, Reach.ALL)
    READ_FIGURES = ("read_figures", Scope.READ, Reach.OWN, Reach.UNIT, Reach.ALL, Reach.ALL)
    EXPORT_DECISIONS = ("export_decisions", Scope.AUDIT, Reach.NONE, Reach.UNIT, Reach.ALL, Reach.ALL)
    # Rules and laws
    READ_RULES = ("read_rules", Scope.READ, Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL)
    TRY_RULES = ("try_rules", Scope.SUBMIT, Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL)
    MANAGE_RULES = ("manage_rules", Scope.ADMIN, Reach.NONE, Reach.NONE, Reach.NONE, Reach.ALL)
    # One's own account
    OWN_ACCOUNT = ("own_account", Scope.READ, Reach.OWN, Reach.OWN, Reach.OWN, Reach.OWN)
    CHANGE_OWN_ACCOUNT = ("change_own_account", Scope.ADMIN, Reach.OWN, Reach.OWN, Reach.OWN, Reach.OWN)
    MANAGE_OWN_TOKENS = ("manage_own_tokens", Scope.ADMIN, Reach.OWN, Reach.OWN, Reach.OWN, Reach.OWN)
    LIST_COLLEAGUES = ("list_colleagues", Scope.READ, Reach.NONE, Reach.UNIT, Reach.NONE, Reach.ALL)
    # Administration
    MANAGE_USERS = ("manage_users", Scope.ADMIN, Reach.NONE, Reach.NONE, Reach.NONE, Reach.ALL)
    MANAGE_SERVICE = ("manage_service", Scope.ADMIN, Reach.NONE, Reach.NONE, Reach.NONE, Reach.ALL)
    READ_METRICS = ("read_metrics", Scope.READ, Reach.NONE, Reach.NONE, Reach.ALL, Reach.ALL)
    READ_AUDIT_LOG = ("read_audit_log", Scope.AUDIT, Reach.NONE, Reach.NONE, Reach.ALL, Reach.ALL)

    def __init__(self, code: str, scope: Scope, *reaches: Reach) -> None:
        self.code = code
        self.scope = scope
        self.reaches = dict(zip(_COLUMNS, reaches, strict=True))


# Never by token: a stolen token must not make itself last, nor take an account over.
_SESSION_ONLY = frozenset(
    {Right.CHANGE_OWN_ACCOUNT, Right.MANAGE_OWN_TOKENS, Right.MANAGE_USERS, Right.MANAGE_SERVICE}
)
_BEFORE_NEW_PASSWORD = frozenset({Right.OWN_ACCOUNT, Right.CHANGE_OWN_ACCOUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Whose an object is.

    Attributes:
        owner: Id of the account that submitted it; None where it was submitted in single-user mode.
        unit: Unit that it belongs to; None for no unit.
        assignees: Accounts that it was assigned to, whatever their unit.
        deleted: Whether it was deleted.
    """

    owner: str | None
    unit: str | None = None
    assignees: frozenset[str] = frozenset()
    deleted: bool = False


class Answer(Enum):
    """What the policy says.

    ``MASKED``: allowed, but quotes are shown masked. ``HIDDEN``: answered like an object that does not exist.
    """

    ALLOWED = "allowed"
    MASKED = "masked"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"


def reach(actor: Actor, right: Right) -> Reach:
    """How far the actor's role and scopes carry this act, before any object is looked at."""
    if actor.means is Means.LOCAL:
        return Reach.ALL
    if actor.must_change_password and right not in _BEFORE_NEW_PASSWORD:
        return Reach.NONE
    if actor.means is Means.TOKEN and (right in _SESSION_ONLY or right.scope not in (actor.scopes or ())):
        return Reach.NONE
    return right.reaches[actor.role]


def judge(actor: Actor, right: Right, holding: Holding) -> Answer:
    """Whether the actor may do this to that object."""
    given = reach(actor, right)
    if given is Reach.NONE:
        return Answer.FORBIDDEN
    if holding.deleted:
        return Answer.HIDDEN
    if relation(actor, holding) > given:
        # What the actor may know of is refused openly; anything else does not exist for them.
        known = relation(actor, holding) <= reach(actor, Right.READ_FINDINGS)
        return Answer.FORBIDDEN if known else Answer.HIDDEN
    # Who may not read the document sees of its findings no personal values.
    if right is Right.READ_FINDINGS and relation(actor, holding) > reach(actor, Right.READ_DOCUMENT):
        return Answer.MASKED
    return Answer.ALLOWED


def relation(actor: Actor, holding: Holding) -> Reach:
    """The reach that is needed for this object."""
    if actor.means is Means.LOCAL or (actor.id is not None and actor.id == holding.owner):
        return Reach.OWN
    if actor.id in holding.assignees:
        return Reach.UNIT
    if actor.unit and actor.unit == holding.unit:
        return Reach.UNIT
    return Reach.ALL
