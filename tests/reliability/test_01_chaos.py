"""Test 1: a batch in which files end, fill or hang whatever reads them: each costs itself and no other."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.api.serving import service
from tests.reliability.files import LINES, seeds
from tests.reliability.ledger import TESTS
from tests.reliability.test_02_misdeeds import LIMITS, MISDEEDS
from tests.reliability.uploads import Sent, left_alive, send
from tests.reviewer.extraction.docx_files import make_docx, paragraph

_ROUND = min(TESTS[1].trials, 1_000)
_SHARES = {"memory": 5, "leave": 2, "segfault": 3, "sleep": 2, "busy": 1, "stack": 3}
"""Of a hundred files so many do this; the others are good."""
_SENDERS = 6


def _good(number: int) -> tuple[str, bytes]:
    """A good file, each of another text where its format is easily written."""
    suffix = list(seeds())[number % len(seeds())]
    lines = [*LINES, f"第三条　第{number}批对在本市注册的企业给予奖励。"]
    made = {
        "docx": lambda: make_docx("".join(map(paragraph, lines))),
        "txt": lambda: "\n".join(lines).encode(),
        "html": lambda: "".join(f"<p>{line}</p>" for line in lines).encode(),
    }
    return f"好{number}.{suffix}", made.get(suffix, lambda: seeds()[suffix])()


def _batch(chance: random.Random) -> list[tuple[str, bytes]]:
    bad = [
        (f"坏{number}~{misdeed}~.docx", seeds()["docx"])
        for misdeed, share in _SHARES.items()
        for number in range(_ROUND * share // 100)
    ]
    batch = [*bad, *map(_good, range(_ROUND - len(bad)))]
    chance.shuffle(batch)
    return batch


def _send_all(client: TestClient, batch: list[tuple[str, bytes]]) -> dict[str, Sent]:
    """What became of each; after each the service must say that it is alive."""

    def send_one(file: tuple[str, bytes]) -> Sent:
        sent = send(client, *file)
        assert client.get("/healthz").status_code == 200
        return sent

    with ThreadPoolExecutor(_SENDERS) as senders:
        return {name: sent for (name, _), sent in zip(batch, senders.map(send_one, batch), strict=True)}


@pytest.mark.parametrize("seed", range(TESTS[1].trials // _ROUND))
def test_fatal_files_cost_themselves_only(
    seed: int, misbehaving: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: Callable[..., None]
) -> None:
    """So many files end in each way as were meant to; good ones have the reports of a quiet run."""
    batch = _batch(random.Random(seed))
    settings = {"workers": 2, "classifiers": False, "limits": LIMITS}

    with service(tmp_path / "chaos", **settings) as client:
        outcome = _send_all(client, batch)
    assert left_alive(misbehaving) == []
    monkeypatch.undo()  # no more misdeeds
    good = [file for file in batch if "~" not in file[0]]
    with service(tmp_path / "quiet", **settings) as client:
        quiet = _send_all(client, good)

    told = Counter(sent.told.split("。")[0] for sent in outcome.values())
    meant = Counter[str]()
    for misdeed, share in _SHARES.items():
        meant[MISDEEDS[misdeed]] += _ROUND * share // 100
    assert told == meant + Counter({"": len(good)})
    assert {name: outcome[name] for name in quiet} == quiet
    tried(1, len(batch))
