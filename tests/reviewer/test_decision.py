"""Decisions follow findings, or are asked again."""

from dataclasses import replace
from datetime import UTC, date, datetime

from reviewer.decision import Decision, DecisionLog, Verdict
from reviewer.document import Span
from reviewer.finding import Finding, Severity

TODAY = date(2026, 11, 23)


def make_finding(fingerprint: str = "fp1:a", equals: int = 1) -> Finding:
    return Finding(
        rule="fair_competition/x",
        title="标题",
        family="fair_competition",
        kind="8.1",
        severity=Severity.RISK,
        span=Span(0, 1),
        quote="甲",
        message="说明",
        fingerprint=fingerprint,
        equals=equals,
    )


def make_decision(verdict: Verdict = Verdict.REJECTED, until: date | None = None) -> Decision:
    return Decision(
        fingerprint="fp1:a",
        equals=1,
        rule="fair_competition/x",
        verdict=verdict,
        officer="审核员甲",
        decided_at=datetime(2026, 11, 1, tzinfo=UTC),
        until=until,
    )


def test_a_decision_follows_a_finding_that_only_moved() -> None:
    """Same fingerprint, same number of equals."""
    log = DecisionLog([make_decision()])
    moved = replace(make_finding(), span=Span(40, 41), clause="第九条")

    carried = log.carry_over([moved], TODAY)

    assert carried.kept["fp1:a"].verdict is Verdict.REJECTED
    assert carried.ask_again == ()


def test_a_doubled_finding_is_asked_again() -> None:
    """It cannot be told which of the two was decided."""
    log = DecisionLog([make_decision()])

    carried = log.carry_over([make_finding(equals=2), make_finding("fp1:b", equals=2)], TODAY)

    assert carried.kept == {}
    assert carried.ask_again == ("fp1:a",)
    assert carried.undecided == ("fp1:b",)


def test_an_exemption_lapses_after_its_last_day() -> None:
    """条例第十二条: an exception has an end."""
    log = DecisionLog([make_decision(Verdict.EXEMPTED, until=date(2026, 11, 22))])

    assert log.carry_over([make_finding()], date(2026, 11, 22)).ask_again == ()
    assert log.carry_over([make_finding()], TODAY).ask_again == ("fp1:a",)


def test_the_latest_decision_counts_and_none_is_lost() -> None:
    """A log is appended to."""
    log = DecisionLog([make_decision()])
    log.add(make_decision(Verdict.ACCEPTED))

    assert len(list(log)) == 2
    assert log.latest()["fp1:a"].verdict is Verdict.ACCEPTED
    assert log.precision() == {"fair_competition/x": (1, 1)}
