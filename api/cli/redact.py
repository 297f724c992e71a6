"""``reviewer redact``: a copy of a file without the values that must not be published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.files import write_whole
from api.cli.options import one_of, parse_day, read_limits
from api.cli.outcome import FOUND, INCOMPLETE, OK
from api.cli.sources import Source, open_input
from api.cli.terminal import complain, say
from api.cli.usage import ChineseCommand
from corpora.context import load_context
from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.exporters.kinds import kind_words
from reviewer.finding import Finding
from reviewer.redaction.redact import Find, Masked, RedactedCopy, redact
from reviewer.redaction.stretches import MASKABLE, MaskStyle
from reviewer.review import ReviewContext, review

_FAMILY = "disclosure"
_STYLES = {"keep": "保留前六后四等惯例部分", "all": "全部遮盖", "pseudonym": "化名，同一人同一号全文一致"}

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="副本写到哪里，默认与原件同一文件夹，名称加“（已遮盖）”")
]
Log = Annotated[Path | None, typer.Option(metavar="FILE", help="遮盖记录（JSON，不含被遮盖的内容）写到哪里")]
Style = Annotated[
    str, typer.Option(metavar="S", help="遮盖方式：" + "；".join(f"{k} {v}" for k, v in _STYLES.items()))
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", metavar="K", help="只遮盖这一种，可多次给出；写错时列出全部")
]
Today = Annotated[str | None, typer.Option(metavar="DATE", help="按哪一天的法律状态审查，默认今天")]


@app.command(
    cls=ChineseCommand,
    help="生成遮盖了个人信息和敏感内容的副本，格式与原件相同（doc、wps 等先转为 docx），并复查一遍。"
    "复查没有问题退出码为 0，仍有遮盖解决不了的问题（如密级标志）为 1，原件未能全部读取为 3。",
)
def redact_file(
    *,
    path: Annotated[str, typer.Argument(metavar="FILE", help="要遮盖的文件")],
    out: Out = None,
    log: Log = None,
    style: Style = "keep",
    kinds: Kinds = None,
    today: Today = None,
) -> None:
    """Write the copy beside the original, never over it."""
    source = _only(path)
    chosen = frozenset(one_of(kind, sorted(MASKABLE)) for kind in kinds) if kinds else MASKABLE
    context = load_context(today=parse_day(today), families=frozenset({_FAMILY}))
    data = source.content if isinstance(source.content, bytes) else _read(source.content, source.name)
    chosen_style = MaskStyle(one_of(style, _STYLES))
    copy = redact(data, source.name, _finder(context), style=chosen_style, kinds=chosen, limits=read_limits())
    target = out or _beside(path, copy.suffix)
    if target.exists() and Path(path).exists() and target.samefile(path):
        raise typer.BadParameter("副本不能覆盖原件，请用 --out 另给一个名称")
    _write(target, copy.data)
    if log is not None:
        _write(log, _log_text(source.name, copy, style).encode())
    _tell(copy, target)
    raise typer.Exit(INCOMPLETE if copy.unread else OK if copy.clean else FOUND)


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        reason = f"不能写入（{error.strerror}）"
        raise UnreadableDocument(
            str(path), reason, "请换一个有写入权限的文件夹，并确认磁盘还有空间"
        ) from error


def _finder(context: ReviewContext) -> Find:
    def find(document: Document) -> Sequence[Finding]:
        return review(document, context).findings

    return find


def _only(path: str) -> Source:
    sources = list(open_input(path, read_limits()))
    if len(sources) != 1:
        raise UnreadableDocument(path, f"这是含 {len(sources)} 个文件的压缩包", "请解压后逐个遮盖")
    if isinstance(sources[0], UnreadableDocument):
        raise sources[0]
    return sources[0]


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(name, "文件不存在或无法打开", "请核对路径和权限") from error


def _beside(path: str, suffix: str) -> Path:
    original = Path(path)
    kept = original.suffix if original.suffix.lower() in _same_suffixes(suffix) else suffix
    return original.with_name(f"{original.stem}（已遮盖）{kept}")


def _same_suffixes(suffix: str) -> frozenset[str]:
    """Endings of one format: a text may be called .md, a page .htm."""
    families = (
        {".txt", ".md", ".markdown"},
        {".html", ".htm", ".xhtml"},
        {".csv", ".tsv"},
        {".docx", ".wps"},
    )
    return frozenset(next((family for family in families if suffix in family), {suffix}))


def _log_text(name: str, copy: RedactedCopy, style: str) -> str:
    log = {
        "name": name,
        "style": style,
        "masked": [_entry(masked) for masked in copy.masked],
        "second_review": {
            "clean": copy.clean,
            "remaining": [{"rule": f.rule, "kind": f.kind, "message": f.title} for f in copy.remaining],
            "repeated": copy.repeated,
        },
        "unread": [asdict(unread) for unread in copy.unread],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _entry(masked: Masked) -> dict[str, Any]:
    return {
        "kind": masked.kind,
        "rule": masked.rule,
        "place": [asdict(place) for place in masked.places],
        "length": masked.length,
        "kept": masked.kept,
    }


def _tell(copy: RedactedCopy, target: Path) -> None:
    counts = Counter(masked.kind for masked in copy.masked)
    listed = "、".join(f"{kind_words(kind)} {count} 处" for kind, count in sorted(counts.items()))
    say(f"已写入 {target}：遮盖 {len(copy.masked)} 处" + (f"（{listed}）" if listed else ""))
    if copy.clean:
        complain("复查：副本中没有发现不应公开的内容")
    for finding in copy.remaining:
        complain(f"复查：仍有“{finding.title}”，遮盖不能解决，请按提示处理：{finding.suggestion}")
    if copy.repeated:
        complain(f"复查：副本的非文字部分（嵌入的附件等）仍含 {copy.repeated} 个被遮盖的号码，请先删去附件")
    for unread in copy.unread:
        complain(f"原件未完整读取，可能还有未遮盖的内容：{unread.part}：{unread.reason}。{unread.remedy}")
