"""Writes docx files for the tests, part by part, so that every construct can be tried; looks places up."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from reviewer.document import BlockKind, Document, RunOrigin
from reviewer.extraction.container import Container, parse_xml
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import W
from reviewer.extraction.docx_runs import run_text
from reviewer.extraction.limits import Limits

LIMITS = Limits()

_OFFICE = "http://schemas.openxmlformats.org"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{_OFFICE}/wordprocessingml/2006/main",
        "r": _RELATION,
        "m": f"{_OFFICE}/officeDocument/2006/math",
        "a": f"{_OFFICE}/drawingml/2006/main",
        "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
        "pic": f"{_OFFICE}/drawingml/2006/picture",
        "c": f"{_OFFICE}/drawingml/2006/chart",
        "mc": f"{_OFFICE}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_CONTENT_TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/>{overrides}</Types>'
)
_PART_ROOTS = {"header": "hdr", "footer": "ftr"}


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run; ``properties`` is the content of its ``w:pPr``."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of one text; ``properties`` is the content of its ``w:rPr``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph that Word numbers."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def field(instruction: str, result: str) -> str:
    """The runs of a field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(result)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(content: str) -> str:
    """A text box as Word writes it: a drawing, and the same again for older programs."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """A cell of one paragraph; ``properties`` is the content of its ``w:tcPr``."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"


def level(index: int, text: str, number_format: str = "decimal", rest: str = "") -> str:
    """A level of a numbering definition that begins at 1 and has no blank after its label."""
    start = "" if "<w:start " in rest else '<w:start w:val="1"/>'
    suffix = "" if "<w:suff " in rest else '<w:suff w:val="nothing"/>'
    return (
        f'<w:lvl w:ilvl="{index}">{start}<w:numFmt w:val="{number_format}"/>{suffix}{rest}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*definitions: str, instances: str = "") -> str:
    """A numbering part: the n-th definition is used by instance n, both counted from 1."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}">{levels}</w:abstractNum>'
        for index, levels in enumerate(definitions, 1)
    )
    plain = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>'
        for index in range(1, len(definitions) + 1)
    )
    return f"{abstract}{plain}{instances}"


def make_docx(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    members: Mapping[str, bytes] | None = None,
    relations: str = "",
    strict: bool = False,
) -> bytes:
    """The bytes of a docx.

    Args:
        body: Content of ``w:body``.
        parts: Content of further parts by name: ``styles``, ``numbering``, ``header1``,
            ``footnotes``, ``comments``, ``settings``; the relationship's id is the name.
        members: Further members of the zip.
        relations: Further relationships of the main part, as XML.
        strict: Whether to use the namespaces of the strict conformance class.
    """
    parts = parts or {}
    xml = {"document": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        root = _PART_ROOTS.get(kind, kind)
        xml[name] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    found = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.{name.rstrip("0123456789")}+xml"/>'
        for name in parts
    )
    files = {
        "[Content_Types].xml": _CONTENT_TYPES.format(overrides=overrides),
        "_rels/.rels": relationships(
            f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": relationships(found + relations),
        **{f"word/{name}.xml": content for name, content in xml.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, _strictly(content) if strict else content)
        for name, data in (members or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def relationships(content: str) -> str:
    """A relationships part."""
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{content}</Relationships>'


def relationship(identifier: str, kind: str, target: str, *, external: bool = False) -> str:
    """One relationship of the main part."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identifier}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'


def _strictly(content: str) -> str:
    for family in ("wordprocessingml", "drawingml", "officeDocument"):
        content = content.replace(f"{_OFFICE}/{family}/2006/", f"http://purl.oclc.org/ooxml/{family}/")
    return content


def read(body: str, **more: object) -> Document:
    """The document of a body with further parts."""
    return extract_docx(make_docx(body, **more), "文件.docx", LIMITS)  # type: ignore[arg-type]


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    """The texts of the blocks, of one kind or all."""
    return [document.slice(block.span) for block in document.blocks if kind in {None, block.kind}]


def notes(document: Document, kind: str) -> list[tuple[str, str | None]]:
    """Text and anchored text of the notes of a kind."""
    return [
        (note.text, document.slice(note.span) if note.span is not None else None)
        for note in document.notes
        if note.kind == kind
    ]


def assert_places_hold_their_text(data: bytes, document: Document) -> None:
    """Look every stretch up in the file by its place alone."""
    container = Container(data, document.name, LIMITS)
    runs: dict[str, list[list[str]]] = {}
    for member in container.names():
        root = parse_xml(container.read(member) or b"") if re.fullmatch(r"word/\w+\.xml", member) else None
        if root is not None:
            runs[Path(member).stem] = [
                [run_text(found) for found in paragraph.iter(W + "r")] for paragraph in root.iter(W + "p")
            ]
    for segment in document.segments:
        assert isinstance(segment.origin, RunOrigin)
        place = segment.origin.at
        if place.offset >= 0:
            held = runs[place.part][place.paragraph][place.run]
            wanted = document.text[segment.start : segment.end]
            assert re.sub(r"[\n\f]", " ", held[place.offset : place.offset + len(wanted)]) == wanted
