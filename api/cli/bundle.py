"""``reviewer bundle``: rules and laws as a signed file, made by a publisher, installed by an operator."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.accounts.roles import LOCAL_ACTOR
from api.cli.outcome import FOUND
from api.cli.service_database import OPERATOR, Data, service_database, service_settings
from api.cli.terminal import complain, say
from api.cli.usage import ChineseCommand, ChineseGroup
from api.pages.stored_drafts import stored_drafts
from api.rulesets.bundle import (
    Bundle,
    BundleError,
    collect_files,
    make_bundle,
    new_keys,
    open_bundle,
    read_private_key,
    read_public_key,
)
from api.rulesets.dry_run import NameChanges, ReleaseChanges, compare_releases
from api.rulesets.installing import install, roll_back, take_in, try_bundle
from api.rulesets.loading import LoadedRules, LoadOptions, load_current, load_state, software_version
from api.rulesets.releases import RuleState
from api.store.files import FileStore
from corpora.catalogue import FOLDER as LAWS
from corpora.context import RULES
from reviewer.engine.cases import CaseRunner

BundleFile = Annotated[Path, typer.Argument(metavar="FILE", help="规则包", exists=True, dir_okay=False)]
PublicKey = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", help="发布者的公钥，默认用环境变量 REVIEWER_BUNDLE_KEY_FILE 的"),
]

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="制作、核对、安装签名的规则包，或者退回：更新规则和法规目录而不更换软件。",
)


@app.command(
    "keys", cls=ChineseCommand, help="发布者生成一对密钥：private.pem 自己保管，public.pem 交给使用者。"
)
def keys(folder: Annotated[Path, typer.Argument(metavar="DIR", help="写入的文件夹")]) -> None:
    """A new pair of keys; nothing that is there is overwritten."""
    private, public = new_keys()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name, content, mode in (("private.pem", private, 0o600), ("public.pem", public, 0o644)):
            descriptor = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
    except FileExistsError as error:
        raise typer.BadParameter(f"{folder} 中已有密钥，为免覆盖没有写入；请换一个文件夹") from error
    complain(f"已写入 {folder}/private.pem 和 public.pem；私钥请离线保管，丢失后须更换全部使用者的公钥")


@app.command("make", cls=ChineseCommand, help="制作规则包：规则的用例全部符合才制作。")
def make(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="写入的文件，如 rules-2026-12.zip")],
    *,
    key: Annotated[
        Path, typer.Option("--key", metavar="FILE", help="发布者的私钥", exists=True, dir_okay=False)
    ],
    number: Annotated[int, typer.Option(min=1, metavar="N", help="编号，须比此前的都大，如 202612")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="名称，如 2026年12月规则")],
    rules: Annotated[
        Path, typer.Option(metavar="DIR", help="规则文件夹，默认为软件自带的", file_okay=False, exists=True)
    ] = RULES,
    laws: Annotated[
        Path,
        typer.Option(metavar="DIR", help="法规目录文件夹，默认为软件自带的", file_okay=False, exists=True),
    ] = LAWS,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="制作日期，默认今天")] = None,
) -> None:
    """Make and try a bundle."""
    signing = read_private_key(key.read_bytes())
    data = make_bundle(
        collect_files(rules, laws),
        signing,
        number=number,
        name=name,
        made_on=date.fromisoformat(today) if today else date.today(),
        software=software_version(),
    )
    bundle = open_bundle(data, signing.public_key())
    _require_cases(bundle)
    out.write_bytes(data)
    complain(f"已写入 {out}：{len(bundle.files)} 个文件，{len(data) / 1e6:.1f} MB")


@app.command("verify", cls=ChineseCommand, help="核对规则包的签名和内容，不安装。")
def verify(file: BundleFile, key: PublicKey = None) -> None:
    """Tell what a bundle is, once its signature holds."""
    bundle = open_bundle(file.read_bytes(), read_public_key(_public_key(key)))
    _tell(bundle)


@app.command(
    "install", cls=ChineseCommand, help="安装规则包；正在运行的服务和处理进程随即使用，不必重新启动。"
)
def install_bundle(
    file: BundleFile,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="只列出改动和已存文件上的增减，不安装")
    ] = False,
    key: PublicKey = None,
    data: Data = None,
) -> None:
    """Install, or only tell what it would change."""
    settings = service_settings(data)
    options = LoadOptions(today=settings.today)
    with service_database(data) as database:
        bundle = take_in(database, file.read_bytes(), _public_key(key))
        _tell(bundle)
        if not dry_run:
            state = install(database, OPERATOR, bundle, options)
            complain(f"已安装，规则为第 {state.number} 版；可用 reviewer bundle roll-back 退回")
            return
        after = try_bundle(database, bundle, options)
        drafts = stored_drafts(database, FileStore(settings.files_url), LOCAL_ACTOR)
        as_of = settings.today or date.today()
        _tell_changes(compare_releases(load_current(database, options), after, drafts, as_of))
        complain("以上改动没有安装")


@app.command(
    "roll-back", cls=ChineseCommand, help="退回上一个规则包；没有上一个的，退回软件自带的规则和目录。"
)
def roll_back_bundle(data: Data = None) -> None:
    """Go back; own rules stay."""
    with service_database(data) as database:
        state = roll_back(database, OPERATOR)
    complain(f"已退回，规则为第 {state.number} 版")


def _public_key(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8")
    return service_settings(None).bundle_key


def _require_cases(bundle: Bundle) -> None:
    """Refuse a bundle whose rules do not do what their cases say.

    Raises:
        typer.Exit: A case failed, or a rule does not load; each was told.
    """
    loaded = load_state(RuleState(bundle=bundle.head.digest), bundle, LoadOptions())
    if loaded.bundle is None:
        raise BundleError(f"规则不能使用：{loaded.faults[-1].words}")
    failed = _failures(loaded)
    for words in failed:
        say(words)
    if failed:
        complain(f"{len(failed)} 个用例不符合，没有制作规则包")
        raise typer.Exit(FOUND)


def _failures(loaded: LoadedRules) -> list[str]:
    context = loaded.context
    runner = CaseRunner(
        ruleset=context.ruleset,
        catalogue=context.catalogue,
        as_of=context.as_of,
        classifiers=context.classifiers,
    )
    return [
        f"{compiled.id} 用例“{case.name}”不符合"
        for compiled in context.ruleset.rules
        for case in compiled.rule.cases
        if case.known_miss is None and not runner.run(compiled, case).as_expected
    ]


def _tell(bundle: Bundle) -> None:
    head = bundle.head
    say(f"名称：{head.name}")
    say(f"编号：{head.number}，{head.made_on.isoformat()} 制作，适用于软件 {head.software} 版")
    say(f"文件：{len(bundle.files)} 个，签名有效")


def _tell_changes(changes: ReleaseChanges) -> None:
    _tell_names("规则", changes.rules)
    _tell_names("法规", changes.laws)
    for fault in changes.faults:
        say(f"本单位规则不能使用\t{fault.words}")
    found = changes.findings
    say(f"在已存的 {found.documents} 份文件中：审查发现新增 {found.gained} 处，减少 {found.lost} 处")


def _tell_names(what: str, names: NameChanges) -> None:
    for word, listed in (("新增", names.added), ("修改", names.changed), ("删除", names.removed)):
        for name in listed:
            say(f"{what}{word}\t{name}")
