"""What makes reviewing quick: lists, groups, chosen replacements, ticks, views, own keys, nothing lost."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.api.pages.conftest import SAMPLE, Watched

_DRAFT = (
    "青溪县促进工业发展若干措施\n"
    "第一条 根据《中华人民共和国行政处罚法》第10条和《中华人民共和国中小企业促进法》第5条，制定本措施。\n"
    "第二条 对在本县注册的企业，给予一次性奖励五十万元。\n"
    "第三条 各乡镇应当加强宣传。\n"
)


@pytest.fixture
def draft(address: str) -> str:
    """The path of a fresh review of a text that has replacements."""
    answer = httpx.post(
        f"{address}/api/v1/reviews?wait=60", json={"text": _DRAFT, "name": "草案"}, timeout=90
    )
    return f"/reviews/{answer.json()['id']}"


@pytest.fixture
def sample(address: str) -> str:
    """The path of a fresh review of the sample."""
    with SAMPLE.open("rb") as stream:
        answer = httpx.post(f"{address}/api/v1/reviews?wait=60", files={"file": stream}, timeout=90)
    return f"/reviews/{answer.json()['id']}"


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(".finding.open")


def _current(page: Page) -> str:
    number = page.get_attribute('.finding[aria-current="true"]', "data-number")
    assert number is not None
    return number


def test_doubtful_findings_stand_in_a_list_of_their_own(watched: Watched, address: str, sample: str) -> None:
    """The sure ones first; s leads on; when they are all decided the doubtful ones follow by themselves."""
    page = watched.page
    _open(page, address + sample)
    sure = page.locator(".finding:visible").count()
    total = page.locator(".finding").count()

    page.keyboard.press("s")
    doubtful = page.locator(".finding:visible").count()
    page.reload()
    page.wait_for_selector(".finding.open")
    kept = page.locator(".finding:visible").count()
    page.check("[name=certainty][value=sure]", force=True)
    page.keyboard.press("b")
    page.select_option("#bulk [name=rule]", "shown")
    page.check("#bulk input[value=accepted]")
    page.click("#bulk [data-submit]")
    page.wait_for_selector(f"#meter-words:has-text('已决定 {sure}')")
    page.keyboard.press("x")

    assert 0 < doubtful < sure
    assert sure + doubtful == total
    assert kept == doubtful
    assert page.get_attribute(f"#f-{_current(page)}", "data-certainty") == "doubtful"
    assert page.is_checked("[name=certainty][value=doubtful]")
    assert watched.complaints == []


@pytest.mark.parametrize("order", ["rule", "clause"])
def test_findings_are_grouped(order: str, watched: Watched, address: str, sample: str) -> None:
    """What belongs together stands together, under its name; the address keeps the order."""
    page = watched.page
    _open(page, address + sample)

    page.select_option("select[name=order]", order)
    page.wait_for_url(f"**order={order}**")
    page.wait_for_selector(".finding.open")
    groups = page.eval_on_selector_all(
        ".group",
        f"all => all.map(g => [...new Set([...g.querySelectorAll('.finding')].map(f => f.dataset.{order}))])",
    )

    assert len(groups) > 1
    assert all(len(values) == 1 for values in groups)
    assert len({values[0] for values in groups}) == len(groups)
    assert watched.complaints == []


def test_a_bulk_act_lists_what_it_skipped_and_why(watched: Watched, address: str, sample: str) -> None:
    """Somebody was quicker: the page says where, and leads there; what they decided stays."""
    page = watched.page
    _open(page, address + sample)
    first = page.get_attribute(".finding >> nth=0", "data-id")
    httpx.patch(f"{address}/api/v1/findings/{first}", json={"verdict": "accepted"}, timeout=30)

    page.keyboard.press("b")
    page.select_option("#bulk [name=rule]", "shown")
    page.check("#bulk input[value=deferred]")
    page.select_option("#bulk [name=reason_code]", "basis_needed")
    page.click("#bulk [data-submit]")
    page.wait_for_selector("#outcome[open]")
    faults = [
        f["id"] for f in Axe().run(page).response["violations"] if f["impact"] in ("serious", "critical")
    ]
    skipped = page.inner_text("#outcome-list")
    page.click("#outcome-list a")

    assert "已有决定：采纳" in skipped
    assert _current(page) == "1"
    assert page.get_attribute("#f-1", "data-verdict") == "accepted"
    assert faults == []
    assert watched.complaints == []


def test_chosen_replacements_make_the_next_version(watched: Watched, address: str, draft: str) -> None:
    """f chooses, a reload forgets nothing, F writes them all at once."""
    page = watched.page
    _open(page, address + draft + "?certainty=all")
    numbers = page.eval_on_selector_all(
        '[data-act="fix"]', "all => all.map(fix => fix.closest('.finding').dataset.number)"
    )

    for number in numbers[:2]:
        page.click(f"#f-{number} .head")
        page.keyboard.press("f")
    _open(page, address + draft + "?certainty=all")
    offered = page.inner_text("#mend")
    page.keyboard.press("F")
    page.wait_for_url(lambda url: draft not in url)
    page.wait_for_selector(".finding.open")
    text = page.inner_text("#text")

    assert len(numbers) == 3
    assert "2 处" in offered
    assert "第十条" in text
    assert "第五条" in text
    assert "在本县注册的企业" in text
    assert watched.complaints == []


def test_a_tick_belongs_to_the_words_of_its_clause(
    watched: Watched, address: str, draft: str, tmp_path: Path
) -> None:
    """In the next version the clause that stayed is read, the one that was rewritten is not."""
    page = watched.page
    _open(page, address + draft + "?certainty=all")
    ticks = page.locator(".tick")
    for index in range(ticks.count()):
        ticks.nth(index).click()
        page.wait_for_selector(f"#viewed:has-text('已阅 {index + 1}')")
    document = page.get_attribute("#review", "data-document")
    changed = _DRAFT.replace("加强宣传", "做好宣传")
    answer = httpx.post(
        f"{address}/api/v1/documents/{document}/versions?wait=60",
        json={"text": changed, "name": "二稿"},
        timeout=90,
    )

    _open(page, f"{address}/reviews/{answer.json()['id']}?certainty=all")
    second = page.inner_text("#viewed")
    page.click(".finding:visible:has-text('第一条') .head >> nth=0")
    page.keyboard.press("v")
    page.wait_for_selector("#viewed:has-text('已阅 1 ')")

    assert "已阅 2 / 3" in second
    assert watched.complaints == []


def test_keys_can_be_changed_and_stay_changed(watched: Watched, address: str, sample: str) -> None:
    """A key that was taken changes places; what somebody may not do has no key."""
    page = watched.page
    _open(page, address + sample)
    page.keyboard.press("?")
    before = page.inner_text("#help-keys")

    page.click('[data-rebind="accept"]')
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector(".finding.open")
    current = _current(page)
    page.keyboard.press("r")
    page.wait_for_selector(f'#f-{current}[data-verdict="accepted"]', state="attached")
    shown = page.inner_text(".finding.open [data-verdict=rejected] kbd")
    page.keyboard.press("?")
    page.click('[data-act="usual-keys"]')

    assert shown == "a"
    assert page.inner_text("#help-keys") == before
    # Nobody to give a finding to, no page to show, nothing to replace here.
    assert not any(words in before for words in ("由我承办", "原页", "修改稿"))
    assert watched.complaints == []


def test_what_is_being_typed_outlives_a_reload(watched: Watched, address: str, sample: str) -> None:
    """Reason, comment and request for an exception; gone once it is sent."""
    page = watched.page
    _open(page, address + sample)
    page.keyboard.press("c")
    page.fill(".finding.open .comment textarea", "请补充依据")
    number = _current(page)

    page.reload()
    page.wait_for_selector(f"#f-{number} .comment textarea")
    typed = page.input_value(f"#f-{number} .comment textarea")
    page.focus(f"#f-{number} .comment textarea")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#f-{number} .comments li")
    page.click(f"#f-{number} .comments button")
    page.wait_for_selector(f"#f-{number} .comments li.resolved")
    page.reload()
    page.wait_for_selector(".finding.open")

    assert typed == "请补充依据"
    assert page.locator(".finding .comment textarea").count() == 0
    assert watched.complaints == []


def test_a_filter_is_kept_as_a_view_with_a_link(watched: Watched, address: str, sample: str) -> None:
    """Saved in a review, listed at home, shown over all documents, deleted there."""
    page = watched.page
    _open(page, f"{address}{sample}?family=disclosure&certainty=all")
    page.click(".views summary")
    page.fill(".save-view [name=name]", "公开审查的问题")
    page.click(".save-view button")
    page.wait_for_selector(".views a:has-text('公开审查的问题')", state="attached")
    page.goto(address)
    page.click("nav.saved-views a:has-text('公开审查的问题')")
    rows = page.locator("tbody tr").count()
    faults = [
        f["id"] for f in Axe().run(page).response["violations"] if f["impact"] in ("serious", "critical")
    ]

    page.click("tbody a >> nth=0")
    page.wait_for_selector(".finding.open")
    family = page.get_attribute(f"#f-{_current(page)}", "data-family")
    page.goto(f"{address}/findings")
    page.click("nav.saved-views button >> nth=0")
    page.wait_for_selector("nav.saved-views", state="detached")

    assert rows > 0
    assert family == "disclosure"
    assert faults == []
    assert watched.complaints == []


def test_fixed_words_are_english_on_an_english_page(watched: Watched, address: str, sample: str) -> None:
    """Titles and laws stay Chinese, and the page says so."""
    page = watched.page
    _open(page, address + sample)
    page.click("text=English")
    page.wait_for_selector(".finding.open")

    page.click(".finding.open .why summary")
    why = page.inner_text(".finding.open .why ul")
    faults = [
        f["id"] for f in Axe().run(page).response["violations"] if f["impact"] in ("serious", "critical")
    ]

    assert "Confidence: " in why
    assert "stay in Chinese" in page.inner_text(".language-note")
    assert page.get_attribute(".finding.open h4 [lang]", "lang") == "zh-CN"
    assert "paragraph" in page.inner_text(".finding.open .place")
    assert faults == []
    assert watched.complaints == []
