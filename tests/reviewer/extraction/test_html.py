"""Of a web page the article is read, with its title, and not the menu around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.document import BlockKind, Document, LinePlace, TableCell
from reviewer.errors import UnreadableDocument
from reviewer.extraction.html import extract_html
from reviewer.extraction.limits import Limits

LIMITS = Limits()
SENTENCE = "为了规范某某行为，根据有关规定，结合本市实际，制定本办法，请认真贯彻执行。"
MENU = "".join(
    f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "要闻", "公开", "服务", "互动", "专题")
)
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>关于某某的通知 - 某市人民政府门户网站</title></head>
<body>
<div class="header"><a href="/">某市人民政府</a><form><input name="q"><button>搜索</button></form></div>
<ul class="mainNav">{MENU}</ul>
<div class="crumb">当前位置：首页 &gt; 政务公开</div>
<h1>关于某某的通知</h1>
<div class="{{container}}">
<p>各区人民政府：</p>
<p>第一条　{SENTENCE}</p>
<p>第二条　{SENTENCE}</p>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<p>某市人民政府</p>
</div>
<div class="related"><a href="1">相关新闻一</a><a href="2">相关新闻二</a></div>
<div class="footer">主办：某市人民政府办公室，地址：某路1号，备案号：某ICP备1号</div>
<script>var text = "不应读取";</script>
</body></html>
"""


def read(page: str, encoding: str = "utf-8") -> Document:
    """The document of a page."""
    return extract_html(page.encode(encoding), "网页.html", LIMITS)


def texts(document: Document) -> list[str]:
    """The texts of the blocks."""
    return [document.slice(block.span) for block in document.blocks]


@pytest.mark.parametrize(
    "container", ["TRS_Editor", "zoomcon article-content", "pages_content", "v_news_content", "box12"]
)
def test_the_article_is_read_and_nothing_around_it(container: str) -> None:
    """Under a well-known name or none: title and text, without menu, share bar and footer."""
    document = read(PAGE.format(container=container))

    assert texts(document) == [
        "关于某某的通知",
        "各区人民政府：",
        f"第一条　{SENTENCE}",
        f"第二条　{SENTENCE}",
        "某市人民政府",
    ]
    assert document.blocks[0].heading == 1
    assert document.complete


def test_places_are_lines_of_the_source() -> None:
    """A block knows the line on which it begins."""
    document = read(PAGE.format(container="TRS_Editor"))

    lines = [document.places(block.span)[0] for block in document.blocks]

    assert lines == [LinePlace(line=line) for line in (7, 9, 10, 11, 13)]


def test_a_page_laid_out_by_tables_is_read() -> None:
    """Old pages arrange menu and text in the cells of a table, which are no table of data."""
    page = (
        '<html><head><title>办法</title><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f"</head><body><table><tr><td><ul>{MENU}</ul></td></tr><tr><td><table><tr><td>"
        + "".join(f"<p>第{number}条　{SENTENCE}</p>" for number in "一二三四五六七八九")
        + "</td></tr></table></td></tr></table></body></html>"
    )

    document = read(page, "gb18030")

    assert texts(document)[:2] == ["办法", f"第一条　{SENTENCE}"]
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}
    assert "首页" not in document.text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>第一条 甲。</p><p>第二条 乙。</p>", ["第一条 甲。", "第二条 乙。"]),
        ("<h1>某某办法</h1><div><p>第一条 甲。</p></div>", ["某某办法", "第一条 甲。"]),
        ("<p>发文机关</p><div>" + f"<p>{SENTENCE}</p>" * 2 + "</div>", ["发文机关", SENTENCE, SENTENCE]),
        ("只有文字", ["只有文字"]),
        ('<div class="WordSection1"><p>甲<o:p></o:p></p></div>', ["甲"]),
    ],
    ids=["paragraphs", "heading", "sibling", "bare", "word"],
)
def test_a_plain_page_is_read_whole(page: str, expected: list[str]) -> None:
    """A page without a menu loses nothing."""
    assert texts(read(page)) == expected


