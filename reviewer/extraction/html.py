"""html to a `Document`: the article with its title, not the menu around it.

A saved government page is mostly navigation, share bars and footer; reviewing those would
drown the draft. Nothing is fetched: pictures and frames that a page only names are
reported where they may be the text. Places are lines of the source.
"""

from __future__ import annotations

import re

from lxml import etree

from reviewer.document import BlockKind, Document, FixedOrigin, LinePlace, Note, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.decoding import decode_text
from reviewer.extraction.html_article import PageMeasure, choose_article, measure_page
from reviewer.extraction.html_blocks import ArticleBlock, ArticleReader
from reviewer.extraction.limits import Limits
from reviewer.extraction.sniff import MediaType

_HEAD_BYTES = 4096
_DECLARED = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)")
_SITE_SEPARATOR = re.compile(r"\s+[-–—－|_]+\s+|[_|]|\s*[-－]{1,2}\s*(?=[^-－]*(?:网|网站|门户|政府)$)")
_SITE_NAME = re.compile(r"(?:网|网站|门户|平台|首页)$")
_FEW_LETTERS = 100
_TITLE_REACH = 10  # blocks of the article in which its title is looked for
_TITLE_LINES = 4  # lines that a title may be broken into
_TITLE_NOTE = 12  # characters that may follow it: （征求意见稿）
_NOT_WORD = re.compile(r"\W+")
_SAVE_REMEDY = "请用浏览器打开该网页，另存为完整的文字内容或提交原文件"


def extract_html(data: bytes, name: str, limits: Limits) -> Document:
    """Read the article of a saved web page.

    Raises:
        UnreadableDocument: No markup in it can be read.
    """
    del limits  # the size of a page is that of its file, which the caller has checked
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    decoded = decode_text(data, name, declared[1].decode("ascii") if declared else None)
    root, cut_off = _parse(decoded.text, name)
    measure = measure_page(root)
    reader = ArticleReader(measure)
    for article in choose_article(root, measure):
        reader.read(article)
    builder = DocumentBuilder(name, data, MediaType.HTML)
    for block in [*_missing_title(root, reader.blocks, measure), *reader.blocks]:
        _add_block(builder, block)
    builder.notes.extend(
        Note(kind="attachment", text=f"网页链接的附件未审查：{title}") for title in reader.attachments
    )
    if decoded.damaged:
        builder.unread.append(
            _unread("个别字符", f"有不符合 {decoded.encoding.upper()} 编码的字节，无法识别")
        )
    if cut_off:
        builder.unread.append(_unread("网页后部", "标签嵌套过深，超出部分未读取"))
    _report_elsewhere(builder, reader)
    return builder.build()


def _add_block(builder: DocumentBuilder, block: ArticleBlock) -> None:
    span = builder.add_block(
        [(block.text, FixedOrigin(LinePlace(line=block.line)))],
        kind=BlockKind.PARAGRAPH if block.cell is None else BlockKind.CELL,
        cell=block.cell,
        heading=block.heading,
        hidden=block.hidden,
    )
    if block.hidden:
        builder.notes.append(Note(kind="hidden", text=block.text, span=span))


def _parse(text: str, name: str) -> tuple[etree._Element, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        # Lone surrogates cannot come out of a decoder, NUL may and ends libxml2's reading.
        root = etree.fromstring(text.replace("\x00", "").encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreadableDocument(name, "网页中没有可读取的内容", _SAVE_REMEDY)
    limit = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, any(entry.type == limit for entry in parser.error_log)


def _report_elsewhere(builder: DocumentBuilder, reader: ArticleReader) -> None:
    letters = sum(len(block.text) for block in reader.blocks)
    if reader.frames:
        builder.unread.append(_unread(f"内嵌页面（共 {reader.frames} 处）", "内容不在本文件中，未读取"))
    if reader.images and letters < _FEW_LETTERS:
        reason = "正文可能是图片，图片不在本文件中，未读取"
        builder.unread.append(_unread(f"图片（共 {reader.images} 张）", reason))
    if not reader.blocks and not builder.unread:
        builder.unread.append(_unread("正文", "网页中没有文字，内容可能由脚本生成"))


def _unread(part: str, reason: str) -> Unread:
    return Unread(part=part, reason=reason, remedy=_SAVE_REMEDY)


# --- title --------------------------------------------------------------------------------------


def _missing_title(
    root: etree._Element, blocks: list[ArticleBlock], measure: PageMeasure
) -> list[ArticleBlock]:
    """The title as a block, where the article itself does not begin with it."""
    title, line = _find_title(root, measure)
    if not _bare(title) or _begins_with_title(_bare(title), blocks):
        return []
    return [ArticleBlock(text=title, line=line, cell=None, heading=1, hidden=False)]


def _begins_with_title(title: str, blocks: list[ArticleBlock]) -> bool:
    """Whether one of the first blocks, or several lines together, are the title (and a note on it)."""
    texts = [_bare(block.text) for block in blocks[: _TITLE_REACH + _TITLE_LINES]]
    for first in range(min(len(texts), _TITLE_REACH)):
        joined = "".join(texts[first : first + _TITLE_LINES])
        ends = {len("".join(texts[first:last])) for last in range(first + 1, first + _TITLE_LINES + 1)}
        if joined.startswith(title) and any(len(title) <= end <= len(title) + _TITLE_NOTE for end in ends):
            return True
    return False


def _find_title(root: etree._Element, measure: PageMeasure) -> tuple[str, int]:
    """Text and line of the title: the first heading that ``<title>`` repeats, or else ``<title>``."""
    page_title = next(root.iter("title"), None)
    said = _text(page_title) if page_title is not None else ""
    headings = [
        heading for heading in root.iter("h1") if heading not in measure.hidden and _bare(_text(heading))
    ]
    for heading in headings:
        if _bare(_text(heading)) in _bare(said):
            return _text(heading), _line(heading)
    if said and page_title is not None:
        return _without_site(said), _line(page_title)
    return (_text(headings[0]), _line(headings[0])) if headings else ("", 1)


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 1


def _without_site(title: str) -> str:
    """A page title without the name of the site or column that follows or precedes it."""
    parts = [part.strip() for part in _SITE_SEPARATOR.split(title) if part.strip()]
    articles = [part for part in parts if not _SITE_NAME.search(part)]
    return (articles or parts or [title])[0]


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text)
