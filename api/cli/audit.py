"""``reviewer audit``: whole corpora, resumable; ledgers that come back; audits compared."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.audit_progress import shown_progress
from api.cli.options import one_of, parse_day, parse_region, read_limits
from api.cli.outcome import FOUND, INCOMPLETE, OK
from api.cli.terminal import complain, say
from api.cli.usage import ChineseCommand, ChineseGroup
from reviewer.errors import ReviewError
from reviewer.exporters.wording import FAMILIES

if TYPE_CHECKING:
    from corpora.audit.compare import Comparison
    from corpora.audit.engine import Engine
    from corpora.audit.ledger_import import ImportOutcome
    from corpora.audit.settings import ReviewSettings
    from corpora.audit.summary import Totals

_SHOWN_DIFFERENCES = 30
_RUN = "run"


class AuditGroup(ChineseGroup):
    """``audit SOURCE`` is ``audit run SOURCE``."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]
        """Put in the command that is meant where none is named."""
        if args and args[0] not in (*self.list_commands(ctx), "--help"):
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=AuditGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="批量审查文件夹、压缩包、清单或 s3:// 中的全部文件，可以中断后继续；生成清理台账和看板。"
    "（reviewer audit 来源 即 reviewer audit run 来源）",
)

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="放结果的文件夹")]
Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help="文件夹、zip、清单（txt、lst、csv，每行一个路径）、单个文件或 s3://桶/前缀"
    ),
]
EngineName = Annotated[str, typer.Option("--engine", metavar="local|dask", help="本机多进程，或者 Dask 集群")]
Workers = Annotated[int | None, typer.Option(metavar="N", min=1, help="进程数，默认与处理器核数相同")]
Scheduler = Annotated[
    str | None, typer.Option(metavar="URL", help="Dask 调度器地址，如 tcp://10.0.0.1:8786；不给则在本机启动")
]
Resume = Annotated[bool, typer.Option("--resume", help="继续上次没有完成的审查，已完成的文件不再审查")]
Today = Annotated[
    str | None, typer.Option(metavar="DATE", help="按哪一天的法律状态审查，默认今天；继续时默认沿用上次")
]
Compare = Annotated[
    Path | None,
    typer.Option("--compare", metavar="DIR", help="完成后与这次更早的审查结果比较，列出受法律变动影响的文件"),
]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", metavar="F", help=f"只审查这一类，可多次给出：{'、'.join(FAMILIES)}"),
]
Classifiers = Annotated[str, typer.Option(metavar="on|off", help="是否使用分类器")]
Region = Annotated[str | None, typer.Option(metavar="CODE", help="行政区划代码，如 440300；不给则逐份识别")]
RulesFolder = Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="本单位自己的规则文件夹")]
BaseFolder = Annotated[
    Path | None,
    typer.Option("--base", metavar="DIR", help="其中的 rules、laws 代替自带的规则和目录，如解开的规则包"),
]
OcrPages = Annotated[
    int, typer.Option("--ocr-pages", metavar="N", min=0, help="每份扫描件最多识别的页数，其余列为未读")
]
Seconds = Annotated[
    float, typer.Option("--file-seconds", metavar="S", min=1, help="每份文件的时间上限（秒），超过即搁置")
]


@app.command(
    _RUN, cls=ChineseCommand, help="审查全部文件，写出结果、清理台账和看板。有文件没有完整读取时退出码为 3。"
)
def run(
    *,
    source: Source,
    out: Out,
    engine: EngineName = "local",
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = False,
    today: Today = None,
    compare: Compare = None,
    families: Families = None,
    classifiers: Classifiers = "on",
    region: Region = None,
    rules: RulesFolder = None,
    base: BaseFolder = None,
    ocr_pages: OcrPages = 20,
    file_seconds: Seconds = 300.0,
) -> None:
    """Run or resume an audit, then turn its rows into reports."""
    _need_packages()
    day = parse_day(today)
    settings = _settings(
        day,
        families=frozenset(one_of(name, FAMILIES) for name in families or ()),
        classifiers=one_of(classifiers, ("on", "off")) == "on",
        region=parse_region(region),
        rules=rules,
        base=base,
        ocr_pages=ocr_pages,
        seconds=file_seconds,
    )
    if compare is not None:
        _known_results(compare)
    chosen = _engine(one_of(engine, ("local", "dask")), workers, scheduler)
    totals = _run(source, out, settings, chosen, day=day, resume=resume)
    if compare is not None:
        _compare(compare, out, out / "compare")
    raise typer.Exit(OK if totals.complete else INCOMPLETE)


