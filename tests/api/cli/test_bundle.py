"""``reviewer bundle``: keys, make, verify, install, dry run, roll back; what is wrong is told in Chinese."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from api.cli.app import run
from api.rulesets.loading import LoadOptions, load_current
from api.store.database import Database
from api.store.migrate import upgrade
from corpora.catalogue import FOLDER as LAWS
from corpora.context import RULES
from tests.api.rulesets.bundles import RULE, RULE_ID

_KEY_FILE = "REVIEWER_BUNDLE_KEY_FILE"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All words and one rule: its cases run in no time."""
    folder = tmp_path_factory.mktemp("published") / "rules"
    shutil.copytree(RULES / "lexicon", folder / "lexicon")
    path = folder / f"{RULE_ID}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publisher's pair of keys."""
    folder = tmp_path_factory.mktemp("keys")
    assert run(["bundle", "keys", str(folder / "pair")]) == 0
    return folder / "pair"


@pytest.fixture
def data(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a service that trusts the publisher."""
    database = Database(f"sqlite:///{tmp_path}/reviewer.sqlite3")
    upgrade(database)
    database.close()
    monkeypatch.setenv(_KEY_FILE, str(keys / "public.pem"))
    return tmp_path


def _make(out: Path, rules: Path, keys: Path, number: int = 1) -> int:
    options = ["--key", str(keys / "private.pem"), "--number", str(number), "--name", f"规则 {number}"]
    return run(["bundle", "make", str(out), *options, "--rules", str(rules), "--laws", str(LAWS)])


def _in_force(data: Path) -> tuple[set[str], int]:
    database = Database(f"sqlite:///{data}/reviewer.sqlite3")
    loaded = load_current(database, LoadOptions(classifiers=False))
    database.close()
    return set(loaded.context.ruleset.by_id), loaded.bundle.number if loaded.bundle else 0


def test_the_private_key_is_for_its_owner_and_never_overwritten(
    keys: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A publisher who lost it would have to give everybody a new one."""
    before = (keys / "private.pem").read_bytes()

    code = run(["bundle", "keys", str(keys)])

    assert code == 2
    assert "为免覆盖没有写入" in capfd.readouterr().err
    assert (keys / "private.pem").read_bytes() == before
    assert stat.S_IMODE((keys / "private.pem").stat().st_mode) == 0o600


def test_a_bundle_is_made_verified_tried_installed_and_rolled_back(
    data: Path, rules: Path, keys: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The dry run names every change and changes nothing."""
    shipped, _ = _in_force(data)
    bundle = str(tmp_path / "rules.zip")
    made = _make(Path(bundle), rules, keys, 7)
    verified = run(["bundle", "verify", bundle])
    told = capfd.readouterr().out
    tried = run(["bundle", "install", bundle, "--dry-run", "--data", str(data)])
    changes = capfd.readouterr().out
    after_trying = _in_force(data)
    installed = run(["bundle", "install", bundle, "--data", str(data)])
    after_installing = _in_force(data)
    back = run(["bundle", "roll-back", "--data", str(data)])
    after_going_back = _in_force(data)

    assert (made, verified, tried, installed, back) == (0, 0, 0, 0, 0)
    assert "编号：7" in told
    assert f"规则新增\t{RULE_ID}" in changes
    assert changes.count("规则删除\t") == len(shipped)
    assert after_trying == after_going_back == (shipped, 0)
    assert after_installing == ({RULE_ID}, 7)


def test_rules_whose_cases_fail_make_no_bundle(
    rules: Path, keys: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The cases are named, and no file is written."""
    broken = tmp_path / "rules"
    shutil.copytree(rules, broken)
    path = broken / f"{RULE_ID}.yaml"
    path.write_text(RULE.replace("finds: [青溪通平台]", "finds: [青溪]"), encoding="utf-8")

    code = _make(tmp_path / "out.zip", broken, keys)

    assert code == 1
    assert "用例“停用的名称”不符合" in capfd.readouterr().out
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [("key", "没有配置规则包的公钥"), ("file", "规则包已损坏"), ("older", "不比已安装的第 9 号新")],
)
def test_what_is_refused_is_told(
    *,
    change: str,
    words: str,
    data: Path,
    rules: Path,
    keys: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, one line, nothing changed."""
    bundle = tmp_path / "rules.zip"
    _make(bundle, rules, keys, 9)
    if change == "key":
        monkeypatch.delenv(_KEY_FILE)
    elif change == "file":
        bundle.write_bytes(b"PK\x03\x04 cut")
    else:
        run(["bundle", "install", str(bundle), "--data", str(data)])
        _make(bundle, rules, keys, 8)
    before = _in_force(data)
    capfd.readouterr()

    code = run(["bundle", "install", str(bundle), "--data", str(data)])

    assert code == 2
    assert words in capfd.readouterr().err
    assert _in_force(data) == before


def test_nothing_to_go_back_from_is_told(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The rules that ship are the last step."""
    code = run(["bundle", "roll-back", "--data", str(data)])

    assert code == 2
    assert "不能再退回" in capfd.readouterr().err
