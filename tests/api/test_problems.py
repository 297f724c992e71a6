"""What goes wrong unforeseen is answered without a word of what it was."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.problems import install_problem_handlers

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
