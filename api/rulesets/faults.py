"""What is wrong with a rule or a bundle, as people are told."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.errors import RuleError


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFault:
    """What is wrong: where, what, and what to write instead.

    Attributes:
        place: The rule or file, empty where it is plain.
        line: 1-based line, None where it is not known.
    """

    place: str = ""
    line: int | None = None
    field: str = ""
    problem: str = ""
    remedy: str = ""

    @property
    def words(self) -> str:
        """All of it in one line."""
        line = f"第 {self.line} 行" if self.line else ""
        where = " ".join(filter(None, (self.place, line, self.field)))
        return f"{where}：{self.problem}。{self.remedy}"


def fault_of(error: RuleError, place: str = "") -> RuleFault:
    """The fault that an error tells."""
    return RuleFault(
        place=place, line=error.line, field=error.field, problem=error.problem, remedy=error.remedy
    )
