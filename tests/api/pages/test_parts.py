"""What pages are made of: filters, certainty, due dates, pages drawn from characters, comparisons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.pages.cards import Card, Certainty, Standing, cards_of, progress_of
from api.pages.comparison import VersionSide, compare
from api.pages.filters import Filter
from api.pages.original import drawn_pages
from api.pages.page_image import PageImages, PageNotDrawn
from api.pages.working_days import due_of
from reviewer.decision import Verdict
from reviewer.document import Block, Document, GlyphOrigin, Segment, Span
from reviewer.finding import FindingOrigin
from tests.factories import make_document, make_finding
from tests.reviewer.extraction.pdf_files import set_pages

_TEXT = "迁入本县的企业按照地方贡献给予奖励。"


def _card(quote: str = "地方贡献", **changes: object) -> Card:
    document = make_document(_TEXT)
    finding = replace(make_finding(document, quote), **changes)  # type: ignore[arg-type]
    return cards_of(document, [("r.0", finding, Standing())])[0]


@pytest.mark.parametrize(
    ("confidence", "origin", "certainty"),
    [
        (0.95, FindingOrigin.RULE, Certainty.SURE),
        (0.55, FindingOrigin.RULE, Certainty.DOUBTFUL),
        (None, FindingOrigin.RULE, Certainty.SURE),
        (None, FindingOrigin.CLASSIFIER, Certainty.DOUBTFUL),
        (0.9, FindingOrigin.BOTH, Certainty.SURE),
    ],
)
def test_sure_findings_come_first(
    confidence: float | None, origin: FindingOrigin, certainty: Certainty
) -> None:
    """Doubtful is what counted cases say so of, or a classifier says alone."""
    assert _card(confidence=confidence, origin=origin).certainty is certainty


def test_a_filter_takes_what_must_be_confirmed_again_as_undecided() -> None:
    """An old verdict does not hide it."""
    card = _card()
    again = replace(card, standing=Standing(verdict=Verdict.ACCEPTED, ask_again=True))
    decided = replace(card, standing=Standing(verdict=Verdict.ACCEPTED))

    wanted = Filter.of({"verdict": "none"})

    assert wanted.lets_through(again)
    assert not wanted.lets_through(decided)
    assert progress_of([again, decided]).decided == 1


def test_a_search_finds_words_of_quote_law_and_title() -> None:
    """Whatever their case; what matches nothing is left out."""
    card = _card()

    assert Filter.of({"words": "地方贡献"}).lets_through(card)
    assert not Filter.of({"words": "食品安全"}).lets_through(card)


@pytest.mark.parametrize(
    ("on", "key", "days"),
    [
        (date(2026, 11, 24), "today", 0),
        (date(2026, 11, 30), "in", 4),
        (date(2026, 11, 20), "late", -2),
        (date(2027, 11, 1), "in", 244),
    ],
)
def test_due_dates_count_working_days(on: date, key: str, days: int) -> None:
    """Weekends aside; a year without a notice of holidays by its weekdays."""
    due = due_of(on, date(2026, 11, 24))

    assert due is not None
    assert (due.key, due.days) == (key, days)


def test_a_date_that_passed_over_a_weekend_is_late() -> None:
    """No working day lies between, and yet it has passed."""
    due = due_of(date(2026, 11, 21), date(2026, 11, 22))

    assert due is not None
    assert due.late


def test_a_drawn_page_grows_with_its_characters() -> None:
    """A4, or larger where characters reach further; each stands at its own left edge."""
    boxes = (10.0, 10.0, 22.0, 22.0, 22.0, 10.0, 34.0, 22.0, 700.0, 900.0, 712.0, 912.0)
    segment = Segment(0, 3, GlyphOrigin(1, boxes))
    document = Document(
        name="样张", text="甲乙丙", blocks=(Block(span=Span(0, 3)),), segments=(segment,), digest="0" * 64
    )

    (page,) = drawn_pages(document, [])

    assert page.width > 712
    assert page.height > 912
    assert page.lines[0].lefts == (10.0, 22.0, 700.0)


def test_findings_are_solved_new_or_unchanged_as_often_as_they_occur() -> None:
    """Two equal findings of which one went: one is solved, one unchanged."""
    document = make_document(_TEXT)
    finding = replace(make_finding(document, "地方贡献"), fingerprint="fp1:a")
    other = replace(make_finding(document, "给予奖励"), fingerprint="fp1:b")
    twice = cards_of(document, [("r.0", finding, Standing()), ("r.1", finding, Standing())])
    after = cards_of(document, [("s.0", finding, Standing()), ("s.1", other, Standing())])

    result = compare(
        VersionSide(review_id="r", document=document, cards=twice),
        VersionSide(review_id="s", document=document, cards=after),
    )

    assert [row.address for row in result.solved] == ["/reviews/r#f-2"]
    assert [row.address for row in result.new] == ["/reviews/s#f-2"]
    assert [row.address for row in result.unchanged] == ["/reviews/s#f-1"]
    assert result.same


def test_a_damaged_file_draws_no_page() -> None:
    """The child fails, the service says what to do."""
    images = PageImages()

    with pytest.raises(PageNotDrawn, match="可能已损坏"):
        images.picture("d" * 64, b"%PDF-1.7 broken", "application/pdf", 1)


def test_a_page_is_drawn_once() -> None:
    """The second time it is at hand, and the same."""
    images = PageImages()
    data = set_pages(["第一条 为了促进发展，制定本办法。"])

    first = images.picture("e" * 64, data, "application/pdf", 1)

    assert first.startswith(b"\x89PNG")
    assert images.picture("e" * 64, b"", "application/pdf", 1) == first
    with pytest.raises(PageNotDrawn):
        images.picture("e" * 64, data, "application/pdf", 99)
