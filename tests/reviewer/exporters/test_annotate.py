"""The text of a document with its findings marked."""

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from reviewer.document import Block, BlockKind, Document, Span, TableCell
from reviewer.exporters.annotate import annotated_html, literal
from reviewer.finding import Element, Evidence, Severity
from tests.factories import make_document, make_finding

_TEXT = "对总部迁入本县的企业按照地方贡献给予奖励。"


def _shown(html: str) -> str:
    """What a reader sees of a fragment, flags aside."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r'<a class="flag.*?</a>', "", html)))


def test_text_shows_literally() -> None:
    """What stands in a draft is never taken for html."""
    document = make_document("<script>alert(1)</script> & “<b>”")

    html = annotated_html(document, [])

    assert "<script" not in html
    assert _shown(html) == document.text


def test_overlapping_findings_cut_the_text_at_every_border() -> None:
    """Each piece names all findings that cover it; the graver one gives the style."""
    document = make_document(_TEXT)
    wide = make_finding(document, "迁入本县的企业按照地方贡献", severity=Severity.RISK)
    narrow = make_finding(document, "地方贡献给予奖励")

    html = annotated_html(document, [wide, narrow])

    marks = re.findall(r'<mark class="(\w+)" data-f="([\d ]+)"[^>]*>([^<]*)</mark>', html)
    assert marks == [
        ("risk", "1", "迁入本县的企业按照"),
        ("violation", "1 2", "地方贡献"),
        ("violation", "2", "给予奖励"),
    ]
    assert _shown(html) == _TEXT


def test_evidence_is_named_piece_by_piece() -> None:
    """Elements cut the text too, within the quote and in a lead-in that no finding covers."""
    document = make_document("对下列企业给予奖励：\n迁入本县的")
    lead_in, member = Span(0, 10), Span(11, 13)
    finding = make_finding(document, "迁入本县")
    element = Element(role="挂钩条件", span=member, text="迁入")
    finding = replace(finding, evidence=Evidence(elements=(element,), lead_in=lead_in))

    html = annotated_html(document, [finding], evidence=True)

    assert '<span data-e="1:引语">对下列企业给予奖励：</span>' in html
    assert 'data-f="1" data-e="1:挂钩条件"' in html
    assert "data-e" not in annotated_html(document, [finding])
    assert _shown(html) == document.text


def test_every_finding_has_one_flag_that_links_to_its_card() -> None:
    """Word, shape and number; the id of a page with several documents has a prefix."""
    document = make_document(_TEXT)
    first = make_finding(document, "迁入")
    second = make_finding(document, "地方贡献", severity=Severity.ADVICE)

    html = annotated_html(document, [first, second], prefix="d2-")

    assert '<a class="flag violation" id="d2-m-1" href="#d2-f-1">■违规1</a>' in html
    assert '<a class="flag advice" id="d2-m-2" href="#d2-f-2">●提示2</a>' in html


def test_finding_over_two_blocks_is_flagged_once_and_marked_in_both() -> None:
    """A span that crosses a border still shows everywhere it reaches."""
    document = make_document("第一条 甲乙。\n第二条 丙丁。")
    finding = make_finding(document, "甲乙。\n第二条 丙")

    html = annotated_html(document, [finding])

    assert html.count('id="m-1"') == 1
    assert html.count('data-f="1"') == 2


def test_finding_of_no_length_and_document_without_blocks_still_show() -> None:
    """A finding of absence has a flag even where there is nothing to mark."""
    document = make_document("云岭县办法")
    absence = make_finding(document, "")

    assert 'id="m-1"' in annotated_html(document, [absence])
    assert annotated_html(make_document(""), []) == ""


def test_tables_keep_rows_columns_and_merged_cells() -> None:
    """A reader finds the row and the column head."""
    cells = [("姓名", 0, 0), ("电话", 0, 1), ("林晓岚", 1, 0), ("略", 1, 1)]
    text = "姓名\t电话\n林晓岚\t略"
    blocks = tuple(
        Block(
            span=Span(text.index(words), text.index(words) + len(words)),
            kind=BlockKind.CELL,
            cell=TableCell(table=0, row=row, column=column, column_span=2 if words == "略" else 1),
        )
        for words, row, column in cells
    )
    document = make_document(text, blocks=blocks)

    html = annotated_html(document, [make_finding(document, "林晓岚")])

    assert html.count("<tr>") == 2
    assert html.count("<td") == 4
    assert '<td colspan="2">' in html
    assert ">林晓岚</mark>" in html


def test_headings_headers_and_hidden_text_are_told_apart() -> None:
    """What stands outside the running text says where it stood."""
    text = "标题\n页眉文字\n隐藏行"
    blocks = (
        Block(span=Span(0, 2), heading=1),
        Block(span=Span(3, 7), kind=BlockKind.HEADER),
        Block(span=Span(8, 11), hidden=True),
    )

    html = annotated_html(make_document(text, blocks=blocks), [])

    assert '<h3 class="paragraph" data-start="0">标题</h3>' in html
    assert '<span class="where">页眉</span> 页眉文字' in html
    assert '<span class="where">隐藏内容</span> 隐藏行' in html


@given(
    st.text(alphabet="甲乙<&\n𠮷\u200b\x00", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=6),
)
def test_marks_never_change_the_text(text: str, ranges: list[tuple[int, int]]) -> None:
    """However findings overlap, what is shown is the text of the blocks, and marks are well nested."""
    document: Document = make_document(text)
    spans = [Span(min(start, len(text)), min(start + length, len(text))) for start, length in ranges]
    findings = [make_finding(document, text[span.start : span.end], span=span) for span in spans]

    html = annotated_html(document, findings)

    shown = [literal(document.slice(block.span)) for block in document.blocks]
    assert re.sub(r"<[^>]*>", "", re.sub(r'<a class="flag.*?</a>', "", html)) == "\n".join(shown)
    assert html.count("<mark") == html.count("</mark>")
    if document.blocks:
        assert html.count('class="flag') == len(findings)
