"""Forms over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from reviewer.exporters.forms import FORMS
from reviewer.extraction import extract
from tests.api.serving import review_text, service
from tests.reviewer.extraction.docx_files import make_docx, paragraph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """A service in this process."""
    with service(folder, workers=1) as running:
        yield running


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_unsigned_until_a_person_signs(name: str, client: TestClient) -> None:
    """Filled from the review, with the conclusion as it was signed."""
    review = review_text(client)
    path = f"/api/v1/reviews/{review['id']}"

    before = client.get(f"{path}/exports/form", params={"name": name})
    client.put(f"{path}/sign-off", json={"conclusion": "not_passed", "author": "王某"})
    after = client.get(f"{path}/exports/form", params={"name": name})

    assert "待定（未签发）" in extract(before.content, "x.docx").text
    assert "结论\t不通过" in extract(after.content, "x.docx").text
    assert "filename*=UTF-8''" in after.headers["Content-Disposition"]


def test_an_unknown_form_names_those_there_are(client: TestClient) -> None:
    """With what each is called."""
    review = review_text(client)

    answer = client.get(f"/api/v1/reviews/{review['id']}/exports/form?name=other")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_form")
    assert "competition（公平竞争审查表）" in answer.json()["detail"]


def test_an_office_template_in_the_data_folder_is_used(client: TestClient, folder: Path) -> None:
    """``forms/legality.docx``; a faulty one is told, not half filled."""
    review = review_text(client)
    path = f"/api/v1/reviews/{review['id']}/exports/form?name=legality"
    template = folder / "forms" / "legality.docx"
    template.parent.mkdir(exist_ok=True)

    try:
        template.write_bytes(make_docx(paragraph("本局意见：{{结论}}")))
        used = client.get(path)
        template.write_bytes(make_docx(paragraph("{{意见}}")))
        faulty = client.get(path)
    finally:
        template.unlink()

    assert extract(used.content, "x.docx").text == "本局意见：待定（未签发）"
    assert (faulty.status_code, faulty.json()["code"]) == (409, "cannot_export")
    assert "{{意见}}" in faulty.json()["detail"]
