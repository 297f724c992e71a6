"""Fixes as tracked changes in the officer's own docx."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reviewer.decision import Decision, Verdict
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import W
from tests.reviewer.exporters.word_files import (
    BODY,
    LIMITS,
    NOTE_MARK,
    OPTIONS,
    SECTION,
    accepted,
    annotate,
    comments,
    rejected,
    tree,
)
from tests.reviewer.extraction.docx_files import make_docx, paragraph, run, text_box

# --- tracked changes ----------------------------------------------------------------------------


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
