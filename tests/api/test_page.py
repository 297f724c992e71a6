"""The page in a real browser: drop a file, read it annotated."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from api.app import create_app
from api.settings import Settings

DRAFT = """青溪县促进工业发展若干措施
第一条 为了促进工业发展，制定本措施。
第二条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。
第三条 <script>document.title="broken"</script>联系人张某，电话13800138000。
"""
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A served page on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(port=port)), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def chromium() -> str:
    """Path of Debian's Chromium; missing in CI is a failure."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing")
        pytest.skip("未安装 chromium，请安装后再运行本测试")
    return path


def test_a_dropped_file_is_shown_annotated(address: str, chromium: str, tmp_path: Path) -> None:
    """Findings stand in text and list, keys walk through them, nothing foreign is loaded or run."""
    from playwright.sync_api import sync_playwright

    draft = tmp_path / "草案.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        requested: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.goto(address)

        page.set_input_files("#file", str(draft))
        page.wait_for_selector(".finding", timeout=60_000)

        assert page.locator("mark").count() >= 2
        assert "给予奖励" in page.locator("article.document").inner_text()
        assert page.title() != "broken"
        page.keyboard.press("j")
        assert page.locator('.finding[aria-current="true"]').count() == 1
        assert all(url.startswith(address) for url in requested)
        assert complaints == []
        browser.close()


def test_the_page_works_without_script(address: str, chromium: str) -> None:
    """Pasted text, a plain form, and the same result."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(address)
        page.fill("#text", DRAFT)
        page.click("button[type=submit]")
        page.wait_for_selector(".finding", timeout=60_000)

        assert page.locator(".finding").count() >= 1
        browser.close()