def test_a_title_that_the_article_has_is_not_doubled() -> None:
    """The title may be broken into lines or carry a note; a mention of it is not the title."""
    page = "<title>某市某某管理办法_某某网</title><article>{}" + f"<p>{SENTENCE}</p></article>"

    broken = read(page.format("<p>某市某某</p><p>管理办法</p>"))
    noted = read(page.format("<p>某市某某管理办法（征求意见稿）</p>"))
    mentioned = read(page.format("<p>现将《某市某某管理办法》印发给你们，请遵照执行。</p>"))

    assert texts(broken)[0] == "某市某某"
    assert texts(noted)[0] == "某市某某管理办法（征求意见稿）"
    assert texts(mentioned)[0] == "某市某某管理办法"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于甲的通知 - 某市人民政府门户网站", "关于甲的通知"),
        ("关于甲的通知_某某网", "关于甲的通知"),
        ("某市人民政府门户网站 | 关于甲的通知", "关于甲的通知"),
        ("关于甲的通知-某市人民政府", "关于甲的通知"),
        ("“十四五”规划——总体方案", "“十四五”规划——总体方案"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, expected: str) -> None:
    """Sites put their name before or after the title of the page."""
    assert texts(read(f"<title>{title}</title><article><p>{SENTENCE}</p></article>"))[0] == expected


def test_tables_are_read_cell_by_cell() -> None:
    """Cells that reach over rows and columns keep their first position."""
    page = f"""<article><p>{SENTENCE}</p><table>
    <thead><tr><th rowspan="2">事项</th><th colspan="2">标准</th></tr><tr><td>甲</td><td>乙</td></tr></thead>
    <tbody><tr><td>丙</td><td><p>丁</p><p>戊</p></td><td colspan="oops">己</td></tr></tbody>
    </table></article>"""

    document = read(page)

    cells = {document.slice(block.span): block.cell for block in document.blocks if block.cell}
    assert document.text == f"{SENTENCE}\n事项\t标准\n甲\t乙\n丙\t丁\n戊\t己"
    assert cells["事项"] == TableCell(table=0, row=0, column=0, row_span=2)
    assert cells["标准"] == TableCell(table=0, row=0, column=1, column_span=2)
    assert cells["乙"] == TableCell(table=0, row=1, column=2)
    assert cells["戊"] == TableCell(table=0, row=2, column=1)


def test_hidden_text_is_read_apart_and_marked() -> None:
    """What the page hides makes blocks of its own, so that what the reader sees stays whole."""
    page = (
        f'<article><p>看得见<span style="display: none">藏在里面</span>的字</p><p hidden>{SENTENCE}</p>'
        f"<p>{SENTENCE}</p></article>"
    )

    document = read(page)

    assert [(document.slice(block.span), block.hidden) for block in document.blocks] == [
        ("看得见的字", False),
        ("藏在里面", True),
        (SENTENCE, True),
        (SENTENCE, False),
    ]
    assert [note.kind for note in document.notes] == ["hidden", "hidden"]


def test_blanks_collapse_as_in_a_browser() -> None:
    """Line ends of the source between Chinese characters are no blanks; those between words are one."""
    page = "<article><p>\n  规范性\n    文件 Word\n and&nbsp; text\t</p><pre>一、甲\n二、乙</pre></article>"

    assert texts(read(page)) == ["规范性文件 Word and\xa0 text", "一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("关于某某<br>的通知", ["关于某某 的通知"]),
        ("第一条 甲。<br/>第二条 乙。", ["第一条 甲。", "第二条 乙。"]),
        ("某局<br><br>某科", ["某局", "某科"]),
        ("某市司法局<br>2026年1月1日", ["某市司法局", "2026年1月1日"]),
    ],
)
def test_a_line_break_ends_a_block_where_a_paragraph_ends(content: str, expected: list[str]) -> None:
    """A broken title stays one block; lines that are paragraphs become several."""
    assert texts(read(f"<p>{content}</p>")) == expected


def test_ordered_lists_are_numbered_as_shown() -> None:
    """A browser prints the numbers; items that bring their own keep those."""
    page = (
        f"<article><p>{SENTENCE}</p><ol><li>甲</li><li><p>乙</p><ul><li>丙</li></ul></li></ol>"
        '<ol start="3" type="a"><li>丁</li><li value="9">戊</li></ol>'
        '<ol style="list-style-type:none"><li>己</li></ol><ol><li>（一）庚</li></ol></article>'
    )

    assert texts(read(page))[1:] == ["1. 甲", "2. 乙", "丙", "c. 丁", "i. 戊", "己", "（一）庚"]


