"""The report on a terminal."""

import re

import pytest

from reviewer.document import (
    Block,
    BlockKind,
    BoxPlace,
    FixedOrigin,
    RunPlace,
    Segment,
    Span,
    TableCell,
    Unread,
)
from reviewer.exporters import load_exporter
from reviewer.exporters.columns import display_width, excerpt, printable
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.finding import Evidence, Guard, LegalBasis, Severity
from reviewer.report import Considered, Profile, ReadValue
from tests.factories import make_document, make_finding, make_report

_DOCUMENT = make_document("云岭县办法\n第一条 ＡＢ按照地方贡献给予奖励，特此通知。\n")


def _text(entry: Entry, **options: object) -> str:
    return b"".join(load_exporter("text")([entry], ExportOptions(**options))).decode()  # type: ignore[arg-type]


def _reviewed(*findings: object, document: object = _DOCUMENT, **values: object) -> Reviewed:
    return Reviewed(report=make_report(document, *findings, **values), document=document)  # type: ignore[arg-type]


def test_finding_starts_with_place_severity_title_and_rule() -> None:
    """The line that an editor or a person jumps from."""
    text = _text(_reviewed(make_finding(_DOCUMENT, "按照地方贡献")))

    assert text.splitlines()[0] == (
        "通知.txt:2:7: 违规 奖补与税收贡献挂钩 [fair_competition/operating_costs/tax_linked_reward] 第一条"
    )


def test_marks_stand_exactly_under_the_quote() -> None:
    """Chinese characters and full-width letters are two columns wide."""
    text = _text(_reviewed(make_finding(_DOCUMENT, "按照地方贡献")))

    line, marks = text.splitlines()[1:3]
    before = line.removeprefix("  | ").split("按照地方贡献")[0]
    assert marks.removeprefix("  | ") == " " * display_width(before) + "^" * 12


@pytest.mark.parametrize(
    ("severity", "word", "mark"),
    [(Severity.VIOLATION, "违规", "^"), (Severity.RISK, "风险", "~"), (Severity.ADVICE, "提示", "-")],
)
def test_severity_is_told_by_word_and_mark(severity: Severity, word: str, mark: str) -> None:
    """Not by colour alone."""
    lines = _text(_reviewed(make_finding(_DOCUMENT, "按照", severity=severity))).splitlines()

    assert f" {word} " in lines[0]
    assert lines[2].endswith(mark * 4)


def test_incomplete_document_is_never_called_clean() -> None:
    """What was not read is listed with reason and remedy."""
    unread = Unread(part="第3页", reason="没有文字层", remedy="请安装 OCR 组件")

    text = _text(_reviewed(unread=(unread,)))

    assert "未完整审查" in text
    assert "第3页：没有文字层。请安装 OCR 组件" in text
    assert "未发现问题" not in text
    assert "无问题" not in text


def test_clean_document_says_so_with_its_kind_and_the_date_of_the_law() -> None:
    """A clean result names what it rests on."""
    profile = Profile(kind=ReadValue(value="normative"), issuer=ReadValue(value="云岭县人民政府"))

    text = _text(_reviewed(profile=profile))

    assert text.strip() == (
        "通知.txt: 未发现问题（规范性文件，云岭县人民政府，按 2026-11-23 的法律状态审查）"
    )


@pytest.mark.parametrize(
    ("value", "words"), [("not_concerned", "不属于审查范围"), ("concerned", "属于审查范围")]
)
def test_scope_of_fair_competition_review_is_told_with_its_reason(value: str, words: str) -> None:
    """A document outside scope shows why, not an empty result."""
    profile = Profile(competition_scope=ReadValue(value=value, reason="全文没有经济活动"))

    text = _text(_reviewed(profile=profile))

    assert f"  公平竞争审查：{words}：全文没有经济活动\n" in text


def test_unverified_basis_shows_no_article() -> None:
    """The title is shown, the article is not."""
    basis = LegalBasis(title="某条例", article="第三条", verified=False)

    text = _text(_reviewed(make_finding(_DOCUMENT, "按照", basis=(basis,))))

    assert "《某条例》（条款未核对）" in text
    assert "第三条" not in text


