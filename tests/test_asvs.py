"""The table of ASVS 5.0 items names tests that exist, or says why there is none."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_PAGE = (_ROOT / "api/guides/asvs.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (?P<item>\d+\.\d+\.\d+) \| (?P<level>L[123]) \| (?P<rest>.*)\|$", re.MULTILINE)
_TEST = re.compile(r"`(?P<path>tests/[\w/]+\.py)::(?P<name>test_\w+)`")
_STATES = ("满足", "部分", "未做")
ITEMS = (
    *("1.2.10", "1.3.12", "1.5.1", "1.5.3", "2.3.3", "2.3.4", "2.4.1", "3.4.3", "3.4.4", "3.4.6"),
    *("5.1.1", "5.2.1", "5.2.2", "5.2.3", "5.2.4", "5.2.5", "5.2.6", "5.3.2", "5.3.3"),
    *("5.4.1", "5.4.2", "5.4.3", "7.2.3", "7.4.1", "8.2.1", "8.2.2", "8.2.3", "13.2.4", "13.2.5"),
    *("14.2.7", "14.3.2", "15.1.2", "15.1.3", "15.2.2", "16.2.5", "16.4.1"),
    *("16.5.1", "16.5.2", "16.5.3", "16.5.4"),
)
ROWS = {row["item"]: [cell.strip() for cell in row["rest"].split("|")] for row in _ROW.finditer(_PAGE)}


@cache
def _tests_of(path: str) -> frozenset[str]:
    """Names of the test functions in a file."""
    tree = ast.parse((_ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_item_has_its_row_once() -> None:
    """Nothing that bites here is passed over."""
    assert sorted(ROWS) == sorted(ITEMS)
    assert len(_ROW.findall(_PAGE)) == len(ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_shown_by_tests_or_says_why_not(item: str) -> None:
    """What is met has a test; what is met in part, or not, says what is lacking."""
    _, state, proof, remark = ROWS[item]

    assert state in _STATES
    assert _TEST.search(proof) if state == "满足" else remark


@pytest.mark.parametrize(
    ("path", "name"), sorted({(found["path"], found["name"]) for found in _TEST.finditer(_PAGE)})
)
def test_a_named_test_exists(path: str, name: str) -> None:
    """Under that name, in that file."""
    assert name in _tests_of(path)
