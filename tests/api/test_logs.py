"""Logs: one line of JSON an event, without text or names of documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import structlog

from api.logs import configure_logs
from tests.api.serving import review_text, service


def test_requests_are_logged_by_route_without_what_was_sent(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the text, nor the name, nor the id of a document."""
    with service(tmp_path, workers=1, log_level="info") as client:
        review = review_text(client, "青溪县措施\n第一条 联系人张某，电话13800138000。\n")
        client.get(f"/api/v1/reviews/{review['id']}")

    told = capfd.readouterr().out
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]
    assert ("GET", "/api/v1/reviews/{review_id}", 200) in [
        (line["method"], line["route"], line["status"]) for line in requests
    ]
    for secret in ("青溪", "13800138000", "草案", review["id"]):
        assert secret not in told


def test_an_unknown_level_is_refused() -> None:
    """At the start, in words."""
    with pytest.raises(ValueError, match="日志级别"):
        configure_logs("loud")


def test_an_event_is_one_line_whatever_stands_in_it(capfd: pytest.CaptureFixture[str]) -> None:
    """A value with line breaks cannot forge a further event."""
    configure_logs("info")
    forged = 'x\r\n{"event": "signed_in", "name": "admin"}\u2028\x1b[2J'

    structlog.get_logger().info("request", route=forged)

    lines = capfd.readouterr().out.split("\n")
    assert len([line for line in lines if line]) == 1
    assert json.loads(lines[0])["route"] == forged
    assert "\x1b" not in lines[0]
