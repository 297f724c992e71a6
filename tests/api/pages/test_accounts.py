"""Pages with accounts: sign in, a first password, users, what each role may do, signing out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from api.accounts.people import first_administrator
from api.accounts.settings import AccessSettings
from api.settings import Settings
from api.store.base import utc_now
from api.store.database import Database
from api.store.migrate import upgrade
from tests.api.pages.conftest import SAMPLE, Watched, free_port, serving

_PASSWORDS = {
    "admin": "青山不老绿水长流 7",
    "drafter": "春江水暖鸭先知 1086",
    "officer": "明月几时有把酒 1076",
}
_UNIT = "青溪县司法局"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of an application with accounts, and the first administrator's one-time password."""
    folder: Path = tmp_path_factory.mktemp("guarded")
    settings = Settings(port=free_port(), data_folder=folder, workers=1, access=AccessSettings(accounts=True))
    folder.mkdir(exist_ok=True)
    database = Database(settings.database_url)
    upgrade(database)
    with database.writing() as session:
        made = first_administrator(session, utc_now())
    database.close()
    assert made is not None
    with serving(settings) as address:
        yield address, made[1]


def _sign_in(page: Page, address: str, name: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.click("button:has-text('登录')")


def _serious(page: Page) -> list[str]:
    """Serious faults of a page, each with its first place."""
    faults = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['target']}"
        for fault in faults
        if fault["impact"] in ("serious", "critical")
    ]


def _set_password(page: Page, old: str, new: str) -> None:
    page.wait_for_selector("input[name=current]")
    page.fill("input[name=current]", old)
    page.fill("input[name=new]", new)
    page.click("button:has-text('保存')")
    page.wait_for_selector("main.home")


def _create_user(page: Page, address: str, name: str, role: str) -> str:
    """Make an account; its one-time password."""
    page.goto(f"{address}/users")
    form = page.locator("form.grid-form")
    form.locator("[name=name]").fill(name)
    form.locator("[name=role]").select_option(role)
    form.locator("[name=unit]").fill(_UNIT)
    form.locator("button").click()
    page.wait_for_selector("#secret:visible")
    return page.inner_text("#secret output")


def test_people_work_together(guarded: tuple[str, str], browser: Browser) -> None:
    """Administrator makes accounts; a drafter uploads and asks for an exception; the officer grants it."""
    address, first = guarded
    people = {}
    for name in _PASSWORDS:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        people[name] = Watched(context.new_page())
    admin, drafter, officer = (people[name].page for name in _PASSWORDS)

    admin.goto(address)
    assert admin.url.startswith(f"{address}/sign-in")
    assert _serious(admin) == []
    _sign_in(admin, address, "admin", first)
    _set_password(admin, first, _PASSWORDS["admin"])
    once = {
        "drafter": _create_user(admin, address, "zhang.san", "drafter"),
        "officer": _create_user(admin, address, "li.si", "reviewer"),
    }
    _sign_in(drafter, address, "zhang.san", once["drafter"])
    _set_password(drafter, once["drafter"], _PASSWORDS["drafter"])
    drafter.set_input_files("#file", str(SAMPLE))
    drafter.wait_for_selector(".finding.open")
    assert drafter.locator(".verdicts").count() == 0
    drafter.select_option("select[name=family]", "fair_competition")
    drafter.click(".finding:visible >> nth=0 >> .head")
    number = drafter.get_attribute('.finding[aria-current="true"]', "data-number")
    drafter.keyboard.press("e")
    drafter.select_option("form.exception select", index=1)
    drafter.fill("form.exception [name=no_milder_way]", "已比较其他方案。")
    drafter.fill("form.exception [name=ends]", "实施至2027年底。")
    drafter.fill("form.exception [name=until]", "2027-12-31")
    drafter.click("form.exception button >> nth=0")
    drafter.wait_for_selector(".exemption")
    assert drafter.locator(".exemption button").count() == 0

    _sign_in(officer, address, "li.si", once["officer"])
    _set_password(officer, once["officer"], _PASSWORDS["officer"])
    assert "county_incentives.docx" in officer.inner_text("main")
    officer.click("section:has(h2:has-text('待批的例外申请')) a >> nth=0")
    officer.wait_for_selector(".finding.open")
    assert officer.get_attribute('.finding[aria-current="true"]', "data-number") == number
    officer.keyboard.press("e")
    officer.click(".exemption button:has-text('同意') >> nth=0")
    officer.wait_for_selector(f'#f-{number}[data-verdict="exempted"]')
    officer.goto(f"{address}/users")
    assert "您的角色不允许此操作" in officer.inner_text("[role=alert]")

    admin.goto(f"{address}/audit-log")
    assert "li.si" in admin.inner_text("main")
    for path in ("/audit-log", "/users", "/account", "/rules/releases", "/ignore-list", "/trash"):
        admin.goto(f"{address}{path}")
        assert _serious(admin) == [], path
    drafter.click("button:has-text('退出')")
    drafter.goto(address)
    assert drafter.url.startswith(f"{address}/sign-in")
    for name, person in people.items():
        assert person.foreign(address) == []
        expected = ("403",) if name == "officer" else ()
        assert [c for c in person.complaints if not any(code in c for code in expected)] == []
        person.page.context.close()


def test_wrong_password_is_told_without_saying_which(guarded: tuple[str, str], watched: Watched) -> None:
    """The page says that name or password is wrong, keeps the name, and stays."""
    address, _ = guarded

    _sign_in(watched.page, address, "nobody", "wrong password 1")

    assert "用户名或者密码不正确" in watched.page.inner_text("[role=alert]")
    assert watched.page.input_value("input[name=name]") == "nobody"


def test_sign_in_leads_to_own_pages_only(guarded: tuple[str, str], watched: Watched) -> None:
    """An address of another site in ``next`` is dropped."""
    address, _ = guarded
    watched.page.goto(f"{address}/sign-in?next=//example.invalid/")

    assert watched.page.get_attribute("input[name=next]", "value") == "/"
