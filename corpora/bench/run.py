"""All figures in one run, printed and written as Markdown with pictures."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from datetime import date
from pathlib import Path

from corpora.bench.budgets import budget_table
from corpora.bench.growth import growth_with_rules, growth_with_text
from corpora.bench.peers import citation_table, pdf_table, personal_speed_table, rule_table
from corpora.bench.pictures import growth_curve
from corpora.context import load_context
from corpora.evaluate.peers import peer_table
from corpora.evaluate.table import EvaluationTable
from reviewer.extraction.text import document_from_text
from reviewer.review import review

_TODAY = date(2026, 11, 23)
_REPORT = "bench.md"


def run_benchmarks(folder: Path | None, say: Callable[[str], None], *, peers: bool = True) -> None:
    """Measure everything.

    Args:
        folder: Where ``bench.md`` and the growth curves go; None prints only.
        say: Takes each table as it is ready.
        peers: Whether to install and run the public tools.
    """
    context = load_context(today=_TODAY, classifiers=False)
    review(document_from_text("第一条 为了规范管理，制定本办法。", "warm-up"), context)
    curves = {"growth_text.svg": growth_with_text(context), "growth_rules.svg": growth_with_rules(context)}
    text, rules = curves.values()
    parts: list[str] = []

    def tell(table: EvaluationTable) -> None:
        parts.append(table.to_markdown())
        say(parts[-1])

    tell(budget_table(context, text, rules))
    for growth in curves.values():
        tell(growth.table())
    if peers:
        tell(rule_table(context))
        tell(pdf_table())
        tell(citation_table(context))
        tell(personal_speed_table(context))
        tell(peer_table())
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        head = f"# 性能与同类工具\n\n`reviewer bench --out 文件夹` 写成；{_machine()}。\n"
        pictures = "\n\n".join(f"![{growth.title}]({name})" for name, growth in curves.items())
        (folder / _REPORT).write_text("\n".join([head, *parts, pictures, ""]), encoding="utf-8")
        for name, growth in curves.items():
            (folder / name).write_text(growth_curve(growth), encoding="utf-8")


def _machine() -> str:
    return f"{date.today()}，{os.cpu_count()} 个处理器，Python {platform.python_version()}"
