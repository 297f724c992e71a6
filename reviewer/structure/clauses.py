"""The clause tree (编章节条款项目, or 一、（一）1.) of a document and the context of each of its blocks."""

from __future__ import annotations

import re

from reviewer.document import Document, Span
from reviewer.structure.acceptance import drop_stray_labels
from reviewer.structure.annexes import find_annexes, mark_closings
from reviewer.structure.contents import mark_contents
from reviewer.structure.nesting import Nesting
from reviewer.structure.node import ROOT, Node
from reviewer.structure.order import NestingOrder, label_keys
from reviewer.structure.outline import BlockContext, Clause, ClauseUnit, InnerContext, Outline
from reviewer.structure.paths import PathWriter
from reviewer.structure.roots import Root, find_roots, next_labelled
from reviewer.structure.units import BODY, CELL, CONTENTS, Unit, split_units

_EMPTY = BlockContext()
_LONGEST_TITLE = 60
_INSTRUMENT_END = re.compile(
    "(?:办法|规定|细则|条例|方案|意见|措施|规则|规程|决定|通知|制度|规划|计划|标准|指引|指南|准则|章程|纲要|政策|守则)"
    "[》）)试行暂（(]*$"
)


def split_clauses(document: Document) -> Outline:
    """The outline of a document; linear in its length."""
    text = document.text
    units = split_units(document)
    mark_contents(text, units)
    signed = mark_closings(text, units)
    annexes, entries = find_annexes(text, units)
    roots = find_roots(text, units, signed, annexes)
    nesting = _nest(text, units, roots)
    paths = PathWriter(text)
    contexts, inner = _contexts(document, units, nesting, paths)
    return Outline(
        clauses=_clauses(units, nesting, paths),
        contexts=contexts,
        inner=inner,
        contents=frozenset(unit.block for unit in units if unit.role is CONTENTS),
        signatures=tuple(each.signature for each in signed),
        annexes=tuple(entries) or tuple(annex.title for annex in annexes if annex.title is not None),
    )


def _nest(text: str, units: list[Unit], roots: list[Root]) -> Nesting:
    """Place every unit of every root."""
    for unit in units:
        if unit.role is not BODY:
            unit.label = None
    bounds = [root.start for root in roots[1:]] + [len(units)]
    orders = [_learn_order(units[root.start : last]) for root, last in zip(roots, bounds, strict=True)]
    has_headings = any(unit.heading for unit in units)
    nesting = Nesting(text, units, next_labelled(units))
    seen: set[int] = set()
    for root, last, order in zip(roots, bounds, orders, strict=True):
        node = _root(text, units, root, last, nesting)
        nesting.begin_root(node, last, order, plain_headings=not (has_headings or order.has_articles))
        for index in range(root.start, last):
            if units[index].role <= CELL:
                nesting.place(index)
        nesting.finish()
        # Paths of an annex say so only where an earlier part has labels of the same style.
        if not nesting.tops & seen:
            node.prefix = ""
        elif root.annex is None:
            node.prefix = _instrument_name(text, units, root)
        seen |= nesting.tops
    return nesting


def _learn_order(units: list[Unit]) -> NestingOrder:
    """Drop what is no label, give the others their keys, and learn which stands above which."""
    drop_stray_labels(units)
    labelled = [unit for unit in units if unit.label is not None]
    labels = [unit.label for unit in labelled if unit.label is not None]
    keys = label_keys(labels)
    for unit, key in zip(labelled, keys, strict=True):
        unit.key = key
    return NestingOrder(keys, [label.number for label in labels])


def _root(text: str, units: list[Unit], root: Root, last: int, nesting: Nesting) -> Node:
    """The node of a root; an annex is a clause of its own, with its title for a heading."""
    unit = units[root.start] if units else None
    node = Node(ROOT, None, root.start, unit.end if unit else 0)
    if root.annex is None or unit is None:
        return node
    node.name = node.prefix = root.annex.label
    node.clause = len(nesting.nodes)
    node.unit = ClauseUnit.ANNEX
    title = root.annex.title or _title_below(text, units, root.start + 1, last)
    heading = title or Span(unit.start, unit.end)
    if not _INSTRUMENT_END.search(text, heading.start, heading.end):
        node.inner_headings = (heading,)
    nesting.nodes.append(node)
    nesting.placements[root.start] = (node, 0, (), ())
    return node


def _title_below(text: str, units: list[Unit], index: int, last: int) -> Span | None:
    """The line below 附件1, where it is a title."""
    if index >= last or units[index].role is not BODY or units[index].label is not None:
        return None
    unit = units[index]
    short = unit.end - unit.start <= _LONGEST_TITLE and text[unit.end - 1] not in "。；：:，"
    return Span(unit.start, unit.end) if short else None


def _instrument_name(text: str, units: list[Unit], root: Root) -> str:
    """《…》 of an instrument that begins without 附件, empty where its title is not plain."""
    unit = units[root.start]
    title = text[unit.start : unit.end].strip()
    plain = unit.label is None and len(title) <= 40 and title[-1:] not in "。；：:，"
    return f"《{title.strip('《》')}》" if plain else ""


def _contexts(
    document: Document, units: list[Unit], nesting: Nesting, paths: PathWriter
) -> tuple[tuple[BlockContext, ...], tuple[InnerContext, ...]]:
    contexts = [_EMPTY] * len(document.blocks)
    inner: list[InnerContext] = []
    last_block = -1
    for unit, placement in zip(units, nesting.placements, strict=True):
        if placement is None:
            context = _EMPTY
        else:
            node, paragraph, lead_ins, headings = placement
            path = paths.path(node, paragraph)
            context = BlockContext(clause=node.clause, path=path, lead_ins=lead_ins, headings=headings)
        if unit.block != last_block:
            contexts[unit.block] = context
            last_block = unit.block
        else:
            inner.append(InnerContext(span=Span(unit.start, unit.end), context=context))
    return tuple(contexts), tuple(inner)


def _clauses(units: list[Unit], nesting: Nesting, paths: PathWriter) -> tuple[Clause, ...]:
    levels: list[int] = []
    clauses: list[Clause] = []
    for node in nesting.nodes:
        parent = node.parent.clause if node.parent is not None else None
        levels.append(0 if parent is None else levels[parent] + 1)
        unit = units[node.index]
        heading = Span(unit.start, unit.end)
        clauses.append(
            Clause(
                label=paths.label(node),
                path=paths.path(node, 0),
                level=levels[-1],
                number=node.label.number if node.label is not None else None,
                span=Span(unit.start, node.end) if node.end > unit.end else heading,
                heading=heading,
                parent=parent,
                unit=node.unit,
                series=node.own_series,
            )
        )
    return tuple(clauses)
