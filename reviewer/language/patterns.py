"""The pattern language of rule files (DESIGN §5), parsed.

``{概念}`` names a concept, ``{概念:角色}`` captures it, ``‹金额›`` is a typed slot, plain text
is literal, ``…`` is a gap within one sentence (``…40`` a wider one), ``(甲|乙)`` alternates,
``(甲|乙:角色)`` captures what was taken; an empty alternative makes a group optional.
Blanks are of no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from reviewer.language.lexicon import ConceptTable
from reviewer.language.slots import SLOTS

DEFAULT_GAP = 20
MAX_GAP = 80


class PatternError(ValueError):
    """A pattern that cannot be read; the text says what is wrong and what to write, in Chinese.

    Attributes:
        field: Path to the pattern below the rule's ``match``, such as ``("any_of", 0)``.
    """

    field: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A concept or literal, by its number in the concept table.

    Attributes:
        concept: Its number.
        role: Under which it is captured.
        common: Whether one of its texts is a single character.
        literals: The plain texts it stands for, empty for a concept of the lexicon.
    """

    concept: int
    role: str | None = None
    common: bool = False
    literals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A typed slot.

    Attributes:
        name: Its name in `SLOTS`.
        words: Number of the texts of which every filling holds one (`SlotType.words`).
        common: Whether one of them is a single character.
        role: Under which it is captured.
    """

    name: str
    words: int
    common: bool
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, tried in order."""

    alternatives: tuple[Sequence, ...]
    role: str | None = None

    @property
    def optional(self) -> bool:
        """Whether the group may be absent."""
        return any(not alternative.steps for alternative in self.alternatives)


@dataclass(frozen=True, slots=True)
class Step:
    """A node and how many characters may stand between it and the node before."""

    node: Node
    gap: int


