"""``reviewer accounts`` against the database of a service."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from api.accounts.passwords import verify_password
from api.accounts.people import find_user
from api.cli import main
from api.settings import Settings
from api.store.audit_log import LogEntry
from api.store.database import Database
from api.store.migrate import upgrade
from tests.api.databases import unseal_audit_log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in which a service has made its tables."""
    database = Database(Settings(data_folder=tmp_path).database_url)
    upgrade(database)
    database.close()
    return tmp_path


def _open(folder: Path) -> Database:
    return Database(Settings(data_folder=folder).database_url)


def _run(folder: Path, *arguments: str) -> int:
    return main(["accounts", *arguments, "--data", str(folder)])


def test_an_account_is_made_listed_reset_and_disabled(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Passwords go to stdout once, and are kept as hashes only."""
    made = _run(folder, "add", "li.si", "--role", "reviewer", "--unit", "青溪县司法局")
    first = capfd.readouterr().out.strip()
    listed = _run(folder, "list")
    table = capfd.readouterr().out
    reset = _run(folder, "reset-password", "LI.SI")
    second = capfd.readouterr().out.strip()
    disabled = _run(folder, "disable", "li.si")

    database = _open(folder)
    with database.reading() as session:
        user = find_user(session, "li.si")
        acts = [entry.act for entry in session.scalars(select(LogEntry).order_by(LogEntry.sequence))]
    database.close()
    assert (made, listed, reset, disabled) == (0, 0, 0, 0)
    assert table == "li.si\t审核人员\t青溪县司法局\t须改密码\n"
    assert user is not None
    assert user.disabled
    assert first != second
    assert verify_password(second, user.password_hash)
    assert acts == ["user.created", "user.password_reset", "user.changed"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("disable", "nobody"), "没有账户"),
        (("add", "a b"), "用户名"),
        (("add", "li.si", "--role", "king"), "可用的有"),
        (("verify-log", "--sequence", "3"), "一并给出"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    """Exit code 2 and the way out."""
    code = _run(folder, *arguments)

    assert code == 2
    assert words in capfd.readouterr().err


def test_a_missing_database_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It makes none by itself: a mistyped folder would look empty."""
    code = _run(tmp_path, "list")

    assert code == 2
    assert "没有找到数据库" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_log_is_verified_and_tampering_found(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 where it was changed."""
    for name in ("li.si", "wang.wu"):
        _run(folder, "add", name)
    intact = _run(folder, "verify-log")
    database = _open(folder)
    unseal_audit_log(database)
    with database.writing() as session:
        session.scalars(select(LogEntry)).first().actor = "别人"  # type: ignore[union-attr]
    database.close()
    capfd.readouterr()

    broken = _run(folder, "verify-log")

    assert (intact, broken) == (0, 1)
    assert "第 1 条" in capfd.readouterr().out
