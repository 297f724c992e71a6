"""Test 14: what is sent again, however often and at once, is done once; what only looks alike is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.databases import DATABASES, database_url
from tests.api.serving import service
from tests.reliability.files import seeds
from tests.reliability.ledger import TESTS

_PATH = "/api/v1/reviews"
_AT_ONCE = 4
_GROUPS = TESTS[14].trials // (len(DATABASES) * (_AT_ONCE + 2))


@pytest.fixture(scope="module", params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service on each kind of database."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    database = database_url(request.param, folder)
    with service(folder, database=database, workers=1, classifiers=False) as running:
        yield running


def test_a_file_that_is_sent_again_is_taken_once(client: TestClient, tried: Callable[..., None]) -> None:
    """Four at once: one acts, others wait or get its answer; a fifth gets it too; another body is refused."""
    with ThreadPoolExecutor(_AT_ONCE) as senders:
        for group in range(_GROUPS):
            key, data = f"key-{group}", f"第一条 第{group}份。".encode()

            def send(_: int, key: str = key, data: bytes = data) -> Any:
                return _send(client, key, data)

            answers = [*senders.map(send, range(_AT_ONCE)), send(0)]
            other = _send(client, key, data + b"!")

            assert {answer.status_code for answer in answers} <= {202, 409}
            assert len({answer.json()["id"] for answer in answers if answer.status_code == 202}) == 1
            assert answers[-1].status_code == 202
            assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
            tried(14, _AT_ONCE + 2)

    names = Counter(item["name"] for item in _all_reviews(client))
    assert names == Counter({f"key-{group}.txt": 1 for group in range(_GROUPS)})


def test_a_file_without_a_key_is_a_request_each_time(client: TestClient) -> None:
    """Nobody's second upload is swallowed; equal bytes are stored once and read to one and the same text."""
    data = seeds()["docx"]

    sent = [
        client.post(f"{_PATH}?wait=60", files={"file": ("同.docx", data)}).json() for _ in range(_AT_ONCE)
    ]

    texts = {client.get(f"{_PATH}/{each['id']}/text").json()["text"] for each in sent}
    assert len({each["id"] for each in sent}) == _AT_ONCE
    assert len(texts) == 1


def test_an_upload_that_breaks_off_is_not_taken(client: TestClient) -> None:
    """Half of a form is no file."""
    before = len(_all_reviews(client))
    half = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'

    answer = client.post(_PATH, content=half, headers={"Content-Type": "multipart/form-data; boundary=b"})

    assert answer.status_code in {400, 422}
    assert len(_all_reviews(client)) == before


def _send(client: TestClient, key: str, data: bytes) -> Any:
    return client.post(_PATH, files={"file": (f"{key}.txt", data)}, headers={"Idempotency-Key": key})


def _all_reviews(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = client.get(f"{_PATH}?page_size=200{cursor}").json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"