def test_explain_shows_guards_and_what_was_dismissed() -> None:
    """Without --explain neither is shown."""
    finding = make_finding(
        _DOCUMENT, "按照", evidence=Evidence(guards=(Guard(name="客观开放条件", held=False),))
    )
    dismissed = Considered(rule="disclosure/phone", span=Span(0, 3), quote="云岭县", reason="禁止语境")
    entry = _reviewed(finding, considered=(dismissed,))

    plain, explained = _text(entry), _text(entry, explain=True)

    assert "客观开放条件" not in plain
    assert "免责检查：客观开放条件，不成立" in explained
    assert "已排除 [disclosure/phone] 禁止语境" in explained


def test_colour_only_where_asked_and_the_words_stay_the_same() -> None:
    """A pipe gets no control characters."""
    entry = _reviewed(make_finding(_DOCUMENT, "按照地方贡献"))

    plain, coloured = _text(entry), _text(entry, colour=True)

    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    """A draft cannot move the cursor or turn the line round."""
    document = make_document("第一条 \x1b[2J清屏\u202e倒写。", name="\x1b]0;坏.txt")

    text = _text(_reviewed(make_finding(document, "清屏"), document=document))

    assert "\x1b" not in text
    assert "\u202e" not in text


def test_paged_document_is_located_by_its_page() -> None:
    """A finding over two pages names both."""
    origins = [FixedOrigin(BoxPlace(page=page, box=(0, 0, 9, 9))) for page in (1, 2)]
    segments = (Segment(0, 4, origins[0]), Segment(4, 8, origins[1]))
    document = make_document("按照地方贡献奖励", name="稿.pdf", segments=segments)

    text = _text(_reviewed(make_finding(document, "地方贡献"), document=document))

    assert text.startswith("稿.pdf:第1页、第2页: ")


def test_finding_in_a_table_is_located_by_row_and_column() -> None:
    """The paragraph of a cell counts all cells before it, and helps nobody to find it."""
    place = RunPlace(part="document", paragraph=40, run=0, offset=0)
    cell = TableCell(table=1, row=2, column=0)
    block = Block(span=Span(0, 8), kind=BlockKind.CELL, cell=cell)
    document = make_document(
        "按照地方贡献奖励", name="稿.docx", blocks=(block,), segments=(Segment(0, 8, FixedOrigin(place)),)
    )

    text = _text(_reviewed(make_finding(document, "地方贡献"), document=document))

    assert text.startswith("稿.docx:表2第3行第1列: ")


def test_unreadable_input_says_why_and_what_to_do() -> None:
    """Name, reason, remedy."""
    text = _text(Unreviewed(name="坏.pdf", error="文件已加密。请解除密码后提交"))

    assert text.startswith("坏.pdf: 无法读取 文件已加密。请解除密码后提交")


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("中文", 4), ("ＡＢ", 4), ("a\u0301", 1), ("“中”", 4), ("𠮷", 2), ("㎡", 2), ("\u200b", 0)],
)
def test_display_width_counts_terminal_columns(text: str, width: int) -> None:
    """Wide characters 2, combining and zero-width ones 0."""
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "shown"), [("中\t文", "中 文"), ("a\x00b", "a\ufffdb"), ("x\u3000y", "x y"), ("平常", "平常")]
)
def test_printable_replaces_one_for_one(text: str, shown: str) -> None:
    """Columns keep their place."""
    assert printable(text) == shown


def test_long_paragraph_is_cut_round_the_quote_and_wrapped() -> None:
    """A line of five megabytes gives a few rows; the quote is whole."""
    line = "甲" * 1_000_000 + "地方贡献" * 20 + "乙" * 1_000_000
    start = line.index("地方贡献")

    rows = list(excerpt(line, start, start + 80, 60))

    assert "".join(row.quoted for row in rows) == "地方贡献" * 20
    assert all(display_width(row.before + row.quoted + row.after) <= 60 for row in rows)
    assert rows[0].before.startswith("…")
    assert rows[-1].after.endswith("…")
    assert len(rows) < 8
