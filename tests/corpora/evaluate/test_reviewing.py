"""Which findings stand in which labelled passage."""

from corpora.evaluate.cases import Case, Label, LabelledDocument
from corpora.evaluate.reviewing import review_documents, review_passages
from reviewer.document import Span
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext

_BREACH = "对本市注册的企业给予奖励。"


def _case(text: str, lead_in: str = "", span: Span | None = None) -> Case:
    return Case(
        id="1",
        document="甲",
        text=text,
        label=Label.VIOLATION,
        expected=("10.2",),
        lead_in=lead_in,
        span=span,
    )


def test_a_lead_in_governs_the_passage_and_is_no_part_of_it(context: ReviewContext) -> None:
    """What the lead-in itself does is not counted; what it forbids is forbidden."""
    cases = [
        _case("（一）召开会议；", "对本市注册的企业给予奖励，具体如下："),
        _case(f"（一）{_BREACH}", "各单位不得有下列行为："),
        _case(f"（一）{_BREACH}"),
    ]

    outcomes = review_passages(cases, context)

    assert [outcome.flagged for outcome in outcomes] == [False, False, True]


def test_a_finding_belongs_to_the_clause_that_holds_most_of_it(context: ReviewContext) -> None:
    """One outside all labelled clauses is an outcome of its own, of which nothing is known."""
    text = f"{_BREACH}\n{_BREACH}"
    split = _BREACH.index("企业")
    cases = (_case(text[:split], span=Span(0, split)), _case(text[split:13], span=Span(split, 13)))
    document = LabelledDocument(document=document_from_text(text, "甲"), cases=cases)

    outcomes = review_documents([document], context)

    found = {(outcome.case.label, outcome.case.text): outcome.flagged for outcome in outcomes}
    assert found == {
        (Label.UNLABELLED, "本市注册的企业给予奖励"): True,
        (Label.VIOLATION, "对本市注册的"): False,
        (Label.VIOLATION, "企业给予奖励。"): True,
    }


def test_a_measurement_names_what_counts(context: ReviewContext) -> None:
    """Setting power alone, or all that is more than advice."""
    (counted,) = review_passages([_case(_BREACH)], context)
    (none,) = review_passages([_case(_BREACH)], context, lambda finding: False)

    assert (counted.flagged, none.flagged) == (True, False)
