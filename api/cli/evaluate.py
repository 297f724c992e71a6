"""``reviewer evaluate``: how good rules and models are on labelled texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import one_of, parse_day
from api.cli.outcome import FOUND, OK
from api.cli.terminal import complain, say
from api.cli.usage import ChineseCommand, ChineseGroup
from corpora.benchmark.own import as_records, predictions_of, reliability_of_confidence, review_items
from corpora.benchmark.scoring import read_predictions, score_table
from corpora.benchmark.tasks import benchmark_items
from corpora.confidence import read_counts
from corpora.evaluate import EVALUATORS, disclosure, fair_competition, legal_basis
from corpora.evaluate.ablation import ablation_tables
from corpora.evaluate.comparison import comparison_tables
from corpora.evaluate.confidence import confidence_table, count_rules, counted_sets, write_counts
from corpora.evaluate.entities import evaluate_sample
from corpora.evaluate.measurement import AS_OF, fixed_context, measure_all, rate_measures
from corpora.evaluate.own_corpora import own_sets
from corpora.evaluate.saved import load_measurement, measurement_object, save_measurement
from corpora.evaluate.sets import Measure
from corpora.evaluate.table import EvaluationTable
from corpora.evaluate.tables import figure_table, set_tables

Violations = Annotated[Path | None, typer.Option(metavar="FILE", help="违法条文，每行一个 JSON 对象")]
Lawful = Annotated[Path | None, typer.Option(metavar="FILE", help="合法条文，每行一个 JSON 对象")]
Policies = Annotated[
    Path | None, typer.Option(metavar="FILE", help="整篇文件的逐条标注，文件本身在 --documents 中")
]
Documents = Annotated[
    Path | None, typer.Option(metavar="DIR", help="文件所在文件夹；未标注的文件计算每万字发现数")
]
Statutes = Annotated[
    Path | None, typer.Option(metavar="DIR", help="法律法规文本所在文件夹，计算每万字发现数")
]
Classifiers = Annotated[str, typer.Option(metavar="on|off", help="是否使用分类器")]
Today = Annotated[
    str | None, typer.Option(metavar="DATE", help=f"按哪一天的法律状态，默认 {AS_OF.isoformat()}")
]
Ablation = Annotated[bool, typer.Option("--ablation", help="逐个关闭语境、标题、除外情形、分类器，各测一遍")]
Save = Annotated[Path | None, typer.Option(metavar="FILE", help="把结果（不含文字）保存为 JSON")]
Compare = Annotated[Path | None, typer.Option(metavar="FILE", help="与 --save 保存的结果相比，列出得失")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序使用")]
ShowText = Annotated[bool, typer.Option("--show-text", help="漏报、误报连同文字一并列出；默认只列编号")]

_FAMILIES = (fair_competition.FAMILY, legal_basis.FAMILY, disclosure.FAMILY)

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="用标注数据计算查全率、查准率、误报率及其 95% 区间，输出 Markdown 表格。"
    "不给子命令时测全部自有语料，只列总的数字。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What the user wants to see of a measurement."""

    today: str | None
    classifiers: str
    ablation: bool
    save: Path | None
    compare: Path | None
    as_json: bool
    show_text: bool


@app.callback()
def evaluate_all(context: typer.Context) -> None:
    """Without a subcommand: the models, then the project's own corpora of each family."""
    if context.invoked_subcommand is None:
        for evaluate in EVALUATORS.values():
            _print(evaluate())
        for family in _FAMILIES:
            measured = measure_all(family, [own.measure for own in own_sets(family)], fixed_context(family))
            _print(figure_table(each) for each in measured.sets)


