"""``reviewer check``: files, folders, zips or standard input to reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli import jsonl
from api.cli.files import goes_to_file, write_files
from api.cli.options import one_of, parse_day, parse_region, read_limits
from api.cli.outcome import Outcome
from api.cli.sources import Source, list_inputs, open_input
from api.cli.terminal import PLAIN_COLUMNS, both_are_terminals, complain, stdout_style, with_progress, write
from api.cli.usage import ChineseCommand
from corpora.context import load_context
from corpora.law_texts import basis_text
from reviewer.errors import UnreadableDocument
from reviewer.exporters import EXPORTERS, load_exporter
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.wording import FAMILIES
from reviewer.extraction.child import extract_in_child
from reviewer.extraction.limits import Limits
from reviewer.finding import Severity
from reviewer.review import ReviewContext, review
from reviewer.structure.kinds import DocumentKind

app = typer.Typer(add_completion=False, rich_markup_mode=None)


Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="要审查的文件或文件夹")]
Format = Annotated[str, typer.Option("--format", metavar="F", help=f"输出格式：{'、'.join(EXPORTERS)}")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="PATH", help="结果写入这个文件或者文件夹；docx 等不给时写在原文件旁边"),
]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", metavar="F", help=f"只审查这一类，可多次给出：{'、'.join(FAMILIES)}"),
]
Kind = Annotated[
    str | None,
    typer.Option(metavar="K", help="文件种类，如 normative、tender、report，不给则自动识别；写错时列出全部"),
]
Region = Annotated[str | None, typer.Option(metavar="CODE", help="行政区划代码，如 440300")]
Today = Annotated[str | None, typer.Option(metavar="DATE", help="按哪一天的法律状态审查，默认今天")]
Classifiers = Annotated[str, typer.Option(metavar="on|off", help="是否使用分类器")]
RulesFolder = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="本单位自己的规则文件夹，与自带规则一并使用")
]
Explain = Annotated[bool, typer.Option("--explain", help="同时说明判断过程和已排除的疑似之处")]
FailOn = Annotated[str, typer.Option(metavar="S", help="达到这一级别时退出码为 1：violation、risk、advice")]
JsonLines = Annotated[
    str | None,
    typer.Option(
        "--jsonl", metavar="FILE", help='每行一个 {"id","text"}，- 为标准输入；逐行输出 {"id","findings"}'
    ),
]


@app.command(
    cls=ChineseCommand,
    help="审查文件，列出每一处问题、法律依据和修改建议。路径可以是文件、文件夹、zip 或 -（标准输入）。",
)
def check(
    *,
    paths: Paths = None,
    output: Format = "text",
    as_json: Annotated[bool, typer.Option("--json", help="同 --format json")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="文本不着色、不按窗口宽度折行")] = False,
    out: Out = None,
    families: Families = None,
    kind: Kind = None,
    region: Region = None,
    today: Today = None,
    classifiers: Classifiers = "on",
    rules: RulesFolder = None,
    explain: Explain = False,
    fail_on: FailOn = "violation",
    json_lines: JsonLines = None,
) -> None:
    """Review what the user names; the exit code is that of DESIGN 4.3."""
    if bool(paths) == bool(json_lines):
        raise typer.BadParameter("请给出要审查的路径，或者用 --jsonl 给出文件，二者取一")
    output = one_of("json" if as_json else output, EXPORTERS)
    outcome = Outcome(Severity(one_of(fail_on, list(Severity))))
    context = load_context(
        today=parse_day(today),
        classifiers=one_of(classifiers, ("on", "off")) == "on",
        kind=DocumentKind(one_of(kind, list(DocumentKind))) if kind else None,
        region=parse_region(region),
        families=frozenset(one_of(name, FAMILIES) for name in families or ()),
        extra_rules=rules,
    )
    if json_lines:
        write(jsonl.review_lines(jsonl.read_lines(json_lines), context, outcome))
    else:
        found = _entries(list_inputs(paths or []), context, read_limits(), keeps_files=output == "docx")
        options = ExportOptions(explain=explain, article_text=basis_text)
        if goes_to_file(output, out):
            write_files(outcome.watch(found), output, options, out, paths or [])
        else:
            _write_to_stdout(outcome.watch(found), output, options, plain=plain)
    raise typer.Exit(outcome.code)


def _write_to_stdout(entries: Iterable[Entry], output: str, options: ExportOptions, *, plain: bool) -> None:
    colour, width = (False, PLAIN_COLUMNS) if plain else stdout_style()
    options = replace(options, colour=colour, width=width)
    if output == "text" and both_are_terminals():
        # The message on stderr is on the same screen.
        entries = (entry for entry in entries if isinstance(entry, Reviewed))
    write(load_exporter(output)(entries, options))


def _entries(
    inputs: list[str], context: ReviewContext, limits: Limits, *, keeps_files: bool
) -> Iterator[Entry]:
    """The results; with the bytes of the files where the format writes into a copy of them."""
    for argument in with_progress(inputs, len(inputs), "审查"):
        for source in open_input(argument, limits):
            entry = _review(source, context, limits)
            if keeps_files and isinstance(entry, Reviewed) and isinstance(source, Source):
                entry = replace(entry, content=_bytes_of(source))
            if isinstance(entry, Unreviewed):
                complain(f"{entry.name}：{entry.error}")
            yield entry


def _review(source: Source | UnreadableDocument, context: ReviewContext, limits: Limits) -> Entry:
    try:
        if isinstance(source, UnreadableDocument):
            raise source
        document = extract_in_child(source.content, source.name, limits)
    except UnreadableDocument as error:
        return Unreviewed(name=error.name, error=f"{error.reason}。{error.remedy}")
    return Reviewed(report=review(document, context), document=document)


def _bytes_of(source: Source) -> bytes:
    return source.content if isinstance(source.content, bytes) else source.content.read_bytes()
