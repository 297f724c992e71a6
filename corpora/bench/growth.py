"""How time grows with the text and with the rules, and how much memory and start cost."""

from __future__ import annotations

import shutil
import string
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from corpora.bench.texts import drafts, own_text
from corpora.bench.timing import taking_turns
from corpora.context import RULES
from corpora.evaluate.table import EvaluationTable
from reviewer.engine.loader import load_ruleset
from reviewer.extraction.text import document_from_text
from reviewer.review import ReviewContext, review

TEXT_STEPS = (1, 2, 5, 10)
RULE_STEPS = (100, 200, 500, 1_000)
_UNIT = 30_000
_RULE_TEXT = 100_000
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds by size.

    Attributes:
        title: What grows.
        points: Size and median seconds, ascending.
    """

    title: str
    points: tuple[tuple[int, float], ...]

    def table(self) -> EvaluationTable:
        """Sizes and times, each beside those of the first."""
        size, seconds = self.points[0]
        rows = [(f"{n:,}", f"{s:.3f}", f"{n / size:.0f}", f"{s / seconds:.2f}") for n, s in self.points]
        return EvaluationTable(
            title=self.title, columns=("量", "秒", "量为首行的几倍", "用时为首行的几倍"), rows=tuple(rows)
        )


def growth_with_text(context: ReviewContext) -> Growth:
    """Reviews of 1, 2, 5 and 10 times as much text, no part of it twice."""
    text = drafts(_UNIT * sum(TEXT_STEPS))
    documents, start = {}, 0
    for step in TEXT_STEPS:
        documents[step * _UNIT] = document_from_text(text[start : start + step * _UNIT], f"{step}")
        start += step * _UNIT
    times = taking_turns(
        {str(size): lambda d=document: review(d, context) for size, document in documents.items()},  # type: ignore[misc]
        _ROUNDS,
    )
    return Growth("用时随文字量的增长（字）", tuple((int(size), seconds) for size, seconds in times.items()))


def growth_with_rules(context: ReviewContext) -> Growth:
    """The same text under 100 to 1,000 rules: real ones, then copies in which every word is another."""
    document = document_from_text(own_text()[:_RULE_TEXT], "rules")
    with tempfile.TemporaryDirectory(prefix="reviewer-bench-") as folder:
        contexts = {
            count: replace(context, ruleset=load_ruleset(write_rules(Path(folder, str(count)), count)))
            for count in RULE_STEPS
        }
    times = taking_turns(
        {str(count): lambda c=each: review(document, c) for count, each in contexts.items()},  # type: ignore[misc]
        _ROUNDS,
    )
    return Growth(
        "用时随规则数的增长（条）", tuple((int(count), seconds) for count, seconds in times.items())
    )


def write_rules(folder: Path, count: int) -> Path:
    """A folder of so many rules: every nth of ours, or all of them and copies with other words."""
    shutil.copytree(RULES / "lexicon", folder / "lexicon")
    paths = [p for p in sorted(RULES.rglob("*.yaml")) if "lexicon" not in p.parts]
    for index in range(min(count, len(paths))):
        path = paths[index * len(paths) // min(count, len(paths))]
        target = folder / path.relative_to(RULES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    wording = [p for p in paths if yaml.safe_load(p.read_bytes())["checker"] == "pattern"]
    for number in range(max(count - len(paths), 0)):
        copy, index = divmod(number, len(wording))
        if index == 0:
            _copy_lexicon(folder, copy)
        _copy_rule(wording[index], folder, copy)
    return folder


def _copy_lexicon(folder: Path, copy: int) -> None:
    """The lexicon once more under other names, every word written backwards with a letter of its own."""
    for path in sorted((RULES / "lexicon").glob("*.yaml")):
        concepts: dict[str, Any] = {}
        for name, value in yaml.safe_load(path.read_bytes()).items():
            entry = {"terms": value} if isinstance(value, list) else dict(value)
            for field in ("terms", "excluded"):
                if entry.get(field):
                    entry[field] = list(_other_words(entry[field], copy))
            if entry.get("includes"):
                entry["includes"] = [_named(each, copy) for each in entry["includes"]]
            concepts[_named(name, copy)] = entry
        text = yaml.safe_dump(concepts, allow_unicode=True)
        (folder / "lexicon" / f"copy{copy}_{path.name}").write_text(text, encoding="utf-8")


def _other_words(words: Iterable[str], copy: int) -> Iterable[str]:
    return dict.fromkeys(
        word[::-1] + string.ascii_lowercase[copy] if len(word) > 1 else word for word in words
    )


def _named(concept: str, copy: int) -> str:
    return f"{concept}之{copy}"


def _copy_rule(path: Path, folder: Path, copy: int) -> None:
    rule = yaml.safe_load(path.read_bytes())
    rule.pop("formerly", None)
    for field in ("any_of", "all_of", "unless"):
        patterns = rule["match"].get(field)
        if patterns:
            rule["match"][field] = [_other_pattern(pattern, copy) for pattern in patterns]
    rule["cases"] = []
    target = folder / path.relative_to(RULES).with_stem(f"{path.stem}_copy{copy}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(yaml.safe_dump(rule, allow_unicode=True), encoding="utf-8")


def _other_pattern(pattern: str, copy: int) -> str:
    """The pattern with its concepts by their other names."""
    parts = pattern.split("{")
    renamed = [parts[0]]
    for part in parts[1:]:
        inside, rest = part.split("}", 1)
        concept, colon, role = inside.partition(":")
        renamed.append(f"{_named(concept.strip(), copy)}{colon}{role}}}{rest}")
    return "{".join(renamed)
