"""Label paths for the user: 第十条第二款第（三）项, 三、（二）2, 附件2第三条."""

from __future__ import annotations

from reviewer.numbering.labels import Label, LabelStyle
from reviewer.numbering.numerals import to_numeral
from reviewer.structure.node import Node
from reviewer.structure.outline import ClauseUnit

_CHINESE_STYLES = frozenset(
    {LabelStyle.CHINESE, LabelStyle.CHINESE_BRACKETED, LabelStyle.CHINESE_HALF_BRACKETED}
)
_BRACKETED_STYLES = frozenset({LabelStyle.CHINESE_BRACKETED, LabelStyle.ARABIC_BRACKETED})


def _around_decimal(label: Label, node: Node) -> Node:
    """The clause around 2.3.1 whose label it does not say itself: neither 2.3 nor 2."""
    while node.parent is not None and node.label is not None:
        said = node.label.style is LabelStyle.DECIMAL or (
            node.label.style is LabelStyle.ARABIC and node.label.number == label.prefix[0]
        )
        if not said:
            break
        node = node.parent
    return node


class PathWriter:
    """Writes the paths of the nodes of one document, each once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def path(self, node: Node, paragraph: int) -> str:
        """The path of a paragraph in a node, with its 款 where the article has more than one."""
        if node.article and paragraph and node.paragraphs > 1:
            return f"{self._base(node)}第{to_numeral(paragraph)}款"
        if node.path is None:
            node.path = self._finished(node)
        return node.path

    def _finished(self, node: Node) -> str:
        """The path without the mark at its end: 三、（二）2 for 2. and 2、."""
        if node.parent is None:
            return node.name
        base = self._base(node)
        last = base[-1:]
        if last in {".", "．"} or (last == "、" and base[-2:-1].isdecimal()):
            return base[:-1]
        return base

    def label(self, node: Node) -> str:
        """The label as written, without blanks."""
        if node.label is not None and not node.name:
            node.name = "".join(self._text[node.label.start : node.label.end].split())
        return node.name

    def _base(self, node: Node) -> str:
        if node.written is None:
            node.written = self._write(node)
        return node.written

    def _write(self, node: Node) -> str:
        if node.parent is None:
            return node.prefix
        if node.label is None:
            return self._base(node.parent)
        if node.article:
            root = node.parent
            while root.parent is not None:
                root = root.parent
            return root.prefix + self.label(node)
        if node.unit is ClauseUnit.ITEM:
            return self.path(node.parent, node.paragraph) + f"第{self._ordinal(node)}项"
        if node.unit is ClauseUnit.SUBITEM:
            return self._base(node.parent) + f"第{self._ordinal(node)}目"
        around = node.parent
        if node.label.style is LabelStyle.DECIMAL:
            around = _around_decimal(node.label, around)
        return self._base(around) + self.label(node)

    def _ordinal(self, node: Node) -> str:
        """（三） stays as it is; of 3. and ③ the number alone is said."""
        label = node.label
        if label is None:
            return ""
        if label.style in _CHINESE_STYLES:
            number = to_numeral(label.number)
        elif label.style is LabelStyle.DECIMAL:
            number = ".".join(str(part) for part in (*label.prefix, label.number))
        elif label.style >= LabelStyle.LETTER:
            number = self.label(node).strip("（）().、")
        else:
            number = str(label.number)
        return f"（{number}）" if label.style in _BRACKETED_STYLES else number
