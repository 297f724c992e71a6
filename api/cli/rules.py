"""``reviewer rules``: the rules that run, and their cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, parse_day
from api.cli.outcome import FOUND, OK
from api.cli.terminal import complain, say, say_row
from api.cli.usage import ChineseCommand, ChineseGroup
from corpora.context import RULES, load_context
from reviewer.engine.cases import CaseRunner
from reviewer.engine.loader import rule_path
from reviewer.engine.ruleset import CompiledRule
from reviewer.exporters.rules_reference import rules_reference
from reviewer.exporters.wording import FAMILIES, SEVERITIES
from reviewer.review import ReviewContext

Prefix = Annotated[str, typer.Argument(metavar="ID", help="规则编号或其开头，如 fair_competition/")]
RulesFolder = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="本单位自己的规则文件夹，与自带规则一并使用")
]

app = typer.Typer(
    cls=ChineseGroup, add_completion=False, rich_markup_mode=None, help="列出、查看、测试规则。"
)


@app.command("list", cls=ChineseCommand, help="每行一条规则：编号、事项、级别、名称、用例数。")
def list_rules(prefix: Prefix = "", rules: RulesFolder = None, as_json: AsJson = False) -> None:
    """One rule a line, columns separated by tabs."""
    for compiled in _chosen(_context(rules, classifiers=False), prefix):
        rule = compiled.rule
        retired = "（已停用）" if rule.retired else ""
        shown = {"severity": SEVERITIES[rule.severity], "title": rule.title + retired}
        exact = {"severity": rule.severity.value, "title": rule.title, "retired": bool(rule.retired)}
        row: dict[str, object] = {"rule": compiled.id, "kind": rule.kind, **(exact if as_json else shown)}
        row["cases"] = len(rule.cases) if as_json else f"{len(rule.cases)} 例"
        say_row(row, as_json=as_json)


@app.command("show", cls=ChineseCommand, help="查看一条规则的依据、写法、说明和用例。")
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="规则编号")], rules: RulesFolder = None
) -> None:
    """The facts of a rule, then its file."""
    ruleset = _context(rules, classifiers=False).ruleset
    compiled = ruleset.by_id.get(rule_id)
    if compiled is None:
        near = [known for known in sorted(ruleset.by_id) if rule_id in known][:5]
        hint = f"，是否为：{'、'.join(near)}" if near else "；用 reviewer rules list 查看全部"
        raise typer.BadParameter(f"没有规则“{rule_id}”{hint}")
    say(f"编号：{compiled.id}")
    say(f"类别：{FAMILIES.get(compiled.family, compiled.family)}")
    paths = [rule_path(compiled, folder) for folder in (RULES, rules) if folder is not None]
    say(next(path for path in paths if path.exists()).read_text(encoding="utf-8").rstrip())


@app.command("docs", cls=ChineseCommand, help="输出全部规则的说明（Markdown），由规则文件生成。")
def write_reference(prefix: Prefix = "", rules: RulesFolder = None) -> None:
    """The reference of the rules chosen."""
    say(rules_reference(_chosen(_context(rules, classifiers=False), prefix)).rstrip())


@app.command("test", cls=ChineseCommand, help="运行规则文件中的用例；有不符合的，逐条列出，退出码为 1。")
def run_cases(
    prefix: Prefix = "",
    rules: RulesFolder = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="用例未写日期时按哪一天审查")] = None,
) -> None:
    """Run the cases of the rules chosen."""
    context = _context(rules, classifiers=True, today=parse_day(today))
    runner = CaseRunner(
        ruleset=context.ruleset,
        catalogue=context.catalogue,
        as_of=context.as_of,
        classifiers=context.classifiers,
    )
    failures = cases = 0
    for compiled in _chosen(context, prefix):
        cases += len(compiled.rule.cases)
        failures += _run_rule(runner, compiled)
    say(f"{cases} 个用例，{failures} 个不符合")
    raise typer.Exit(FOUND if failures else OK)


def _run_rule(runner: CaseRunner, compiled: CompiledRule) -> int:
    """Tell each case that is not as expected; their number."""
    failures = 0
    for case in compiled.rule.cases:
        result = runner.run(compiled, case)
        if result.as_expected == (case.known_miss is None):
            continue
        failures += 1
        say(f"{compiled.id} 用例“{case.name}”不符合")
        if case.known_miss:
            say("  已经能够找到，请去掉 known_miss")
            continue
        say(f"  应找到：{'、'.join(case.finds) or '（无）'}")
        say(f"  实际找到：{'、'.join(result.quotes) or '（无）'}")
        if result.considered:
            say(f"  已排除：{'；'.join(result.considered)}")
    return failures


def _chosen(context: ReviewContext, prefix: str) -> list[CompiledRule]:
    chosen = [compiled for compiled in context.ruleset.rules if compiled.id.startswith(prefix)]
    if not chosen:
        complain(f"没有以“{prefix}”开头的规则；用 reviewer rules list 查看全部")
        raise typer.Exit(2)
    return chosen


def _context(rules: Path | None, *, classifiers: bool, today: date | None = None) -> ReviewContext:
    return load_context(today=today, classifiers=classifiers, extra_rules=rules)
