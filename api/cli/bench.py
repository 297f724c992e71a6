"""``reviewer bench``: what reviewing and the service cost on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.usage import ChineseCommand

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=ChineseCommand, help="测量审查的速度、增长、内存和启动时间，并与同类公开工具比较。")
def bench(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="写出 bench.md 和增长曲线的文件夹")
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers/--no-peers", help="是否安装并测量同类公开工具（需要软件包索引）")
    ] = True,
    service: Annotated[bool, typer.Option("--service/--no-service", help="是否测量网页服务")] = True,
) -> None:
    """Print the tables; with a folder, write them and the curves there."""
    from corpora.bench.run import run_benchmarks  # noqa: PLC0415  heavy

    run_benchmarks(out, typer.echo, peers=peers)
    if service:
        from api.bench import main as measure_service  # noqa: PLC0415  starts servers

        measure_service()
