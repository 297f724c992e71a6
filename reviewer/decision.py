"""What a person decided about findings, and how it follows them into the next version.

A machine never overrides a decision. It follows a finding by fingerprint; where the number of
equal findings changed, it cannot be told which of them was meant, and it is asked again (再确认).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer.finding import Finding


class Verdict(StrEnum):
    """A person's decision on a finding (审核决定)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    EXEMPTED = "exempted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of one person.

    Attributes:
        fingerprint: Of the finding.
        equals: How many equal findings the document had when it was made.
        rule: Rule of the finding, for the precision of rules.
        verdict: What was decided.
        officer: Who decided.
        decided_at: When.
        reason: In the officer's words.
        until: Last day of an exemption (条例第十二条 demands an end); None for other verdicts.
    """

    fingerprint: str
    equals: int
    rule: str
    verdict: Verdict
    officer: str
    decided_at: datetime
    reason: str = ""
    until: date | None = None

    def binds(self, as_of: date) -> bool:
        """Whether the decision still stands: an exemption lapses after its last day."""
        return self.until is None or as_of <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedDecisions:
    """Decisions of the version before, seen from the findings of this one.

    Attributes:
        kept: Decisions that follow their finding, by fingerprint.
        ask_again: Fingerprints of findings that were decided but may be others now, or whose
            exemption has lapsed.
        undecided: Fingerprints without any decision.
    """

    kept: Mapping[str, Decision]
    ask_again: tuple[str, ...]
    undecided: tuple[str, ...]


class DecisionLog:
    """Decisions in the order they were made; the latest on a fingerprint counts, none is removed."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions = list(decisions)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._decisions)

    def add(self, decision: Decision) -> None:
        """Append a decision."""
        self._decisions.append(decision)

    def latest(self) -> dict[str, Decision]:
        """The decision that counts for each fingerprint."""
        return {decision.fingerprint: decision for decision in self._decisions}

    def carry_over(self, findings: Iterable[Finding], as_of: date) -> CarriedDecisions:
        """What is decided about the findings of a new version of the same document."""
        latest = self.latest()
        kept: dict[str, Decision] = {}
        ask_again: list[str] = []
        undecided: list[str] = []
        for finding in findings:
            decision = latest.get(finding.fingerprint)
            if decision is None:
                undecided.append(finding.fingerprint)
            elif decision.equals != finding.equals or not decision.binds(as_of):
                ask_again.append(finding.fingerprint)
            else:
                kept[finding.fingerprint] = decision
        return CarriedDecisions(kept=kept, ask_again=tuple(ask_again), undecided=tuple(undecided))

    def precision(self) -> dict[str, tuple[int, int]]:
        """For each rule: findings that officers accepted or exempted, and all that they settled."""
        settled: dict[str, tuple[int, int]] = {}
        for decision in self.latest().values():
            if decision.verdict is not Verdict.DEFERRED:
                right, counted = settled.get(decision.rule, (0, 0))
                right += decision.verdict is not Verdict.REJECTED
                settled[decision.rule] = (right, counted + 1)
        return settled
