"""An exception from its grant to its end in the browser, on days that the test sets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
from playwright.sync_api import Page

from api.jobs.exemptions import enqueue_due
from api.settings import Settings
from api.store.database import Database
from tests.api.pages.conftest import Watched, free_port, serving

_DRAFT = "青溪县若干措施\n第一条 对迁入本县的企业，一次性给予五十万元奖励。\n"


def _settings(folder: Path, today: date) -> Settings:
    return Settings(port=free_port(), data_folder=folder, workers=1, classifiers=False, today=today)


def _review(address: str) -> str:
    sent = {"text": _DRAFT, "name": "措施草案"}
    answer = httpx.post(f"{address}/api/v1/reviews?wait=60", json=sent, timeout=90).json()
    return str(answer["id"])


def _grant(page: Page, address: str, review: str) -> str:
    """Ask for an exception until 10 December and grant it; the number of the finding."""
    page.goto(f"{address}/reviews/{review}?family=fair_competition&certainty=all")
    page.wait_for_selector(".finding.open")
    number = page.get_attribute('.finding[aria-current="true"]', "data-number")
    page.keyboard.press("e")
    form = page.locator(f"#f-{number} form.exception")
    form.locator("select").select_option(index=1)
    form.locator("[name=no_milder_way]").fill("已比较其他方案。")
    form.locator("[name=ends]").fill("实施至2026年12月10日。")
    form.locator("[name=until]").fill("2026-12-10")
    form.locator("button").first.click()
    page.click(f"#f-{number} .exemption button:has-text('同意') >> nth=0")
    page.wait_for_selector(f'#f-{number}[data-verdict="exempted"]')
    return str(number)


def test_an_exception_is_reminded_of_and_reopens_its_finding(watched: Watched, tmp_path: Path) -> None:
    """Told while it runs, in working days; open again after its end, and decided anew."""
    page = watched.page
    with serving(_settings(tmp_path, date(2026, 11, 24))) as address:
        review = _review(address)
        number = _grant(page, address, review)
        page.goto(address)
        running = page.inner_text("section:has(h2:has-text('将到期的例外'))")

    after = _settings(tmp_path, date(2026, 12, 14))
    database = Database(after.database_url, pool_size=1)
    enqueue_due(database, date(2026, 12, 14))
    database.close()
    with serving(after) as address:
        _review(address)  # one worker takes jobs in their order: the job of the day is done by now
        page.goto(address)
        over = page.inner_text("section:has(h2:has-text('将到期的例外'))")
        page.click("section:has(h2:has-text('将到期的例外')) a >> nth=0")
        page.wait_for_selector(".finding.open")
        state = page.get_attribute(f"#f-{number}", "data-verdict")
        chip = page.inner_text(f"#f-{number} [data-chip]")
        told = page.text_content(f"#f-{number} [data-decided]") or ""
        page.click(f"#f-{number} .head")
        page.keyboard.press("a")
        page.wait_for_selector(f'#f-{number}[data-verdict="accepted"]')
        page.goto(address)
        left = page.locator("h2:has-text('将到期的例外')").count()

    assert "还有 12 个工作日" in running
    assert "已超 2 个工作日" in over
    assert (state, chip) == ("none", "再确认")
    assert "适用例外" in told
    assert "例外到期" in told
    assert left == 0
    assert watched.complaints == []
