"""The set on which tools for personal data are compared, and how finds are counted."""

from corpora.evaluate.disclosure import LabelledSpan, LabelledText
from corpora.evaluate.peer_runner import kind_of
from corpora.evaluate.peer_texts import KINDS, peer_texts
from corpora.evaluate.peers import run_ours, score
from reviewer.document import Span


def test_set_is_large_enough_and_the_same_at_each_run() -> None:
    """At least 120 texts with labels and 60 without, all kinds among them."""
    texts = peer_texts()

    assert texts == peer_texts()
    assert sum(bool(text.spans) for text in texts) >= 120
    assert sum(not text.spans for text in texts) >= 60
    assert {span.kind for text in texts for span in text.spans} == set(KINDS.values())


def test_numbers_count_exactly_and_addresses_by_overlap() -> None:
    """A number found in part or as another kind is not found."""
    texts = [
        LabelledText(id="a", text="x" * 40, spans=(LabelledSpan(span=Span(0, 11), kind="person.phone"),)),
        LabelledText(id="b", text="x" * 40, spans=(LabelledSpan(span=Span(5, 20), kind="person.address"),)),
        LabelledText(id="c", text="x" * 40, spans=()),
    ]

    counts = score(texts, [[(0, 10, "person.phone")], [(8, 12, "person.address")], [(0, 3, "PERSON")]])

    assert counts["person.phone"] == (0, 1)
    assert counts["person.address"] == (1, 1)
    assert counts["false"] == (0, 1)


def test_names_of_kinds_are_translated() -> None:
    """What a tool calls its kinds becomes ours; an unknown one stays."""
    assert kind_of("EMAIL_ADDRESS") == "person.email"
    assert kind_of("CN_ID") == "person.id_number"
    assert kind_of("US_PASSPORT") == "person.document_number"
    assert kind_of("DATE_TIME") == "DATE_TIME"


def test_our_own_finds_are_whole() -> None:
    """Nearly all labels are found, and nothing in the lawful texts."""
    texts = peer_texts()

    found, _ = run_ours(texts)

    counts = score(texts, found)
    alarms, _ = counts.pop("false")
    right, due = (sum(each[side] for each in counts.values()) for side in (0, 1))
    assert right / due >= 0.95
    assert alarms == 0
