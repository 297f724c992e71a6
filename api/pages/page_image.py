"""Pages of PDF files and scans as pictures, drawn in a child process within limits.

pdfium draws a page in about 65 ms at 200 dpi; starting the child costs about 0.3 s more. So the
latest pictures are kept, and a browser asks for a page when it comes into view only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from reviewer.extraction.processes import kill_family, resident_bytes

DRAWABLE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
"""Media types whose pages can be drawn as pictures."""

LONGEST_SIDE = 1_800
"""Pixels of the longer side: about 150 dpi for A4, legible at 200 % zoom."""

_SECONDS = 20.0
_MEMORY_BYTES = 700 << 20
_WATCH_SECONDS = 0.05
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH")


class PageNotDrawn(Exception):
    """The page cannot be drawn; the reason is in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """Width and height of a page in points (of a scan: pixels), as its boxes count them."""

    width: float
    height: float


class PageImages:
    """Draws pages and keeps the latest pictures.

    Args:
        kept_bytes: How much the kept pictures may take.
    """

    def __init__(self, kept_bytes: int = 64 << 20) -> None:
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        # Two at a time: drawing must not take the machine from the reviews.
        self._turns = threading.BoundedSemaphore(2)

    def sizes(self, digest: str, data: bytes, media_type: str) -> tuple[PageSize, ...]:
        """Sizes of all pages.

        Raises:
            PageNotDrawn: The file cannot be drawn.
        """
        lines = self._answer(digest, data, media_type, 0).decode("ascii").splitlines()
        return tuple(
            PageSize(width=float(width), height=float(height)) for width, height in map(str.split, lines)
        )

    def picture(self, digest: str, data: bytes, media_type: str, page: int) -> bytes:
        """A page as PNG; pages count from 1.

        Raises:
            PageNotDrawn: There is no such page, or it cannot be drawn.
        """
        return self._answer(digest, data, media_type, page).partition(b"\n")[2]

    def _answer(self, digest: str, data: bytes, media_type: str, page: int) -> bytes:
        key = (digest, page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._turns:
            answer = _run_child(data, media_type, page)
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._kept_bytes:
                self._kept.popitem(last=False)
        return answer


def _run_child(data: bytes, media_type: str, page: int) -> bytes:
    if media_type not in DRAWABLE:
        raise PageNotDrawn("这种格式没有页面图像，请看“文字”视图")
    program = [sys.executable, "-P", "-m", "api.pages.page_image_child"]
    root = str(Path(__file__).resolve().parents[2])
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    with subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [*program, media_type, str(page), str(LONGEST_SIDE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        answer = _watched_answer(process, data)
        if process.wait() != 0 or not answer:
            raise PageNotDrawn("这一页无法显示为图像，文件可能已损坏；请看“文字”视图或者下载原件")
        return answer


def _watched_answer(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    deadline = time.monotonic() + _SECONDS
    given: bytes | None = data
    while True:
        try:
            return process.communicate(given, timeout=_WATCH_SECONDS)[0]
        except subprocess.TimeoutExpired:
            given = None
        swollen = resident_bytes(process.pid, with_descendants=False) > _MEMORY_BYTES
        if swollen or time.monotonic() > deadline:
            kill_family(process.pid)
            process.communicate()
            raise PageNotDrawn("这一页过于复杂，在限定的时间和内存内无法显示；请看“文字”视图或者下载原件")