class Need(NamedTuple):
    """What a node cannot match without.

    Attributes:
        common: Whether a single character may be enough, which selects few sentences.
        concepts: Numbers of the concepts of which it needs one.
    """

    common: bool
    concepts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes in order.

    Attributes:
        steps: The nodes with their gaps.
    """

    steps: tuple[Step, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        """One for each step that cannot match without one."""
        return tuple(need for step in self.steps if (need := _need(step.node)) is not None)

    @property
    def selects(self) -> bool:
        """Whether it needs a word, and so need not be tried on every sentence."""
        return not all(need.common for need in self.needs)


Node = Term | Slot | Group


def _need(node: Node) -> Need | None:
    """What a node needs, None where it may do without."""
    match node:
        case Term(concept=concept, common=common) | Slot(words=concept, common=common):
            return Need(common, frozenset({concept}))
        case Group(alternatives=alternatives):
            needs = [min(each.needs, key=_common, default=None) for each in alternatives]
            known = [need for need in needs if need is not None]
            if len(known) == len(needs):
                concepts = frozenset().union(*(need.concepts for need in known))
                return Need(any(map(_common, known)), concepts)
    return None


_common = attrgetter("common")


_TOKEN = re.compile(
    r"""
      \{(?P<concept>[^{}:|]+)(?::(?P<concept_role>[^{}]+))?\}
    | ‹(?P<slot>[^‹›:]+)(?::(?P<slot_role>[^‹›]+))?›
    | …\s*(?P<gap>\d+)?
    | (?P<open>\()
    | (?P<bar>\|)
    | (?P<close>(?::(?P<group_role>[^(){}|:]+))?\))
    | (?P<blank>\s+)
    | (?P<literal>[^{}‹›…()|:\s]+)
    """,
    re.VERBOSE,
)


class PatternParser:
    """Parses patterns against one concept table.

    Args:
        table: Receives the concepts and literals that the patterns use.
    """

    def __init__(self, table: ConceptTable) -> None:
        self._table = table

    def parse(self, text: str, *, selects: bool = True) -> Sequence:
        """Parse one pattern.

        Args:
            text: The pattern.
            selects: Whether it selects the sentences it runs on, and so must hold a word that they must
                contain; false for exceptions, which run only where another pattern matched.

        Raises:
            PatternError: Unknown concept or slot, unbalanced brackets, a gap at the border or
                beyond `MAX_GAP`, or nothing that a text must contain.
        """
        tokens = list(self._tokens(text))
        sequence, rest = self._sequence(tokens, 0, depth=0)
        if rest != len(tokens):
            raise PatternError("括号不配对，请检查“(”与“)”")
        if not sequence.steps:
            raise PatternError("模式是空的，请写出要找的内容")
        if isinstance(sequence.steps[0].node, Group) and sequence.steps[0].node.optional:
            raise PatternError("可有可无的括号不能写在开头，请删去空的备选项")
        if selects and not sequence.selects:
            raise PatternError(
                "模式没有必须出现的词（至少两个字），会在每一句上运行；请写上一个概念或者两个字以上的文字"
            )
        return sequence

    def parse_all(self, texts: Iterable[str], field: str, *, selects: bool = True) -> list[Sequence]:
        """Parse the patterns of one field of a rule.

        Raises:
            PatternError: As `parse`, with the place in the field.
        """
        parsed = []
        for index, text in enumerate(texts):
            try:
                parsed.append(self.parse(text, selects=selects))
            except PatternError as error:
                error.field = (field, index)
                raise
        return parsed

    def needs(self, pattern: Sequence) -> tuple[int, ...]:
        """Numbers of what a text must hold for a pattern to match (`ConceptTable.need`)."""
        return tuple(self._table.need(need.concepts) for need in pattern.needs)

    def _tokens(self, text: str) -> Iterator[re.Match[str]]:
        position = 0
        while position < len(text):
            token = _TOKEN.match(text, position)
            if token is None:
                raise PatternError(
                    f"第 {position + 1} 个字符“{text[position]}”无法识别；概念写作{{概念}}，类型写作‹类型›"
                )
            if token["blank"] is None:
                yield token
            position = token.end()

    def _sequence(self, tokens: list[re.Match[str]], position: int, depth: int) -> tuple[Sequence, int]:
        steps: list[Step] = []
        gap: int | None = None
        while position < len(tokens):
            token = tokens[position]
            if token["bar"] or token["close"]:
                break
            if token[0].startswith("…"):
                gap = self._gap(token, first=not steps and depth == 0)
                position += 1
                continue
            node, position = self._node(tokens, position, depth)
            steps.append(Step(node, gap or 0))
            gap = None
        if gap is not None:
            raise PatternError("间隔“…”不能写在末尾，请删去或补写其后的内容")
        return Sequence(tuple(steps)), position

    @staticmethod
    def _gap(token: re.Match[str], *, first: bool) -> int:
        width = int(token["gap"] or DEFAULT_GAP)
        if first:
            raise PatternError("间隔“…”不能写在开头，请删去")
        if width > MAX_GAP:
            raise PatternError(f"间隔 {width} 超过上限 {MAX_GAP} 字，请缩短或改用 all_of")
        return width

    def _node(self, tokens: list[re.Match[str]], position: int, depth: int) -> tuple[Node, int]:
        token = tokens[position]
        if token["open"]:
            return self._group(tokens, position + 1, depth + 1)
        if token["concept"]:
            concept = self._concept(token["concept"].strip())
            return Term(concept, token["concept_role"], self._table.is_common(concept)), position + 1
        if token["slot"]:
            name = token["slot"].strip()
            if name not in SLOTS:
                raise PatternError(f"没有类型‹{name}›，可用的有：{'、'.join(SLOTS)}")
            words = self._table.literal(*SLOTS[name].words)
            return Slot(name, words, self._table.is_common(words), token["slot_role"]), position + 1
        return self._literal_term((token["literal"],), None), position + 1

    def _literal_term(self, texts: tuple[str, ...], role: str | None) -> Term:
        concept = self._table.literal(*texts)
        return Term(concept, role, self._table.is_common(concept), texts)

    def _concept(self, name: str) -> int:
        try:
            return self._table.concept(name)
        except KeyError:
            raise PatternError(f"词库中没有概念“{name}”，请在 rules/lexicon/ 中添加或改正名称") from None

    def _group(self, tokens: list[re.Match[str]], position: int, depth: int) -> tuple[Node, int]:
        alternatives: list[Sequence] = []
        while True:
            alternative, position = self._sequence(tokens, position, depth)
            alternatives.append(alternative)
            if position >= len(tokens):
                raise PatternError("括号没有结束，请补写“)”")
            token = tokens[position]
            position += 1
            if token["close"]:
                return self._alternation(alternatives, token["group_role"]), position

    def _alternation(self, alternatives: list[Sequence], role: str | None) -> Node:
        """A group; one of plain texts only is a single term, which is looked up once."""
        literals = [_literals_of(alternative) for alternative in alternatives]
        if all(literals):
            return self._literal_term(tuple(text for texts in literals for text in texts), role)
        return Group(tuple(alternatives), role)


def _literals_of(alternative: Sequence) -> tuple[str, ...]:
    """The plain texts of an alternative that is nothing else, empty for any other."""
    match alternative.steps:
        case (Step(node=Term(role=None, literals=literals)),):
            return literals
    return ()
