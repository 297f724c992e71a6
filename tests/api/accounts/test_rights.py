"""The rights policy as a table: role × right × whose object."""

import pytest

from api.accounts.rights import Answer, Holding, Reach, Right, judge, reach
from api.accounts.roles import LOCAL_ACTOR, Actor, Means, Scope
from api.store.people import Role

ME, OTHER = "me", "other"
UNIT = "青溪县司法局"
OWN = Holding(owner=ME, unit=UNIT)
COLLEAGUE = Holding(owner=OTHER, unit=UNIT)
ELSEWHERE = Holding(owner=OTHER, unit="平川县司法局")
ASSIGNED = Holding(owner=OTHER, unit="平川县司法局", assignees=frozenset({ME}))
DELETED = Holding(owner=ME, unit=UNIT, deleted=True)
OWNERLESS = Holding(owner=None, unit=None)
YES, MASKED, NO, HIDDEN = Answer.ALLOWED, Answer.MASKED, Answer.FORBIDDEN, Answer.HIDDEN
HOLDINGS = (OWN, COLLEAGUE, ELSEWHERE, ASSIGNED, DELETED, OWNERLESS)

# Own, of the unit, of another unit, assigned, deleted, without owner.
TABLE = {
    (Role.DRAFTER, Right.READ_DOCUMENT): (YES, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    (Role.DRAFTER, Right.READ_FINDINGS): (YES, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    (Role.DRAFTER, Right.COMMENT): (YES, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    (Role.DRAFTER, Right.DECIDE): (NO, NO, NO, NO, NO, NO),
    (Role.DRAFTER, Right.SIGN_OFF): (NO, NO, NO, NO, NO, NO),
    (Role.DRAFTER, Right.DELETE_DOCUMENT): (YES, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    (Role.REVIEWER, Right.READ_DOCUMENT): (YES, YES, HIDDEN, YES, HIDDEN, HIDDEN),
    (Role.REVIEWER, Right.READ_FINDINGS): (YES, YES, HIDDEN, YES, HIDDEN, HIDDEN),
    (Role.REVIEWER, Right.DECIDE): (YES, YES, HIDDEN, YES, HIDDEN, HIDDEN),
    (Role.REVIEWER, Right.DELETE_DOCUMENT): (YES, NO, HIDDEN, NO, HIDDEN, HIDDEN),
    (Role.AUDITOR, Right.READ_DOCUMENT): (YES, NO, NO, NO, HIDDEN, NO),
    (Role.AUDITOR, Right.READ_FINDINGS): (YES, MASKED, MASKED, MASKED, HIDDEN, MASKED),
    (Role.AUDITOR, Right.DECIDE): (NO, NO, NO, NO, NO, NO),
    (Role.ADMIN, Right.READ_DOCUMENT): (YES, YES, YES, YES, HIDDEN, YES),
    (Role.ADMIN, Right.READ_FINDINGS): (YES, YES, YES, YES, HIDDEN, YES),
    (Role.ADMIN, Right.DECIDE): (YES, YES, YES, YES, HIDDEN, YES),
    (Role.ADMIN, Right.DELETE_DOCUMENT): (YES, YES, YES, YES, HIDDEN, YES),
}


@pytest.mark.parametrize(("role", "right"), TABLE)
def test_role_and_owner_decide(role: Role, right: Right) -> None:
    """What may not be known of is hidden, what may be known of is refused openly."""
    actor = Actor(id=ME, name="甲", role=role, unit=UNIT)

    assert tuple(judge(actor, right, holding) for holding in HOLDINGS) == TABLE[(role, right)]


def test_two_people_without_a_unit_are_not_of_one_unit() -> None:
    """Nothing in common is nothing in common."""
    actor = Actor(id=ME, name="甲", role=Role.REVIEWER, unit=None)

    assert judge(actor, Right.READ_DOCUMENT, Holding(owner=OTHER, unit=None)) is HIDDEN


@pytest.mark.parametrize("right", Right)
def test_in_single_user_mode_everything_is_allowed(right: Right) -> None:
    """Whoever reaches the loopback address is the user of this machine."""
    assert judge(LOCAL_ACTOR, right, OWNERLESS) is YES


@pytest.mark.parametrize("right", Right)
def test_a_token_allows_no_more_than_its_scopes(right: Right) -> None:
    """A token for reading cannot write, whoever its owner is."""
    token = Actor(
        id=ME, name="甲", role=Role.ADMIN, means=Means.TOKEN, scopes=frozenset({Scope.READ, Scope.ADMIN})
    )
    session_only = {
        Right.CHANGE_OWN_ACCOUNT,
        Right.MANAGE_OWN_TOKENS,
        Right.MANAGE_USERS,
        Right.MANAGE_SERVICE,
    }

    allowed = reach(token, right) is not Reach.NONE

    assert allowed == (right.scope in (Scope.READ, Scope.ADMIN) and right not in session_only)


@pytest.mark.parametrize("right", Right)
def test_before_a_new_password_only_the_own_account_can_be_changed(right: Right) -> None:
    """A one-time password opens nothing else."""
    actor = Actor(id=ME, name="甲", role=Role.ADMIN, must_change_password=True)

    allowed = reach(actor, right) is not Reach.NONE

    assert allowed == (right in (Right.OWN_ACCOUNT, Right.CHANGE_OWN_ACCOUNT))
