"""Test 24: words planted in documents stand nowhere but in the store, and after erasure not even there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.api.serving import Served, serve
from tests.reliability.ledger import TESTS
from tests.reviewer.extraction.docx_files import make_docx, paragraph

_DOCUMENTS = TESTS[24].trials
_API = "/api/v1"
_SENDERS = 4
_MISDEEDS = ("segfault", "partial", "leave")


def _secret(place: str, number: int) -> str:
    """Words that nothing else says; one search finds them all, whatever their place and number."""
    return f"QINGXIPLANTED{place}{number}"


_MARK = b"QINGXIPLANTED"


def _document(number: int) -> tuple[str, bytes]:
    """Name and bytes: texts, Word files, damaged ones and such as end their reader."""
    name, body = _secret("name", number), f"密码：{_secret('body', number)}，身份证号11010119900307803X。"
    match number % 5:
        case 0:
            return f"{name}.txt", f"第一条 对在本市注册的企业给予奖励。{body}".encode()
        case 1:
            return f"{name}.docx", make_docx(paragraph(body) + paragraph("第一条 对本市企业给予奖励。"))
        case 2:
            return f"{name}.docx", make_docx(paragraph(body))[:-300]
        case 3:
            misdeed = _MISDEEDS[number % len(_MISDEEDS)]
            return f"{name}~{misdeed}~.docx", make_docx(paragraph(body))
        case _:
            return f"{name}.csv", f"姓名,电话\n{body},13800138000\n".encode("gb18030")


@pytest.mark.usefixtures("misbehaving")
def test_planted_words_leave_no_trace(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tried: Callable[..., None],
) -> None:
    """Not in logs, metrics, temporary files and error pages; once erased, not in database and files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("REVIEWER_LOG_LEVEL", "debug")
    data = tmp_path / "data"
    served = serve(data, f"sqlite:///{data}/reviewer.sqlite3", "--workers", "2")
    try:
        with httpx.Client(base_url=served.address, timeout=90) as client:
            with ThreadPoolExecutor(_SENDERS) as senders:
                told = list(senders.map(lambda number: _send(client, number), range(_DOCUMENTS)))
            told += [answer.text for answer in _strange_requests(client)]
            metrics = client.get("/metrics").text
            _work_with_findings(client)
            kept = _holding(data)
            _erase_all(client, data)
        left = [*_holding(temporary), *Path.cwd().glob("core*")]
        erased = _holding(data)
    finally:
        logged = _end(served)
    logged += "".join(capfd.readouterr())

    assert kept  # the search finds what is there
    assert _secret("body", 0)[:13] not in "".join(told)
    assert _MARK.decode() not in metrics
    assert "request" in logged
    assert _MARK.decode() not in logged
    assert left == []
    assert erased == []
    tried(24, _DOCUMENTS)


def _send(client: httpx.Client, number: int) -> str:
    """Send a document; what is told of one that cannot be read."""
    answer = client.post(f"{_API}/reviews?wait=60", files={"file": _document(number)})
    assert answer.status_code in {200, 422}
    return "" if answer.status_code == 200 else answer.text


def _strange_requests(client: httpx.Client) -> Iterator[httpx.Response]:
    """Requests that are refused; the words stand where an answer or a log might repeat them."""
    words = _secret("request", 0)
    yield client.get(f"/{words}")
    yield client.get(f"{_API}/reviews/{words}")
    yield client.get(f"{_API}/reviews?cursor={words}")
    yield client.post(f"{_API}/reviews", content=f'{{"text": 1, "name": "{words}"', headers=_JSON)
    yield client.post(f"{_API}/reviews", json={"text": 7, "name": words})
    yield client.get("/healthz", headers={"Host": words})
    yield client.post(f"{_API}/reviews", content=words.encode(), headers={"Content-Type": words})
    yield client.get(f"{_API}/reviews", headers={"Authorization": f"Bearer {words}"}, params={"state": words})


_JSON = {"Content-Type": "application/json"}


def _work_with_findings(client: httpx.Client) -> None:
    """Decide, talk, search and export with the words."""
    words = _secret("reason", 0)
    for item in client.get(f"{_API}/reviews?page_size=50&state=done").json()["items"][:10]:
        path = f"{_API}/reviews/{item['id']}"
        for export in ("json", "html", "csv", "xlsx", "docx", "sarif"):
            client.get(f"{path}/exports/{export}")
        client.get(f"/reviews/{item['id']}?q={quote(words)}")
        for finding in client.get(f"{path}/findings").json()["items"][:3]:
            place = f"{_API}/findings/{finding['id']}"
            headers = {"Idempotency-Key": finding["id"]}
            client.patch(place, json={"verdict": "rejected", "reason": words}, headers=headers)
            client.post(f"{place}/comments", json={"text": words}, headers=headers)


def _erase_all(client: httpx.Client, data: Path) -> None:
    """Delete every document for good, and wait for the workers that delete the files."""
    for item in _all(client, f"{_API}/documents"):
        assert client.delete(f"{_API}/documents/{item['id']}").status_code == 204
        assert client.delete(f"{_API}/trash/{item['id']}").status_code == 204
    deadline = time.monotonic() + 120
    while any(path.is_file() for path in (data / "files").rglob("*")) or _holding(data):
        assert time.monotonic() < deadline, _holding(data)
        assert client.get("/healthz").status_code == 200


def _all(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = client.get(path, params={"page_size": 100, **({"cursor": cursor} if cursor else {})}).json()
        found, cursor = found + page["items"], page["next"]
    return found


def _holding(folder: Path) -> list[str]:
    """Files below a folder whose name or bytes hold planted words, in any encoding that is used."""
    spellings = (_MARK, _MARK.decode().encode("utf-16-le"))
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and (_MARK in os.fsencode(path.name) or any(each in path.read_bytes() for each in spellings))
    ]


def _end(served: Served) -> str:
    """End the service; what it has said on its standard error."""
    served.process.terminate()
    return served.process.communicate(timeout=60)[1] or ""