def test_a_share_bar_parts_the_text_around_it() -> None:
    """What stands before and after page furniture is not one paragraph."""
    bar = '<div class="bdsharebuttonbox">分享到</div>'

    assert texts(read(f"<article>{SENTENCE}{bar}附则</article>")) == [SENTENCE, "附则"]


def test_linked_files_are_noted_and_kept() -> None:
    """A list of annexes is part of the article, however many links it has; the files are not here."""
    links = "".join(f'<p><a href="f{number}.docx?x=1">附件{number}</a></p>' for number in range(1, 7))

    document = read(f"<article><p>{SENTENCE}</p><div>{links}</div></article>")

    assert texts(document)[1:] == [f"附件{number}" for number in range(1, 7)]
    assert [note.text for note in document.notes][:1] == ["网页链接的附件未审查：附件1"]
    assert document.complete


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ('<article><img src="1.jpg"><img src="2.jpg"></article>', "图片（共 2 张）"),
        (f'<article><p>{SENTENCE}</p><iframe src="a.pdf"></iframe></article>', "内嵌页面（共 1 处）"),
        ("<div id='app'></div><script>render()</script>", "正文"),
        (f"{'<div>' * 3000}{SENTENCE}", "网页后部"),
    ],
    ids=["pictures", "frame", "script", "depth"],
)
def test_what_a_page_does_not_carry_is_named(page: str, part: str) -> None:
    """Pictures instead of text, frames and pages made by scripts are not passed as clean."""
    assert part in [unread.part for unread in read(page).unread]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gbk"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<meta charset="no-such">', "gb18030"),
        ("", "gb18030"),
        ("", "utf-16"),
        ('<meta charset="big5">', "big5"),
    ],
)
def test_the_encoding_is_the_true_one(declared: str, encoding: str) -> None:
    """A page may declare its encoding, rightly or wrongly, or not at all."""
    page = f"<html><head>{declared}</head><body><p>第一條 關於市場，制定本辦法。</p></body></html>"
    text = (
        page
        if encoding == "big5"
        else page.replace("條", "条").replace("關於市場", "关于市场").replace("辦", "办")
    )
    expected = text[text.index("<p>") + 3 : text.index("</p>")]

    assert texts(read(text, encoding)) == [expected]


def test_hostile_markup_is_only_text() -> None:
    """Scripts do not run, entities stay small, spans of cells are bounded."""
    page = (
        '<!DOCTYPE html [<!ENTITY a "b">]><article><p onclick="x()">甲&lt;script&gt;乙&a;</p><table>'
        f'<tr><td rowspan="99999" colspan="99999">丙</td></tr></table><p>{SENTENCE}</p></article>'
    )

    document = read(page)

    assert "甲<script>乙" in document.text
    assert "丙" in document.text


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- -->"], ids=["nothing", "blanks", "comment"])
def test_a_page_without_markup_is_refused_or_reported(data: bytes) -> None:
    """An empty page is never clean."""
    try:
        unread = bool(extract_html(data, "空.html", LIMITS).unread)
    except UnreadableDocument as error:
        unread = bool(error.remedy)

    assert unread


def shared_pages() -> list[Path]:
    """Sample pages beside the checkout, or where REVIEWER_SHARED says; none where there are none."""
    shared = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
    return sorted((shared / "samples" / "files" / "html").glob("*.html"))


@pytest.mark.parametrize("path", shared_pages(), ids=lambda path: path.name)
def test_real_pages_yield_the_document_only(path: Path) -> None:
    """Saved government pages begin with title or number and hold nothing of the site."""
    document = extract_html(path.read_bytes(), path.name, LIMITS)

    furniture = ("无障碍", "分享到", "网站地图", "版权所有", "备案", "扫一扫", "您当前的位置")
    assert len(document.blocks) > 20
    assert not [word for word in furniture if word in document.text]
    assert document.text.rstrip().endswith(("日", "印发", "主动公开"))
