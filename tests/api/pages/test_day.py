"""An officer's day in a real browser: upload, decide by keyboard, next version, sign off, export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document as WordDocument
from playwright.sync_api import Page

from api.accounts.people import create_user, first_administrator, set_own_password
from api.accounts.roles import LOCAL_ACTOR
from api.accounts.settings import AccessSettings
from api.settings import Settings
from api.store.base import utc_now
from api.store.database import Database
from api.store.migrate import upgrade
from api.store.people import Role
from reviewer.extraction import extract
from tests.api.pages.conftest import SAMPLE, Watched, free_port, serving
from tests.reviewer.exporters.word_files import converted, marked_texts

_OFFICER, _PASSWORD = "lin.xiaolan", "明月几时有把酒 1076"
# What was rejected gets no comment, and the words of a header cannot bear one.
_SHOWN = ".finding:not([data-verdict=rejected])"
_QUOTES = """cards => cards.filter(card => !card.querySelector(".place").textContent.includes("页眉"))
    .map(card => card.querySelector("blockquote").textContent)"""


def _verdict(page: Page, number: str) -> str | None:
    return page.get_attribute(f"#f-{number}", "data-verdict")


def _current(page: Page) -> str:
    number = page.get_attribute('.finding[aria-current="true"]', "data-number")
    assert number is not None
    return number


def _decided(page: Page) -> int:
    return page.locator('.finding:not([data-verdict="none"])').count()


def upload(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    page.set_input_files("#file", str(path))
    page.wait_for_selector(".finding.open")


def _reload(page: Page) -> None:
    """Keys work once the first finding is open."""
    page.reload()
    page.wait_for_selector(".finding.open")


def mended(folder: Path) -> Path:
    """The sample with its fourth article rewritten."""
    document = WordDocument(str(SAMPLE))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("第五条"):
            paragraph.runs[0].text = "第五条　对完成节能改造的企业，按照统一标准给予补助。"
            for run in paragraph.runs[1:]:
                run.text = ""
    path = folder / "修改稿.docx"
    document.save(str(path))
    return path


def _serious(page: Page) -> list[str]:
    """Serious faults of a page for axe-core."""
    faults = Axe().run(page).response["violations"]
    return [f"{page.url} {fault['id']}" for fault in faults if fault["impact"] in ("serious", "critical")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    """The address of an application with accounts, and an officer who has a password."""
    settings = Settings(
        port=free_port(), data_folder=tmp_path, workers=1, access=AccessSettings(accounts=True)
    )
    database = Database(settings.database_url)
    upgrade(database)
    with database.writing() as session:
        first_administrator(session, utc_now())
        officer, once = create_user(
            session, LOCAL_ACTOR, name=_OFFICER, role=Role.REVIEWER, unit="青溪县司法局", now=utc_now()
        )
        set_own_password(session, LOCAL_ACTOR, officer, _PASSWORD, former=once, now=utc_now())
    database.close()
    with serving(settings) as address:
        yield address


def test_the_whole_day_of_an_officer(watched: Watched, office: str, tmp_path: Path) -> None:
    """Sign in, upload, decide by keys, next version, sign off, export; no serious fault, nothing foreign."""
    page, faults = watched.page, list[str]()
    page.goto(office)
    faults += _serious(page)
    page.fill("input[name=name]", _OFFICER)
    page.fill("input[name=password]", _PASSWORD)
    page.click("button:has-text('登录')")
    page.wait_for_selector("main.home")
    faults += _serious(page)
    page.set_input_files("#file", str(SAMPLE))
    page.wait_for_selector(".finding.open")
    faults += _serious(page)
    total = page.locator(".finding").count()

    page.keyboard.press("j")
    accepted = _current(page)
    page.keyboard.press("a")
    page.wait_for_selector(f'#f-{accepted}[data-verdict="accepted"]')
    rejected = _current(page)
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.wait_for_selector(f'#f-{rejected}[data-verdict="rejected"]')
    deferred = _current(page)
    page.keyboard.press("d")
    page.fill(f"#f-{deferred} textarea[name=reason]", "等待市场监管部门答复")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#f-{deferred}[data-verdict="deferred"]')
    page.keyboard.press("u")
    page.wait_for_selector(f'#f-{deferred}[data-verdict="none"]')
    page.keyboard.press("m")
    page.wait_for_selector(f"#f-{deferred} .holder")
    page.keyboard.press("a")
    page.wait_for_selector(f'#f-{deferred}[data-verdict="accepted"]')
    page.keyboard.press("u")
    page.wait_for_selector(f'#f-{deferred}[data-verdict="none"]')
    _reload(page)

    assert len({accepted, rejected, deferred}) == 3
    assert _verdict(page, accepted) == "accepted"
    assert "误报" in (page.text_content(f"#f-{rejected} [data-decided]") or "")
    assert _decided(page) == 2
    assert page.inner_text("#meter-words") == f"已决定 2 / {total}"

    page.click("text=上传修改稿")
    page.set_input_files("input[name=file]", str(mended(tmp_path)))
    page.click("text=上传并审查")
    page.wait_for_selector("#review")
    assert _decided(page) == 2
    page.click("text=第 2 版 · 比较版本")
    faults += _serious(page)
    assert int(page.inner_text(".solved .count")) >= 1
    assert page.locator("del").count() >= 1
    page.click("text=第 2 版 >> nth=0")
    page.wait_for_selector(".finding.open")
    quotes = page.eval_on_selector_all(_SHOWN, _QUOTES)

    page.click("text=签发意见")
    faults += _serious(page)
    page.check("input[value=passed_after_changes]")
    page.fill("textarea[name=statement]", "按审查意见修改后通过。")
    page.click("form button:has-text('签发')")
    page.wait_for_selector(".signed")
    with page.expect_download() as waiting:
        page.click("text=原件加批注（docx）")
    content = Path(waiting.value.path()).read_bytes()

    again = converted(converted(content, "odt", tmp_path / "odt"), "docx", tmp_path / "docx")
    marked = Counter(marked_texts(extract(content, "批注.docx")))
    assert Counter(marked_texts(extract(again, "批注.docx"))) == marked
    assert not Counter(quotes) - marked
    assert len(quotes) >= 20
    assert faults == []
    assert watched.foreign(office) == []
    assert watched.complaints == []


def test_bulk_decisions_and_their_undo(watched: Watched, address: str) -> None:
    """One rule in one act; u takes all of it back, after a reload too."""
    page = watched.page
    upload(page, address, SAMPLE)

    page.keyboard.press("b")
    several = page.locator("#bulk [name=rule] option").first.get_attribute("data-ids")
    page.select_option("#bulk [name=rule]", index=0)
    page.check("#bulk input[value=rejected]")
    page.select_option("#bulk [name=reason_code]", "false_positive")
    page.click("#bulk [data-submit]")
    page.wait_for_selector(".toast")
    decided = _decided(page)
    _reload(page)
    page.keyboard.press("u")
    page.wait_for_selector("#meter-words:has-text('已决定 0')")

    assert several is not None
    assert decided == len(several.split())
    assert watched.complaints == []


def test_filters_keys_and_help(watched: Watched, address: str) -> None:
    """The address keeps the filter; ? names the keys; / leads to the search."""
    page = watched.page
    upload(page, address, SAMPLE)
    total = page.locator(".finding").count()

    page.select_option("select[name=family]", "disclosure")
    shown = page.locator(".finding:visible").count()
    page.keyboard.press("Escape")
    _reload(page)
    page.keyboard.press("?")
    keys = page.inner_text("#help-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")

    assert 0 < shown < total
    assert "family=disclosure" in page.url
    assert page.locator(".finding:visible").count() == shown
    assert "不采纳" in keys
    assert page.evaluate("document.activeElement.id") == "search"
    assert watched.complaints == []


def test_an_exception_is_asked_for_and_granted(watched: Watched, address: str) -> None:
    """All three conditions and an end date; the grant decides the finding."""
    page = watched.page
    upload(page, address, SAMPLE)
    page.select_option("select[name=family]", "fair_competition")
    page.click(".finding:visible >> nth=0 >> .head")
    number = _current(page)

    page.keyboard.press("e")
    form = page.locator(f"#f-{number} form.exception")
    form.locator("select").select_option(index=1)
    form.locator("[name=no_milder_way]").fill("已比较普惠补贴等方案，均不能达到目的。")
    form.locator("[name=ends]").fill("实施至2027年底。")
    form.locator("[name=until]").fill("2027-12-31")
    form.locator("button").first.click()
    page.click(f"#f-{number} .exemption button:has-text('同意') >> nth=0")
    page.wait_for_selector(f'#f-{number}[data-verdict="exempted"]')

    assert "2027-12-31" in (page.text_content(f"#f-{number} [data-decided]") or "")
    assert watched.complaints == []


def test_comments_stay(watched: Watched, address: str) -> None:
    """A comment is there after a reload, and stands in the log of the review."""
    page = watched.page
    upload(page, address, SAMPLE)
    page.keyboard.press("c")
    page.fill(".finding.open .comment textarea", "请起草单位补充依据")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".finding.open .comments li")
    number = _current(page)
    _reload(page)

    page.click(f"#f-{number} .head")
    page.keyboard.press("c")
    page.wait_for_selector(f"#f-{number} .comments li")
    page.wait_for_selector(f"#f-{number} .log td")

    assert "请起草单位补充依据" in page.inner_text(f"#f-{number} .comments")
    assert "批注" in page.inner_text(f"#f-{number} .log")
    assert watched.complaints == []


def test_a_deleted_document_comes_back(watched: Watched, address: str, tmp_path: Path) -> None:
    """Deleting asks first; the trash restores."""
    page = watched.page
    path = tmp_path / "误删的草案.txt"
    path.write_text("青溪县若干措施\n第一条 对迁入本县的企业，一次性给予五十万元奖励。", encoding="utf-8")
    upload(page, address, path)
    page.on("dialog", lambda dialog: dialog.accept())

    page.click("text=上传修改稿")
    page.click("button:has-text('删除文件')")
    page.wait_for_selector("main.home")
    gone = page.locator(f"text={path.name}").count()
    page.click("text=回收站")
    row = page.locator("tr, li").filter(has_text=path.name)
    row.locator("button:has-text('恢复')").first.click()
    row.first.wait_for(state="detached")
    page.goto(address)

    assert gone == 0
    assert page.locator(f"text={path.name}").count() == 1
    assert watched.complaints == []