def _run(
    source: str, out: Path, settings: ReviewSettings, engine: Engine, *, day: date | None, resume: bool
) -> Totals:
    from corpora.audit.reports import write_reports  # noqa: PLC0415
    from corpora.audit.run import resumed_settings, run_audit  # noqa: PLC0415

    if resume:
        settings = resumed_settings(out, settings, today=day)
    with _stoppable(), shown_progress() as listener:
        outcome = run_audit(source, out, settings, engine=engine, resume=resume, listener=listener)
    totals = write_reports(out)
    _tell(out, totals, outcome.reviewed, outcome.seconds)
    return totals


@app.command("report", cls=ChineseCommand, help="由已有的审查结果重新生成汇总、清理台账和看板，不重新审查。")
def report(out: Annotated[Path, typer.Argument(metavar="DIR", help="放结果的文件夹")]) -> None:
    """Write the reports anew."""
    _need_packages()
    from corpora.audit.reports import write_reports  # noqa: PLC0415

    _known_results(out)
    _tell(out, write_reports(out), 0, 0.0)


@app.command(
    "compare", cls=ChineseCommand, help="比较两次审查：每条规则新增、消失多少，哪些文件受法律变动影响。"
)
def compare_command(
    before: Annotated[Path, typer.Argument(metavar="OLD", help="较早的结果文件夹")],
    after: Annotated[Path, typer.Argument(metavar="NEW", help="较晚的结果文件夹")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="放比较结果的文件夹，默认 NEW 中的 compare")
    ] = None,
) -> None:
    """Gained and lost."""
    _need_packages()
    _compare(before, after, to or after / "compare")


@app.command(
    "import-ledger",
    cls=ChineseCommand,
    help="回收填写过的清理台账：记入处理建议、责任单位、期限和状态（销号），逐项列出差异；"
    "有冲突或无效内容时退出码为 1。",
)
def import_ledger_command(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="填写过的台账（xlsx）")],
    out: Out,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="导出以后记录另有更改的，也以台账为准")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="只列出差异，不记入")] = False,
) -> None:
    """Take over a ledger that comes back."""
    _need_packages()
    from corpora.audit.compare import load_results  # noqa: PLC0415
    from corpora.audit.ledger_import import import_ledger  # noqa: PLC0415
    from corpora.audit.reports import write_reports  # noqa: PLC0415
    from corpora.audit.run import held_lock  # noqa: PLC0415

    results = load_results(out)
    with held_lock(results.folder):
        outcome = import_ledger(
            ledger, results, now=datetime.now().astimezone(), overwrite=overwrite, dry_run=dry_run
        )
        _tell_import(outcome, out, dry_run=dry_run)
        if not dry_run:
            write_reports(out)
    raise typer.Exit(FOUND if outcome.count("冲突") or outcome.count("无效") else OK)


def _need_packages() -> None:
    try:
        import pyarrow  # noqa: F401, PLC0415
    except ImportError as error:
        raise ReviewError("批量审查需要另装软件包。请安装：pip install 'reviewer[audit]'") from error


def _settings(
    today: date | None,
    *,
    families: frozenset[str],
    classifiers: bool,
    region: str | None,
    rules: Path | None,
    base: Path | None,
    ocr_pages: int,
    seconds: float,
) -> ReviewSettings:
    from dataclasses import replace  # noqa: PLC0415

    from corpora.audit.settings import ReviewSettings  # noqa: PLC0415

    return ReviewSettings(
        as_of=today or date.today(),  # the date on the officer's wall
        classifiers=classifiers,
        families=families,
        region=region,
        extra_rules=rules,
        base=base,
        limits=replace(read_limits(), ocr_pages=ocr_pages),
        seconds=seconds,
    )


