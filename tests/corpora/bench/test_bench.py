"""What the bench measures with: its copies of rules, its plain expressions, its turns."""

import sys
from pathlib import Path

import pypdfium2

from corpora.bench.growth import Growth, write_rules
from corpora.bench.pictures import growth_curve
from corpora.bench.plain_search import plain_expressions, search_plainly
from corpora.bench.texts import drafts, ten_page_pdf
from corpora.bench.timing import child_cost, taking_turns
from corpora.context import load_context
from reviewer.engine.loader import load_ruleset


def test_more_rules_than_there_are_are_copies_that_load(tmp_path: Path) -> None:
    """A copy has its concepts under other names; the loader takes it as any other rule."""
    own = len(load_context(classifiers=False).ruleset.rules)

    ruleset = load_ruleset(write_rules(tmp_path / "rules", own + 3))

    assert len(ruleset.rules) == own + 3


def test_fewer_rules_are_spread_over_all_families(tmp_path: Path) -> None:
    """A hundred rules are not the first hundred by name."""
    ruleset = load_ruleset(write_rules(tmp_path / "rules", 40))

    assert len(ruleset.rules) == 40
    assert {rule.family for rule in ruleset.rules} >= {"fair_competition", "legal_basis", "disclosure"}


def test_plain_expressions_find_what_a_pattern_spells_out() -> None:
    """The comparison does the work that it is timed for."""
    expressions = plain_expressions(load_context(classifiers=False).ruleset)

    assert search_plainly(expressions, "对在本县注册登记的企业，按照其税收贡献给予奖励。") > 0
    assert search_plainly(expressions, "今天天气很好。") == 0


def test_works_take_turns_after_one_that_does_not_count() -> None:
    """Warm caches for all, and no work that has the machine to itself."""
    order: list[str] = []

    taking_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=2)

    assert order == ["a", "b", "a", "b", "a", "b"]


def test_a_child_tells_the_most_memory_it_held() -> None:
    """A hundred megabytes are seen as such."""
    cost = child_cost(["-c", "held = bytearray(100_000_000)"], rounds=1)

    assert 100_000_000 < cost.peak < 400_000_000


def test_measured_texts_are_as_long_as_asked_for_and_ten_pages_are_ten() -> None:
    """What is divided by the amount must be that amount."""
    with pypdfium2.PdfDocument(ten_page_pdf(3)) as document:
        pages = len(document)

    assert pages == 10
    assert len(drafts(5_000)) == 5_000


def test_a_growth_curve_shows_measured_points_beside_straight_growth() -> None:
    """An SVG that opens offline."""
    picture = growth_curve(Growth("用时", ((1, 0.1), (2, 0.2))))

    assert picture.startswith("<svg")
    assert "按比例" in picture
    assert sys.getsizeof(picture) < 200_000
