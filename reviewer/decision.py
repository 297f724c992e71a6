"""What a person decided about findings, and how it follows them into the next version.

A machine never overrides a decision and makes none: it only says to which finding of the next
version a decision still belongs. It follows a finding by fingerprint; where the number of equal
findings changed, or the clause was edited, it cannot be told whether the same thing is meant,
and the person is asked again (再确认).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rapidfuzz import fuzz

from reviewer.finding import Finding

# Share of common characters from which two quotes of one rule may be versions of one another.
_ALIKE = 80


class Verdict(StrEnum):
    """A person's decision on a finding (审核决定)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    EXEMPTED = "exempted"

    @property
    def suppresses(self) -> bool:
        """Whether the finding needs no mending any more."""
        return self in (Verdict.REJECTED, Verdict.EXEMPTED)


class ReasonCode(StrEnum):
    """The short list of reasons that stands beside the officer's own words; an office may add its own."""

    FALSE_POSITIVE = "false_positive"
    EXCEPTION_APPLIES = "exception_applies"
    MENDED = "mended"
    BASIS_NEEDED = "basis_needed"
    OTHER = "other"


class Conclusion(StrEnum):
    """What a person concludes about a whole document: 通过, 修改后通过, 不通过."""

    PASSED = "passed"
    PASSED_AFTER_CHANGES = "passed_after_changes"
    NOT_PASSED = "not_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """The conclusion of a review (签发); without one every export says 未签发.

    Attributes:
        conclusion: What was concluded.
        author: Who signed.
        signed_at: When.
        statement: The conclusion in the author's words; stands in a form exactly as written.
    """

    conclusion: Conclusion
    author: str
    signed_at: datetime
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedException:
    """What the conclusion must state of an exception (条例第十二条, 实施办法第二十九条).

    Attributes:
        circumstance: Which circumstance of 第十二条 applies.
        no_milder_way: Why no alternative affects competition less.
        ends: The time limit or condition of termination, and why it is reasonable.
        until: Last day.
        effect: How the measure excludes or restricts competition; the finding says it where empty.
    """

    circumstance: str
    no_milder_way: str
    ends: str
    until: date | None = None
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of one person on one finding.

    Attributes:
        fingerprint: Of the finding.
        verdict: What was decided.
        author: Who decided, as the record shows it.
        decided_at: When.
        reason: In the author's words.
        reason_code: From the short list (`ReasonCode`) or the office's own, where one was chosen.
        rule: Rule of the finding, for the precision of rules.
        equals: How many equal findings the document had when it was decided (`Finding.equals`).
        until: Last day of an exemption (条例第十二条 demands an end); None for other verdicts.
    """

    fingerprint: str
    verdict: Verdict
    author: str
    decided_at: datetime
    reason: str = ""
    reason_code: str | None = None
    rule: str = ""
    equals: int = 1
    until: date | None = None

    def binds(self, as_of: date) -> bool:
        """Whether the decision still stands: an exemption lapses after its last day."""
        return self.until is None or as_of <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Decisions of the version before, seen from the findings of this one.

    Every decision stands in exactly one of `kept`, `ask_again` and `left`; every finding in
    exactly one of `kept`, `ask_again` and `undecided`.

    Attributes:
        kept: Decisions that follow their finding, by the finding's fingerprint.
        ask_again: Decisions on what may be this finding (再确认), by the finding's fingerprint:
            shown to the person who decides anew, of no effect until then.
        undecided: Fingerprints of findings that nothing was decided about.
        left: Decisions of which no finding is left; they stay in the record.
    """

    kept: Mapping[str, Decision] = field(default_factory=dict)
    ask_again: Mapping[str, Decision] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()
    left: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePrecision:
    """How often officers agreed with a rule.

    Attributes:
        confirmed: Findings accepted or exempted; an exemption says that the law was offended.
        settled: Findings accepted, exempted or rejected; what is deferred is not settled.
    """

    confirmed: int
    settled: int

    @property
    def share(self) -> float:
        """Precision, 0-1."""
        return self.confirmed / self.settled


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that counts for each fingerprint of one document: the last one given."""
    return {decision.fingerprint: decision for decision in decisions}


