"""Ignore lists in the browser: from a finding, by keyboard; back by one key; a page that can be read."""

from __future__ import annotations

from pathlib import Path

import httpx
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.api.pages.conftest import Watched

_DRAFT = (
    "青溪县若干措施\n"
    "第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。\n"
    "第二条 对在本县登记注册的企业，优先安排项目。\n"
    "第三条 本措施自发布之日起施行，有效期三年。\n"
)


def _upload(page: Page, address: str) -> int:
    answer = httpx.post(
        f"{address}/api/v1/reviews?wait=60", json={"text": _DRAFT, "name": "措施草案"}, timeout=90
    ).json()
    page.goto(f"{address}/reviews/{answer['id']}?certainty=all&order=text")
    page.wait_for_selector(".finding.open")
    return page.locator(".finding").count()


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['target']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_a_finding_is_ignored_taken_back_and_shown_on_the_list(watched: Watched, address: str) -> None:
    """It stays with its reason, counts as done, survives a reload; u and a button bring it back."""
    page = watched.page
    total = _upload(page, address)
    number = page.get_attribute('.finding[aria-current="true"]', "data-number")

    page.keyboard.press("i")
    page.wait_for_selector("form.ignore")
    in_form = _serious(page)
    page.select_option("form.ignore [name=what]", "document rule")
    page.fill("form.ignore [name=reason]", "主管部门已答复")
    page.click("form.ignore button >> nth=0")
    page.wait_for_selector(f'#f-{number}[data-verdict="ignored"]')
    page.reload()
    page.wait_for_selector(".finding.open")
    words = page.text_content(f"#f-{number} [data-decided]") or ""
    meter = page.inner_text("#meter-words")
    page.keyboard.press("u")
    page.wait_for_selector(f'#f-{number}[data-verdict="none"]')

    page.click(f"#f-{number} .head")
    page.keyboard.press("i")
    page.select_option("form.ignore [name=what]", "place")
    page.fill("form.ignore [name=reason]", "此处为引用")
    page.click("form.ignore button >> nth=0")
    page.wait_for_selector(f'#f-{number}[data-verdict="ignored"]')
    page.click(f"#f-{number} .head")
    page.click(f"#f-{number} [data-act=report]")
    page.wait_for_selector(f'#f-{number}[data-verdict="none"]')

    page.goto(f"{address}/ignore-list")
    listed = page.inner_text("main")
    on_list = _serious(page)
    page.click("button:has-text('恢复') >> nth=0")
    page.wait_for_selector("button:has-text('结束')")

    assert in_form == on_list == []
    assert "忽略名单（本文件不报）：主管部门已答复" in words
    assert f"/ {total}" in meter
    assert not meter.startswith("已决定 0")
    assert "主管部门已答复" in listed
    assert "此处为引用" in listed
    assert "已结束" in listed
    assert watched.complaints == []


def test_the_list_speaks_english_too(watched: Watched, address: str) -> None:
    """What is quoted stays Chinese."""
    page = watched.page
    page.goto(f"{address}/ignore-list")

    page.click("text=English")

    assert page.inner_text("h1") == "Ignore list"


def test_an_exported_file_tells_what_is_ignored(watched: Watched, address: str, tmp_path: Path) -> None:
    """The report that is handed on names it among what was dismissed."""
    page = watched.page
    _upload(page, address)
    page.keyboard.press("i")
    page.fill("form.ignore [name=reason]", "上级文件另有规定")
    page.click("form.ignore button >> nth=0")
    page.wait_for_selector('.finding[data-verdict="ignored"]')
    review = page.get_attribute("#review", "data-review")

    report = httpx.get(f"{address}/api/v1/reviews/{review}/exports/html", timeout=60).text

    assert "上级文件另有规定" in report
