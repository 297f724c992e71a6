"""``reviewer evaluate``: how good models and rules are on labelled texts they have not seen."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import one_of
from api.cli.terminal import say
from api.cli.usage import ChineseCommand
from corpora.evaluate import EVALUATORS

Names = Annotated[
    list[str] | None, typer.Argument(metavar="NAME...", help=f"评测什么，不给则全部：{'、'.join(EVALUATORS)}")
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=ChineseCommand, help="用标注数据的留出部分计算准确率和召回率，输出 Markdown 表格。")
def evaluate(names: Names = None) -> None:
    """Print the tables of what is named, or of all."""
    for name in [one_of(name, EVALUATORS) for name in names or EVALUATORS]:
        for table in EVALUATORS[name]():
            say(table.to_markdown())
