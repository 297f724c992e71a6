"""The officer's own docx with comments at the exact characters: in its XML and by our own reader."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reviewer.decision import Conclusion, Decision, SignOff, Verdict
from reviewer.exporters.docx import annotated_docx
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.extraction import extract
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import W
from reviewer.finding import Handling
from tests.factories import AS_OF, make_document, make_finding, make_report
from tests.reviewer.exporters.word_files import (
    BODY,
    LIMITS,
    NOTE_MARK,
    OPTIONS,
    SECTION,
    annotate,
    comments,
    marked_texts,
    members,
    tree,
)
from tests.reviewer.extraction.docx_files import (
    cell,
    field,
    make_docx,
    numbered,
    numbering,
    paragraph,
    run,
    table,
    text_box,
)

# --- comments -----------------------------------------------------------------------------------


def test_comments_stand_at_the_exact_characters() -> None:
    """Runs are cut where a quote begins and ends, in the body and in tables."""
    quotes = dict.fromkeys(("在本市依法登记注册", "指定甲", "由乙公司统一供应"))

    out = annotate(make_docx(BODY), quotes)

    assert [text for text, _ in comments(out)[1:]] == list(quotes)
    assert marked_texts(extract_docx(out, "办法.docx", LIMITS))[1:] == list(quotes)


def test_the_text_and_its_formatting_stay() -> None:
    """Cutting runs changes neither what is read nor what is bold."""
    data = make_docx(BODY)

    out = annotate(data, {"市依法登": None})

    bold = [r for r in tree(out).iter(W + "r") if r.find(f"{W}rPr/{W}b") is not None]
    assert extract_docx(out, "x.docx", LIMITS).text == extract_docx(data, "x.docx", LIMITS).text
    assert ["".join(t.text or "" for t in r.iter(W + "t")) for r in bold] == ["依法"]


def test_overlapping_findings_each_keep_their_characters() -> None:
    """A run is cut at the borders of both."""
    quotes = dict.fromkeys(("在本市依法登记", "依法登记注册的企业", "登记"))

    out = annotate(make_docx(BODY), quotes)

    assert sorted(text for text, _ in comments(out)[1:]) == sorted(quotes)


def test_everything_else_of_the_package_keeps_its_bytes() -> None:
    """Only the body, the comments and what names them are written anew."""
    data = make_docx(
        BODY,
        parts={"header1": paragraph("页眉"), "styles": "", "settings": ""},
        members={"word/media/image1.png": b"\x89PNG raw", "customXml/item1.xml": b"<a b='1'/>  "},
    )

    before, after = members(data), members(annotate(data, {"指定甲": None}))

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert set(after) - set(before) == {"word/comments.xml"}


def test_comments_and_tracked_changes_that_are_there_stay() -> None:
    """A drafter's own remarks are not touched, and the new ids are none of theirs."""
    body = (
        paragraph("标题")
        + '<w:p><w:commentRangeStart w:id="4"/>'
        + run("旧批注的字")
        + '<w:commentRangeEnd w:id="4"/>'
        + '<w:r><w:commentReference w:id="4"/></w:r>'
        + f'<w:ins w:id="7" w:author="起草人" w:date="2026-01-01T00:00:00Z">{run("新增的奖励条款")}</w:ins>'
        + '<w:del w:id="8" w:author="起草人"><w:r><w:delText>删去的</w:delText></w:r></w:del></w:p>'
    )
    old = '<w:comment w:id="4" w:author="起草人"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'

    out = annotate(make_docx(body, parts={"comments": old}), {"奖励": "资助", "旧批注": None})

    found = comments(out)
    assert found[0] == ("旧批注的字", "请核对")
    assert [text for text, _ in found[2:]] == ["旧批注", "奖励资助"]  # struck out and put in
    assert "删去的" in [element.text for element in tree(out).iter(W + "delText")]
    identifiers = [e.get(W + "id") for e in tree(out).iter(W + "ins", W + "del")]
    assert len(identifiers) == len(set(identifiers))


