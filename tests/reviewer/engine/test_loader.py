"""A bad rule file stops the start, and its author reads where and what to mend."""

from pathlib import Path

import pytest

from reviewer.engine.loader import load_ruleset
from reviewer.errors import RuleError

GOOD = """title: 标题
kind: "8.1"
severity: risk
checker: pattern
match:
  any_of: ["{概念}"]
message: 本条“${quote}”有问题。
"""


def write(folder: Path, rule: str, lexicon: str = "概念: [甲乙, 丙丁]\n") -> Path:
    """A rules folder with one rule and one lexicon file."""
    (folder / "lexicon").mkdir(parents=True)
    (folder / "lexicon" / "words.yaml").write_text(lexicon, encoding="utf-8")
    (folder / "fair_competition").mkdir()
    (folder / "fair_competition" / "rule.yaml").write_text(rule, encoding="utf-8")
    return folder


def test_a_rule_is_named_by_its_path(tmp_path: Path) -> None:
    """Family is the first folder."""
    ruleset = load_ruleset(write(tmp_path, GOOD))

    assert [(rule.id, rule.family) for rule in ruleset.rules] == [
        ("fair_competition/rule", "fair_competition")
    ]


def test_a_rule_of_a_pack_belongs_to_the_family_after_its_region(tmp_path: Path) -> None:
    """packs/440300/drafting/x is a drafting rule."""
    folder = write(tmp_path, GOOD)
    (folder / "packs" / "440300" / "drafting").mkdir(parents=True)
    (folder / "packs" / "440300" / "drafting" / "validity.yaml").write_text(GOOD, encoding="utf-8")

    families = {rule.id: rule.family for rule in load_ruleset(folder).rules}

    assert families["packs/440300/drafting/validity"] == "drafting"


@pytest.mark.parametrize(
    ("rule", "line", "field"),
    [
        (GOOD.replace("title: 标题\n", ""), 1, "title"),
        (GOOD.replace("severity: risk", "severity: terrible"), 3, "severity"),
        (GOOD.replace("checker: pattern", "checker: magic"), 4, "checker"),
        (GOOD.replace('["{概念}"]', '["{没有}"]'), 6, "match.any_of[0]"),
        (GOOD.replace('["{概念}"]', "[]"), 6, "match"),
        (GOOD + "colour: red\n", 8, "colour"),
        (GOOD + "title: 又一个\n", 8, "title"),
        (GOOD.replace("${quote}", "${"), 7, "message"),
        (GOOD.replace("any_of: [", "any_of: [["), 7, "文件"),
    ],
)
def test_an_error_names_file_line_field_and_remedy(rule: str, line: int, field: str, tmp_path: Path) -> None:
    """The start is refused."""
    folder = write(tmp_path, rule)

    with pytest.raises(RuleError) as caught:
        load_ruleset(folder)

    assert caught.value.path == folder / "fair_competition" / "rule.yaml"
    assert (caught.value.line, caught.value.field) == (line, field)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "lexicon",
    [
        "概念: [甲 乙]\n",
        "概念: {terms: [甲乙], includes: [没有]}\n",
        "概念: {includes: [另一]}\n另一: {includes: [概念]}\n",
        "概念: []\n",
        "概念: 甲乙\n",
    ],
)
def test_a_bad_concept_is_refused(lexicon: str, tmp_path: Path) -> None:
    """A term that could never be found, an inclusion of nothing, a circle, an empty concept."""
    with pytest.raises(RuleError):
        load_ruleset(write(tmp_path, GOOD, lexicon))


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    """A report names the rules it was made with."""
    first = load_ruleset(write(tmp_path / "a", GOOD)).version
    second = load_ruleset(write(tmp_path / "b", GOOD.replace("标题", "另一标题"))).version

    assert first != second


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("severity: risk", "severity: terrible", "应为 violation、risk、advice 之一"),
        ("title: 标题", "title: [标题]", "应为文字"),
        ('["{概念}"]', "概念", "应为列表"),
        ("checker: pattern", "checker: pattern\npolarity: maybe", "写法应符合"),
        ("title: 标题", "title: 2024-13-45", "不能使用的值"),
    ],
)
def test_what_ought_to_stand_there_is_told_in_chinese(old: str, new: str, words: str, tmp_path: Path) -> None:
    """Whoever writes a rule on the page need not read the words of a validator."""
    with pytest.raises(RuleError) as told:
        load_ruleset(write(tmp_path, GOOD.replace(old, new)))

    assert words in str(told.value)
