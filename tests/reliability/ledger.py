"""The twenty-five reliability tests: what each tries, how often, where it stands, what was done in this run.

A run of the suite tries each as often as `Reliability.usual` says; before a release ``make proof``
tries them `Reliability.release` times and writes the table. ``make proof SHARE=0.1`` tries a tenth.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass

_HERE = "tests/reliability"
SHARE = float(os.environ.get("REVIEWER_PROOF") or 0)
"""How much of the trials of a release this run does; 0 in an ordinary run of the suite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """One of the tests.

    Attributes:
        title: What goes wrong in it, in Chinese as the table shows it.
        usual: Trials in an ordinary run of the suite.
        release: Trials before a release.
        place: Where it stands.
    """

    title: str
    usual: int
    release: int
    place: str = _HERE

    @property
    def trials(self) -> int:
        """Trials in this run."""
        return max(self.usual, round(self.release * SHARE))


TESTS = {
    1: Reliability(title="混有致命文件的批次", usual=100, release=3_000),
    2: Reliability(title="解析程序的各种劣行", usual=36, release=252),
    3: Reliability(title="压缩炸弹", usual=45, release=45),
    4: Reliability(title="XML 攻击", usual=120, release=480),
    5: Reliability(title="超大、过深的文件", usual=12, release=12),
    6: Reliability(title="文件变异", usual=7_000, release=100_000),
    7: Reliability(title="真实文件与上一版本对照", usual=100, release=150),
    8: Reliability(title="强行终止处理进程", usual=20, release=500, place="tests/api/jobs/test_kill.py"),
    9: Reliability(title="强行终止服务与数据库", usual=4, release=200),
    10: Reliability(title="写入失败、磁盘已满、只读", usual=170, release=170),
    11: Reliability(title="时间预算", usual=3, release=60),
    12: Reliability(title="长时间运行", usual=210, release=20_000),
    13: Reliability(title="并行上传 PDF", usual=40, release=4_000),
    14: Reliability(title="重复提交", usual=60, release=500),
    15: Reliability(title="两人同时决定", usual=60, release=1_000),
    16: Reliability(
        title="批量审查中断后继续", usual=3, release=10, place="tests/corpora/audit/test_crash.py"
    ),
    17: Reliability(
        title="修改后决定的去向", usual=300, release=300, place="tests/reviewer/test_decision.py"
    ),
    18: Reliability(title="网页脚本注入", usual=213, release=213, place="tests/api/pages/test_markup.py"),
    19: Reliability(title="文件名与导出单元格", usual=200, release=200),
    20: Reliability(title="伪装、加密、含宏的文件", usual=30, release=30),
    21: Reliability(title="未读全不得显示为通过", usual=20, release=20),
    22: Reliability(title="权限表", usual=1485, release=1485, place="tests/api/accounts/test_every_route.py"),
    23: Reliability(title="离线", usual=2, release=2),
    24: Reliability(title="埋入的秘密", usual=60, release=1_000),
    25: Reliability(title="恶意文本拖慢规则", usual=12, release=12),
}

done: Counter[int] = Counter()
"""Trials of each test that came out as expected."""


def table() -> str:
    """What was done, as Markdown."""
    lines = ["| # | 内容 | 发布前应试 | 已试且通过 | 测试所在 |", "|---|---|--:|--:|---|"]
    for number, test in TESTS.items():
        count = f"{done[number]:,}" if done[number] else "未试"
        lines.append(f"| {number} | {test.title} | {test.release:,} | {count} | `{_file(number)}` |")
    return "\n".join(lines)


def places() -> list[str]:
    """Where the tests stand."""
    return sorted({test.place for test in TESTS.values()})


def _file(number: int) -> str:
    place = TESTS[number].place
    return f"{place}/test_{number:02}_*.py" if place == _HERE else place


if __name__ == "__main__":
    print(*places())  # noqa: T201  for the Makefile
