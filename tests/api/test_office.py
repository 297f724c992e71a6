"""What an office may choose: forms that wait, preconditions, a time for every document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from api.office import Office, office_from_environment
from api.pages.working_days import day_after
from tests.api.serving import DRAFT, review_text, service


def test_forms_wait_for_the_conclusion_where_the_office_wants_it(tmp_path: Path) -> None:
    """Refused with the reason, then given; the page offers none before."""
    office = Office(forms_wait=True)
    with service(tmp_path, workers=1, classifiers=False, office=office) as client:
        review = review_text(client)["id"]
        path = f"/api/v1/reviews/{review}/exports/form?name=competition"

        before = client.get(path)
        page = client.get(f"/reviews/{review}/sign-off")
        report = client.get(f"/api/v1/reviews/{review}/exports/csv")
        client.put(f"/api/v1/reviews/{review}/sign-off", json={"conclusion": "passed", "author": "林晓岚"})
        after = client.get(path)

    assert (before.status_code, before.json()["code"]) == (409, "not_signed")
    assert "exports/form" not in page.text
    assert "签发以后才能导出" in page.text
    assert (report.status_code, after.status_code) == (200, 200)


def test_strict_writes_must_say_what_they_change(tmp_path: Path) -> None:
    """428 without If-Match, 400 without Idempotency-Key; with them the request is taken."""
    office = Office(strict_writes=True)
    with service(tmp_path, workers=1, classifiers=False, office=office) as client:
        body = {"text": DRAFT, "name": "草案"}
        bare = client.post("/api/v1/reviews?wait=60", json=body)
        sent = client.post("/api/v1/reviews?wait=60", json=body, headers={"Idempotency-Key": "k"}).json()
        found = client.get(f"/api/v1/reviews/{sent['id']}/findings").json()["items"][0]
        path = f"/api/v1/findings/{found['id']}"
        without = client.patch(path, json={"verdict": "accepted"})
        with_tag = client.patch(
            path, json={"verdict": "accepted"}, headers={"If-Match": f'"{found["revision"]}"'}
        )
        page = client.get(f"/reviews/{sent['id']}")

    assert (bare.status_code, bare.json()["code"]) == (400, "idempotency_key_missing")
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")
    assert with_tag.status_code == 200
    assert 'data-strict="true"' in page.text


def test_every_new_document_is_due_after_so_many_working_days(tmp_path: Path) -> None:
    """From the day on which it was handed in."""
    friday = date(2026, 11, 20)
    with service(
        tmp_path, workers=1, classifiers=False, today=friday, office=Office(review_days=3)
    ) as client:
        review = review_text(client)
        document = client.get(f"/api/v1/documents/{review['document']}").json()

    assert document["due_on"] == "2026-11-25"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(start: date, days: int, end: date) -> None:
    """By the State Council's notice for the year."""
    assert day_after(start, days) == end


@pytest.mark.parametrize(
    ("variables", "office"),
    [
        ({}, Office()),
        ({"REVIEWER_LEARN": "1", "REVIEWER_REVIEW_DAYS": "5"}, Office(learns=True, review_days=5)),
        ({"REVIEWER_FORMS_WAIT": "on", "REVIEWER_STRICT_WRITES": "0"}, Office(forms_wait=True)),
    ],
)
def test_choices_are_read_from_the_environment(variables: dict[str, str], office: Office) -> None:
    """Off unless asked for."""
    assert office_from_environment(variables) == office


@pytest.mark.parametrize(
    ("name", "value"),
    [("REVIEWER_LEARN", "maybe"), ("REVIEWER_REVIEW_DAYS", "0"), ("REVIEWER_REVIEW_DAYS", "soon")],
)
def test_a_value_that_is_none_of_those_allowed_is_named(name: str, value: str) -> None:
    """With the variable and what it may be."""
    with pytest.raises(ValueError, match=name):
        office_from_environment({name: value})
