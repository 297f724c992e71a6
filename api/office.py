"""How an office works: its own choices, read from the environment, each off unless asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_YES = frozenset({"1", "on", "true", "yes"})
_NO = frozenset({"", "0", "off", "false", "no"})
_MOST_DAYS = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an office has chosen.

    Attributes:
        learns: Decisions may be exported as labelled lines to improve rules and classifiers; a document
            can still be left out (`StoredDocument.teaches`).
        forms_wait: Forms and opinions can only be taken once the review is signed off; otherwise they
            can be taken at any time and say 未签发.
        strict_writes: A change of a finding must say which state it changes (``If-Match``, else 428), an
            upload must bear an ``Idempotency-Key`` (else 400).
        review_days: Working days within which a new document is to be reviewed; None sets no date.
    """

    learns: bool = False
    forms_wait: bool = False
    strict_writes: bool = False
    review_days: int | None = None


def office_from_environment(environment: Mapping[str, str]) -> Office:
    """What the variables say.

    Raises:
        ValueError: A value is none of those allowed; the message names the variable.
    """
    days = environment.get("REVIEWER_REVIEW_DAYS", "").strip()
    if days and not (days.isdecimal() and 1 <= int(days) <= _MOST_DAYS):
        raise ValueError(f"REVIEWER_REVIEW_DAYS 应为 1 至 {_MOST_DAYS} 的整数（工作日），而不是 {days}")
    return Office(
        learns=_switch(environment, "REVIEWER_LEARN"),
        forms_wait=_switch(environment, "REVIEWER_FORMS_WAIT"),
        strict_writes=_switch(environment, "REVIEWER_STRICT_WRITES"),
        review_days=int(days) if days else None,
    )


def _switch(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in _YES | _NO:
        raise ValueError(f"{name} 应为 1 或者 0，而不是 {value}")
    return value in _YES
