"""The reference of all rules as Markdown, written from the rule files themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from reviewer.engine.ruleset import CompiledRule
from reviewer.engine.schema import Basis, Case, Rule
from reviewer.exporters.kinds import kind_words
from reviewer.exporters.wording import FAMILIES, SEVERITIES

_HEADING = "# 规则一览\n\n本文由 `reviewer rules docs` 按规则文件写出。\n"


def rules_reference(rules: Iterable[CompiledRule]) -> str:
    """Markdown with one section a family and one entry a rule: law, meaning, advice, examples.

    Args:
        rules: The rules, in any order; retired ones are named as such.
    """
    ordered = sorted(rules, key=lambda compiled: (compiled.family, compiled.rule.kind, compiled.id))
    parts = [_HEADING]
    for family, members in groupby(ordered, key=lambda compiled: compiled.family):
        entries = list(members)
        parts.append(f"## {FAMILIES.get(family, family)}（{len(entries)} 条）\n")
        parts += ["\n".join(_entry(compiled)) for compiled in entries]
    return "\n".join(parts)


def _entry(compiled: CompiledRule) -> Iterator[str]:
    rule = compiled.rule
    yield f"### {rule.title}\n"
    yield f"- 编号：`{compiled.id}`" + (f"（已停用：{rule.retired}）" if rule.retired else "")
    yield f"- 事项：{kind_words(rule.kind)}；级别：{SEVERITIES[rule.severity]}"
    if rule.basis:
        yield f"- 依据：{'；'.join(map(_basis, rule.basis))}"
    yield f"- 说明：{_plain(rule.message)}"
    if rule.suggestion:
        yield f"- 建议：{_plain(rule.suggestion)}"
    yield from _examples(rule)
    yield ""


def _basis(basis: Basis) -> str:
    article = basis.article if basis.verified and basis.article else ""
    return f"《{basis.title}》{article}"


def _examples(rule: Rule) -> Iterator[str]:
    found = next((case for case in rule.cases if case.finds and not case.known_miss), None)
    passed = next((case for case in rule.cases if not case.finds), None)
    if found is not None:
        yield f"- 会提示：{_example(found)}"
    if passed is not None:
        yield f"- 不会提示：{_example(passed)}"


def _example(case: Case) -> str:
    return f"{_plain(case.text)}（{case.name}）"


def _plain(text: str) -> str:
    """In one line, with what Markdown would take for markup kept as it is."""
    line = " ".join(text.split())
    return "".join(f"\\{each}" if each in "*_`|<>[]#" else each for each in line)
