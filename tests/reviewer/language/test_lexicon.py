"""Concepts found in one pass."""

import pytest

from reviewer.language.lexicon import Concept, ConceptTable
from reviewer.language.sentences import split_sentences
from reviewer.language.unit_sets import members


def scan(view: str, *concepts: Concept) -> dict[str, list[str]]:
    """Texts found for each concept."""
    table = ConceptTable({concept.name: concept for concept in concepts})
    numbers = {concept.name: table.concept(concept.name) for concept in concepts}
    occurrences = table.automaton().scan(view, [0])
    return {
        name: [view[start:end] for start, end in occurrences.within(number, 0, len(view))]
        for name, number in numbers.items()
    }


def test_all_terms_of_a_concept_are_found_in_text_order() -> None:
    """Longer terms come before shorter ones that begin at the same place."""
    found = scan("奖励资金与补贴", Concept(name="奖补", terms=("补贴", "奖励", "奖励资金")))

    assert found == {"奖补": ["奖励资金", "奖励", "补贴"]}


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("本市场主体", []),
        ("本市企业与本市场", ["本市"]),
        ("本市场本市", ["本市"]),
    ],
)
def test_a_longer_look_alike_does_not_count(view: str, expected: list[str]) -> None:
    """Chinese has no word borders: 本市 in 本市场 is not 本市."""
    found = scan(view, Concept(name="本地", terms=("本市",), excluded=("本市场",)))

    assert found == {"本地": expected}


def test_a_look_alike_of_one_concept_does_not_silence_another() -> None:
    """Exclusions belong to their concept."""
    found = scan(
        "本市场",
        Concept(name="本地", terms=("本市",), excluded=("本市场",)),
        Concept(name="市场", terms=("市场",)),
    )

    assert found == {"本地": [], "市场": ["市场"]}


def test_occurrences_are_cut_to_the_range_asked_for() -> None:
    """An occurrence that crosses the end of the range is not in it."""
    table = ConceptTable({"奖": Concept(name="奖", terms=("奖励资金",))})
    number = table.concept("奖")
    occurrences = table.automaton().scan("给予奖励资金", [0])

    assert occurrences.within(number, 0, 6) == [(2, 6)]
    assert occurrences.within(number, 0, 5) == []


def test_an_empty_lexicon_finds_nothing() -> None:
    """No concept is used: the scan is still defined."""
    assert scan("任何文字") == {}


@pytest.mark.parametrize(
    ("view", "offset", "word"),
    [
        ("给予奖励。", 3, "给予奖励"),
        ("不得进入本市从事", 5, "不得进入本市"),
        ("由企业提供的设备", 5, "由企业提供"),
        ("一次性奖励", 0, ""),
        ("给予奖", 3, "给予奖"),
    ],
)
def test_an_offset_within_a_word_is_moved_to_its_end(view: str, offset: int, word: str) -> None:
    """A quote ends with a word; a term that ends with a particle is none."""
    terms = ("给予奖", "奖励", "进入本", "不得进入", "本市", "提供的", "提供")
    table = ConceptTable({"词": Concept(name="词", terms=terms)})
    number = table.concept("词")
    occurrences = table.automaton().scan(view, [0])

    end = occurrences.word_end(offset, len(view), frozenset({number}))

    assert view[:end] == word


@pytest.mark.parametrize("view", ["", "。；", "。应当", "应当。；", "应当。\n；不得"])
def test_texts_may_begin_and_end_with_separators_or_hold_nothing_else(view: str) -> None:
    """A separator may be a term itself; it belongs to no unit, and nothing is lost by it."""
    table = ConceptTable({"词": Concept(name="词", terms=("应当", "。", "；"))})
    need = table.need(frozenset({table.concept("词")}))
    sentences = split_sentences(view)

    occurrences = table.automaton().scan(view, sentences.starts)

    found = list(members(occurrences.units(need)))
    assert all(unit < len(sentences.starts) for unit in found)
    assert {sentences.starts.index(at) for at in sentences.starts if view.startswith("应当", at)} <= set(
        found
    )
