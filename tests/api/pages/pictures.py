"""Writes the pictures of the user's guide in a real browser: ``python -m tests.api.pages.pictures``.

Each picture is what a screen of 1366 by 768 shows of the sample draft.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from api.settings import Settings
from tests.api.pages.conftest import PATIENCE_MS, SAMPLE, free_port, serving
from tests.api.pages.test_day import mended, upload
from tests.conftest import ARGUMENTS

FOLDER = Path(__file__).resolve().parents[3] / "api" / "guides" / "pictures"
WIDTH, HEIGHT = 1366, 768
LARGEST_BYTES = 200_000
NAMES = ("home", "review", "keys", "reject", "exception", "export", "versions", "sign_off", "audit")
# Few colours are on these pages, and a page of text compresses to a third with a palette.
_COLOURS = 256
# The content security policy of the pages forbids `wait_for_function`.
_STILL = """Promise.race([
  Promise.allSettled(document.getAnimations().map((one) => one.finished)),
  new Promise((done) => setTimeout(done, 1500)),
]).then(() => true)"""
_DAY = date(2026, 11, 23)
_DRAFTS = {
    "云岭县招商若干措施.txt": "云岭县招商若干措施\n"
    "第一条　对将注册地迁入本县的企业，一次性给予二百万元落户奖励。\n"
    "第二条　政府投资项目优先选用本县注册的企业。\n云岭县人民政府\n2024年3月4日\n",
    "关于报送总结的通知.txt": "关于报送总结的通知\n请于年底前报送工作总结。联系人电话13800002222。\n",
    "停车场管理办法.txt": "云岭县停车场管理办法\n第一条　擅自停用停车场的，由县城市管理局处以五千元罚款。\n"
    "第二条　设立停车场须经县城市管理局批准。\n云岭县人民政府\n2023年6月1日\n",
}


def write_pictures(folder: Path = FOLDER) -> None:
    """Take all pictures anew."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, _browser() as browser:
        settings = Settings(port=free_port(), data_folder=Path(work) / "data", workers=1, today=_DAY)
        with serving(settings) as address:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", locale="zh-CN"
            )
            page.set_default_timeout(PATIENCE_MS)
            _officer(page, address, Path(work), folder)
            _auditor(page, address, Path(work), folder)


def _officer(page: Page, address: str, work: Path, folder: Path) -> None:
    upload(page, address, SAMPLE)
    page.click("#f-4 .head")
    _take(page, folder, "review")
    page.keyboard.press("?")
    _take(page, folder, "keys")
    page.keyboard.press("Escape")
    page.click("#f-2 .head")
    page.keyboard.press("a")
    page.wait_for_selector('.finding[data-verdict="accepted"]')
    page.keyboard.press("r")
    page.wait_for_selector(".finding.open [data-panel]:visible")
    _take(page, folder, "reject")
    page.keyboard.press("1")
    page.wait_for_selector('.finding[data-verdict="rejected"]')
    _exception(page, folder)
    page.click("text=导出")
    _take(page, folder, "export")
    page.goto(address)
    _take(page, folder, "home")
    page.go_back()
    page.click("text=上传修改稿")
    page.set_input_files("input[name=file]", str(mended(work)))
    page.click("text=上传并审查")
    page.wait_for_selector("#review")
    page.click("text=第 2 版 · 比较版本")
    page.wait_for_selector(".solved .count")
    _take(page, folder, "versions")
    page.click("text=第 2 版 >> nth=0")
    page.click("text=签发意见")
    page.check("input[value=passed_after_changes]")
    page.fill("textarea[name=statement]", "按审查意见修改后通过。")
    page.fill("input[name=author]", "林晓岚")
    _take(page, folder, "sign_off")


def _exception(page: Page, folder: Path) -> None:
    """The form of article 12, filled in."""
    page.select_option("select[name=family]", "fair_competition")
    page.wait_for_load_state()
    page.click(".finding:visible >> nth=2 >> .head")
    page.keyboard.press("e")
    form = page.locator(".finding.open form.exception")
    form.locator("select").select_option(index=1)
    form.locator("[name=no_milder_way]").fill("已比较普惠补贴、公共检测平台等方案，均不能在期限内达到目的。")
    form.locator("[name=ends]").fill("实施至2027年底。")
    form.locator("[name=until]").fill("2027-12-31")
    form.scroll_into_view_if_needed()
    _take(page, folder, "exception")
    page.keyboard.press("Escape")
    page.select_option("select[name=family]", "")
    page.wait_for_load_state()


def _auditor(page: Page, address: str, work: Path, folder: Path) -> None:
    """An audit of a few files, when it has ended."""
    source = work / "现行文件"
    source.mkdir()
    for name, text in _DRAFTS.items():
        (source / name).write_text(text, encoding="utf-8")
    shutil.copy(SAMPLE, source / "青溪县若干措施.docx")
    page.goto(f"{address}/audits")
    page.fill("input[name=source]", str(source))
    page.fill("input[name=name]", "2026年度规范性文件清理")
    page.click("text=开始 >> nth=-1")
    page.wait_for_selector(".audit-files")
    page.locator("p.hint").first.evaluate("note => note.textContent = '来源：/srv/现行文件'")
    page.locator("h2:has-text('结果')").evaluate("title => title.scrollIntoView()")
    _take(page, folder, "audit")


def _take(page: Page, folder: Path, name: str) -> None:
    """One picture, once everything stands still."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(_STILL)
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        small = shot.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(folder / f"{name}.png", optimize=True)


@contextmanager
def _browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=[*ARGUMENTS, "--lang=zh-CN"], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        yield launched
        launched.close()


if __name__ == "__main__":
    write_pictures()
