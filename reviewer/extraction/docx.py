"""docx (and docm) to a `Document`: what Word shows, with the run that holds every character.

Order of the text: headers, body, footnotes and endnotes, footers; each header and footer
once however many sections show it. Tracked insertions count, deletions do not; page
numbers are left out; the labels of automatic numbering are part of the text with the
offset -1, because no run holds them. Hidden text is read as blocks of its own that are
marked `Block.hidden`, after the paragraph it stands in: it must not pass unread, and must
not change what the reader sees. Places count as `docx_runs` says. Macros never run, links
are never fetched.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from reviewer.document import BlockKind, Document, Note, Span, Unread
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.docx_numbering import Numbering
from reviewer.extraction.docx_objects import Picture, docx_images, report_objects, unread_pictures
from reviewer.extraction.docx_parts import DocxPackage, Part, R, V, W, switched_on
from reviewer.extraction.docx_story import SharedState, StoryReader
from reviewer.extraction.docx_styles import Styles
from reviewer.extraction.limits import Limits
from reviewer.extraction.sniff import MediaType

__all__ = ["Picture", "docx_images", "extract_docx"]

_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_EMPTY = Unread(part="正文", reason="文档中没有文字", remedy="请核对提交的是否为正确的文件")


def extract_docx(data: bytes, name: str, limits: Limits) -> Document:
    """Read a docx or docm.

    Raises:
        UnreadableDocument: Not a zip, encrypted, beyond a limit, or without a readable body.
    """
    package = DocxPackage(data, name, limits)
    macros = any(member.lower().endswith("vbaproject.bin") for member in package.container.names())
    builder = DocumentBuilder(name, data, MediaType.DOCM if macros else MediaType.DOCX)
    shared = _prepare(package, builder)
    _read_margins(shared, "header", BlockKind.HEADER, "页眉")
    body = package.main.root.find(W + "body")
    StoryReader(package.main, BlockKind.PARAGRAPH, shared).read(
        body if body is not None else package.main.root
    )
    _read_footnotes(shared, "footnote", "脚注")
    _read_footnotes(shared, "endnote", "尾注")
    _read_margins(shared, "footer", BlockKind.FOOTER, "页脚")
    builder.notes.extend([*_comments(shared), *report_objects(package)])
    builder.notes.sort(key=_note_order)
    return _with_unread(builder.build(), package)


def _prepare(package: DocxPackage, builder: DocumentBuilder) -> SharedState:
    styles_part = package.related("styles", "样式")
    numbering_part = package.related("numbering", "自动编号")
    styles = Styles(styles_part.root if styles_part is not None else None)
    numbering = Numbering(numbering_part.root if numbering_part is not None else None, styles)
    return SharedState(package=package, builder=builder, styles=styles, numbering=numbering)


def _with_unread(document: Document, package: DocxPackage) -> Document:
    unread = [*package.unread, *unread_pictures(package, document.text)]
    if not document.blocks and not unread:
        unread.append(_EMPTY)
    return replace(document, unread=tuple(unread))


def _note_order(note: Note) -> tuple[bool, int]:
    return (note.span is None, note.span.start if note.span is not None else 0)


# --- headers and footers ------------------------------------------------------------------------


def _read_margins(shared: SharedState, kind: str, block_kind: BlockKind, title: str) -> None:
    """Headers or footers: those that pages show, then those that only lie in the file."""
    seen: set[str] = set()
    for member, shown in sorted(_margin_members(shared.package, kind), key=lambda found: not found[1]):
        part = shared.package.part(member, f"{title} {member.rpartition('/')[2]}")
        text = _bare_text(part.root) if part is not None else ""
        if part is not None and text not in seen:
            seen.add(text)
            StoryReader(part, block_kind, shared).read(part.root, hidden=not shown)


def _margin_members(package: DocxPackage, kind: str) -> list[tuple[str, bool]]:
    """Members of the headers or footers, with whether a page shows them (ECMA-376-1, 17.10)."""
    settings = package.related("settings", "设置")
    even = bool(switched_on(settings.root, "evenAndOddHeaders")) if settings is not None else False
    sections = list(package.main.root.iter(W + "sectPr"))
    first = any(switched_on(section, "titlePg") for section in sections)
    shows = {"first": first, "even": even}
    members: dict[str, bool] = {}
    for section in sections:
        for reference in section.iterchildren(W + f"{kind}Reference"):
            relationship = package.main.relationships.get(reference.get(R + "id", ""))
            if relationship is not None and not relationship.external:
                shown = shows.get(reference.get(W + "type", "default"), True)
                members[relationship.target] = members.get(relationship.target, False) or shown
    for relationship in package.main.relationships.values():
        if relationship.kind == kind and not relationship.external:
            members.setdefault(relationship.target, False)
    return list(members.items())


def _bare_text(root: etree._Element) -> str:
    """What tells one header from another: its characters and the words of its word art."""
    found = root.iter(W + "t", V + "textpath")
    return "".join((element.text or element.get("string") or "") for element in found).strip()


# --- notes ----------------------------------------------------------------------------------


def _read_footnotes(shared: SharedState, kind: str, title: str) -> None:
    """Footnotes or endnotes; one that the text does not refer to is shown nowhere."""
    part = shared.package.related(f"{kind}s", title)
    if part is None:
        return
    reader = StoryReader(part, BlockKind.FOOTNOTE, shared)
    for note in part.root.iter(W + kind):
        if note.get(W + "type") not in _SEPARATORS:
            reader.read(note, hidden=(kind, note.get(W + "id", "")) not in shared.references)


def _comments(shared: SharedState) -> list[Note]:
    part: Part | None = shared.package.related("comments", "批注")
    notes = []
    for comment in part.root.iter(W + "comment") if part is not None else ():
        identifier = comment.get(W + "id", "")
        end = shared.comment_ends.get(identifier)
        start = shared.comment_starts.get(identifier, end)
        span = None
        if start is not None and end is not None:
            limit = shared.builder.length
            span = Span(min(start, limit), min(max(start, end), limit))
        text = "\n".join(
            "".join(run.text or "" for run in paragraph.iter(W + "t")) for paragraph in comment.iter(W + "p")
        )
        notes.append(Note(kind="comment", text=text.strip(), span=span))
    return notes
