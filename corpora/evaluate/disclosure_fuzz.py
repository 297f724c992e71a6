"""Texts with numbers in every grouping, to prove that disclosure never breaks and stays linear.

``python -m corpora.evaluate.disclosure_fuzz [COUNT]`` goes through ten thousand; the tests go
through fewer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from corpora.context import load_context
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

COUNT = 10_000
_ALPHABETS = (
    "0123456789",
    "０１２３４５６７８９",
    "〇一二三四五六七八九",
    "0123456789xX",
    "0123456789ABCDEFG",
)
_SEPARATORS = (
    "",
    "",
    " ",
    "  ",
    "-",
    "—",
    "·",
    ",",
    "，",
    "\t",
    "\n",
    "\r\n",
    "\u3000",
    "\u200b",
    "*",
    "/",
    ".",
)
_WORDS = (
    *(
        "身份证号",
        "电话：",
        "账号",
        "护照",
        "车牌",
        "云A",
        "姓名\t",
        "户主张三",
        "元",
        "号",
        "微信",
        "QQ：",
        "@qq.com",
    ),
    *(
        "住",
        "栋2单元",
        "密码：",
        "★",
        "机密",
        "患",
        "初二（3）班",
        "。",
        "；",
        "（",
        "）",
        "《",
        "》",
        "\n",
        "\t",
        "第三条 ",
    ),
    *("坐标", "东经", "°", "℃", "%", "18至60周岁", "𠮷", "\ufeff", "\x07", "收到", "信息公开申请答复书\n"),
)


def fuzz_texts(count: int, seed: int = 7) -> Iterator[str]:
    """So many texts; the same seed gives the same texts."""
    random = Random(seed)  # noqa: S311  # no secret
    for _ in range(count):
        pieces: list[str] = []
        for _ in range(random.randint(1, 9)):
            pieces.append(random.choice(_WORDS))
            pieces += _number(random)
        yield "".join(pieces)


def _number(random: Random) -> Iterator[str]:
    """A number of up to 40 characters, cut into groups anywhere."""
    alphabet = random.choice(_ALPHABETS)
    separator = random.choice(_SEPARATORS)
    for _ in range(random.randint(0, 8)):
        yield "".join(random.choice(alphabet) for _ in range(random.choice((1, 2, 3, 4, 4, 6, 8, 11, 18))))
        yield separator if random.random() < 0.8 else random.choice(_SEPARATORS)


def broken(texts: Iterator[str], context: ReviewContext) -> Iterator[tuple[int, str]]:
    """The numbers of texts that broke a rule or gave wrong offsets, with what went wrong."""
    for number, text in enumerate(texts):
        document = document_from_text(text, "fuzz", passage=True)
        report = review(document, context)
        if report.failures:
            yield number, report.failures[0].rule
        for finding in report.findings:
            places = [finding.span, *(element.span for element in finding.evidence.elements)]
            exact = text[finding.span.start : finding.span.end] == finding.quote
            if not exact or any(not 0 <= p.start < p.end <= len(text) for p in places):
                yield number, finding.rule


def seconds(text: str, context: ReviewContext) -> float:
    """Processor time of a review of one text; what else the machine does must not count."""
    document = document_from_text(text, "fuzz")
    start = time.process_time()
    review(document, context)
    return time.process_time() - start


def main() -> int:
    """Go through the texts and say what broke and how time grows."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    context = replace(load_context(classifiers=False), families=frozenset({"disclosure"}))
    start = time.perf_counter()
    found = list(broken(fuzz_texts(count), context))
    took = time.perf_counter() - start
    print(f"{count} 段文字，{took:.1f} 秒；出错或位置不准 {len(found)} 段")  # noqa: T201
    for number, rule in found[:20]:
        print(f"  第 {number} 段：{rule}")  # noqa: T201
    once = "\n".join(fuzz_texts(300))
    short, long = seconds(once, context), seconds("\n".join([once] * 10), context)
    print(f"{len(once)} 字 {short:.2f} 秒；十倍 {long:.2f} 秒，{long / short:.1f} 倍")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
