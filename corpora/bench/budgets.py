"""The budgets that the project set itself, and what this machine made of them."""

from __future__ import annotations

from pathlib import Path

from corpora.bench.growth import Growth
from corpora.bench.texts import own_text, statutes, ten_page_pdf
from corpora.bench.timing import ChildCost, child_cost, taking_turns
from corpora.context import load_context
from corpora.evaluate.table import EvaluationTable
from reviewer.extraction import extract
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

_MEGABYTE = 1_000_000
# 1 MB of UTF-8 is a third of a million Chinese characters.
_STATUTE_CHARACTERS, _CLASSIFIED_CHARACTERS = 333_333, 100_000
_PDF_PAGES = 10
_SAMPLE = Path(__file__).parents[1] / "samples" / "county_incentives.docx"
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
_LARGE = (
    "from corpora.context import load_context; from corpora.bench.texts import own_text;"
    "from reviewer.extraction.text import document_from_text; from reviewer.review import review;"
    "review(document_from_text(own_text()[:300000], 'large'), load_context())"
)


def budget_table(context: ReviewContext, text: Growth, rules: Growth) -> EvaluationTable:
    """Every budget with its floor and what was measured."""
    layer, source = _rule_layer(context)
    pages = _pages_a_second()
    classified = _with_classifiers()
    start = {name: child_cost(arguments) for name, arguments in _starts().items()}
    rows = [
        _row(
            f"规则层，分类器关，四类全部（{source}）", "> 2,000,000 字/秒", f"{layer:,.0f}", layer > 2_000_000
        ),
        _row("整个审查，分类器开", "> 400,000 字/秒", f"{classified:,.0f}", classified > 400_000),
        _row("PDF 文字，每字有位置", "> 200 页/秒", f"{pages:,.0f}", pages > 200),
        _row("文字 10 倍", "≤ 12 倍用时", f"{_ratio(text, 0, -1):.2f}", _ratio(text, 0, -1) <= 12),
        _row(
            "规则 500 条到 1,000 条", "≤ 1.3 倍用时", f"{_ratio(rules, 2, 3):.2f}", _ratio(rules, 2, 3) <= 1.3
        ),
        _row("import reviewer", "< 0.3 秒", _seconds(start["import"]), start["import"].seconds < 0.3),
        _row("reviewer --version", "< 0.5 秒", _seconds(start["version"]), start["version"].seconds < 0.5),
        _row(
            "reviewer check 一份 docx，冷启动", "< 2 秒", _seconds(start["check"]), start["check"].seconds < 2
        ),
        _row(
            "30 万字一次审查的进程，分类器开",
            "< 600 MB",
            f"{start['large'].peak / _MEGABYTE:,.0f} MB",
            start["large"].peak < 600 * _MEGABYTE,
        ),
    ]
    return EvaluationTable(title="预算", columns=("项目", "下限", "本次", "达到"), rows=tuple(rows))


def _rule_layer(context: ReviewContext) -> tuple[float, str]:
    """Characters a second and what was read."""
    public = statutes()
    text = (public or own_text())[:_STATUTE_CHARACTERS]
    document = document_from_text(text, "statutes")
    seconds = taking_turns({"review": lambda: review(document, context)})["review"]
    return len(text) / seconds, f"{'法律全文' if public else '自有语料'} {len(text):,} 字"


def _with_classifiers() -> float:
    document = document_from_text(own_text()[:_CLASSIFIED_CHARACTERS], "classified")
    context = load_context()
    seconds = taking_turns({"review": lambda: review(document, context)}, 3)["review"]
    return len(document.text) / seconds


def _pages_a_second() -> float:
    files = [ten_page_pdf(seed) for seed in range(3)]
    seconds = taking_turns({"pdf": lambda: [extract(content, "a.pdf") for content in files]})["pdf"]
    return len(files) * _PDF_PAGES / seconds


def _starts() -> dict[str, list[str]]:
    return {
        "import": ["-c", "import reviewer"],
        "version": ["-c", _PROGRAM, "--version"],
        "check": ["-c", _PROGRAM, "check", str(_SAMPLE)],
        "large": ["-c", _LARGE],
    }


def _ratio(growth: Growth, first: int, last: int) -> float:
    return growth.points[last][1] / growth.points[first][1]


def _seconds(cost: ChildCost) -> str:
    return f"{cost.seconds:.2f} 秒"


def _row(name: str, floor: str, measured: str, reached: bool) -> tuple[str, ...]:
    return name, floor, measured, "是" if reached else "否"
