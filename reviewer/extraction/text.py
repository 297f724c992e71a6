"""Plain text and Markdown to a `Document`, and text that came without a file.

The text is kept code point for code point; only the byte order mark goes, and in files the
line endings of Windows and old Macs become one newline. Blank lines and leading blanks
stay, so blocks are cut by line here instead of being joined by a `DocumentBuilder`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from reviewer.document import Block, Document, FixedOrigin, LinePlace, Segment, Span, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.decoding import control_share, decode_text
from reviewer.extraction.direction import with_turned_text_told
from reviewer.extraction.limits import Limits

_MARKDOWN_SUFFIXES = (".md", ".markdown")
_MARKDOWN_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]")
_MARKDOWN_FENCE = ("```", "~~~")
_LINE_ENDING = re.compile(r"(\r\n|\r|\n)")
_CONTROL_SHARE = 0.02
_NAMED_LINES = 5


def extract_text(data: bytes, name: str, limits: Limits) -> Document:
    """Read a txt or md file in UTF-8, UTF-16, GB18030 or another encoding.

    Raises:
        UnreadableDocument: Empty, binary, or with NUL bytes.
    """
    del limits  # the size of a text is that of its file, which the caller has checked
    decoded = decode_text(data, name)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_binary(text, name)
    digest = hashlib.sha256(data).hexdigest()
    unread = _damaged_lines(text, decoded.encoding) if decoded.damaged else ()
    return _cut(text, name, digest, passage=False, unread=unread)


def document_from_text(text: str, name: str, *, passage: bool = False) -> Document:
    """A document of a text given without a file (JSON, ``--jsonl``), code point for code point.

    Carriage returns stay in the text but in no block. A lone surrogate, which JSON can
    carry, counts as a code point.

    Args:
        text: The text; may be empty.
        name: What the user calls it.
        passage: Whether it is a passage, so that checks of whole documents stay silent.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return with_turned_text_told(_cut(text, name, digest, passage=passage, unread=()))


def _refuse_binary(text: str, name: str) -> None:
    if not text.strip():
        raise UnreadableDocument(name, "文件中没有文字", "请核对文件内容后重新提交")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        reason = f"第 {line} 行含有空字节（NUL），文件已损坏或不是文本"
        raise UnreadableDocument(name, reason, "请用原软件打开，另存为 UTF-8 编码的文本后再提交")
    if control_share(text) > _CONTROL_SHARE:
        raise UnreadableDocument(
            name, "文件含有大量控制字符，不是文本", "请提交原文件或另存为 UTF-8 编码的文本"
        )


def _damaged_lines(text: str, encoding: str) -> tuple[Unread, ...]:
    numbers = [
        number for number, line in enumerate(text.split("\n"), 1) if "\N{REPLACEMENT CHARACTER}" in line
    ]
    named = "、".join(str(number) for number in numbers[:_NAMED_LINES])
    more = f" 等 {len(numbers)} 行" if len(numbers) > _NAMED_LINES else " 行"
    return (
        Unread(
            part=f"第 {named}{more}的个别字符",
            reason=f"有不符合 {encoding.upper()} 编码的字节，无法识别",
            remedy="请用原软件打开核对，另存为 UTF-8 编码后再提交",
        ),
    )


def _cut(text: str, name: str, digest: str, *, passage: bool, unread: tuple[Unread, ...]) -> Document:
    markdown = name.lower().endswith(_MARKDOWN_SUFFIXES)
    blocks: list[Block] = []
    segments: list[Segment] = []
    for number, start, line in _lines(text):
        if not line or line.isspace():
            continue
        span = Span(start, start + len(line))
        blocks.append(Block(span=span))
        segments.append(Segment(span.start, span.end, FixedOrigin(LinePlace(line=number))))
    return Document(
        name=name,
        text=text,
        blocks=_with_headings(text, blocks) if markdown else tuple(blocks),
        segments=tuple(segments),
        digest=digest,
        media_type="text/plain",
        unread=unread,
        passage=passage,
    )


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Line number, offset and content of each line; lines end as files of any system end them."""
    parts = _LINE_ENDING.split(text) if "\r" in text else None
    lines = text.split("\n") if parts is None else parts[0::2]
    endings = None if parts is None else parts[1::2]
    start = 0
    for index, line in enumerate(lines):
        yield index + 1, start, line
        ending = 1 if endings is None else len(endings[index]) if index < len(endings) else 0
        start += len(line) + ending


def _with_headings(text: str, blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with the levels that ``#`` marks give, outside fenced code."""
    marked: list[Block] = []
    fenced = False
    for block in blocks:
        line = text[block.span.start : block.span.end]
        if line.lstrip().startswith(_MARKDOWN_FENCE):
            fenced = not fenced
        heading = None if fenced else _MARKDOWN_HEADING.match(line)
        marked.append(Block(span=block.span, heading=len(heading[1])) if heading else block)
    return tuple(marked)
