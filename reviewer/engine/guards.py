"""Legal guards: reasons in law that lower a finding or dismiss it (DESIGN §5).

A guard never silences by a word alone: naming a statute lowers a finding to a risk that asks
the officer to check the article; only what the law itself exempts is dismissed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reviewer.checkers.base import CheckContext, Match
from reviewer.engine.schema import Rule
from reviewer.finding import Guard, Severity

_NEEDS_STATUTORY_BASIS = re.compile(r"10\.\d|8\.2")
_STATUTE_NAMED = re.compile(
    r"""
      (?:依据|依照|根据|按照|依|按)[^，。；]{0,8}《[^》]{2,40}(?:法|条例)》
    | (?:经|报|报经)国务院(?:批准|同意)
    | 国务院(?:决定|规定)的
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardResult:
    """A guard that was tried on a match.

    Attributes:
        guard: Its name and whether it held.
        ceiling: Highest severity that it leaves, where it held.
        note: What the user should check, in Chinese.
    """

    guard: Guard
    ceiling: Severity | None = None
    note: str = ""


def try_guards(rule: Rule, match: Match, context: CheckContext) -> Iterator[GuardResult]:
    """All guards that concern the rule, with their results."""
    for concerns, guard in _GUARDS:
        if concerns(rule):
            yield guard(match, context)


def _statutory_basis(match: Match, context: CheckContext) -> GuardResult:
    """条例第十条, 第八条第（二）项: a law, an administrative regulation or the State Council may allow it."""
    sentences = context.sentences
    unit = sentences.unit_at(match.start)
    ranges = [(sentences.starts[unit], sentences.ends[unit]), sentences.head(unit)]
    searched = (_STATUTE_NAMED.search(context.view.text, *where) for where in ranges if where)
    named = next(filter(None, searched), None)
    return GuardResult(
        guard=Guard(name="法律、行政法规依据或者国务院批准", held=named is not None),
        ceiling=Severity.RISK if named else None,
        note="文中援引了法律、行政法规或者国务院决定，请核对该条是否授权本项内容。" if named else "",
    )


_GUARDS: tuple[
    tuple[Callable[[Rule], bool], Callable[[Match, CheckContext], GuardResult]],
    ...,
] = ((lambda rule: _NEEDS_STATUTORY_BASIS.fullmatch(rule.kind) is not None, _statutory_basis),)
