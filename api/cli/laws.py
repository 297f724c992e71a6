"""``reviewer laws``: the law catalogue (法规目录), asked at a date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, parse_day
from api.cli.outcome import FOUND, OK
from api.cli.terminal import complain, say, say_row
from api.cli.usage import ChineseCommand, ChineseGroup
from corpora.catalogue import FileCatalogue, load_catalogue
from corpora.law_texts import article_text, imported_texts, operator_folder
from corpora.law_updates import apply_update, plan_update, roll_back
from reviewer.exporters.wording import LAW_KINDS, LAW_STATUSES
from reviewer.law import Law

Today = Annotated[str | None, typer.Option(metavar="DATE", help="按哪一天的状态，默认今天")]

app = typer.Typer(
    cls=ChineseGroup, add_completion=False, rich_markup_mode=None, help="在法规目录中查找、查看、导入法规。"
)


@app.command("find", cls=ChineseCommand, help="列出标题或简称含有这些字的法规；没有则退出码为 1。")
def find(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="标题或简称中的字，或文号、令号")],
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """One law a line: state, rank, title, number."""
    as_of = parse_day(today) or date.today()
    catalogue = load_catalogue()
    laws = _search(catalogue, words.strip("《》 "), as_of)
    for law in laws:
        status, kind = law.status(as_of), law.kind
        row = (
            {"status": status.value, "kind": kind.value}
            if as_json
            else {
                "status": LAW_STATUSES[status],
                "kind": LAW_KINDS[kind],
            }
        )
        say_row({**row, "title": law.title, "number": law.number}, as_json=as_json)
    raise typer.Exit(OK if laws else FOUND)


@app.command(
    "show", cls=ChineseCommand, help="查看一部法规的各个版本及其效力；导入过条文的，可以看一条的原文。"
)
def show(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="标题或简称")],
    *,
    article: Annotated[str | None, typer.Option(metavar="ARTICLE", help="条号，如 第十六条")] = None,
    today: Today = None,
) -> None:
    """All that the catalogue knows of a law, or one article of it."""
    as_of = parse_day(today) or date.today()
    catalogue = load_catalogue()
    law = catalogue.exact(title, as_of) or catalogue.by_short_title(title, as_of)
    if law is None:
        near = catalogue.suggest(title, as_of)
        hint = f"，是否为《{near.title}》" if near else "；用 reviewer laws find 查找"
        raise typer.BadParameter(f"法规目录未收录《{title.strip('《》')}》{hint}")
    if article is not None:
        _show_article(law, article)
        return
    say(f"《{law.title}》  {LAW_KINDS[law.kind]}  {as_of.isoformat()} {LAW_STATUSES[law.status(as_of)]}")
    if law.short_titles:
        say(f"  简称：{'、'.join(law.short_titles)}")
    for version in catalogue.versions(law.title):
        for line in _facts(version, as_of):
            say(f"  {line}")
    for change in catalogue.renumberings(law.title):
        say(f"  条号变动：原第 {change.old} 条自 {change.since.isoformat()} 起为第 {change.new} 条")


def _show_article(law: Law, article: str) -> None:
    text = article_text(law.title, article, law.version)
    if text is None:
        raise typer.BadParameter(f"没有导入《{law.title}》{article}的条文，请用 reviewer laws update 导入")
    say(f"《{law.title}》{article}\n{text}")


@app.command(
    "update",
    cls=ChineseCommand,
    help="导入法规：一个文件夹的 Markdown 文本（文件名如 标题(2021-01-22).md），或者 JSONL 的事实。"
    "列出改动；条文和事实存入数据文件夹，供审查和网页使用。",
)
def update(
    source: Annotated[Path | None, typer.Argument(metavar="FOLDER|FILE", help="法规文本所在之处")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="只列出改动，不写入")] = False,
    back: Annotated[bool, typer.Option("--roll-back", help="退回上一次导入之前")] = False,
    into: Annotated[
        Path | None, typer.Option(metavar="DIR", help="存放导入内容的文件夹，默认在数据文件夹的 laws 中")
    ] = None,
) -> None:
    """Import texts and facts, or roll the last import back."""
    folder = into or operator_folder()
    if back and source is None:
        _roll_back(folder)
        return
    if back or source is None:
        raise typer.BadParameter("请给出要导入的文件夹或文件，或者只用 --roll-back")
    catalogue = load_catalogue(updates=folder)
    changes = plan_update(source, catalogue, imported_texts(folder))
    for change in changes.changes:
        day = f"（{change.version.isoformat()}）" if change.version else ""
        say(f"{change.what}\t《{change.title}》{day}\t{change.detail}")
    for name in changes.skipped:
        complain(f"跳过 {name}：文件名不是“标题(2021-01-22).md”，或者没有“第×条”")
    if not changes.changes:
        complain("没有改动")
    elif dry_run:
        complain(f"以上 {len(changes.changes)} 处改动没有写入")
    else:
        number = apply_update(changes, folder)
        complain(f"{len(changes.changes)} 处改动已写入 {folder}，第 {number} 次导入；可用 --roll-back 退回")


def _roll_back(folder: Path) -> None:
    earlier = roll_back(folder)
    if earlier is None:
        raise typer.BadParameter(f"{folder} 中没有导入过法规")
    complain(f"已退回第 {int(earlier)} 次导入" if earlier else "已退回到只有自带目录")


def _search(catalogue: FileCatalogue, words: str, as_of: date) -> list[Law]:
    found: dict[str, Law] = {}
    by_number = catalogue.by_number(words, as_of)
    if by_number is not None:
        found[by_number.title] = by_number
    for name in catalogue.names():
        if words and words in name:
            law = catalogue.exact(name, as_of) or catalogue.by_short_title(name, as_of)
            if law is not None:
                found[law.title] = law
    return [found[title] for title in sorted(found, key=lambda title: (len(title), title))]


def _facts(law: Law, as_of: date) -> list[str]:
    dates = (
        ("公布", law.promulgated),
        ("本次公布", law.version),
        ("施行", law.effective),
        ("为新版取代", law.until),
        ("废止", law.repealed),
        ("至迟已废止", law.ended_by),
    )
    stated = "，".join(f"{label} {day.isoformat()}" for label, day in dates if day)
    lines = [f"版本：{LAW_STATUSES[law.status(as_of)]}；{stated or '日期未收录'}"]
    rows = (
        ("制定机关", law.issuer),
        ("文号", law.number),
        ("地区", law.region),
        ("条数", str(law.articles) if law.articles else None),
        ("替代", law.superseded_by),
        ("废止依据", law.repealed_through),
    )
    lines += [f"  {label}：{value}" for label, value in rows if value]
    return lines if law.verified else [*lines, "  事实未与正式文本核对"]
