"""The OpenAPI document: complete, with examples, and no request it allows ends in a server error."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings

from api.app import create_app
from api.settings import Settings
from tests.conftest import missing

try:
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance
except ImportError:
    missing("schemathesis", "pip install schemathesis")

_EXAMPLES = 8
_OPERATIONS = [
    (path, method) for path, operations in create_app().openapi()["paths"].items() for method in operations
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served API that has something in it."""
    app = create_app(Settings(data_folder=tmp_path_factory.mktemp("data"), workers=1))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 90
    while not server.started and time.monotonic() < deadline:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    text = {"text": "青溪县措施\n第一条 对在本县登记注册的企业给予奖励。\n", "name": "草案"}
    httpx.post(f"http://127.0.0.1:{port}/api/v1/reviews?wait=30", json=text, timeout=40).raise_for_status()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def document(address: str) -> dict[str, Any]:
    """The OpenAPI document."""
    answer: dict[str, Any] = httpx.get(f"{address}/openapi.json", timeout=10).json()
    return answer


@pytest.fixture(scope="module")
def described(address: str) -> Any:
    """The document as schemathesis reads it."""
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize("operation", _OPERATIONS)
def test_no_request_ends_in_a_server_error(operation: tuple[str, str], described: Any) -> None:
    """And every answer is of the shape that is promised."""
    path, method = operation

    @given(case=described[path][method].as_strategy())
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        answer = case.call(timeout=90)
        # 503 tells that the service is busy, or not ready: an answer, not an error.
        if answer.status_code != 503:
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])

    send()


def test_every_operation_says_in_chinese_what_it_does(document: dict[str, Any]) -> None:
    """A summary for the reader, a tag for the order, and what is answered."""
    silent = [
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if not any("\u4e00" <= c <= "\u9fff" for c in operation.get("summary", ""))
        or not operation.get("tags")
    ]

    assert silent == []


def test_every_request_body_shows_an_example(document: dict[str, Any]) -> None:
    """At least one field of each says what it looks like."""
    schemas = document["components"]["schemas"]
    without = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            reference = content["schema"].get("$ref", "").rpartition("/")[2]
            fields = schemas[reference] if reference else content["schema"]
            if "example" not in str(fields) and fields.get("properties"):
                without.append(f"{method} {path}")

    assert without == []


def test_problems_are_described(document: dict[str, Any]) -> None:
    """RFC 9457 stands among the schemas and wherever it can be answered."""
    assert "ProblemView" in document["components"]["schemas"]
    answers = document["paths"]["/api/v1/findings/{finding_id}"]["patch"]["responses"]
    assert "application/problem+json" in answers["412"]["content"]
