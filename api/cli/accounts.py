"""``reviewer accounts``: accounts and the audit log, for whoever operates the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.accounts.log_reading import ChainCheck, LogFilter, check_log, export_csv, export_jsonl
from api.accounts.people import (
    AccountProblem,
    change_user,
    create_user,
    find_user,
    list_users,
    reset_password,
)
from api.accounts.roles import ROLE_NAMES
from api.cli.options import AsJson, one_of
from api.cli.outcome import FOUND, OK
from api.cli.service_database import OPERATOR, Data, service_database
from api.cli.terminal import complain, say, say_row, write
from api.cli.usage import ChineseCommand, ChineseGroup
from api.store.base import utc_now
from api.store.database import Database
from api.store.people import Role, User

Name = Annotated[str, typer.Argument(metavar="NAME", help="用户名")]

_STATES = {"disabled": "停用", "new": "须改密码", "active": "正常"}

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="管理账户，导出、核对操作日志。须能直接访问服务的数据库，通常在服务所在的机器上运行。",
)


@app.command("list", cls=ChineseCommand, help="列出账户。")
def list_accounts(data: Data = None, as_json: AsJson = False) -> None:
    """One line an account."""
    with _opened(data) as database, database.reading() as session:
        for user in list_users(session):
            state = "disabled" if user.disabled else "new" if user.must_change_password else "active"
            role = user.role if as_json else ROLE_NAMES[Role(user.role)]
            row = {"name": user.name, "role": role, "unit": user.unit if as_json else user.unit or "—"}
            say_row({**row, "state": state if as_json else _STATES[state]}, as_json=as_json)


@app.command("add", cls=ChineseCommand, help="新建账户，显示一次性密码。")
def add(
    name: Name,
    role: Annotated[str, typer.Option(metavar="ROLE", help=f"角色：{'、'.join(Role)}")] = Role.DRAFTER.value,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="单位；审核人员可见同单位的文件")] = None,
    display_name: Annotated[str, typer.Option("--display-name", metavar="NAME", help="姓名")] = "",
    data: Data = None,
) -> None:
    """Make an account; the password goes to stdout, for it is the result."""
    chosen = Role(one_of(role, list(Role)))
    with _opened(data) as database, database.writing() as session:
        _, password = create_user(
            session, OPERATOR, name=name, role=chosen, unit=unit, display_name=display_name, now=utc_now()
        )
    complain(f"已建立账户 {name}。一次性密码只显示这一次，首次登录后必须更换：")
    say(password)


@app.command("disable", cls=ChineseCommand, help="停用账户：立即退出，令牌失效。")
def disable(name: Name, data: Data = None) -> None:
    """Disable an account."""
    _set_disabled(name, data, disabled=True)
    complain(f"已停用账户 {name}")


@app.command("enable", cls=ChineseCommand, help="恢复停用的账户。")
def enable(name: Name, data: Data = None) -> None:
    """Enable an account again."""
    _set_disabled(name, data, disabled=False)
    complain(f"已恢复账户 {name}")


@app.command("reset-password", cls=ChineseCommand, help="重置密码，显示新的一次性密码；会话和令牌全部失效。")
def reset(name: Name, data: Data = None) -> None:
    """Give an account a new one-time password."""
    with _opened(data) as database, database.writing() as session:
        password = reset_password(session, OPERATOR, _require(find_user(session, name), name), utc_now())
    complain(f"账户 {name} 的新的一次性密码，只显示这一次：")
    say(password)


@app.command("log", cls=ChineseCommand, help="导出操作日志，最早的在前。")
def export_log(
    log_format: Annotated[str, typer.Option("--format", metavar="F", help="csv 或 jsonl")] = "jsonl",
    data: Data = None,
) -> None:
    """The audit log to stdout."""
    export = export_csv if one_of(log_format, ("csv", "jsonl")) == "csv" else export_jsonl
    with _opened(data) as database:
        write(export(database, LogFilter()))


@app.command("verify-log", cls=ChineseCommand, help="核对操作日志是否被改动；退出码 1 表示被改动过。")
def verify_log(
    sequence: Annotated[int | None, typer.Option(metavar="N", min=1, help="此前记下的最后一条的序号")] = None,
    seal: Annotated[str | None, typer.Option(metavar="SEAL", help="此前记下的校验值")] = None,
    data: Data = None,
) -> None:
    """Check the chain of the log, and its end where it was noted before."""
    if (sequence is None) != (seal is None):
        raise typer.BadParameter("--sequence 和 --seal 要一并给出")
    with _opened(data) as database:
        check = check_log(database, noted_sequence=sequence, noted_seal=seal)
    _tell_check(check)
    raise typer.Exit(OK if check.intact else FOUND)


def _tell_check(check: ChainCheck) -> None:
    if check.intact:
        say(f"操作日志完整：{check.entries} 条，最后一条序号 {check.last_sequence}，校验值 {check.head}")
        complain("请把序号和校验值记在本系统之外，下次用 --sequence 和 --seal 核对，可发现末尾被删去")
    else:
        say(f"操作日志从第 {check.broken_at} 条起不可信：{check.problem}")


def _set_disabled(name: str, data: Path | None, *, disabled: bool) -> None:
    with _opened(data) as database, database.writing() as session:
        user = _require(find_user(session, name), name)
        change_user(session, OPERATOR, user, disabled=disabled, now=utc_now())


@contextmanager
def _opened(data: Path | None) -> Iterator[Database]:
    """The service's database; what an account does not allow is told."""
    with service_database(data) as database:
        try:
            yield database
        except AccountProblem as error:
            complain(str(error))
            raise typer.Exit(2) from error


def _require(user: User | None, name: str) -> User:
    if user is None:
        raise AccountProblem(f"没有账户“{name}”，用 reviewer accounts list 查看全部账户")
    return user
