"""Lexicon files (``rules/lexicon/*.yaml``) to concepts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from reviewer.engine.schema import ConceptEntry
from reviewer.engine.yaml_lines import YamlFile
from reviewer.errors import RuleError
from reviewer.language.fold import fold
from reviewer.language.lexicon import Concept


def load_lexicon(paths: Iterable[Path]) -> dict[str, Concept]:
    """Read all concepts; one that takes in others holds their terms too.

    Raises:
        RuleError: A name that stands twice, an unknown or circular inclusion, a term that folding
            would change (it could never be found).
    """
    entries: dict[str, tuple[ConceptEntry, YamlFile]] = {}
    for path in paths:
        file = YamlFile(path)
        if not isinstance(file.data, dict | None):
            raise RuleError(path, 1, "文件", "词表应是“概念: 词语列表”", "请对照 rules/README.md 改正")
        for name, value in (file.data or {}).items():
            if name in entries:
                other = entries[name][1].path
                raise file.error([name], f"概念“{name}”已在 {other.name} 中定义", "请改名或合并")
            entries[name] = (_entry(file, name, value), file)
    return {name: _resolve(name, entries, ()) for name in entries}


def _entry(file: YamlFile, name: str, value: object) -> ConceptEntry:
    if isinstance(value, list):
        value = {"terms": value}
    try:
        entry = ConceptEntry.model_validate(value)
    except ValidationError as error:
        field = [name, *error.errors()[0]["loc"]]
        raise file.error(
            field, "概念的写法有误", "请写成词语列表，或 terms/includes/excluded 三个字段"
        ) from error
    for term in (*entry.terms, *entry.excluded):
        if fold(term).text != term:
            raise file.error([name], f"词语“{term}”不是折叠后的写法", f"请写作“{fold(term).text}”")
    return entry


def _resolve(name: str, entries: dict[str, tuple[ConceptEntry, YamlFile]], above: tuple[str, ...]) -> Concept:
    entry, file = entries[name]
    if name in above:
        raise file.error([name, "includes"], f"概念“{name}”循环引用", "请去掉其中一处 includes")
    terms, excluded = list(entry.terms), list(entry.excluded)
    for included in entry.includes:
        if included not in entries:
            raise file.error([name, "includes"], f"没有概念“{included}”", "请改正名称或先定义它")
        inner = _resolve(included, entries, (*above, name))
        terms += inner.terms
        excluded += inner.excluded
    if not terms:
        raise RuleError(file.path, file.line([name]), name, "概念没有词语", "请至少写一个词语")
    return Concept(name=name, terms=tuple(dict.fromkeys(terms)), excluded=tuple(dict.fromkeys(excluded)))
