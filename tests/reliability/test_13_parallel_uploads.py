"""Test 13: PDFs that are uploaded at once read as they do one after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from reviewer.extraction import extract
from tests.api.serving import service
from tests.reliability.ledger import SHARE, TESTS
from tests.reviewer.extraction.pdf_files import set_pages

_FILES, _SENDERS = (200, 64) if SHARE else (20, 16)
_ROUNDS = max(TESTS[13].trials // _FILES, 1)


@cache
def _pdf(number: int) -> bytes:
    lines = [
        f"第{index}条　第{number}号文件对在本市注册的企业给予奖励。" for index in range(1, 10 + number % 30)
    ]
    return set_pages(lines)


@pytest.fixture(scope="module")
def serial() -> dict[int, str]:
    """The text of each, read alone."""
    return {number: _hash(extract(_pdf(number), "x.pdf").text) for number in range(_FILES)}


def test_pdfs_uploaded_at_once_have_their_own_text(
    serial: dict[int, str], tmp_path: Path, tried: Callable[..., None]
) -> None:
    """No text is empty, cut or that of another."""
    with (
        service(tmp_path, workers=2, classifiers=False) as client,
        ThreadPoolExecutor(_SENDERS) as senders,
    ):
        for _ in range(_ROUNDS):
            read = dict(zip(serial, senders.map(lambda number: _read(client, number), serial), strict=True))
            assert read == serial

    assert len(set(serial.values())) == _FILES
    tried(13, _FILES * _ROUNDS)


def _read(client: TestClient, number: int) -> str:
    sent = client.post("/api/v1/reviews?wait=60", files={"file": (f"{number}.pdf", _pdf(number))})
    assert sent.status_code == 200, sent.text
    text = client.get(f"/api/v1/reviews/{sent.json()['id']}/text").json()["text"]
    assert text
    return _hash(text)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
