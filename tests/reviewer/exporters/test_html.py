"""The report as a page."""

from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser

from reviewer.document import Span, Unread
from reviewer.exporters import export, load_exporter
from reviewer.exporters.entry import ExportOptions, Reviewed, Unreviewed
from reviewer.finding import CompetitionException, Handling, Severity
from reviewer.report import Considered, Profile, ReadValue
from tests.factories import make_document, make_finding, make_report

_HOSTILE = "<img src=x onerror=document.title='hit'>\"'&"


class _Page(HTMLParser):
    """Collects what a page links to and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value:
                self.links.append(value)
            if name in {"src", "srcset", "data", "action"} or name.startswith("on"):
                self.loads.append(f"{tag} {name}")


def _parse(page: bytes) -> _Page:
    parsed = _Page()
    parsed.feed(page.decode())
    return parsed


def _hostile_page() -> bytes:
    document = make_document(f"{_HOSTILE}\n第一条 {_HOSTILE}按照地方贡献给予奖励。", name=f"{_HOSTILE}.txt")
    finding = make_finding(
        document,
        f"{_HOSTILE}按照",
        title=_HOSTILE,
        message=_HOSTILE,
        suggestion=_HOSTILE,
        clause=_HOSTILE,
        rule=_HOSTILE,
        kind=_HOSTILE,
        fix=_HOSTILE,
        handling=Handling.P1,
        exception=CompetitionException(claimed=True, missing=(_HOSTILE,)),
    )
    report = make_report(
        document,
        finding,
        profile=Profile(title=ReadValue(value=_HOSTILE), kind=ReadValue(value=_HOSTILE)),
        unread=(Unread(part=_HOSTILE, reason=_HOSTILE, remedy=_HOSTILE),),
        considered=(Considered(rule=_HOSTILE, span=Span(0, 1), quote=_HOSTILE, reason=_HOSTILE),),
    )
    entries = [Reviewed(report=report, document=document), Unreviewed(name=_HOSTILE, error=_HOSTILE)]
    return b"".join(load_exporter("html")(entries, ExportOptions()))


def test_everything_from_a_document_is_escaped() -> None:
    """No text of a draft, file name or rule becomes an element or an attribute."""
    parsed = _parse(_hostile_page())

    assert not parsed.tags & {"img", "script", "iframe", "object", "link"}
    assert parsed.loads == []


def test_page_needs_nothing_else() -> None:
    """No script, no style sheet, picture or font of another place, and a policy that forbids them."""
    document = make_document("第一条 按照地方贡献给予奖励。")
    page = export("html", make_report(document, make_finding(document, "按照")), document, masked=False)

    parsed = _parse(page)

    assert parsed.loads == []
    assert all(link.startswith("#") for link in parsed.links)
    assert b"default-src 'none'" in page
    assert b"url(" not in page
    assert b"@import" not in page


def test_scope_of_fair_competition_review_is_told_with_its_reason() -> None:
    """A document outside scope says why, and is no empty result."""
    document = make_document("干部考勤。")
    scope = ReadValue(value="not_concerned", reason="全文没有经济活动")
    report = make_report(document, profile=Profile(competition_scope=scope))

    page = export("html", report, document).decode()

    assert "不属于审查范围：全文没有经济活动" in page


def test_every_link_has_its_target() -> None:
    """Mark and card lead to each other, also where one page shows several documents."""
    document = make_document("第一条 按照地方贡献给予奖励。")
    report = make_report(
        document, make_finding(document, "按照"), make_finding(document, "奖励", severity=Severity.RISK)
    )
    entries = [Reviewed(report=report, document=document)] * 2

    parsed = _parse(b"".join(load_exporter("html")(entries, ExportOptions())))

    assert len(parsed.ids) == len(set(parsed.ids)) == 8
    assert {link.removeprefix("#") for link in parsed.links} == set(parsed.ids)


def test_incomplete_report_shows_a_banner_with_the_list() -> None:
    """It never reads like a clean one."""
    document = make_document("第一条 略。")
    unread = Unread(part="第3页", reason="没有文字层", remedy="请安装 OCR 组件")

    page = export("html", make_report(document, unread=(unread,)), document, masked=False).decode()

    assert "未完整审查" in page
    assert "第3页：没有文字层。请安装 OCR 组件" in page
    assert "未发现问题" not in page


@pytest.mark.parametrize("severity", list(Severity))
def test_severity_is_told_by_word_and_shape(severity: Severity) -> None:
    """Colour is never the only sign."""
    document = make_document("第一条 按照地方贡献给予奖励。")

    page = export(
        "html",
        make_report(document, make_finding(document, "按照", severity=severity)),
        document,
        masked=False,
    )

    signs = {Severity.VIOLATION: "■违规1", Severity.RISK: "▲风险1", Severity.ADVICE: "●提示1"}
    assert page.decode().count(signs[severity]) == 2


def test_no_script_runs_in_a_browser(browser: Browser) -> None:
    """Chromium shows the hostile text literally; the title stays that of the page."""
    page = browser.new_page()

    page.set_content(_hostile_page().decode())
    shown = page.inner_text("body")
    title = page.title()
    page.close()

    assert title == "审查报告"
    assert _HOSTILE in shown


def test_masked_page_holds_neither_text_nor_value() -> None:
    """Whoever may not see the document gets the findings alone, dismissed ones hidden too."""
    document = make_document("联系人：林晓岚，电话13912345678。")
    finding = make_finding(
        document, "13912345678", masked_quote="139****5678", message="此处为手机号“139****5678”。"
    )
    dismissed = Considered(rule="disclosure/phone", span=Span(10, 21), quote="13912345678", reason="公开电话")
    report = make_report(document, finding, considered=(dismissed,))

    masked = export("html", report, document).decode()
    exact = export("html", report, document, masked=False).decode()

    assert "13912345678" not in masked
    assert "林晓岚" not in masked
    assert "139****5678" in masked
    assert "13912345678" in exact
