"""Releases on both databases: own rules, bundles, roll-back; a broken one is left out and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.accounts.roles import LOCAL_ACTOR
from api.rulesets.bundle import Bundle, BundleError
from api.rulesets.dry_run import StoredDraft, compare_releases
from api.rulesets.installing import install, list_releases, restore, roll_back, take_in, try_bundle
from api.rulesets.keeper import RuleKeeper
from api.rulesets.loading import LoadOptions, load_current, load_state
from api.rulesets.own_rules import keep_rule, remove_rule
from api.rulesets.releases import RuleState, current_number, current_state, import_folder
from api.store.audit_log import LogEntry
from api.store.database import Database
from api.store.migrate import upgrade
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext
from tests.api.databases import DATABASES, database_url
from tests.api.rulesets.bundles import DRAFT, PUBLIC_KEY, RULE, RULE_ID, bundle, with_rule

OPTIONS = LoadOptions(classifiers=False)
_OWN_ID = "drafting/own/retired_platform"


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    made = Database(database_url(request.param, tmp_path))
    upgrade(made)
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """What does not depend on the kind of database."""
    made = Database(database_url("sqlite", tmp_path))
    upgrade(made)
    yield made
    made.close()


def _take(database: Database, data: bytes) -> Bundle:
    return take_in(database, data, PUBLIC_KEY.decode())


def _rules(database: Database) -> dict[str, object]:
    return dict(load_current(database, OPTIONS).context.ruleset.by_id)


def test_an_own_rule_comes_into_force_and_goes(database: Database) -> None:
    """Each change is a release with its author, and stands in the audit log."""
    shipped = load_current(database, OPTIONS)

    keep_rule(database, LOCAL_ACTOR, _OWN_ID, RULE)
    kept = load_current(database, OPTIONS)
    remove_rule(database, LOCAL_ACTOR, _OWN_ID)
    removed = load_current(database, OPTIONS)

    assert _OWN_ID in kept.context.ruleset.by_id
    assert kept.context.ruleset.version != shipped.context.ruleset.version
    assert removed.context.ruleset.version == shipped.context.ruleset.version
    with database.reading() as session:
        assert [row.what for row in list_releases(session)] == ["removed", "kept"]
        acts = session.scalars(select(LogEntry.act).order_by(LogEntry.sequence)).all()
    assert acts == ["rules.kept", "rules.removed"]


def test_a_bundle_is_installed_followed_by_a_newer_one_and_rolled_back(database: Database) -> None:
    """Back goes one bundle at a time, at last to the rules that ship."""
    for data in (bundle(1), with_rule(2)):
        install(database, LOCAL_ACTOR, _take(database, data), OPTIONS)
    newer = RULE_ID in _rules(database)

    roll_back(database, LOCAL_ACTOR)
    first = load_current(database, OPTIONS)
    roll_back(database, LOCAL_ACTOR)
    shipped = load_current(database, OPTIONS)

    assert newer
    assert first.bundle is not None
    assert first.bundle.number == 1
    assert RULE_ID not in first.context.ruleset.by_id
    assert shipped.bundle is None
    with pytest.raises(BundleError, match="不能再退回"):
        roll_back(database, LOCAL_ACTOR)


@pytest.mark.parametrize(("number", "words"), [(4, "不比已安装的第 5 号新"), (5, "不比已安装的第 5 号新")])
def test_an_older_bundle_is_refused(sqlite: Database, number: int, words: str) -> None:
    """Whoever wants an earlier state goes back; a bundle caught on the way cannot undo a newer one."""
    install(sqlite, LOCAL_ACTOR, _take(sqlite, bundle(5)), OPTIONS)
    older = _take(sqlite, with_rule(number))

    with pytest.raises(BundleError, match=words):
        install(sqlite, LOCAL_ACTOR, older, OPTIONS)


def test_the_same_bundle_is_not_installed_twice(sqlite: Database) -> None:
    """It is told so."""
    taken = _take(sqlite, bundle(5))
    install(sqlite, LOCAL_ACTOR, taken, OPTIONS)

    with pytest.raises(BundleError, match="已经安装"):
        install(sqlite, LOCAL_ACTOR, taken, OPTIONS)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bundle(software="99.1"), "适用于软件 99.1 版"),
        (bundle(extra={"rules/drafting/x/broken.yaml": b"title: ["}), "broken.yaml"),
        (bundle(extra={"laws/catalogue.jsonl": b"{}"}), "不能使用"),
    ],
    ids=["other-software", "broken-rule", "broken-catalogue"],
)
def test_a_bundle_that_cannot_be_used_is_not_installed(sqlite: Database, data: bytes, words: str) -> None:
    """Its signature holds, yet this software cannot work with it: what is in force stays."""
    taken = _take(sqlite, data)

    with pytest.raises(BundleError, match=words):
        install(sqlite, LOCAL_ACTOR, taken, OPTIONS)

    assert load_current(sqlite, OPTIONS).faults == ()


def test_the_dry_run_tells_rules_and_findings_gained_and_lost(sqlite: Database) -> None:
    """One rule more finds something in a stored draft; one family less loses what it found."""
    draft = StoredDraft(review_id="r", name="指南", document=document_from_text(DRAFT, "指南"))
    before = load_current(sqlite, OPTIONS)
    today = before.context.as_of

    more = try_bundle(sqlite, _take(sqlite, with_rule()), OPTIONS)
    gained = compare_releases(before, more, [draft], today)
    lost = compare_releases(more, before, [draft], today)

    assert gained.rules.added == (RULE_ID,)
    assert gained.rules.changed == gained.rules.removed == ()
    assert gained.laws.count == 0
    assert [change.quote for change in gained.findings.drafts[0].gained] == ["青溪办平台"]
    assert (gained.findings.documents, gained.findings.gained, gained.findings.lost) == (1, 1, 0)
    assert (lost.findings.gained, lost.findings.lost) == (0, 1)


def test_the_dry_run_tells_laws_that_change(sqlite: Database) -> None:
    """A law added to the supplement is named."""
    from corpora.catalogue import FOLDER

    line = (
        '{"title": "青溪县测试条例", "kind": "local_regulation", "promulgated": "2026-01-01", '
        '"effective": "2026-02-01", "issuer": "青溪县人民代表大会"}\n'
    )
    supplement = (FOLDER / "supplement.jsonl").read_bytes() + line.encode()
    before = load_current(sqlite, OPTIONS)

    after = try_bundle(sqlite, _take(sqlite, bundle(extra={"laws/supplement.jsonl": supplement})), OPTIONS)
    changes = compare_releases(before, after, [], before.context.as_of)

    assert changes.laws.added == ("青溪县测试条例",)
    assert changes.laws.changed == changes.laws.removed == ()
    assert changes.rules.count == 0


def test_own_rules_that_a_bundle_would_break_are_named(sqlite: Database) -> None:
    """The own rule bears the id of one that the bundle brings."""
    keep_rule(sqlite, LOCAL_ACTOR, RULE_ID, RULE)
    before = load_current(sqlite, OPTIONS)

    after = try_bundle(sqlite, _take(sqlite, with_rule()), OPTIONS)
    changes = compare_releases(before, after, [], before.context.as_of)

    assert [fault.place for fault in changes.faults] == [f"{RULE_ID}.yaml"]


def test_broken_rules_in_the_folder_are_left_out_and_told(database: Database, tmp_path: Path) -> None:
    """The good one is in force; the service starts."""
    folder = tmp_path / "own"
    for name, content in (("good", RULE), ("bad", "title: ["), ("odd", RULE.replace("advice", "grave"))):
        path = folder / "drafting" / "own" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    import_folder(database, folder)
    loaded = load_current(database, OPTIONS)

    assert "drafting/own/good" in loaded.context.ruleset.by_id
    assert {fault.place for fault in loaded.faults} == {"drafting/own/bad.yaml", "drafting/own/odd.yaml"}
    assert all("/tmp" not in fault.words for fault in loaded.faults)


def test_the_folder_is_read_again_only_where_it_changed(sqlite: Database, tmp_path: Path) -> None:
    """What was written on the page stays; a file that goes takes its rule with it."""
    folder = tmp_path / "own"
    path = folder / "drafting" / "own" / "from_folder.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, encoding="utf-8")
    first = import_folder(sqlite, folder)
    keep_rule(sqlite, LOCAL_ACTOR, _OWN_ID, RULE)

    again = import_folder(sqlite, folder)
    path.unlink()
    gone = import_folder(sqlite, folder)

    assert (first, again, gone) == (True, False, True)
    with sqlite.reading() as session:
        assert set(current_state(session).own) == {f"{_OWN_ID}.yaml"}


def test_a_release_is_restored_as_a_new_one(database: Database) -> None:
    """Nothing of the history is lost."""
    kept = keep_rule(database, LOCAL_ACTOR, _OWN_ID, RULE)
    remove_rule(database, LOCAL_ACTOR, _OWN_ID)

    restored = restore(database, LOCAL_ACTOR, kept.number, OPTIONS)

    assert restored.number == kept.number + 2
    assert _OWN_ID in _rules(database)
    with pytest.raises(BundleError, match="没有这个版本"):
        restore(database, LOCAL_ACTOR, 9_999, OPTIONS)


def test_a_keeper_loads_what_another_process_put_in_force(sqlite: Database) -> None:
    """And nothing where nothing changed."""
    keeper = RuleKeeper(sqlite, OPTIONS)
    unchanged = keeper.refresh()
    keep_rule(sqlite, LOCAL_ACTOR, _OWN_ID, RULE)

    changed = keeper.refresh()

    assert (unchanged, changed) == (False, True)
    assert _OWN_ID in keeper.loaded.context.ruleset.by_id
    with sqlite.reading() as session:
        assert keeper.loaded.state.number == current_number(session)


def test_a_bundle_for_other_software_gives_way_after_an_upgrade(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules that ship with the newer software are used, and people are told."""
    from api.rulesets import loading

    install(sqlite, LOCAL_ACTOR, _take(sqlite, with_rule()), OPTIONS)
    monkeypatch.setattr(loading, "software_version", lambda: "99.1")

    loaded = load_current(sqlite, OPTIONS)

    assert loaded.bundle is None
    assert RULE_ID not in loaded.context.ruleset.by_id
    assert "现在的软件是 99.1 版" in loaded.faults[0].words