@app.command(
    "fair-competition",
    cls=ChineseCommand,
    help="公平竞争审查：条文的查全率、条和项的准确率、误报率；整篇文件的查全率、查准率、每万字误报。不给文件则测自有语料。",
)
def competition(
    *,
    violations: Violations = None,
    lawful: Lawful = None,
    policies: Policies = None,
    documents: Documents = None,
    statutes: Statutes = None,
    classifiers: Classifiers = "on",
    today: Today = None,
    ablation: Ablation = False,
    save: Save = None,
    compare: Compare = None,
    as_json: Json = False,
    show_text: ShowText = False,
) -> None:
    """Measure the family ``fair_competition``."""
    if policies and not documents:
        raise typer.BadParameter("--policies 只有标注，请用 --documents 给出文件所在的文件夹")
    request = _Request(
        today=today,
        classifiers=classifiers,
        ablation=ablation,
        save=save,
        compare=compare,
        as_json=as_json,
        show_text=show_text,
    )
    named = fair_competition.measures(
        violations=violations, lawful=lawful, policies=policies, documents=documents
    )
    known = fair_competition.labelled_files(policies) if policies else frozenset()
    rates = [
        *(rate_measures(statutes) if statutes else ()),
        *(rate_measures(documents, without=known) if documents else ()),
    ]
    _measure(fair_competition.FAMILY, list(named), rates, request)


@app.command(
    "legal-basis",
    cls=ChineseCommand,
    help="合法性审核：越权设定（power.*）的查全率、种类准确率、误报率，一律按规范性文件。不给文件则测自有语料。",
)
def legality(
    *,
    unlawful: Violations = None,
    lawful: Lawful = None,
    documents: Documents = None,
    statutes: Statutes = None,
    classifiers: Classifiers = "on",
    today: Today = None,
    ablation: Ablation = False,
    save: Save = None,
    compare: Compare = None,
    as_json: Json = False,
    show_text: ShowText = False,
) -> None:
    """Measure setting power (设定权) in the family ``legal_basis``."""
    request = _Request(
        today=today,
        classifiers=classifiers,
        ablation=ablation,
        save=save,
        compare=compare,
        as_json=as_json,
        show_text=show_text,
    )
    rates = [
        measure
        for folder in (statutes, documents)
        if folder
        for measure in rate_measures(folder, counts=legal_basis.sets_power)
    ]
    named = list(legal_basis.measures(unlawful=unlawful, lawful=lawful))
    _measure(legal_basis.FAMILY, named, rates, request)


@app.command(
    "disclosure",
    cls=ChineseCommand,
    help="公开审查：按种类和位置计算查全率，无问题文本的误报率。不给文件则测自有语料。",
)
def disclosed(
    *,
    texts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='每行一个 {"id","text","spans":[{"start","end","kind"}]}'),
    ] = None,
    corpus: Annotated[str | None, typer.Option(metavar="NAME", help="自有语料的名称")] = None,
    documents: Documents = None,
    statutes: Statutes = None,
    classifiers: Classifiers = "on",
    today: Today = None,
    ablation: Ablation = False,
    save: Save = None,
    compare: Compare = None,
    as_json: Json = False,
    show_text: ShowText = False,
) -> None:
    """Measure the family ``disclosure``."""
    request = _Request(
        today=today,
        classifiers=classifiers,
        ablation=ablation,
        save=save,
        compare=compare,
        as_json=as_json,
        show_text=show_text,
    )
    rates = [measure for folder in (statutes, documents) if folder for measure in rate_measures(folder)]
    _measure(disclosure.FAMILY, list(disclosure.measures(texts=texts, corpus=corpus)), rates, request)


@app.command(
    "confidence",
    cls=ChineseCommand,
    help="各规则的置信度：在写规则时没有读过的自有语料上判对多少。"
    "与已保存的不同时退出码为 1，--write 重新保存。",
)
def confidence(*, write: Annotated[bool, typer.Option("--write", help="保存，供审查使用")] = False) -> None:
    """Count how often each rule is right."""
    sets = counted_sets(fixed_context())
    counts = count_rules(
        (measured for own, measured in sets if not own.seen_by_rules),
        read=(measured for own, measured in sets if own.seen_by_rules),
    )
    _print([confidence_table(counts, sets)])
    if write:
        complain(f"已保存到 {write_counts(counts, sets)}")
        raise typer.Exit(OK)
    if counts != read_counts():
        complain("与已保存的置信度不同：规则、模型或语料有变动，请加 --write 重新保存")
        raise typer.Exit(FOUND)


