"""The twenty-five reliability tests: what each tries, how often, and what was done in this run.

A run of the suite tries each as often as `Reliability.usual` says; before a release ``make proof``
tries them `Reliability.release` times and writes the table.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass

RELEASE = os.environ.get("REVIEWER_PROOF") == "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """One of the tests.

    Attributes:
        title: What goes wrong in it, in Chinese as the table shows it.
        usual: Trials in an ordinary run of the suite.
        release: Trials before a release.
    """

    title: str
    usual: int
    release: int

    @property
    def trials(self) -> int:
        """Trials in this run."""
        return self.release if RELEASE else self.usual


TESTS = {
    3: Reliability(title="压缩炸弹", usual=45, release=45),
    4: Reliability(title="XML 攻击", usual=120, release=480),
    5: Reliability(title="超大、过深的文件", usual=12, release=12),
    6: Reliability(title="文件变异", usual=7_000, release=100_000),
    19: Reliability(title="文件名与导出单元格", usual=200, release=200),
    20: Reliability(title="伪装、加密、含宏的文件", usual=30, release=30),
    21: Reliability(title="未读全不得显示为通过", usual=20, release=20),
    23: Reliability(title="离线", usual=2, release=2),
    25: Reliability(title="恶意文本拖慢规则", usual=12, release=12),
}

ELSEWHERE = {
    8: "tests/api/jobs/test_kill.py",
    9: "tests/api/jobs/test_kill.py",
    14: "tests/api/test_reviews.py",
    15: "tests/api/test_findings.py",
    16: "tests/corpora/audit/test_run.py",
    17: "tests/reviewer/test_decision.py",
    18: "tests/api/pages/test_markup.py",
    22: "tests/api/accounts/test_every_route.py",
}
"""Tests of the twenty-five that stand beside what they test."""

done: Counter[int] = Counter()
"""Trials of each test that came out as expected."""


def table() -> str:
    """What was done, as Markdown."""
    lines = ["| # | 内容 | 次数 |", "|---|---|---|"]
    rows = {number: f"| {number} | {TESTS[number].title} | {count:,} |" for number, count in done.items()}
    rows |= {number: f"| {number} | 见 `{path}` | |" for number, path in ELSEWHERE.items()}
    lines += [rows[number] for number in sorted(rows)]
    return "\n".join(lines)
