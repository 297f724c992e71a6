"""A mechanical replacement mends the clause: reviewed again, the finding is gone."""

import pytest

from corpora.context import load_context
from reviewer.engine.fixes import without_registration
from reviewer.extraction.text import document_from_text
from reviewer.review import review
from tests.factories import AS_OF

_CONTEXT = load_context(today=AS_OF, families=frozenset({"fair_competition"}))


@pytest.mark.parametrize(
    ("quote", "mended"),
    [
        ("奖励在本市注册的企业", "奖励企业"),
        ("供应商应当是在本县依法登记注册的企业", "供应商应当是企业"),
        ("享受政策的在本区登记注册并纳税的企业", "享受政策的企业"),
        ("在我市工商注册的公司", "公司"),
        ("本市注册的企业", None),
        ("注册地在本市的企业", None),
        ("在本市注册的", None),
        ("在本市注册的企业在本市纳税", None),
    ],
)
def test_the_registration_alone_is_taken_away(quote: str, mended: str | None) -> None:
    """Where more would have to change, no replacement is offered."""
    assert without_registration(quote) == mended


@pytest.mark.parametrize(
    "text",
    [
        "给予奖励的对象为在本市注册的企业。",
        "对在本市注册的企业给予奖励。",
        "支持在本县登记注册并纳税的企业享受补贴。",
        "网约车的轴距应当高于国家标准。",
        "搅拌站的设备要求高于国家规定的，方可经营。",
    ],
)
def test_applied_replacement_is_found_no_more(text: str) -> None:
    """The replacement stands for the quote and leaves the sentence whole."""
    finding = next(
        f for f in review(document_from_text(text, "test", passage=True), _CONTEXT).findings if f.fix
    )
    mended = text[: finding.span.start] + (finding.fix or "") + text[finding.span.end :]

    again = review(document_from_text(mended, "test", passage=True), _CONTEXT).findings

    assert again == ()
