"""Decisions leave the service as labelled lines: only with consent, and without anybody's data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from api.office import Office
from corpora.decided import read_decided
from tests.api.serving import review_text, service

_NUMBER, _PHONE, _NAME = "11010519900307451X", "13912345678", "张小明"
_DRAFT = (
    "青溪县促进工业发展若干措施\n"
    "第一条 对在本县注册的企业，给予一次性奖励五十万元。\n"
    f"第二条 由{_NAME}（身份证号{_NUMBER}，手机{_PHONE}）负责受理，对迁入本县的企业给予奖励三十万元。\n"
    "第三条 依照《中华人民共和国行政处罚法》第10条处理。\n"
)
_TODAY = date(2026, 11, 24)


def _decided(client: TestClient) -> dict[str, str]:
    """A review whose findings are decided; its id and document."""
    review = review_text(client, _DRAFT)
    found = client.get(f"/api/v1/reviews/{review['id']}/findings").json()["items"]
    verdicts = {
        "fair_competition/operating_costs/local_registration_reward": {"verdict": "accepted"},
        "fair_competition/operating_costs/relocation_reward": {
            "verdict": "rejected",
            "reason_code": "false_positive",
            "reason": f"{_NAME}已核对",
        },
        "legal_basis/citation/arabic_article": {"verdict": "rejected", "reason_code": "mended"},
    }
    met = {finding["rule"] for finding in found}
    assert set(verdicts) <= met
    for finding in found:
        body = verdicts.get(finding["rule"], {"verdict": "accepted"})
        assert client.patch(f"/api/v1/findings/{finding['id']}", json=body).status_code == 200
    return {"id": review["id"], "document": review["document"]}


def test_decided_clauses_are_exported_masked_and_can_be_learned_from(tmp_path: Path) -> None:
    """Confirmed kinds are labels; what was called false is told; a mended finding says neither."""
    with service(tmp_path, today=_TODAY, workers=1, classifiers=False, office=Office(learns=True)) as client:
        review = _decided(client)
        answer = client.get("/api/v1/decisions/export")
        client.patch(f"/api/v1/documents/{review['document']}", json={"teaches": False})
        left_out = client.get("/api/v1/decisions/export")

    lines = [json.loads(line) for line in answer.text.splitlines()]
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(answer.content)
    (first,) = [line for line in lines if line["labels"]]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert first["text"].startswith("第一条")
    assert "10.2" in first["labels"]
    assert ["10.2" in line["rejected"] for line in lines] == [False, True]
    assert "citation.format" not in answer.text
    assert not any(
        secret in answer.text for secret in (_NUMBER, _PHONE, _NAME, "已核对", "本机用户", review["document"])
    )
    assert len(read_decided(path)) == len(lines)
    assert left_out.text == ""


def test_without_consent_nothing_is_exported(tmp_path: Path) -> None:
    """The answer says how an office consents."""
    with service(tmp_path, today=_TODAY, workers=0, classifiers=False) as client:
        answer = client.get("/api/v1/decisions/export")

    assert (answer.status_code, answer.json()["code"]) == (403, "no_consent")
    assert "REVIEWER_LEARN" in answer.json()["detail"]