def carry_over(
    decisions: Iterable[Decision],
    findings: Iterable[Finding],
    *,
    as_of: date,
    before: Iterable[Finding] = (),
) -> Carried:
    """What is decided about the findings of a new version of the same document.

    Args:
        decisions: On the version before, in the order they were made.
        findings: Of the new version.
        as_of: Today; exemptions lapse.
        before: Findings of the version before. With them, a finding whose clause was edited
            is asked again together with what was decided about it, rather than as a new one.
    """
    findings = list(findings)
    standing = latest(decisions)
    kept: dict[str, Decision] = {}
    ask_again: dict[str, Decision] = {}
    claims = Counter(known for finding in findings for known in _names(finding, standing))
    for finding in findings:
        names = _names(finding, standing)
        for decision in (standing[name] for name in names):
            sure = len(names) == 1 and claims[names[0]] == 1
            same = decision.equals == finding.equals and decision.binds(as_of)
            (kept if sure and same else ask_again)[finding.fingerprint] = decision
    followed = {decision.fingerprint for decision in (*kept.values(), *ask_again.values())}
    rest = {name: decision for name, decision in standing.items() if name not in followed}
    strangers = [f for f in findings if f.fingerprint not in kept and f.fingerprint not in ask_again]
    for finding, decision in _edited(strangers, rest, list(before)):
        ask_again[finding.fingerprint] = rest.pop(decision.fingerprint)
    return Carried(
        kept=kept,
        ask_again=ask_again,
        undecided=tuple(f.fingerprint for f in strangers if f.fingerprint not in ask_again),
        left=tuple(rest.values()),
    )


def precision(decisions: Iterable[Decision]) -> dict[str, RulePrecision]:
    """For each rule, how often officers agreed with it.

    Args:
        decisions: Those that count (`latest`), of as many documents as there are.
    """
    confirmed: Counter[str] = Counter()
    settled: Counter[str] = Counter()
    for decision in decisions:
        if decision.verdict is not Verdict.DEFERRED:
            settled[decision.rule] += 1
            confirmed[decision.rule] += decision.verdict is not Verdict.REJECTED
    return {
        rule: RulePrecision(confirmed=confirmed[rule], settled=count)
        for rule, count in sorted(settled.items())
    }


def _names(finding: Finding, standing: Mapping[str, Decision]) -> list[str]:
    """The fingerprints under which something was decided about the finding, its own and its rule's former."""
    return [name for name in (finding.fingerprint, *finding.formerly) if name in standing]


def _edited(
    findings: Iterable[Finding], rest: Mapping[str, Decision], before: Iterable[Finding]
) -> Iterator[tuple[Finding, Decision]]:
    """Findings that only resemble one decided before, the likest first; each finding and decision once."""
    former = [finding for finding in before if finding.fingerprint in rest]
    pairs = [(_likeness(old, new), old.fingerprint, new) for new in findings for old in former]
    pairs.sort(key=lambda pair: (-pair[0], pair[2].span, pair[1]))
    met: set[str] = set()
    for likeness, old, new in pairs:
        if likeness and not met & {old, new.fingerprint}:
            met |= {old, new.fingerprint}
            yield new, rest[old]


def _likeness(old: Finding, new: Finding) -> float:
    """How far two findings speak of the same words, 0-100; 0 where they may not be taken for one another."""
    if old.family != new.family:
        return 0
    first, second = old.masked_quote or old.quote, new.masked_quote or new.quote
    if first in second or second in first:  # edited around it, or another rule leads at the same place
        return 100 * min(len(first), len(second)) / max(len(first), len(second), 1)
    return fuzz.ratio(first, second, score_cutoff=_ALIKE) if old.rule == new.rule else 0