def test_a_comment_says_what_an_officer_needs() -> None:
    """Severity by word and shape, message, law, suggestion and the decision."""
    (_, summary), (_, text) = comments(annotate(make_docx(BODY), {"指定甲": None}))

    assert text.splitlines() == [
        "1. ■违规　奖补与税收贡献挂钩",
        "说明0",
        "依据：《公平竞争审查条例》第十条第（二）项",
        "事项：条例第十条第（二）项",
        "修改建议：改为按照公开的客观标准给予奖补。",
        "审核决定：待定",
    ]
    assert summary.splitlines()[:2] == ["审查结果：违规 1 处", "审查结论：未签发"]


def test_what_was_rejected_is_left_out_and_counted() -> None:
    """A drafter is not sent what the officer does not uphold."""
    decided = Decision(
        fingerprint="fp1:1",
        verdict=Verdict.REJECTED,
        author="审核员甲",
        decided_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    signed = SignOff(
        conclusion=Conclusion.NOT_PASSED, author="审核员乙", signed_at=datetime(2026, 11, 21, tzinfo=UTC)
    )
    options = replace(OPTIONS, decisions={"fp1:1": decided}, sign_off=signed)

    out = annotate(make_docx(BODY), {"依法登记": None, "指定甲": None}, options)

    found = comments(out)
    assert [text for text, _ in found[1:]] == ["依法登记"]
    assert "审查结论：不通过（审核员乙，2026-11-21 签发）" in found[0][1]
    assert "另有 1 处已由审核人员决定不采纳" in found[0][1]


def test_personal_values_are_not_repeated_in_comments() -> None:
    """The text holds them in any case; the comment is what people copy elsewhere."""
    header = {"header1": paragraph("联系人电话13800000000")}
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    data = make_docx(BODY + section, parts=header)

    out = annotate(data, {"13800000000": None}, masked_quote="138****0000", handling=Handling.P1)

    text = members(out)["word/comments.xml"].decode()
    assert "138****0000" in text
    assert "13800000000" not in text


# --- places that take no comment ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "parts", "quote", "covered", "where"),
    [
        (BODY + SECTION, {"header1": paragraph("内部资料")}, "内部资料", "某市扶持产业若干规定", "页眉"),
        (
            paragraph("标题") + f"<w:p>{run('正文')}{NOTE_MARK}</w:p>",
            {"footnotes": f'<w:footnote w:id="2">{paragraph("注中奖励")}</w:footnote>'},
            "奖励",
            "",
            "脚注或者尾注",
        ),
        (
            paragraph("标题") + f"<w:p>{run('正文')}<w:r>{text_box(paragraph('框中奖励'))}</w:r></w:p>",
            {},
            "框中奖励",
            "框中奖励框中奖励",
            "文本框",
        ),
        (
            paragraph("标题") + numbered("给予奖励", 1),
            {"numbering": numbering('<w:lvl w:ilvl="0"><w:lvlText w:val="一、"/></w:lvl>')},
            "一、",
            "给予奖励",
            "自动编号或者公式",
        ),
    ],
)
def test_what_takes_no_comment_is_commented_nearby(
    body: str, parts: dict[str, str], quote: str, covered: str, where: str
) -> None:
    """Word has no comments in headers, notes, boxes and numbers: the comment says where the words are."""
    out = annotate(make_docx(body, parts=parts), {quote: None})

    text, words = comments(out)[-1]
    assert text == covered
    assert f"所指文字在{where}中" in words


def test_a_comment_reaches_over_hyperlinks_and_fields() -> None:
    """The marks stand beside the runs they mean, whatever holds these."""
    link = f'<w:hyperlink r:id="x">{run("链接中的奖励")}</w:hyperlink>'
    body = paragraph("标题") + f"<w:p>{run('前')}{link}{field('REF a', '域结果')}{run('后')}</w:p>"

    out = annotate(make_docx(body), {"前链接": None, "奖励域结": None, "果后": None})

    assert [text for text, _ in comments(out)[1:]] == ["前链接", "奖励域结", "果后"]


