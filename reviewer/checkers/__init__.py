"""The closed set of checks that a rule can name; one module each, none knows another."""

from __future__ import annotations

from reviewer.checkers.base import CheckerType
from reviewer.checkers.cited import CitedChecker
from reviewer.checkers.pattern import PatternChecker
from reviewer.checkers.required import RequiredChecker

CHECKERS: dict[str, CheckerType] = {
    "cited": CitedChecker,
    "pattern": PatternChecker,
    "required": RequiredChecker,
}
