"""Runs a public tool within its own environment: PDF readers over files, a checker of citations over texts.

Stands alone: it imports nothing of the project. Input is JSON lines on stdin; the answer is one JSON
object with the seconds taken, repeated as often as asked for, and what was found.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

Work = Callable[[str], Any]


def pdfplumber() -> Work:
    """Pdfplumber's characters with their boxes."""
    tool = importlib.import_module("pdfplumber")

    def read(path: str) -> int:
        with tool.open(path) as document:
            return sum(len(page.chars) for page in document.pages)

    return read


def pdfminer() -> Work:
    """The high-level text of pdfminer.six."""
    tool = importlib.import_module("pdfminer.high_level")
    return lambda path: _characters(tool.extract_text(path))


def pypdf() -> Work:
    """Pypdf's text, page by page."""
    tool = importlib.import_module("pypdf")
    return lambda path: sum(_characters(page.extract_text()) for page in tool.PdfReader(path).pages)


def china_law() -> Work:
    """What china-law-mcp calls invalid of the citations in a text."""
    tool = importlib.import_module("china_law_mcp.server")
    return lambda text: int(tool.check_citations_in_text(text)["invalid"])


def _characters(text: str) -> int:
    return sum(not character.isspace() for character in text)


TOOLS: dict[str, Callable[[], Work]] = {
    "pdfplumber": pdfplumber,
    "pdfminer": pdfminer,
    "pypdf": pypdf,
    "china-law-mcp": china_law,
}


def main() -> None:
    """Read, run, answer."""
    work = TOOLS[sys.argv[1]]()
    inputs = [json.loads(line) for line in sys.stdin]
    work(inputs[0])
    start = time.process_time()
    found = [work(each) for each in inputs]
    seconds = time.process_time() - start
    sys.stdout.write("\n@@" + json.dumps({"seconds": seconds, "found": found}) + "\n")


if __name__ == "__main__":
    main()
