"""Decisions follow findings, or are asked again."""

import copy
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from corpora.context import load_context
from reviewer.decision import Decision, RulePrecision, Verdict, carry_over, latest, precision
from reviewer.document import Span
from reviewer.engine.ruleset import CompiledRule, Ruleset
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding, Severity
from reviewer.review import ReviewContext, review
from tests.reliability.ledger import TESTS

TODAY = date(2026, 11, 23)
EDITS = TESTS[17].trials


def make_finding(fingerprint: str = "fp1:a", equals: int = 1, **values: object) -> Finding:
    finding = Finding(
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
    return replace(finding, **values)  # type: ignore[arg-type]


def make_decision(verdict: Verdict = Verdict.REJECTED, until: date | None = None) -> Decision:
    return Decision(
        fingerprint="fp1:a",
        rule="fair_competition/x",
        verdict=verdict,
        author="审核员甲",
        decided_at=datetime(2026, 11, 1, tzinfo=UTC),
        until=until,
    )


def test_a_decision_follows_a_finding_that_only_moved() -> None:
    """Same fingerprint, same number of equals."""
    moved = make_finding(span=Span(40, 41), clause="第九条")

    carried = carry_over([make_decision()], [moved], as_of=TODAY)

    assert carried.kept["fp1:a"].verdict is Verdict.REJECTED
    assert carried.ask_again == {}


def test_a_doubled_finding_is_asked_again() -> None:
    """It cannot be told which of the two was decided."""
    doubled = [make_finding(equals=2), make_finding("fp1:b", equals=2)]

    carried = carry_over([make_decision()], doubled, as_of=TODAY)

    assert carried.kept == {}
    assert list(carried.ask_again) == ["fp1:a"]
    assert carried.undecided == ("fp1:b",)


def test_an_exemption_lapses_after_its_last_day() -> None:
    """条例第十二条: an exception has an end."""
    exempted = [make_decision(Verdict.EXEMPTED, until=date(2026, 11, 22))]

    on_its_last_day = carry_over(exempted, [make_finding()], as_of=date(2026, 11, 22))
    after = carry_over(exempted, [make_finding()], as_of=TODAY)

    assert list(on_its_last_day.kept) == ["fp1:a"]
    assert list(after.ask_again) == ["fp1:a"]


def test_the_latest_decision_counts() -> None:
    """An officer may change their mind; the record keeps both."""
    decisions = [make_decision(), make_decision(Verdict.ACCEPTED)]

    standing = latest(decisions)

    assert standing["fp1:a"].verdict is Verdict.ACCEPTED
    assert precision(standing.values()) == {"fair_competition/x": RulePrecision(confirmed=1, settled=1)}


def test_precision_counts_exemptions_as_right_and_deferrals_not_at_all() -> None:
    """An exemption presupposes an offence; a deferral says nothing yet."""
    decisions = [make_decision(verdict) for verdict in Verdict]

    counted = precision(decisions)["fair_competition/x"]

    assert (counted.confirmed, counted.settled) == (2, 3)
    assert counted.share == pytest.approx(2 / 3)


def test_a_renamed_rule_keeps_its_decisions() -> None:
    """``formerly`` of the rule gives its findings their former names."""
    renamed = make_finding("fp1:new", rule="fair_competition/y", formerly=("fp1:a",))

    carried = carry_over([make_decision()], [renamed], as_of=TODAY)

    assert carried.kept["fp1:new"].fingerprint == "fp1:a"


def test_two_findings_that_claim_one_decision_are_both_asked_again() -> None:
    """A rule that was split leaves open which half was decided."""
    halves = [make_finding(), make_finding("fp1:new", formerly=("fp1:a",))]

    carried = carry_over([make_decision()], halves, as_of=TODAY)

    assert set(carried.ask_again) == {"fp1:a", "fp1:new"}
    assert carried.kept == {}


def test_an_edited_clause_is_asked_again_with_what_was_decided() -> None:
    """The officer sees the former decision; it has no effect."""
    edited = make_finding("fp1:new")

    carried = carry_over([make_decision()], [edited], as_of=TODAY, before=[make_finding()])

    assert carried.ask_again["fp1:new"].fingerprint == "fp1:a"
    assert carried.undecided == ()
    assert carried.left == ()


def test_a_decision_without_a_finding_stays_in_the_record() -> None:
    """The clause was mended; what was decided about it is not lost."""
    carried = carry_over([make_decision()], [], as_of=TODAY)

    assert [decision.fingerprint for decision in carried.left] == ["fp1:a"]


# --- three hundred edits (each: a real draft, reviewed, decided, edited, reviewed again) ---------

PLACES = ("住房租赁", "餐饮服务", "物流仓储", "建筑劳务", "养老护理", "印刷包装", "校车运输", "旅游客运")
DUTIES = (
    "对在本市依法登记注册的{}企业，按照其缴纳税收地方留成部分的百分之三十给予奖励",
    "{}项目招标时，要求外地企业在本市设立子公司方可参加投标",
    "指定本市某公司为{}的唯一供应商",
)


@dataclass
class Draft:
    """A draft as its editor sees it: clauses, numbered by their order."""

    clauses: list[str]
    first: int = 1
    name: str = "办法.txt"

    def alone(self, original: "Draft") -> set[str]:
        """The clauses whose text stands as it was, exactly once."""
        counts = Counter(self.clauses)
        return {clause for clause in original.clauses if counts[clause] == 1}

    def text(self) -> str:
        numbers = "零一二三四五六七八九十"
        lines = [
            f"第{_numeral(index, numbers)}条　{clause}。"
            for index, clause in enumerate(self.clauses, self.first)
        ]
        return "某市扶持产业发展若干规定\n" + "\n".join(lines) + "\n"


def _numeral(value: int, digits: str) -> str:
    tens, ones = divmod(value, 10)
    if value <= 10:
        return digits[value]
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"


def make_draft(chance: random.Random) -> Draft:
    clauses = [
        duty.format(place)
        for place, duty in zip(chance.sample(PLACES, 6), [*DUTIES, *chance.choices(DUTIES, k=3)], strict=True)
    ]
    return Draft(clauses)


def move(draft: Draft, chance: random.Random) -> None:
    clause = draft.clauses.pop(chance.randrange(len(draft.clauses)))
    draft.clauses.insert(chance.randrange(len(draft.clauses) + 1), clause)


def renumber(draft: Draft, chance: random.Random) -> None:
    draft.first += chance.randint(1, 9)


def double(draft: Draft, chance: random.Random) -> None:
    clause = chance.choice(draft.clauses)
    draft.clauses.insert(chance.randrange(len(draft.clauses) + 1), clause)


def edit(draft: Draft, chance: random.Random) -> None:
    index = chance.randrange(len(draft.clauses))
    draft.clauses[index] = f"自{chance.randint(2026, 2030)}年起，{draft.clauses[index]}"


def rename(draft: Draft, chance: random.Random) -> None:
    draft.name = f"办法（第{chance.randint(2, 9)}稿）.txt"


TEXT_EDITS = (move, renumber, double, edit, rename)


def reworded(compiled: CompiledRule) -> CompiledRule:
    words = {
        "title": compiled.rule.title + "（新）",
        "message": "新的说明：${quote}",
        "suggestion": "新的建议",
    }
    return replace(compiled, rule=compiled.rule.model_copy(update=words))


def rescored(compiled: CompiledRule) -> CompiledRule:
    return replace(compiled, rule=compiled.rule.model_copy(update={"severity": Severity.ADVICE}))


def renamed(compiled: CompiledRule) -> CompiledRule:
    rule = compiled.rule.model_copy(update={"formerly": [compiled.id]})
    return replace(compiled, id=f"{compiled.id}_new", rule=rule)


RULE_EDITS = (reworded, rescored, renamed)
RESCORED = RULE_EDITS.index(rescored)


@pytest.fixture(scope="module")
def context() -> ReviewContext:
    return load_context(today=TODAY, classifiers=False, families=frozenset({"fair_competition"}))


@pytest.fixture(scope="module")
def changed_contexts(context: ReviewContext) -> list[ReviewContext]:
    """The same review with every rule reworded, re-scored or renamed."""
    ruleset = context.ruleset
    return [
        replace(
            context,
            ruleset=Ruleset(
                rules=tuple(change(compiled) for compiled in ruleset.rules),
                automaton=ruleset.automaton,
                cues=ruleset.cues,
                version=change.__name__,
            ),
        )
        for change in RULE_EDITS
    ]


def clause_at(draft: Draft, finding: Finding) -> str:
    """The clause that a finding is in, told by its line and not by its fingerprint."""
    line = draft.text().count("\n", 0, finding.span.start)
    return draft.clauses[line - 1]


@pytest.mark.parametrize("seed", range(EDITS))
def test_a_decision_follows_only_an_unambiguous_match(
    seed: int,
    context: ReviewContext,
    changed_contexts: list[ReviewContext],
    tried: Callable[..., None],
) -> None:
    """Over 300 edits no decision is lost, none moves to a lookalike, and what only moved keeps its own."""
    chance = random.Random(seed)
    draft = make_draft(chance)
    before = review(document_from_text(draft.text(), draft.name), context).findings
    decisions = [
        replace(
            make_decision(chance.choice(list(Verdict))),
            fingerprint=finding.fingerprint,
            rule=finding.rule,
            equals=finding.equals,
            reason=clause_at(draft, finding),
        )
        for finding in before
    ]
    original = copy.deepcopy(draft)
    for change in chance.sample(TEXT_EDITS, chance.randint(1, 3)):
        change(draft, chance)
    later = chance.choice([context, *changed_contexts])

    after = review(document_from_text(draft.text(), draft.name), later).findings
    carried = carry_over(decisions, after, as_of=TODAY, before=before)

    placed = [*carried.kept.values(), *carried.ask_again.values(), *carried.left]
    clause_of = {finding.fingerprint: clause_at(draft, finding) for finding in after}
    alone = draft.alone(original)
    assert len(before) >= 6
    assert Counter(decision.fingerprint for decision in placed) == Counter(f.fingerprint for f in before)
    assert all(decision.reason == clause_of[name] for name, decision in carried.kept.items())
    assert not any(clause_of[name] in alone for name in carried.undecided)
    if later is changed_contexts[RESCORED]:  # another rule may lead where two found the same conduct
        assert {clause_of[name] for name in carried.kept} <= alone
    else:
        assert {clause_of[name] for name in carried.kept} == alone
        assert not any(clause_of[name] in alone for name in carried.ask_again)
    tried(17)
