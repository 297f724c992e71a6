"""What somebody may do to an object, for the buttons of its page; the gate judges again later."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.accounts.holdings import find_holding
from api.accounts.rights import Answer, Right, judge
from api.accounts.roles import Actor


def may(session: Session, actor: Actor, right: Right, parameter: str, value: str) -> bool:
    """Whether the actor may do this; ``parameter`` as in paths, such as ``review_id``."""
    holding = find_holding(session, parameter, value)
    return holding is not None and judge(actor, right, holding) is Answer.ALLOWED
