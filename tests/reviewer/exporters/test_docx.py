"""The officer's own docx, annotated: checked in its XML, by our own reader and through LibreOffice."""

import io
import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from reviewer.decision import Conclusion, Decision, SignOff, Verdict
from reviewer.document import Document, Span
from reviewer.exporters.docx import annotated_docx
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.extraction import extract
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import W
from reviewer.extraction.limits import Limits
from reviewer.finding import Finding, Handling
from tests.conftest import missing
from tests.factories import AS_OF, make_document, make_finding, make_report
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

LIMITS = Limits()
OPTIONS = ExportOptions(written_at=datetime(2026, 11, 24, 10, 30, tzinfo=UTC))
BODY = (
    paragraph("某市扶持产业若干规定")
    + f"<w:p>{run('第一条　对在本市')}{run('依法', '<w:b/>')}{run('登记注册的企业给予奖励。')}</w:p>"
    + table(cell("第二条　指定甲公司") + cell("第三条　由乙公司统一供应"))
)


def annotate(
    data: bytes, quotes: Mapping[str, str | None], options: ExportOptions = OPTIONS, **values: object
) -> bytes:
    """The docx with a finding on each quote; the values are their fixes."""
    document = extract_docx(data, "办法.docx", LIMITS)
    findings = [
        make_finding(document, quote, fix=fix, fingerprint=f"fp1:{number}", message=f"说明{number}", **values)
        for number, (quote, fix) in enumerate(quotes.items())
    ]
    findings.sort(key=lambda finding: finding.span)
    report = make_report(document, *findings)
    return annotated_docx(Reviewed(report=report, document=document, content=data), options)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, member: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(members(data)[member])


def comments(data: bytes) -> list[tuple[str, str]]:
    """The text that each comment stands on, struck-out words included, and what it says."""
    body = tree(data)
    covered: dict[str, str] = {}
    open_ids: set[str] = set()
    for element in body.iter(etree.Element):
        identifier = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            open_ids.add(identifier)
            covered[identifier] = ""
        elif element.tag == W + "commentRangeEnd":
            open_ids.discard(identifier)
        elif element.tag in (W + "t", W + "delText"):
            for each in open_ids:
                covered[each] += element.text or ""
    texts = {
        comment.get(W + "id", ""): "\n".join(
            "".join(t.text or "" for t in p.iter(W + "t")) for p in comment.iter(W + "p")
        )
        for comment in tree(data, "word/comments.xml")
    }
    return [(covered.get(identifier, ""), text) for identifier, text in texts.items()]


def marked_texts(document: Document) -> list[str]:
    return [document.slice(note.span) for note in document.notes if note.kind == "comment" and note.span]


def converted(data: bytes, suffix: str, folder: Path) -> bytes:
    """The file as LibreOffice writes it."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
    folder.mkdir(exist_ok=True)
    source = folder / "source.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / "target"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (target / f"source.{suffix}").read_bytes()


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

SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
NOTE_MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'


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


# --- tracked changes ----------------------------------------------------------------------------


def accepted(root: etree._Element) -> str:
    return "".join(t.text or "" for t in root.iter(W + "t"))


def rejected(root: etree._Element) -> str:
    ours = [e for e in root.iter(W + "ins") if e.get(W + "author") == "智能审查"]
    skipped = {t for e in ours for t in e.iter(W + "t")}
    return "".join(t.text or "" for t in root.iter(W + "t", W + "delText") if t not in skipped)


@pytest.mark.parametrize(
    ("quote", "fix"),
    [
        ("在本市依法登记注册的企业", "企业"),
        ("给予奖励", "按照公开标准给予奖励"),
        ("指定甲公司", "通过公开招标确定供应单位"),
        ("依法", "依照法律"),
        ("第一条", "第五条"),
    ],
)
def test_a_fix_is_a_tracked_change(quote: str, fix: str) -> None:
    """Accepted it reads as mended, rejected as before; author and date are told."""
    data = make_docx(BODY)
    text = accepted(tree(data))

    out = tree(annotate(data, {quote: fix}))

    assert accepted(out) == text.replace(quote, fix)
    assert rejected(out) == text
    changes = list(out.iter(W + "ins", W + "del"))
    assert {e.get(W + "author") for e in changes} == {"智能审查"}
    assert {e.get(W + "date") for e in changes} == {"2026-11-24T10:30:00Z"}


def test_only_the_characters_that_differ_are_struck_out() -> None:
    """A change reads as a person would have made it."""
    out = tree(annotate(make_docx(BODY), {"在本市依法登记注册的企业": "企业"}))

    assert "".join(e.text or "" for e in out.iter(W + "delText")) == "在本市依法登记注册的"
    assert list(out.iter(W + "ins")) == []


def test_a_fix_within_the_drafters_own_insertion_is_not_nested() -> None:
    """An insertion within an insertion is not read alike by all programs."""
    inserted = f'<w:ins w:id="1" w:author="起草人">{run("给予税收奖励，另行规定")}</w:ins>'

    out = tree(annotate(make_docx(paragraph("标题") + f"<w:p>{inserted}</w:p>"), {"税收奖励": "研发补助"}))

    assert accepted(out) == "标题给予研发补助，另行规定"
    assert not any(next(e.iterancestors(W + "ins"), None) is not None for e in out.iter(W + "ins"))


@pytest.mark.parametrize(
    "middle",
    [NOTE_MARK, "<w:r><w:t>励</w:t><w:br/></w:r>", f"<w:r>{text_box(paragraph('框'))}</w:r>"],
    ids=["note", "break", "picture"],
)
def test_a_fix_never_strikes_out_what_is_no_text(middle: str) -> None:
    """Where a note or a picture stands among the words, the fix is only told."""
    body = paragraph("标题") + f"<w:p>{run('给予奖')}{middle}{run('资金')}</w:p>"
    data = make_docx(body)
    quote = extract_docx(data, "x.docx", LIMITS).text.partition("\n")[2].partition("\n")[0]

    out = annotate(data, {quote: "补助"})

    root = tree(out)
    kept = list(root.iter(W + "footnoteReference", W + "br", W + "txbxContent"))
    assert kept
    assert not any(next(e.iterancestors(W + "del"), None) is not None for e in kept)


def test_fixes_in_headers_are_tracked_there() -> None:
    """A header takes changes, though no comments."""
    data = make_docx(BODY + SECTION, parts={"header1": paragraph("内部资料")})

    out = annotate(data, {"内部资料": "公开资料"})

    assert accepted(tree(out, "word/header1.xml")) == "公开资料"


def test_of_two_overlapping_fixes_only_the_first_is_written() -> None:
    """Both are told; Word cannot hold two answers for the same words."""
    out = annotate(make_docx(BODY), {"在本市依法登记": "依法登记", "依法登记注册的": "依照规定登记的"})

    assert "修改已作为修订写入" in comments(out)[1][1]
    assert "可替换为：依照规定登记的" in comments(out)[2][1]
    assert accepted(tree(out)).count("依法登记注册的") == 1


@pytest.mark.parametrize("verdict", [Verdict.EXEMPTED, Verdict.DEFERRED])
def test_what_stays_by_decision_is_not_changed(verdict: Verdict) -> None:
    """An exemption keeps the words; a deferral waits."""
    decided = Decision(
        fingerprint="fp1:0", verdict=verdict, author="甲", decided_at=datetime(2026, 11, 20, tzinfo=UTC)
    )

    out = annotate(make_docx(BODY), {"依法": "依照法律"}, replace(OPTIONS, decisions={"fp1:0": decided}))

    assert list(tree(out).iter(W + "ins", W + "del")) == []


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


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing of the clock is in the file unless the caller gives it."""
    data = make_docx(BODY)

    assert annotate(data, {"依法": "依照法律"}) == annotate(data, {"依法": "依照法律"})


