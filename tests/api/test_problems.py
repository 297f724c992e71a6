"""What goes wrong unforeseen is answered without a word of what it was."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.problems import install_problem_handlers
from tests.api.serving import service

_SECRET = "张某 13800138000 /srv/reviewer"


def test_an_unforeseen_error_tells_nothing_of_itself() -> None:
    """The last handler answers 500 in Chinese, as problem+json, without the error's own text."""
    app = FastAPI()
    install_problem_handlers(app)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError(_SECRET)

    answer = TestClient(app, raise_server_exceptions=False).get("/broken")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "internal_error"
    assert not any(word in answer.text for word in (*_SECRET.split(), "RuntimeError", "Traceback"))


def test_a_faulty_field_is_pointed_to(tmp_path: Path) -> None:
    """RFC 9457: a JSON pointer into the body, or the parameter; a code, words, and the id of the log line."""
    with service(tmp_path, workers=0, classifiers=False) as client:
        field = client.patch("/api/v1/findings/x", json={"verdict": "perhaps"})
        parameter = client.get("/api/v1/reviews?page_size=0")
        text = client.post("/api/v1/reviews", json={"name": "甲"})
        broken = client.patch("/api/v1/findings/x", content="{", headers={"Content-Type": "application/json"})

    assert field.json()["errors"] == [{"pointer": "#/verdict", "code": "enum", "detail": "不是可用的取值"}]
    assert parameter.json()["errors"][0].items() >= {"parameter": "page_size", "in": "query"}.items()
    assert text.json()["errors"][0].items() >= {"pointer": "#/text", "code": "missing"}.items()
    assert broken.json()["errors"][0].items() >= {"pointer": "#", "code": "json_invalid"}.items()
    for answer in (field, parameter, text, broken):
        body = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "instance", "code"} <= set(body)
        assert body["instance"].replace("-", "").endswith(body["trace_id"])
    assert len({answer.json()["trace_id"] for answer in (field, parameter, text, broken)}) == 4
