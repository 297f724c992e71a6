"""Risk scores, repeated clauses, ends of validity."""

from __future__ import annotations

from datetime import date

import pytest

from corpora.audit.likeness import clause_signature, letters
from corpora.audit.repeated import ClauseUse, find_repeated
from corpora.audit.risk import Weighed, risk_scores
from corpora.audit.validity import last_day


def _weighed(document: str, rule: str = "r", severity: str = "violation", handling: str = "") -> Weighed:
    return Weighed(document=document, rule=rule, severity=severity, handling=handling, confidence=1.0)


def test_graver_and_more_different_problems_score_higher() -> None:
    """Many hits of one rule weigh less than as many different problems; nothing goes beyond 100."""
    scores = risk_scores(
        [
            _weighed("advice", severity="advice"),
            _weighed("risk", severity="risk"),
            _weighed("one"),
            *[_weighed("same")] * 3,
            *[_weighed("different", rule=str(index)) for index in range(3)],
            *[_weighed("full", rule=str(index)) for index in range(99)],
        ]
    )

    assert sorted(scores, key=scores.__getitem__) == ["advice", "risk", "one", "same", "different", "full"]
    assert scores["one"] == 28.3
    assert scores["full"] <= 100


def test_grave_disclosure_weighs_double() -> None:
    """P0 stops a document."""
    scores = risk_scores([_weighed("a"), _weighed("b", handling="P0")])

    assert scores["b"] > scores["a"]


def _use(document: str, text: str, rule: str = "r") -> ClauseUse:
    return ClauseUse(
        rule=rule, title="标题", text=text, signature=clause_signature(letters(text)), document=document
    )


def test_copied_clause_is_one_entry_with_its_documents() -> None:
    """Other figures and another county are the same clause; another rule is another entry."""
    uses = [
        _use("a", "对将注册地迁入本县并承诺五年内不迁出的企业，一次性给予二百万元落户奖励。"),
        _use("b", "对将注册地迁入本县并承诺五年内不迁出的企业，一次性给予三百万元落户奖励。"),
        _use("c", "对将注册地迁入本区并承诺十年内不迁出的企业，一次性给予二百万元落户奖励。"),
        _use("c", "县级政府投资项目优先采购本县企业生产的水泥和管材等建筑材料。"),
        _use("d", "对将注册地迁入本县并承诺五年内不迁出的企业，一次性给予二百万元落户奖励。", rule="other"),
    ]

    (clause,) = find_repeated(uses)

    assert clause.documents == {"a", "b", "c"}
    assert len(clause.wordings) == 3


def test_clause_twice_in_one_document_is_not_repeated() -> None:
    """Copied through documents is what is asked for."""
    text = "对将注册地迁入本县的企业，一次性给予二百万元落户奖励。"

    assert find_repeated([_use("a", text), _use("a", text)]) == []


@pytest.mark.parametrize(
    ("period", "begins", "last"),
    [
        ("2025-12-31", (), date(2025, 12, 31)),
        ("5年", ("2020-05-01",), date(2025, 4, 30)),
        ("18个月", ("自印发之日", "2024-01-31"), date(2025, 7, 30)),
        ("1年", ("2024-02-29",), date(2025, 2, 27)),
        ("5年", ("",), None),
        ("长期", ("2020-05-01",), None),
        ("9999年", ("2020-05-01",), None),
    ],
)
def test_last_day(period: str, begins: tuple[str, ...], last: date | None) -> None:
    """An end as written, or a length from the best beginning known; otherwise nothing is claimed."""
    assert last_day(period, *begins) == last
