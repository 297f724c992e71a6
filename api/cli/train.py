"""``reviewer train``: the shipped models, made again from their corpora."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import one_of, parse_day
from api.cli.terminal import complain, say
from api.cli.usage import ChineseCommand
from corpora.decided import read_decided
from corpora.train import LEARNERS, TRAINERS, train
from corpora.trained import FOLDER

Names = Annotated[
    list[str] | None, typer.Argument(metavar="NAME...", help=f"模型，不给则全部：{'、'.join(TRAINERS)}")
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="写到哪个文件夹，默认是自带模型所在之处")]
With = Annotated[
    Path | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help=(
            f"审核人员的决定（从网页服务导出的 decisions.jsonl），由 {'、'.join(LEARNERS)} 一并学习；"
            "给出时只训练这些模型"
        ),
    ),
]
Day = Annotated[str | None, typer.Option(metavar="DATE", help="写入模型卡片的训练日期，默认今天")]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    cls=ChineseCommand,
    help="用自带语料训练模型，并更新模型卡片。同样的语料、软件和日期，得到逐字节相同的文件。",
)
def train_models(names: Names = None, out: Out = FOLDER, day: Day = None, decisions: With = None) -> None:
    """Train the models named, or all; with decisions those that learn from them."""
    trained_on = parse_day(day) or date.today()  # the date on the operator's wall
    decided = read_decided(decisions) if decisions else ()
    if decisions:
        complain(f"{decisions}：{len(decided)} 条决定")
    known = LEARNERS if decisions else TRAINERS
    for name in [one_of(name, known) for name in names or known]:
        complain(f"正在训练 {name}……")
        path = train(name, out, trained_on, decided)
        say(f"{path}\t{path.stat().st_size} 字节")
