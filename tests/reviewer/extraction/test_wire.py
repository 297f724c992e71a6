"""A document survives the way from the child process; anything else does not."""

from __future__ import annotations

import pickle
from array import array
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.document import (
    Block,
    BlockKind,
    BoxPlace,
    CellPlace,
    Document,
    FixedOrigin,
    GlyphOrigin,
    LinePlace,
    Note,
    Origin,
    RunOrigin,
    RunPlace,
    Segment,
    Span,
    TableCell,
    Unread,
)
from reviewer.extraction.wire import decode_document, encode_document

BOXES = tuple(float(number) for number in range(16))
ORIGINS: tuple[Origin, ...] = (
    FixedOrigin(LinePlace(line=3)),
    FixedOrigin(CellPlace(sheet="名单", cell="B12")),
    FixedOrigin(BoxPlace(page=2, box=(1.5, 2.25, 3.0, 4.0))),
    FixedOrigin(RunPlace(part="document", paragraph=0, run=0, offset=-1)),
    RunOrigin(RunPlace(part="header1", paragraph=7, run=2, offset=5)),
    GlyphOrigin(1, BOXES),
    GlyphOrigin(1, memoryview(array("d", BOXES))),
    GlyphOrigin(1, memoryview(array("f", BOXES))),
)


def document_with(origin: Origin) -> Document:
    """Two blocks, one of them with every field set."""
    return Document(
        name="通知\udcff.docx",
        text="第一条𠮷\n说明",
        blocks=(
            Block(span=Span(0, 4), heading=1, page=1),
            Block(
                span=Span(5, 7),
                kind=BlockKind.CELL,
                cell=TableCell(table=1, row=2, column=3, row_span=4, column_span=5),
                confidence=0.875,
                hidden=True,
            ),
        ),
        segments=(Segment(0, 4, origin),),
        digest="0" * 64,
        media_type="application/pdf",
        pages=3,
        unread=(Unread(part="第3页", reason="没有文字层", remedy="请安装"),),
        notes=(Note(kind="comment", text="批注", span=Span(0, 2)), Note(kind="macro", text="含有宏")),
    )


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_document_comes_back_equal(origin: Origin) -> None:
    """Text, blocks, places, notes and what was not read arrive unchanged."""
    document = document_with(origin)

    arrived = decode_document(encode_document(document))

    assert arrived == document
    assert arrived.places(Span(1, 3)) == document.places(Span(1, 3))


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: replace(document, blocks=(Block(span=Span(0, 99)),)),
        lambda document: replace(document, blocks=(Block(span=Span(3, 5)), Block(span=Span(4, 6)))),
        lambda document: replace(document, blocks=(Block(span=Span(3, 2)),)),
        lambda document: replace(document, segments=(Segment(0, 3, GlyphOrigin(1, BOXES)),)),
        lambda document: replace(document, notes=(Note(kind="comment", text="", span=Span(0, 99)),)),
    ],
)
def test_offsets_that_do_not_hold_are_refused(damage: object) -> None:
    """An offset outside the text would break everything that follows."""
    assert callable(damage)
    encoded = encode_document(damage(document_with(ORIGINS[0])))

    with pytest.raises(ValueError, match=r"text|overlap|glyph"):
        decode_document(encoded)


def test_a_pickle_is_not_loaded() -> None:
    """What a hostile child would send to run code in the parent is refused unread."""
    with pytest.raises(ValueError, match=r"encoded|add up"):
        decode_document(pickle.dumps(document_with(ORIGINS[0])))


@given(place=st.integers(min_value=0), value=st.integers(min_value=0, max_value=255))
def test_a_changed_byte_gives_a_document_or_a_refusal(place: int, value: int) -> None:
    """No damage on the way surfaces as another kind of error."""
    encoded = bytearray(encode_document(document_with(ORIGINS[-1])))
    encoded[place % len(encoded)] = value

    try:
        arrived = decode_document(bytes(encoded))
    except ValueError:
        return

    assert all(block.span.end <= len(arrived.text) for block in arrived.blocks)
