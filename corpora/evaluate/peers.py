"""Public tools for personal data on a set of our own making: ``python -m corpora.evaluate.peers``.

Each tool runs in an environment of its own (`corpora.peer_environments`).
Only kinds that the tools know are compared; what we find beyond that is not counted.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.context import load_context
from corpora.evaluate.disclosure import LabelledText
from corpora.evaluate.peer_texts import KINDS, peer_texts
from corpora.evaluate.table import EvaluationTable
from corpora.peer_environments import ask_peer, peer_python
from reviewer.extraction.text import document_from_text
from reviewer.review import review

_RUNNER = Path(__file__).with_name("peer_runner.py")
_OURS = "reviewer（本项目）"
_LOOSE = frozenset({"person.address"})
_SHORT = {
    "person.id_number": "身份证",
    "person.phone": "电话",
    "person.bank_card": "银行卡",
    "person.vehicle_plate": "车牌",
    "person.document_number": "护照",
    "person.email": "邮箱",
    "person.address": "住址",
}
Found = list[list[tuple[int, int, str]]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: what the user sees, its entry in the runner, its packages."""

    title: str
    tool: str
    packages: tuple[str, ...]


PEERS = (
    Peer("presidio-analyzer", "presidio", ("presidio-analyzer",)),
    Peer("presidio-analyzer＋四条中文模式", "presidio-chinese", ("presidio-analyzer",)),
    Peer("privyscope-zh-hans（正则部分）", "privyscope", ("privyscope", "privyscope-zh-hans")),
    Peer("jionlp", "jionlp", ("jionlp",)),
    Peer("scrubadub", "scrubadub", ("scrubadub",)),
    Peer("datafog", "datafog", ("datafog",)),
)


def run_peer(peer: Peer, texts: Sequence[LabelledText], folder: Path | None = None) -> tuple[Found, float]:
    """What a tool finds, and the seconds it took without starting.

    Raises:
        subprocess.SubprocessError: It cannot be installed, or breaks.
        ValueError: It gives no answer.
    """
    python = peer_python(peer.packages, folder)
    answer = ask_peer(python, _RUNNER, [peer.tool], [text.text for text in texts])
    return [[(s, e, k) for s, e, k in each] for each in answer["found"]], float(answer["seconds"])


def run_ours(texts: Sequence[LabelledText]) -> tuple[Found, float]:
    """What the family ``disclosure`` finds, columns of lists taken apart."""
    context = replace(load_context(), families=frozenset({"disclosure"}))
    documents = [document_from_text(text.text, text.id, passage=True) for text in texts]
    review(documents[0], context)
    start = time.perf_counter()
    reports = [review(document, context) for document in documents]
    seconds = time.perf_counter() - start
    found = []
    for report in reports:
        spans = [(f.span.start, f.span.end, f.kind) for f in report.findings]
        spans += [(e.span.start, e.span.end, f.kind) for f in report.findings for e in f.evidence.elements]
        found.append(spans)
    return found, seconds


def score(texts: Sequence[LabelledText], found: Found) -> dict[str, tuple[int, int]]:
    """Right and due by kind, and under ``false`` the lawful texts with a find of any of the kinds."""
    counts = dict.fromkeys([*_SHORT, "false"], (0, 0))
    for text, places in zip(texts, found, strict=True):
        for labelled in text.spans:
            right, due = counts[labelled.kind]
            hit = any(_fits(place, labelled.span.start, labelled.span.end, labelled.kind) for place in places)
            counts[labelled.kind] = right + hit, due + 1
        if not text.spans:
            alarms, lawful = counts["false"]
            counts["false"] = alarms + any(kind in KINDS.values() for _, _, kind in places), lawful + 1
    return counts


def _fits(place: tuple[int, int, str], start: int, end: int, kind: str) -> bool:
    """Numbers exactly and of the kind, addresses by overlap."""
    if place[2] != kind:
        return False
    return place[0] < end and start < place[1] if kind in _LOOSE else (place[0], place[1]) == (start, end)


def peer_table(folder: Path | None = None) -> EvaluationTable:
    """One line a tool: recall by kind, false rate, speed beside ours. A tool that breaks says so."""
    texts = peer_texts()
    ours = run_ours(texts)
    rows = [_row(_OURS, texts, ours[0], ours[1], ours[1])]
    for peer in PEERS:
        try:
            found, seconds = run_peer(peer, texts, folder)
        except (subprocess.SubprocessError, ValueError) as error:
            rows.append(
                (peer.title, *("–" for _ in range(len(_SHORT) + 3)), type(error).__name__)[: len(rows[0])]
            )
            continue
        rows.append(_row(peer.title, texts, found, seconds, ours[1]))
    spans = sum(len(text.spans) for text in texts)
    lawful = sum(not text.spans for text in texts)
    return EvaluationTable(
        title="个人信息识别工具比较（自生成测试集）",
        columns=("工具", "总查全率", *_SHORT.values(), "误报率", "用时为本项目的"),
        rows=tuple(rows),
        notes=(
            f"{len(texts)} 段文字，标注 {spans} 处，{lawful} 段没有问题；号码须位置、种类都对，住址重叠即可",
            "presidio 用空白 spaCy 管线和自带的识别器；各工具在各自的环境中运行，用时不含启动",
            "privyscope 的模型不在安装包中、须联网下载，这里只有它的正则部分",
        ),
    )


def _row(
    title: str, texts: Sequence[LabelledText], found: Found, seconds: float, ours: float
) -> tuple[str, ...]:
    counts = score(texts, found)
    alarms, lawful = counts.pop("false")
    right, due = (sum(each[side] for each in counts.values()) for side in (0, 1))
    kinds = [f"{r / max(d, 1):.0%}" for r, d in counts.values()]
    return (title, f"{right / due:.1%}", *kinds, f"{alarms / lawful:.1%}", f"{seconds / ours:.2f} 倍")


def main() -> int:
    """Print the table."""
    sys.stdout.write(peer_table().to_markdown() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
