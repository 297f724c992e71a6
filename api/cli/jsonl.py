"""``reviewer check --jsonl``: one passage a line in, its findings a line out, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

from api.cli.outcome import Outcome
from api.cli.terminal import complain
from reviewer.errors import UnreadableDocument
from reviewer.exporters.json import dump, finding_object
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _BadLine(ValueError):
    """A line that is no request; the message says why, in Chinese, without its text."""


def read_lines(path: str) -> Iterator[bytes]:
    """The lines of a file or of standard input (``-``), one at a time.

    Raises:
        UnreadableDocument: The file cannot be opened (on the first iteration).
    """
    if path == "-":
        yield from sys.stdin.buffer
        return
    try:
        with open(path, "rb") as stream:
            yield from stream
    except OSError as error:
        reason = f"无法打开文件（{error.strerror or type(error).__name__}）"
        raise UnreadableDocument(path, reason, "请核对路径与读取权限") from error


def review_lines(lines: Iterable[bytes], context: ReviewContext, outcome: Outcome) -> Iterator[bytes]:
    """One line out for each line in; a bad one gives ``{"id": null, "error": ...}`` and the rest goes on."""
    for number, line in enumerate(lines, 1):
        try:
            identifier, text = _parse(line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line)
        except _BadLine as error:
            outcome.note_unreadable()
            complain(f"第 {number} 行：{error}")
            yield dump({"id": None, "error": f"第 {number} 行：{error}"}) + b"\n"
            continue
        document = document_from_text(text, str(identifier), passage=True)
        report = review(document, context)
        outcome.note(report)
        for failure in report.failures:
            complain(f"第 {number} 行未完整审查：规则 {failure.rule} 未能检查（{failure.error}）")
        findings = [finding_object(finding, document) for finding in report.findings]
        yield dump({"id": identifier, "findings": findings}) + b"\n"


def _parse(line: bytes) -> tuple[str | int | float, str]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _BadLine("不是 UTF-8 编码，请转换编码后重试") from error
    except json.JSONDecodeError as error:
        raise _BadLine(f"不是 JSON（第 {error.colno} 列附近有误），请核对后重试") from error
    except (RecursionError, ValueError) as error:
        raise _BadLine("JSON 嵌套过深或数字过长，请核对后重试") from error
    if not isinstance(value, dict):
        raise _BadLine('应为 {"id": ..., "text": ...}')
    identifier, text = value.get("id"), value.get("text")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int | float):
        raise _BadLine("缺少 id，或者 id 不是字符串或数字")
    if not isinstance(text, str):
        raise _BadLine("缺少 text，或者 text 不是字符串")
    return identifier, text
