"""Every route × every role × whose object: a table of expected answers; a route that is missing fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from httpx import Response

from api.accounts.route_rights import ROUTES
from api.routes import ROUTERS
from api.store.base import utc_now
from api.store.documents import StoredDocument, Submission, Version
from api.store.ignores import IgnoreEntry
from api.store.people import Role
from api.store.reviews import Comment, Exemption, StoredFinding, StoredReview
from tests.api.accounts.conftest import OTHER_UNIT, UNIT, AccountService
from tests.api.accounts.expected_answers import API, EXPECTED, WHOSE

SECRET_WORDS = "青溪县机密要点七七三一"
ROLES = ("anonymous", "drafter", "reviewer", "auditor", "admin")

# Routes that the framework makes itself.
FRAMEWORK = {("GET", "/openapi.json"), ("GET", "/static/{path:path}")}


def _routes(router: APIRouter | Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in router.routes:
        if hasattr(route, "methods"):
            yield from ((method, prefix + route.path) for method in route.methods)
        else:
            inner = route.include_context.prefix or ""
            yield from _routes(route.original_router, prefix + inner)


SERVED = {entry for router in ROUTERS for entry in _routes(router)}


@dataclass
class World:
    """A service with one person a role, and objects of each kind for each of WHOSE and each person."""

    service: AccountService
    browsers: dict[str, TestClient] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def world(service: AccountService) -> World:
    """Everybody signed in; the database filled."""
    made = World(service=service, browsers={"anonymous": service.visitor()})
    colleague = service.add("colleague", Role.DRAFTER, UNIT)
    stranger = service.add("stranger", Role.DRAFTER, OTHER_UNIT)
    for role in Role:
        person = service.add(f"some.{role.value}", role, UNIT)
        made.browsers[role.value] = service.browser(person.name)
        made.owners[role.value] = person.id
        owners = {"own": person.id, "unit": colleague.id, "elsewhere": stranger.id, "deleted": person.id}
        for whose, owner in owners.items():
            unit = OTHER_UNIT if whose == "elsewhere" else UNIT
            name = f"{role.value}-{whose}"
            _store_document(service, name, owner, unit, deleted=whose == "deleted")
            made.objects[role.value, whose] = name
        made.objects[role.value, "missing"] = f"{role.value}-missing"
    made.objects |= {("anonymous", whose): f"admin-{whose}" for whose in WHOSE}
    return made


def _store_document(
    service: AccountService, name: str, owner: str, unit: str, *, deleted: bool = False
) -> None:
    content = {"title": "题目", "quote": SECRET_WORDS, "message": SECRET_WORDS}
    masked = {"title": "题目", "quote": "＊＊＊", "message": "＊＊＊"}
    finding = f"{name}.1"
    rows = [
        Submission(id=name, owner_id=owner, unit=unit, name=SECRET_WORDS),
        StoredDocument(
            id=name,
            owner_id=owner,
            unit=unit,
            name="文件",
            submission_id=name,
            deleted_at=utc_now() if deleted else None,
        ),
        Version(id=name, document_id=name, number=1, name="文件", digest="0" * 64, size=1, is_text=True),
        StoredReview(id=name, document_id=name, version_id=name, name="文件", state="done", complete=True),
        StoredFinding(
            id=finding,
            review_id=name,
            ordinal=1,
            rule="disclosure/a/b",
            family="disclosure",
            kind="k",
            severity="risk",
            fingerprint="fp1:x",
            content=content,
            masked=masked,
        ),
        Comment(id=name, finding_id=finding, text=SECRET_WORDS),
        Exemption(
            id=name,
            finding_id=finding,
            fingerprint="fp1:x",
            circumstance=SECRET_WORDS,
            no_milder_way="无",
            ends="一年",
        ),
        IgnoreEntry(
            id=name,
            scope="document",
            rule="disclosure/a/b",
            document_id=name,
            review_id=name,
            unit=unit,
            reason=SECRET_WORDS,
            author_id=owner,
            expires_on=date(2099, 12, 31),
        ),
    ]
    with service.database.writing() as session:
        for row in rows:
            session.add(row)
            session.flush()


def _request(browser: TestClient, method: str, template: str, name: str) -> Response:
    path = template.replace("{finding_id}", f"{name}.1")
    for parameter in (
        "review_id", "document_id", "deleted_id", "submission_id", "comment_id", "exemption_id", "batch",
        "entry_id", "sign_in_id", "token_id", "user_id", "webhook_id",
    ):  # fmt: skip
        path = path.replace(f"{{{parameter}}}", name)
    path = path.replace("{export_format}", "json").replace("{page}", "1").replace("{retention_class}", "none")
    path = path.replace("{rule_id:path}", "a/b/c").replace("{title:path}", "某法")
    return browser.request(method, path, follow_redirects=False)


def _verdict(answer: Response) -> str:
    """What the gate said: y where the request reached its route, whatever that made of the empty body."""
    code = answer.json().get("code") if "problem+json" in answer.headers.get("content-type", "") else None
    if answer.status_code == 403 and code == "forbidden":
        return "n"
    if answer.status_code == 404 and code == "not_found":
        return "h"
    return "y"


def test_every_route_has_its_rights_and_its_expected_answers() -> None:
    """Whoever adds a route says in both tables who may use it."""
    assert SERVED - set(ROUTES) == set(), "missing in api/accounts/route_rights.py"
    assert set(ROUTES) - SERVED - FRAMEWORK == set(), "no such route any more"
    assert SERVED - set(EXPECTED) == set(), "missing in this table"
    assert set(EXPECTED) - SERVED == set(), "no such route any more"


def test_the_openapi_document_names_no_route_that_the_table_lacks(service: AccountService) -> None:
    """What programs are told of is what is judged."""
    paths = service.app.openapi()["paths"]
    plain = {(method, template.replace(":path", "")) for method, template in ROUTES}

    told = {(method.upper(), path) for path, methods in paths.items() for method in methods}

    assert told - plain == set()


# What ends sessions or changes accounts is tried with browsers of their own, in test_sign_in and below.
_ENDS_SESSIONS = {("DELETE", f"{API}/session"), ("POST", "/sign-out"), ("POST", "/sign-in")}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "template"), sorted(set(EXPECTED) - _ENDS_SESSIONS))
def test_route_answers_each_role_and_owner_as_expected(
    method: str, template: str, role: str, world: World, tried: Callable[..., None]
) -> None:
    """Nothing leaks: hidden objects answer like missing ones."""
    expected = EXPECTED[(method, template)].get(role, "a")
    has_object = ROUTES[(method, template)].subject != ""
    kinds = WHOSE if has_object else ("own",)
    wanted = expected if len(expected) == len(kinds) else expected * len(kinds)

    answers = [
        _request(world.browsers[role], method, template, world.objects[role, whose]) for whose in kinds
    ]

    assert all(answer.status_code < 500 or template == "/readyz" for answer in answers)
    if wanted[0] == "a":
        assert {answer.status_code for answer in answers} == {401}
        tried(22, len(answers))
        return
    verdicts = "".join(_verdict(answer) for answer in answers)
    assert verdicts == wanted.replace("m", "y").replace("p", "y")
    for letter, answer in zip(wanted, answers, strict=True):
        if letter in "mnh":
            assert SECRET_WORDS not in answer.text
    tried(22, len(answers))
    _restore(world, role)


def _restore(world: World, role: str) -> None:
    """As it was, whatever the route did to the objects of that role."""
    erased = []
    with world.service.database.writing() as session:
        for whose in WHOSE[:4]:
            document = session.get(StoredDocument, world.objects[role, whose])
            if document is None:
                erased.append(world.objects[role, whose])
            else:
                document.deleted_at = utc_now() if whose == "deleted" else None
    for name in erased:
        _store_document(world.service, name, world.owners[role], UNIT, deleted=True)


def test_a_hidden_object_and_a_missing_one_are_answered_alike(world: World) -> None:
    """Word for word: nobody learns what exists."""
    browser = world.browsers["drafter"]

    hidden = browser.get(f"{API}/reviews/{world.objects['drafter', 'elsewhere']}")
    missing = browser.get(f"{API}/reviews/there-is-none")

    told = [
        {k: v for k, v in a.json().items() if k not in ("instance", "trace_id")} for a in (hidden, missing)
    ]
    assert hidden.status_code == missing.status_code
    assert told[0] == told[1]


def test_lists_show_only_what_may_be_read(world: World) -> None:
    """Documents, reviews and exemptions of others are not listed either."""
    seen = {
        role: {
            item["id"]
            for path in ("documents", "reviews")
            for item in world.browsers[role].get(f"{API}/{path}?page_size=100").json()["items"]
        }
        for role in ("drafter", "reviewer")
    }

    foreign = set(world.objects.values()) - {world.objects["drafter", "own"]}
    assert world.objects["drafter", "own"] in seen["drafter"]
    assert not seen["drafter"] & foreign
    assert not {name for name in seen["reviewer"] if name.endswith(("elsewhere", "deleted"))}
    assert world.objects["reviewer", "unit"] in seen["reviewer"]


def test_an_auditor_reads_findings_masked(world: World) -> None:
    """The personal value is replaced, in the list and in the single finding."""
    browser, name = world.browsers["auditor"], world.objects["auditor", "elsewhere"]

    single = browser.get(f"{API}/findings/{name}.1")
    listed = browser.get(f"{API}/reviews/{name}/findings")

    assert single.json()["quote"] == "＊＊＊"
    assert listed.status_code == 200
    assert SECRET_WORDS not in single.text + listed.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/findings/{own}.1/comments/{foreign}"),
        ("PATCH", "/findings/{own}.1/exemptions/{foreign}"),
    ],
)
def test_a_foreign_part_under_an_own_object_is_not_found(method: str, path: str, world: World) -> None:
    """The id of the part must belong to the object that was judged (IDOR)."""
    own, foreign = world.objects["reviewer", "own"], world.objects["reviewer", "elsewhere"]
    body = {"resolved": True} if "comments" in path else {"state": "granted", "until": "2027-01-01"}

    answer = world.browsers["reviewer"].request(
        method, API + path.format(own=own, foreign=foreign), json=body
    )

    assert answer.status_code in (404, 422)
    with world.service.database.reading() as session:
        assert session.get_one(Exemption, foreign).state == "asked"


def test_an_unknown_path_is_closed(world: World) -> None:
    """What the table does not name does not exist, and a wrong method is told."""
    browser = world.browsers["admin"]

    assert browser.get("/api/v1/secret").status_code == 404
    assert browser.put("/api/v1/reviews").status_code == 405
    assert world.browsers["anonymous"].get("/api/v1/secret").status_code == 404
