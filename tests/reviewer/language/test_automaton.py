"""All places of many terms."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.language.automaton import Hits, TermAutomaton

_TERMS = ("应", "应当", "当", "当事人", "事人", "甲乙丙丁戊己", "乙丙", "𠀀甲")


def places(hits: Hits) -> list[tuple[int, int, int]]:
    """Start, end and number of each hit."""
    return list(zip(hits.starts.tolist(), hits.ends.tolist(), hits.terms.tolist(), strict=True))


@given(st.text(alphabet="应当事人甲乙丙丁戊己𠀀\U00100000\n", max_size=40))
def test_every_place_of_every_term_is_found(text: str) -> None:
    """The same places as a search for each term at each offset, overlapping ones included."""
    expected = {
        (start, start + len(term), number)
        for number, term in enumerate(_TERMS)
        for start in range(len(text))
        if text.startswith(term, start)
    }

    characters, words = TermAutomaton(_TERMS).find(text)

    assert set(places(characters)) | set(places(words)) == expected
    assert len(characters.terms) + len(words.terms) == len(expected)


def test_words_and_single_characters_are_told_apart_and_ascend_by_their_ends() -> None:
    """Characters stand in every sentence; whoever asks for words does not want them."""
    characters, words = TermAutomaton(_TERMS).find("应当当事人")

    assert places(characters) == [(0, 1, 0), (1, 2, 2), (2, 3, 2)]
    assert places(words) == [(0, 2, 1), (3, 5, 4), (2, 5, 3)]


def test_no_terms_are_found_nowhere() -> None:
    """A lexicon of which no rule uses anything."""
    characters, words = TermAutomaton(()).find("任何文字")

    assert places(characters) == places(words) == []


def test_a_text_shorter_than_the_terms_is_searched() -> None:
    """Nothing is looked for beyond the end of the text."""
    _, words = TermAutomaton(("应当", "应当依法")).find("应当")

    assert places(words) == [(0, 2, 0)]