def _engine(name: str, workers: int | None, scheduler: str | None) -> Engine:
    if name == "dask" or scheduler is not None:
        from corpora.audit.dask import DaskEngine  # noqa: PLC0415

        return DaskEngine(workers=workers, scheduler=scheduler)
    from corpora.audit.local import LocalEngine  # noqa: PLC0415

    return LocalEngine(workers)


@contextmanager
def _stoppable() -> Iterator[None]:
    """A polite end (SIGTERM) stops like Ctrl-C: workers end, what is done stays."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        complain("已停止。已完成的文件都已保存，加 --resume 可以继续")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _known_results(path: Path) -> None:
    from corpora.audit.run import load_run  # noqa: PLC0415
    from corpora.audit.settings import AuditFolder  # noqa: PLC0415

    if not load_run(AuditFolder(path=path)):
        raise ReviewError(f"{path}：不是审查结果文件夹（其中没有 run.json）。请核对路径")


def _tell(out: Path, totals: Totals, reviewed: int, seconds: float) -> None:
    say(f"文件 {totals.files} 份，计入统计 {totals.counted} 份（重复文件只计一次）")
    if reviewed:
        say(f"本次审查 {reviewed} 份，用时 {seconds:.1f} 秒，每秒 {reviewed / max(seconds, 0.01):.1f} 份")
    say(
        f"有违规的文件 {totals.affected} 份；违规 {totals.violations} 处，风险 {totals.risks} 处，"
        f"提示 {totals.advice} 处"
    )
    if totals.expired:
        say(f"已过有效期的文件 {totals.expired} 份")
    say(f"看板 {out / 'dashboard.html'}，台账 {out / 'ledger.xlsx'}，汇总 {out / 'summary.json'}")
    if not totals.complete:
        complain(
            f"未完整审查：{totals.files - totals.reviewed} 份文件没有读取或者只读取了一部分，"
            f"见 {out / 'failures.csv'}"
        )


def _compare(before: Path, after: Path, to: Path) -> None:
    from corpora.audit.compare import compare_audits, load_results, write_comparison  # noqa: PLC0415

    comparison = compare_audits(load_results(before), load_results(after))
    write_comparison(to, comparison)
    _tell_comparison(comparison)
    say(f"比较结果在 {to}")


def _tell_comparison(comparison: Comparison) -> None:
    gained = sum(rule.gained for rule in comparison.rules)
    lost = sum(rule.lost for rule in comparison.rules)
    say(f"{comparison.before} 与 {comparison.after} 相比：新增 {gained} 处，消失 {lost} 处")
    for rule in comparison.rules:
        if rule.gained or rule.lost:
            say(f"  {rule.title}（{rule.rule}）：新增 {rule.gained}，消失 {rule.lost}，不变 {rule.kept}")
    if comparison.hits:
        say("受法律变动影响的文件：")
        for hit in comparison.hits[:_SHOWN_DIFFERENCES]:
            say(f"  {hit.document}：{hit.law}，新增 {hit.gained} 处")
        if len(comparison.hits) > _SHOWN_DIFFERENCES:
            say(f"  等 {len(comparison.hits)} 项，全部见 hits.csv")


def _tell_import(outcome: ImportOutcome, out: Path, *, dry_run: bool) -> None:
    from corpora.audit.tabular import write_csv  # noqa: PLC0415

    kinds = ("更新", "冲突", "无效", "改动", "多行", "缺行")
    say("，".join(f"{kind} {outcome.count(kind)} 项" for kind in kinds) + f"；其中销号 {outcome.closed} 行")
    for difference in outcome.differences[:_SHOWN_DIFFERENCES]:
        change = (
            f"{difference.column}：“{difference.before}” → “{difference.after}”" if difference.column else ""
        )
        place = f"第 {difference.line} 行 " if difference.line else ""
        words = "，".join(part for part in (change, difference.remark) if part)
        say(f"  {difference.kind} {place}{difference.document} {words}")
    columns = ("种类", "行", "文件", "列", "原值", "新值", "说明")
    rows = [(d.kind, d.line, d.document, d.column, d.before, d.after, d.remark) for d in outcome.differences]
    write_csv(out / "ledger_differences.csv", columns, rows)
    say(f"全部差异见 {out / 'ledger_differences.csv'}" + ("；没有记入（--dry-run）" if dry_run else ""))
