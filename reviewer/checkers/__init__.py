"""The closed set of checks that a rule can name; one module each, none knows another."""

from __future__ import annotations

from reviewer.checkers.address import AddressChecker
from reviewer.checkers.base import CheckerType
from reviewer.checkers.cited import CitedChecker
from reviewer.checkers.claimed import ClaimedChecker
from reviewer.checkers.classified import ClassifiedChecker
from reviewer.checkers.confidential import ConfidentialChecker
from reviewer.checkers.consistent import ConsistentChecker
from reviewer.checkers.credential import CredentialChecker
from reviewer.checkers.health import HealthChecker
from reviewer.checkers.identifier import IdentifierChecker
from reviewer.checkers.marking import MarkingChecker
from reviewer.checkers.minor import MinorChecker
from reviewer.checkers.openness import OpennessChecker
from reviewer.checkers.pattern import PatternChecker
from reviewer.checkers.profile import ProfileChecker
from reviewer.checkers.reply import ReplyChecker
from reviewer.checkers.required import RequiredChecker
from reviewer.checkers.sets import SetsChecker

CHECKERS: dict[str, CheckerType] = {
    "address": AddressChecker,
    "cited": CitedChecker,
    "claimed": ClaimedChecker,
    "classified": ClassifiedChecker,
    "confidential": ConfidentialChecker,
    "consistent": ConsistentChecker,
    "credential": CredentialChecker,
    "health": HealthChecker,
    "identifier": IdentifierChecker,
    "marking": MarkingChecker,
    "minor": MinorChecker,
    "openness": OpennessChecker,
    "pattern": PatternChecker,
    "profile": ProfileChecker,
    "reply": ReplyChecker,
    "required": RequiredChecker,
    "sets": SetsChecker,
}
