"""What the home page shows: queue, figures, what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.accounts.rights import Reach, Right, reach
from api.accounts.roles import Actor
from api.pages.queries import (
    Pointer,
    ReviewRow,
    assigned_to,
    exceptions_about_to_end,
    exceptions_to_grant,
    figures_of,
    in_order_of_urgency,
    is_waiting,
    latest_reviews,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home page.

    Attributes:
        megabytes: Largest file.
        figures: Name in the message catalogue, and the figure in words.
        queue: What is to be done, the most urgent first.
        recent: What is done.
    """

    may_submit: bool
    megabytes: int
    figures: tuple[tuple[str, str], ...]
    queue: tuple[ReviewRow, ...]
    recent: tuple[ReviewRow, ...]
    exceptions: tuple[Pointer, ...]
    expiring: tuple[Pointer, ...]
    assigned: tuple[Pointer, ...]


def home_of(session: Session, actor: Actor, today: date, megabytes: int) -> Home:
    """The home page of somebody."""
    rows = latest_reviews(session, actor, today)
    counted = figures_of(session, actor, rows, today)
    settled = f"{counted.accepted}%" if counted.decided else "–"
    figures = (
        ("documents", str(counted.documents)),
        ("open", str(counted.open)),
        ("decided", str(counted.decided)),
        ("accepted", settled),
        ("incomplete", str(counted.incomplete)),
        ("late", str(counted.late)),
    )
    return Home(
        may_submit=reach(actor, Right.SUBMIT) is not Reach.NONE,
        megabytes=megabytes,
        figures=figures,
        queue=in_order_of_urgency(rows),
        recent=tuple(row for row in rows if not is_waiting(row)),
        exceptions=exceptions_to_grant(session, actor),
        expiring=exceptions_about_to_end(session, actor, today),
        assigned=assigned_to(session, actor, today),
    )