@pytest.mark.parametrize(
    "content",
    [
        "[" * 3000,
        "title: 2024-13-45\n",
        "? [a, b]\n: c\n",
        "title: !!python/object/apply:os.system ['true']",
        "title: \x00",
        f"a: {'9' * 5000}",
        "- a",
        "",
        "a: &a [*a]\ntitle: *a",
    ],
    ids=["deep", "date", "list-as-key", "object", "control", "number", "list", "empty", "itself"],
)
@pytest.mark.parametrize("path", ["drafting/own/x.yaml", "lexicon/x.yaml"])
def test_whatever_a_file_holds_the_others_are_in_force(path: str, content: str) -> None:
    """It is told and left out; nothing of it is run."""
    state = RuleState(own={path: content, f"{_OWN_ID}.yaml": RULE})

    loaded = load_state(state, None, OPTIONS)

    assert _OWN_ID in loaded.context.ruleset.by_id
    assert {fault.place for fault in loaded.faults} <= {path}
    assert loaded.faults or path.startswith("lexicon/")


def test_an_unforeseen_error_leaves_the_rules_that_ship(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service starts all the same, and says that own rules are not used."""
    from api.rulesets import loading

    original = loading.load_context

    def fail(**values: Any) -> ReviewContext:
        if any(values["extra_rules"].rglob("*.yaml")):
            raise ZeroDivisionError
        return original(**values)

    monkeypatch.setattr(loading, "load_context", fail)
    loaded = load_state(RuleState(own={f"{_OWN_ID}.yaml": RULE}), None, OPTIONS)

    assert _OWN_ID not in loaded.context.ruleset.by_id
    assert len(loaded.context.ruleset.rules) > 200
    assert "ZeroDivisionError" in loaded.faults[0].words
