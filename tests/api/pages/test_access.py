"""Pages for everyone: no serious fault for axe-core, small windows, print, two languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.api.pages.conftest import SAMPLE, Watched

_SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def review_path(address: str) -> str:
    """The path of a finished review of the sample."""
    import httpx

    with SAMPLE.open("rb") as stream:
        sent = httpx.post(f"{address}/api/v1/reviews?wait=60", files={"file": stream}, timeout=90)
    answer = sent.json()
    assert answer["state"] == "done"
    return f"/reviews/{answer['id']}"


def _faults(page: Page) -> list[str]:
    """Serious faults, each with its place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for fault in found
        if fault["impact"] in _SERIOUS
        for node in fault["nodes"][:3]
    ]


@pytest.mark.parametrize("keys", ["", "j", "r", "c", "?", "b"])
def test_the_review_page_has_no_serious_fault(
    watched: Watched, address: str, review_path: str, keys: str
) -> None:
    """As it opens, and with its panels and dialogs open."""
    page = watched.page
    page.goto(address + review_path)
    page.wait_for_selector(".finding.open")

    for key in keys:
        page.keyboard.press(key)

    assert _faults(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/check",
        "/rules",
        "/rules/fair_competition/operating_costs/relocation_reward",
        "/laws?words=反垄断",
        "/rules/own",
        "/rules/releases",
        "/ignore-list",
        "/trash",
        "/audits",
    ],
)
def test_other_pages_have_no_serious_fault(watched: Watched, address: str, path: str) -> None:
    """Home, live check, rules, laws, own rules, releases, ignore list, trash, audits."""
    watched.page.goto(address + path)

    assert _faults(watched.page) == []
    assert watched.foreign(address) == []
    assert watched.complaints == []


@pytest.mark.parametrize("tail", ["/sign-off", "/activity", "/original"])
def test_pages_below_a_review_have_no_serious_fault(
    watched: Watched, address: str, review_path: str, tail: str
) -> None:
    """Sign-off, activity, original pages."""
    watched.page.goto(address + review_path + tail)

    assert _faults(watched.page) == []
    assert watched.complaints == []


def test_versions_that_are_compared_have_no_serious_fault(
    watched: Watched, address: str, review_path: str
) -> None:
    """With two versions, what is solved and new, and the difference of the texts."""
    import httpx

    review = httpx.get(f"{address}/api/v1{review_path}", timeout=60).json()
    with SAMPLE.open("rb") as stream:
        httpx.post(
            f"{address}/api/v1/documents/{review['document']}/versions?wait=60",
            files={"file": stream},
            timeout=90,
        )
    watched.page.goto(f"{address}/documents/{review['document']}")
    watched.page.wait_for_selector(".solved, .unchanged, ins, del, h2")

    assert _faults(watched.page) == []
    assert watched.complaints == []


@pytest.mark.parametrize("size", [(683, 384), (320, 640)])
def test_a_page_enlarged_needs_no_sideways_scrolling(
    watched: Watched, address: str, review_path: str, size: tuple[int, int]
) -> None:
    """1366 by 768 at 200 %, and the 320 pixels of WCAG 1.4.10."""
    page = watched.page
    page.set_viewport_size({"width": size[0], "height": size[1]})

    for path in ("/", review_path, "/rules"):
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], path


def test_words_change_to_english_and_back(watched: Watched, address: str) -> None:
    """The choice is kept from page to page."""
    page = watched.page
    page.goto(address)

    page.click("text=English")
    page.goto(f"{address}/rules")
    english = page.inner_text("h1")
    page.click("text=中文")

    assert english.startswith("Rules")
    assert page.inner_text("h1").startswith("审查规则")
    assert page.get_attribute("html", "lang") == "zh-CN"


def test_paper_shows_findings_whole(watched: Watched, address: str, review_path: str) -> None:
    """Printed, every finding is unfolded and nothing to click remains."""
    page = watched.page
    page.goto(address + review_path)
    page.wait_for_selector(".finding.open")

    page.emulate_media(media="print")

    assert page.locator(".finding .message:visible").count() == page.locator(".finding").count()
    assert page.locator("button:visible").count() == 0
    assert page.pdf()[:5] == b"%PDF-"
