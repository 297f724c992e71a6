"""``reviewer extract``: what was read of a file."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import one_of, read_limits
from api.cli.outcome import INCOMPLETE, OK
from api.cli.sources import open_input
from api.cli.terminal import complain, write
from api.cli.usage import ChineseCommand
from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.exporters.document_json import document_object
from reviewer.exporters.json import dump
from reviewer.extraction.child import extract_in_child

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    cls=ChineseCommand, help="读出一份文件。text 只输出文字本身；json 还输出每一段及其在文件中的位置。"
)
def extract(
    path: Annotated[str, typer.Argument(metavar="PATH", help="文件，或 -（标准输入）")],
    output: Annotated[str, typer.Option("--format", metavar="F", help="输出格式：json、text")] = "json",
) -> None:
    """Write the document to stdout; exit code 3 where only part of it was read."""
    one_of(output, ("json", "text"))
    document = _read(path)
    if output == "text":
        write([document.text.encode("utf-8", "surrogatepass")])
    else:
        write([dump(document_object(document)), b"\n"])
    for unread in document.unread:
        complain(f"{document.name} 未完整读取：{unread.part}：{unread.reason}。{unread.remedy}")
    raise typer.Exit(OK if document.complete else INCOMPLETE)


def _read(path: str) -> Document:
    limits = read_limits()
    sources = list(open_input(path, limits))
    if len(sources) != 1:
        reason = f"这是含 {len(sources)} 个文件的压缩包"
        raise UnreadableDocument(path, reason, "请解压后逐个提取，或用 reviewer check 整包审查")
    if isinstance(sources[0], UnreadableDocument):
        raise sources[0]
    return extract_in_child(sources[0].content, sources[0].name, limits)
