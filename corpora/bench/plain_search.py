"""What the rules would be with the usual means: every pattern a regular expression, or words alone.

They stand beside the engine as a measure of speed; they know nothing of lead-ins, polarity or speakers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpora.context import RULES
from reviewer.engine.lexicon_files import load_lexicon
from reviewer.engine.ruleset import Ruleset
from reviewer.language.lexicon import Concept, ConceptTable
from reviewer.language.patterns import Group, Node, PatternParser, Sequence, Slot, Term
from reviewer.language.slots import SLOTS


def plain_expressions(ruleset: Ruleset) -> list[re.Pattern[str]]:
    """A regular expression for each pattern of the rules that look for wording."""
    table = ConceptTable(_lexicon())
    parser = PatternParser(table)
    texts = [
        text
        for compiled in ruleset.rules
        for field in ("any_of", "all_of")
        for text in compiled.rule.match.get(field, ())
        if isinstance(text, str)
    ]
    return [re.compile(_sequence(parser.parse(text, selects=False), table)) for text in texts]


def search_plainly(expressions: list[re.Pattern[str]], text: str) -> int:
    """How many places the expressions match, one after the other."""
    return sum(1 for expression in expressions for _ in expression.finditer(text))


def phrase_matcher(ruleset: Ruleset) -> Callable[[str], int]:
    """The PhraseMatcher of spaCy over all words of the lexicon, on its tokens of one character."""
    import spacy  # noqa: PLC0415  heavy, and only this comparison needs it
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415

    pipeline = spacy.blank("zh")
    matcher = PhraseMatcher(pipeline.vocab)
    words = sorted({term for concept in _lexicon().values() for term in concept.terms})
    matcher.add("words", [pipeline.make_doc(word) for word in words])

    def search(text: str) -> int:
        return sum(len(matcher(pipeline.make_doc(line))) for line in text.splitlines() if line)

    return search


def _lexicon() -> dict[str, Concept]:
    return load_lexicon(sorted((RULES / "lexicon").glob("*.yaml")))


def _sequence(sequence: Sequence, table: ConceptTable) -> str:
    return "".join(_steps(sequence, table))


def _steps(sequence: Sequence, table: ConceptTable) -> Iterator[str]:
    for index, step in enumerate(sequence.steps):
        if index and step.gap:
            yield rf"[^。；！？\n]{{0,{step.gap}}}?"
        yield _node(step.node, table)


def _node(node: Node, table: ConceptTable) -> str:
    match node:
        case Term(concept=concept):
            terms = sorted(table.terms(concept), key=len, reverse=True)
            return f"(?:{'|'.join(map(re.escape, terms))})"
        case Slot(name=name):
            pattern = SLOTS[name].pattern
            return f"(?x:{pattern.pattern})" if pattern.flags & re.VERBOSE else f"(?:{pattern.pattern})"
        case Group(alternatives=alternatives):
            return f"(?:{'|'.join(_sequence(each, table) for each in alternatives)})"
