"""Reading a result: without script, on the original pages, and whatever stands in the draft."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.api.pages.conftest import PATIENCE_MS, Watched
from tests.reviewer.extraction.docx_files import make_docx, paragraph, relationship
from tests.reviewer.extraction.ofd_files import make_ofd, page_of, text_object
from tests.reviewer.extraction.pdf_files import set_pages

DRAFT = """青溪县促进工业发展若干措施
第一条 为了促进工业发展，制定本措施。
第二条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。
第三条 <script>document.title="broken"</script><img src=x onerror=alert(1)>联系人张某，电话13800138000。
"""
_PARAGRAPHS = DRAFT.splitlines()[:3]


def _upload(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    page.set_input_files("#file", str(path))
    page.wait_for_selector(".finding.open")


def test_upload_and_reading_need_no_script(browser: Browser, address: str) -> None:
    """Pasted text, a plain form, every finding readable, the filter in the address."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)

    page.fill("#text", DRAFT)
    page.click("noscript button, form button:has-text('审查这段文字')")
    while page.locator(".finding").count() == 0:
        page.wait_for_timeout(200)
        page.reload()

    assert page.locator(".finding .message").first.is_visible()
    page.goto(page.url + "?family=disclosure")
    shown = page.locator(".finding:visible")
    assert shown.count() >= 1
    assert all(card.get_attribute("data-family") == "disclosure" for card in shown.all())
    context.close()


def test_a_document_outside_scope_shows_the_reason(browser: Browser, address: str) -> None:
    """Not an empty result: whether a fair competition review applies, and why, stands in the head."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)

    page.fill("#text", "关于调整干部考勤时间的通知\n机关工作人员每天八时三十分到岗。")
    page.click("noscript button, form button:has-text('审查这段文字')")
    while page.locator(".scope").count() == 0:
        page.wait_for_timeout(200)
        page.reload()

    shown = page.locator(".scope").inner_text()
    assert "不属于审查范围" in shown
    assert "第二条" in shown
    context.close()


def test_a_draft_runs_nothing(watched: Watched, address: str, tmp_path: Path) -> None:
    """Markup in a draft and in its name is shown literally."""
    path = tmp_path / "<img src=x onerror=alert(1)>.txt"
    path.write_text(DRAFT, encoding="utf-8")

    _upload(watched.page, address, path)

    assert '<script>document.title="broken"</script>' in watched.page.inner_text("#text")
    assert watched.page.title() != "broken"
    assert watched.complaints == []


def test_pages_of_a_pdf_show_boxes(watched: Watched, address: str, tmp_path: Path) -> None:
    """The page as a picture, a box on every finding that stands on it, one click leads to the card."""
    page = watched.page
    path = tmp_path / "草案.pdf"
    path.write_bytes(set_pages(_PARAGRAPHS))
    _upload(page, address, path)

    page.keyboard.press("o")
    page.wait_for_selector("#original .box")
    picture = page.locator("#original img").first
    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")
    box = page.locator("#original .box").last
    number = box.get_attribute("data-f")
    box.locator("rect").click()
    width = picture.evaluate("image => image.naturalWidth")

    assert width > 1000
    assert page.get_attribute('.finding[aria-current="true"]', "data-number") == number
    assert page.locator(f'#original .box.current[data-f="{number}"]').count() >= 1
    assert watched.foreign(address) == []
    assert watched.complaints == []


def test_pages_of_an_ofd_are_drawn_from_its_text(watched: Watched, address: str, tmp_path: Path) -> None:
    """The page says that it is drawn; the characters stand in it, and the boxes over them."""
    page = watched.page
    lines = [text_object(line, 25, 40 + 12 * index, 4.0) for index, line in enumerate(_PARAGRAPHS)]
    path = tmp_path / "草案.ofd"
    path.write_bytes(make_ofd(page_of(*lines)))
    _upload(page, address, path)

    page.click("#tab-original")
    page.wait_for_selector("#original .box")

    assert "OFD 的文字对象" in page.inner_text("#original")
    drawn = "".join(page.locator("#original .glyphs text").all_text_contents())
    assert "给予奖励" in drawn
    assert watched.complaints == []


def test_an_unreadable_file_is_told_with_its_remedy(watched: Watched, address: str, tmp_path: Path) -> None:
    """Beside the file's name, in words; the other files go on."""
    page = watched.page
    broken, good = tmp_path / "坏文件.docx", tmp_path / "好文件.txt"
    broken.write_bytes(b"PK\x03\x04 not a package")
    good.write_text(DRAFT, encoding="utf-8")
    page.goto(address)

    page.set_input_files("#file", [str(broken), str(good)])
    page.click("#start")
    page.wait_for_selector(".files li.bad")
    page.wait_for_selector(".files a")

    assert "请" in page.inner_text(".files li.bad .file-state")
    assert watched.foreign(address) == []


def test_a_submission_names_what_is_missing(watched: Watched, address: str, tmp_path: Path) -> None:
    """Draft and explanation together: the preliminary opinion is missing, before and after."""
    page = watched.page
    draft, explanation = tmp_path / "若干措施.txt", tmp_path / "起草说明.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    explanation.write_text("关于若干措施的起草说明\n一、必要性。为了促进工业发展。", encoding="utf-8")
    page.goto(address)

    page.set_input_files("#file", [str(draft), str(explanation)])
    page.check("#together-box")
    told = page.inner_text("#missing")
    page.click("#start")
    page.wait_for_selector(".files li:nth-child(2) a")
    page.click(".files a >> nth=0")
    page.wait_for_selector(".finding.open")

    assert "初审意见" in told
    assert "送审材料不齐：" in page.inner_text("main")
    assert "初审意见" in page.inner_text(".incomplete")


def test_text_is_checked_while_it_is_written(watched: Watched, address: str) -> None:
    """Findings come when the writer pauses, and go when the text is mended."""
    page = watched.page
    page.goto(f"{address}/check")

    page.fill("#live-text", "𠮷对迁入本县的企业，一次性给予五十万元奖励。")
    page.wait_for_selector("#found li")
    page.click("#found button")
    chosen = page.evaluate(
        "(() => { const f = document.getElementById('live-text');"
        " return f.value.slice(f.selectionStart, f.selectionEnd); })()"
    )
    quote = page.inner_text("#found q")
    page.fill("#live-text", "对完成节能改造的企业给予同等补助。")
    page.wait_for_selector("#live-count:has-text('未发现问题')")

    assert chosen == quote
    assert page.locator("#found li").count() == 0
    assert watched.complaints == []


def test_what_was_not_read_stands_above_everything(watched: Watched, address: str, tmp_path: Path) -> None:
    """未完整审查 with the part and the remedy, at the top, in the list of documents and at sign-off."""
    page = watched.page
    attached = '<w:p><w:r><w:object><o:OLEObject Type="Embed" r:id="ole1"/></w:object></w:r></w:p>'
    body = paragraph("青溪县若干措施") + attached
    path = tmp_path / "带附件.docx"
    path.write_bytes(
        make_docx(
            body,
            members={"word/embeddings/名单.xlsx": b"PK"},
            relations=relationship("ole1", "package", "embeddings/名单.xlsx"),
        )
    )
    page.goto(address)

    page.set_input_files("#file", str(path))
    page.wait_for_selector("#review")
    banner = page.inner_text(".incomplete")
    page.click("text=签发意见")
    warned = page.inner_text("main")
    page.goto(address)

    assert "未完整审查" in banner
    assert "附件 名单.xlsx" in banner
    assert "本次未完整审查" in warned
    assert "未完整审查" in page.inner_text(f"tr:has-text('{path.name}')")