# --- kinds of files -----------------------------------------------------------------------------


def test_the_strict_class_stays_strict() -> None:
    """A part in names of the other class would not be read beside the others."""
    out = annotate(make_docx(BODY, strict=True), {"指定甲": "确定甲"})

    assert b"http://purl.oclc.org/ooxml/wordprocessingml/main" in members(out)["word/document.xml"]
    assert tree(out).tag == "{http://purl.oclc.org/ooxml/wordprocessingml/main}document"
    assert "确定甲公司" in extract_docx(out, "x.docx", LIMITS).text
    assert marked_texts(extract_docx(out, "x.docx", LIMITS))[1] == "确定甲"


def test_a_digital_signature_is_noted() -> None:
    """A signed file that is changed is no longer signed."""
    data = make_docx(BODY, members={"_xmlsignatures/sig1.xml": b"<Signature/>"})

    assert "签名随之失效" in comments(annotate(data, {}))[0][1]


def test_a_macro_file_becomes_a_docx_without_macros() -> None:
    """A docx that holds macros is refused by Word."""
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files = members(make_docx(BODY, members={"word/vbaProject.bin": b"\xd0\xcf"}))
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(plain.encode(), macro.encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    out = annotate(buffer.getvalue(), {"指定甲": None})

    assert "word/vbaProject.bin" not in members(out)
    assert macro.encode() not in members(out)["[Content_Types].xml"]
    assert "原文件含有宏" in comments(out)[0][1]


def test_of_a_text_file_a_docx_is_made() -> None:
    """What is no docx is annotated in a docx of its text."""
    document = make_document("某市规定\n第一条　指定甲公司供应。\n")
    report = make_report(document, make_finding(document, "指定甲公司"))

    out = annotated_docx(Reviewed(report=report, document=document), OPTIONS)

    assert [text for text, _ in comments(out)] == ["某市规定", "指定甲公司"]
    assert extract_docx(out, "x.docx", LIMITS).text == document.text.rstrip("\n")


def test_of_a_spreadsheet_a_docx_with_its_tables_is_made() -> None:
    """Cells stay cells, and a quote is found in its cell."""
    document = extract("单位,事项\n甲局,指定乙公司\n丙局,\n".encode(), "清单.csv")
    report = make_report(document, make_finding(document, "指定乙公司"))

    out = annotated_docx(Reviewed(report=report, document=document), OPTIONS)

    assert comments(out)[-1][0] == "指定乙公司"
    assert len(list(tree(out).iter(W + "tr"))) == 3


def test_merged_cells_stay_merged() -> None:
    """The heading of a list over all its columns does not push the first one wide."""
    merged = cell("二〇二六年补贴名单", '<w:gridSpan w:val="2"/>')
    data = make_docx(table(merged, cell("姓名") + cell("金额")))
    document = replace(extract_docx(data, "名单.docx", LIMITS), media_type="application/pdf")

    out = annotated_docx(Reviewed(report=make_report(document), document=document), OPTIONS)

    again = extract_docx(out, "x.docx", LIMITS)
    assert [(b.cell.column, b.cell.column_span) for b in again.blocks if b.cell] == [(0, 2), (0, 1), (1, 1)]


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing of the clock is in the file unless the caller gives it."""
    data = make_docx(BODY)

    assert annotate(data, {"依法": "依照法律"}) == annotate(data, {"依法": "依照法律"})


def test_without_a_time_the_date_of_the_review_stands() -> None:
    """A pure function of the report."""
    out = annotate(make_docx(BODY), {"依法": None}, ExportOptions())

    assert {c.get(W + "date") for c in tree(out, "word/comments.xml")} == {f"{AS_OF.isoformat()}T00:00:00Z"}
