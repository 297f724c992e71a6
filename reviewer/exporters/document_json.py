"""What was read of a file, as JSON: the text, its blocks and their places (``reviewer extract``)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from reviewer.document import Block, Document, Note
from reviewer.exporters.json import place_object, unread_object


def document_object(document: Document) -> dict[str, Any]:
    """The document; ``text[start:end]`` is the text of a block, in code points."""
    return {
        "name": document.name,
        "digest": document.digest,
        "media_type": document.media_type,
        "pages": document.pages,
        "complete": document.complete,
        "unread": [unread_object(unread) for unread in document.unread],
        "text": document.text,
        "blocks": [_block_object(document, block) for block in document.blocks],
        "notes": [_note_object(note) for note in document.notes],
    }


def _block_object(document: Document, block: Block) -> dict[str, Any]:
    return {
        "start": block.span.start,
        "end": block.span.end,
        "kind": block.kind.value,
        "cell": asdict(block.cell) if block.cell else None,
        "page": block.page,
        "heading": block.heading,
        "confidence": block.confidence,
        "hidden": block.hidden,
        "place": [place_object(place) for place in document.places(block.span)],
    }


def _note_object(note: Note) -> dict[str, Any]:
    return {
        "kind": note.kind,
        "text": note.text,
        "start": note.span.start if note.span else None,
        "end": note.span.end if note.span else None,
    }