@app.command(
    "benchmark",
    cls=ChineseCommand,
    help="公开评测集（自有语料，四类，含无问题的反例）：给任何工具评分，不给文件则给本项目评分。"
    "说明见 corpora/benchmark/card.md。",
)
def benchmark(
    *,
    write_inputs: Annotated[
        Path | None, typer.Option(metavar="FILE", help='写出题目：每行一个 {"id","task","text"}')
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='工具的结果：每行一个 {"id","findings":[{"start","end","label"}]}'),
    ] = None,
    save_predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="把本项目的结果写成同样的格式")
    ] = None,
) -> None:
    """Score a tool, or this project."""
    items = benchmark_items()
    if write_inputs:
        asked = ({"id": item.id, "task": item.task, "text": item.text} for item in items)
        write_inputs.write_text("".join(map(_line, asked)), encoding="utf-8")
        complain(f"已写出 {len(items)} 题：{write_inputs}")
        return
    if predictions:
        _print([score_table(predictions.name, items, read_predictions(predictions, items))])
        return
    reviewed = review_items(items, fixed_context())
    ours = predictions_of(reviewed)
    if save_predictions:
        save_predictions.write_text("".join(map(_line, as_records(ours))), encoding="utf-8")
    _print([score_table("本项目", items, ours), reliability_of_confidence(reviewed)])


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _measure(family: str, named: list[Measure], rates: list[Measure], request: _Request) -> None:
    """Measure what the user named, else the project's own corpora, and show it."""
    labelled = named if named or rates else [own.measure for own in own_sets(family)]
    if not labelled and not rates:
        raise typer.BadParameter("这一类没有自有语料，请用选项给出标注文件")
    context = fixed_context(
        family,
        as_of=parse_day(request.today) or AS_OF,
        classifiers=one_of(request.classifiers, ("on", "off")) == "on",
    )
    earlier = load_measurement(request.compare) if request.compare else None
    measurement = measure_all(family, [*labelled, *rates], context)
    full = measurement.sets[: len(labelled)]
    tables = {
        "ablation": ablation_tables(labelled, full, context) if request.ablation else (),
        "comparison": comparison_tables(earlier, measurement) if earlier else (),
    }
    if request.save:
        save_measurement(measurement, request.save)
    if request.as_json:
        extra = {name: [_table_object(table) for table in listed] for name, listed in tables.items()}
        say(json.dumps(measurement_object(measurement) | extra, ensure_ascii=False, indent=1))
        return
    versions = measurement.versions
    complain(f"法律状态 {measurement.as_of}；规则 {versions.rules}；模型 {versions.models}")
    for measured in measurement.sets:
        _print(set_tables(measured, show_text=request.show_text))
    for listed in tables.values():
        _print(listed)
    model = EVALUATORS.get(family.replace("_", "-"))
    if model and context.classifiers and not named and not rates:
        _print(model())


def _print(tables: Iterable[EvaluationTable]) -> None:
    for table in tables:
        say(table.to_markdown())


def _table_object(table: EvaluationTable) -> dict[str, Any]:
    return {"title": table.title, "columns": list(table.columns), "rows": [list(row) for row in table.rows]}


def _add_model(name: str, evaluate: Callable[[], tuple[EvaluationTable, ...]]) -> None:
    @app.command(name, cls=ChineseCommand, help=f"分类器 {name} 在语料留出部分的查准率、查全率和可靠程度。")
    def model() -> None:
        _print(evaluate())


@app.command(
    "entities",
    cls=ChineseCommand,
    help="姓名识别：人名、地名、机构名的查准率、查全率，启用与不用时公开审查的查全率、误报率。",
)
def entities(
    sample: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="自备的公开语料，每行一个字和 BIO 标签，句间空行；只测不存"),
    ] = None,
) -> None:
    """Measure the pipeline of names on our sentences, or on a sample that the developer has."""
    _print(evaluate_sample(sample) if sample else EVALUATORS["entities"]())


for _name, _evaluate in EVALUATORS.items():
    # A model of a family's name is shown with the family; that of names takes a file.
    if _name.replace("-", "_") not in (*_FAMILIES, "entities"):
        _add_model(_name, _evaluate)
