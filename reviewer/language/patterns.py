"""The pattern language of rule files (DESIGN §5), parsed.

``{概念}`` names a concept, ``{概念:角色}`` captures it, ``‹金额›`` is a typed slot, plain text
is literal, ``…`` is a gap within one sentence (``…40`` a wider one), ``(甲|乙)`` alternates,
``(甲|乙:角色)`` captures what was taken; an empty alternative makes a group optional.
Blanks are of no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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
    """A concept or literal, by its number in the concept table; a common one selects no sentence.

    Attributes:
        concept: Its number.
        role: Under which it is captured.
        common: Whether it selects no sentence.
        literals: The plain texts it stands for, empty for a concept of the lexicon.
    """

    concept: int
    role: str | None = None
    common: bool = False
    literals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A typed slot, by its name in `SLOTS`."""

    name: str
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


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes in order. ``required`` holds the sets of terms of which each match needs one.

    Attributes:
        steps: The nodes with their gaps.
        unselective: Nodes that no match lacks and that select no sentence (slots, common concepts);
            of a whole pattern only. They are looked for before the places of all others are compared.
    """

    steps: tuple[Step, ...]
    unselective: tuple[Node, ...] = ()

    @property
    def required(self) -> tuple[frozenset[int], ...]:
        """One set of concept numbers for each step that cannot match without one of them."""
        return tuple(_required(self))


Node = Term | Slot | Group


def _required(sequence: Sequence) -> Iterator[frozenset[int]]:
    for step in sequence.steps:
        need = _need(step.node)
        if need is not None:
            yield need


def _need(node: Node) -> frozenset[int] | None:
    """The concepts of which a match of the node needs one, None where it may do without."""
    match node:
        case Term(concept=concept, common=False):
            return frozenset({concept})
        case Group(alternatives=alternatives):
            needs = [next(iter(alternative.required), None) for alternative in alternatives]
            if all(need is not None for need in needs):
                return frozenset().union(*(need for need in needs if need is not None))
    return None


def _unselective(sequence: Sequence) -> tuple[Node, ...]:
    nodes = (step.node for step in sequence.steps if _need(step.node) is None)
    return tuple(node for node in nodes if not (isinstance(node, Group) and node.optional))


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
        if selects and not sequence.required:
            raise PatternError(
                "模式没有必须出现的词（至少两个字），会在每一句上运行；请写上一个概念或者两个字以上的文字"
            )
        return replace(sequence, unselective=_unselective(sequence))

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
        return tuple(map(self._table.need, pattern.required))

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
            return Slot(name, token["slot_role"]), position + 1
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