def test_without_a_time_the_date_of_the_review_stands() -> None:
    """A pure function of the report."""
    out = annotate(make_docx(BODY), {"依法": None}, ExportOptions())

    assert {c.get(W + "date") for c in tree(out, "word/comments.xml")} == {f"{AS_OF.isoformat()}T00:00:00Z"}


# --- other programs -----------------------------------------------------------------------------


def test_libreoffice_keeps_every_comment_at_its_characters(tmp_path: Path) -> None:
    """Round trip through LibreOffice, to odt and back: an independent reader agrees on the places."""
    quotes = dict.fromkeys(("在本市依法登记注册", "依法", "指定甲", "由乙公司统一供应"))
    out = annotate(make_docx(BODY, parts={"styles": ""}), quotes)

    again = converted(converted(out, "odt", tmp_path / "a"), "docx", tmp_path / "b")

    assert sorted(marked_texts(extract(again, "x.docx"))[1:]) == sorted(quotes)


def test_libreoffice_reads_the_changes(tmp_path: Path) -> None:
    """As text LibreOffice shows the insertion and the deletion; as docx it keeps both."""
    out = annotate(make_docx(BODY), {"依法登记注册": "依照规定登记"})

    again = tree(converted(out, "docx", tmp_path))

    assert "".join(e.text or "" for e in again.iter(W + "delText")) == "法注册"
    assert accepted(again).count("依照规定登记的企业") == 1


def shared_files() -> list[Path]:
    shared = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
    return sorted((shared / "samples" / "files" / "docx").glob("*.docx"))


@pytest.mark.parametrize("path", shared_files(), ids=lambda path: path.name)
def test_real_files_are_annotated_at_the_exact_characters(path: Path) -> None:
    """In files of many programs, comments on random passages come back at the same characters."""
    data = path.read_bytes()
    document = extract_docx(data, path.name, LIMITS)
    findings = random_findings(document)
    before = marked_texts(document)

    out = annotated_docx(
        Reviewed(report=make_report(document, *findings), document=document, content=data), OPTIONS
    )

    again = extract_docx(out, path.name, LIMITS)
    assert again.text == document.text
    assert [b.span for b in again.blocks] == [b.span for b in document.blocks]
    new = [note.span for note in again.notes if note.kind == "comment"]
    for finding in findings:
        assert finding.span in new, finding.span
    assert len(new) == len(before) + len(findings) + 1


def random_findings(document: Document) -> list[Finding]:
    """Findings on passages that runs of the body hold from end to end."""
    chance = random.Random(document.digest)
    findings = []
    for block in document.blocks:
        if block.kind.value not in ("paragraph", "cell") or block.hidden or len(block.span) < 6:
            continue
        start = chance.randrange(block.span.start, block.span.end - 4)
        span = Span(start, start + chance.randint(2, 4))
        places = [document.places(Span(at, at + 1)) for at in range(span.start, span.end)]
        if all(place and getattr(place[0], "offset", -1) >= 0 for place in places):
            findings.append(make_finding(document, document.slice(span), span=span, places=()))
    return findings[:200]
