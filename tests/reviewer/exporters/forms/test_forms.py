"""The forms of a review: filled from what people decided, by the shipped templates or an office's own."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reviewer.decision import Conclusion, Decision, GrantedException, SignOff, Verdict
from reviewer.document import Span, Unread
from reviewer.errors import TemplateError, UnreadableDocument
from reviewer.exporters.entry import ExportOptions
from reviewer.exporters.forms import FORMS, export_form
from reviewer.exporters.forms.fields import CHECK_ROW, COMMON, COMPETITION, DISCLOSURE, FINDING_ROW
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.limits import Limits
from reviewer.finding import CompetitionException, Handling, Severity
from reviewer.report import Profile, ReadValue, Report
from tests.conftest import missing
from tests.factories import make_document, make_finding, make_report
from tests.reviewer.extraction.docx_files import cell, make_docx, paragraph, run, table

DOCUMENT = make_document(
    "某市扶持规定\n第一条　按税收贡献给予奖励。\n第二条　指定甲公司供应。\n"
    "第三条　处以罚款，联系13800000000。\n第四条　填写{{结论}}。\n"
)
PROFILE = Profile(
    title=ReadValue(value="某市扶持规定", span=Span(0, 6)),
    competition_scope=ReadValue(value="concerned", reason="涉及奖励"),
)
FINDINGS = (
    make_finding(DOCUMENT, "按税收贡献给予奖励", fingerprint="fp1:a"),
    make_finding(
        DOCUMENT, "指定甲公司", fingerprint="fp1:b", kind="8.2", clause="第二条", title="指定经营者"
    ),
    make_finding(
        DOCUMENT, "处以罚款", fingerprint="fp1:c", family="legal_basis", kind="power.penalty", clause="第三条"
    ),
    make_finding(
        DOCUMENT, "13800000000", fingerprint="fp1:d", family="disclosure", kind="person.phone",
        masked_quote="138****0000", handling=Handling.P1, message="此处公开了“138****0000”。",
    ),
)  # fmt: skip
SIGNED = SignOff(
    conclusion=Conclusion.NOT_PASSED,
    author="处长乙",
    signed_at=datetime(2026, 11, 24, tzinfo=UTC),
    statement="第一条须删去；\n第二条另行论证。",
)


def report(**values: object) -> Report:
    return make_report(DOCUMENT, *FINDINGS, **{"profile": PROFILE, **values})


def decide(fingerprint: str, verdict: Verdict, reason: str = "") -> Decision:
    return Decision(
        fingerprint=fingerprint,
        verdict=verdict,
        author="审核员甲",
        decided_at=datetime(2026, 11, 20, tzinfo=UTC),
        reason=reason,
    )


def text(data: bytes) -> str:
    return extract_docx(data, "表.docx", Limits()).text


def form(name: str, options: ExportOptions | None = None, **values: object) -> str:
    return text(export_form(name, report(**values), DOCUMENT, options=options))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_unsigned_until_someone_signs(name: str) -> None:
    """Nothing is concluded by a machine."""
    unsigned, signed = form(name), form(name, ExportOptions(sign_off=SIGNED))

    assert "结论\t待定（未签发）" in unsigned
    assert "签发状态\t未签发" in unsigned
    assert "结论\t不通过" in signed
    assert "第一条须删去；" in signed
    assert "签发人\t处长乙" in signed
    assert "未签发" not in signed


@pytest.mark.parametrize("name", FORMS)
def test_no_placeholder_is_left_and_personal_values_are_masked(name: str) -> None:
    """A form is printed and filed."""
    made = form(name)

    assert "{{" not in made
    assert "13800000000" not in made
    assert "某市扶持规定" in made


def test_the_competition_form_goes_by_the_articles_of_the_regulation() -> None:
    """Each article with what was found and decided; the others say that nothing was."""
    options = ExportOptions(decisions={"fp1:a": decide("fp1:a", Verdict.ACCEPTED, "与税收挂钩")})

    made = form("competition", options)

    assert "条例第十条第（二）项　第一条　奖补与税收贡献挂钩（采纳）" in made
    assert "条例第八条第（二）项　第二条　指定经营者（待定）" in made
    assert made.count("未发现违反本条的情形") == 2
    assert "与税收挂钩" in made
    assert "属于审查范围：涉及奖励" in made
    assert "处以罚款" not in made


def test_an_exception_states_what_the_conclusion_must() -> None:
    """实施办法第二十九条: effect, circumstance, least effect, reasonable end."""
    options = ExportOptions(
        decisions={"fp1:a": decide("fp1:a", Verdict.EXEMPTED)},
        exceptions={
            "fp1:a": GrantedException(
                circumstance="救灾救助",
                no_milder_way="已比较普惠方案",
                ends="灾后重建结束",
                until=date(2027, 6, 30),
            )
        },
    )

    made = form("competition", options)

    assert "排除、限制竞争效果：" in made
    assert "适用情形：救灾救助" in made
    assert "对公平竞争不利影响最小的理由：已比较普惠方案" in made
    assert "实施期限或者终止条件的合理性：灾后重建结束，至 2027-06-30 止" in made


def test_an_exemption_without_its_reasons_leaves_them_to_a_person() -> None:
    """What the conclusion must state is not made up."""
    made = form("competition", ExportOptions(decisions={"fp1:a": decide("fp1:a", Verdict.EXEMPTED)}))

    assert "对公平竞争不利影响最小的理由：（待填写）" in made


def test_a_claimed_exception_is_named_as_undecided() -> None:
    """The draft claims it; nobody has granted it."""
    claimed = make_finding(
        DOCUMENT, "指定甲公司", exception=CompetitionException(claimed=True, missing=("实施期限",))
    )

    made = text(export_form("competition", make_report(DOCUMENT, claimed, profile=PROFILE), DOCUMENT))

    assert "文中主张适用例外规定，尚缺：实施期限；尚未决定是否适用" in made


def test_the_legality_opinion_states_what_was_found_in_order() -> None:
    """What was looked at stands there too, not only what was wrong."""
    made = form("legality")

    assert "是否违法设定行政处罚\t违规 1 处（第三条）" in made
    assert "是否违法设定行政许可\t未发现问题" in made
    assert "处以罚款" in made
    assert "按税收贡献给予奖励" not in made


def test_what_was_not_reviewed_is_not_called_in_order() -> None:
    """Only one family was run."""
    made = form("legality", ExportOptions(families=frozenset({"disclosure"})))

    assert "未发现问题" not in made
    assert "是否违法设定行政许可\t本次未审查" in made


@pytest.mark.parametrize("name", FORMS)
def test_an_incomplete_review_never_reads_like_a_clean_one(name: str) -> None:
    """The parts that were not read are listed, and no check says that nothing was found without them."""
    unread = (Unread(part="第3页", reason="没有文字层", remedy="请识别后再提交"),)

    made = text(export_form(name, make_report(DOCUMENT, profile=PROFILE, unread=unread), DOCUMENT))

    assert "未完整审查" in made
    assert "第3页：没有文字层" in made
    assert "已读部分" in made
    assert "\t未发现" not in made


def test_the_disclosure_form_begins_with_what_presses_most() -> None:
    """P0 before P3."""
    later = make_finding(
        DOCUMENT, "某市", family="disclosure", kind="person.email", handling=Handling.P3,
        severity=Severity.RISK, title="邮箱",
    )  # fmt: skip

    made = text(export_form("disclosure", make_report(DOCUMENT, later, FINDINGS[3]), DOCUMENT))

    assert made.index("P1 须删除或者不可逆遮蔽") < made.index("P3 提示删除")


# --- templates of an office -----------------------------------------------------------------------


def fill(body: str, name: str = "legality", **more: object) -> bytes:
    return export_form(name, report(), DOCUMENT, template=make_docx(body, **more))  # type: ignore[arg-type]


def test_an_office_uses_its_own_template() -> None:
    """Placeholders in text, in a header, and split over runs as Word leaves them."""
    body = (
        paragraph("关于{{文件名称}}的意见")
        + f"<w:p>{run('结论：{{结', '<w:b/>')}{run('论}}')}{run('。')}</w:p>"
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    )

    made = text(fill(body, parts={"header1": paragraph("{{签发状态}}")}))

    assert made == "未签发\n关于某市扶持规定的意见\n结论：待定（未签发）。"


def test_a_row_is_repeated_for_each_finding() -> None:
    """The head row stays."""
    rows = table(cell("条款") + cell("原文"), cell("{{审查发现.条款}}") + cell("“{{审查发现.原文}}”"))

    made = text(fill(rows, "competition"))

    assert made == "条款\t原文\n第一条\t“按税收贡献给予奖励”\n第二条\t“指定甲公司”"


def test_a_table_without_rows_says_so() -> None:
    """An empty table could be one that was forgotten."""
    rows = table(cell("条款") + cell("原文"), cell("{{审查发现.条款}}") + cell("{{审查发现.原文}}"))
    empty = make_report(DOCUMENT, profile=PROFILE)

    made = text(export_form("legality", empty, DOCUMENT, template=make_docx(rows)))

    assert made.splitlines()[-1].startswith("无")


@pytest.mark.parametrize(
    ("body", "placeholder", "remedy"),
    [
        (paragraph("{{文件名}}"), "文件名", "可用的名称有：文件名称"),
        (paragraph("{{审查发现.原文}}"), "审查发现.原文", "移到表格里"),
        (table(cell("{{审查发现.全文}}")), "审查发现.全文", "审查发现.原文"),
        (table(cell("{{意见.原文}}")), "意见.原文", "可用的名称有"),
    ],
)
def test_a_wrong_placeholder_is_named(body: str, placeholder: str, remedy: str) -> None:
    """With what may stand there instead; no half-filled form is given out."""
    with pytest.raises(TemplateError, match="占位符") as caught:
        fill(body)

    assert caught.value.placeholder == placeholder
    assert remedy in str(caught.value)


def test_a_template_that_is_no_docx_is_refused() -> None:
    """With the remedy of every unreadable file."""
    with pytest.raises(UnreadableDocument):
        export_form("legality", report(), DOCUMENT, template=b"%PDF-1.7")


def test_values_are_text_and_never_placeholders() -> None:
    """A draft whose title holds braces or markup changes nothing of the form."""
    profile = Profile(title=ReadValue(value="<w:p>{{结论}}&\x07"))

    made = text(
        export_form(
            "legality", report(profile=profile), DOCUMENT, template=make_docx(paragraph("《{{文件名称}}》"))
        )
    )

    assert made == "《<w:p>{{结论}}&\ufffd》"


def test_a_draft_that_quotes_braces_asks_for_nothing() -> None:
    """What stands in a row is not looked at again."""
    quoted = make_report(DOCUMENT, make_finding(DOCUMENT, "填写{{结论}}"), profile=PROFILE)

    made = export_form("competition", quoted, DOCUMENT)

    assert "“填写{{结论}}”" in text(made)


def test_parts_without_placeholders_keep_their_bytes() -> None:
    """An office's seal, styles and footers are not rewritten."""
    template = make_docx(
        paragraph("{{结论}}"),
        parts={"footer1": paragraph("某市司法局"), "styles": ""},
        members={"word/media/seal.png": b"\x89PNG"},
    )

    made = export_form("legality", report(), DOCUMENT, template=template)

    with zipfile.ZipFile(io.BytesIO(template)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]


def test_the_page_of_templates_lists_every_placeholder() -> None:
    """What exists is documented."""
    page = Path("reviewer/exporters/forms/README.md").read_text(encoding="utf-8")

    single = [*COMMON, *COMPETITION, *DISCLOSURE]
    rows = [*(f"审查发现.{name}" for name in FINDING_ROW), *(f"检查项目.{name}" for name in CHECK_ROW)]
    assert [name for name in (*single, *rows) if f"`{{{{{name}}}}}`" not in page] == []
    assert [name for name in FORMS if f"`{name}`" not in page] == []


def test_the_same_review_gives_the_same_bytes() -> None:
    """No clock in it."""
    assert export_form("legality", report(), DOCUMENT) == export_form("legality", report(), DOCUMENT)


@pytest.mark.parametrize("name", FORMS)
def test_libreoffice_opens_the_form(name: str, tmp_path: Path) -> None:
    """As a PDF of the pages that an officer would print."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
    (tmp_path / "form.docx").write_bytes(export_form(name, report(), DOCUMENT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=120)

    from reviewer.extraction import extract

    read = extract((tmp_path / "form.pdf").read_bytes(), "form.pdf")
    assert "待定（未签发）" in read.text.replace("\n", "")
