"""The same words under two kinds of disclosure."""

from __future__ import annotations

from reviewer.engine.merge import merge
from reviewer.finding import Finding
from tests.factories import make_document, make_finding


def _finding(quote: str, kind: str) -> Finding:
    document = make_document(_TEXT)
    return make_finding(
        document,
        quote,
        rule=f"disclosure/{kind}",
        family="disclosure",
        kind=kind,
        masked_quote="*" * len(quote),
    )


_TEXT = "学生兰雨欣，女，8岁，就读于实验小学，身份证号110105201803075510。"


def test_the_more_specific_kind_stands_and_names_the_other() -> None:
    """A child's name with an age is a minor before it is a profile."""
    profile = _finding("兰雨欣，女，8岁", "person.profile")
    minor = _finding("兰雨欣，女，8岁，就读于实验小学", "person.minor")

    for order in ([profile, minor], [minor, profile]):
        findings, _ = merge(order, (), make_document(_TEXT))

        assert [(finding.kind, finding.also) for finding in findings] == [
            ("person.minor", ("person.profile",))
        ]


def test_numbers_stand_for_themselves() -> None:
    """However many findings a clause has, each number must be mended."""
    number = _finding("110105201803075510", "person.id_number")
    minor = _finding("兰雨欣，女，8岁", "person.minor")

    findings, dropped = merge([number, minor], (), make_document(_TEXT))

    assert {finding.kind for finding in findings} == {"person.id_number", "person.minor"}
    assert dropped == []
