"""``rules/**/*.yaml`` to a `Ruleset`; a bad file stops the start with file, line, field and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from string import Template

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reviewer.checkers import CHECKERS
from reviewer.engine.lexicon_files import load_lexicon
from reviewer.engine.ruleset import CompiledRule, Ruleset
from reviewer.engine.schema import Rule
from reviewer.engine.yaml_lines import YamlFile
from reviewer.errors import RuleError
from reviewer.language.cues import Cues
from reviewer.language.lexicon import ConceptTable
from reviewer.language.patterns import PatternError, PatternParser

_LEXICON = "lexicon"
_PACKS = "packs"
_CLASSIFIER = "classifier"
_EXPECTED = {
    "enum": "应为 {choices} 之一",
    "literal_error": "应为 {choices} 之一",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "写法应符合 {choices}",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "too_short": "至少要有一项",
    "dict_type": "应写成“字段: 值”",
    "model_type": "应写成“字段: 值”",
    "model_attributes_type": "应写成“字段: 值”",
    "bool_type": "应为 true 或者 false",
    "bool_parsing": "应为 true 或者 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "date_type": "应为日期，如 2026-11-24",
    "date_parsing": "应为日期，如 2026-11-24",
    "date_from_datetime_parsing": "应为日期，如 2026-11-24",
}


def load_ruleset(*folders: Path) -> Ruleset:
    """Load the rules of one or more folders; a later folder adds to an earlier one.

    Raises:
        RuleError: A file that its author must mend, or an id that two folders share.
    """
    lexicon = load_lexicon(path for folder in folders for path in sorted((folder / _LEXICON).glob("*.yaml")))
    table = ConceptTable(lexicon)
    parser = PatternParser(table)
    compiled: dict[str, CompiledRule] = {}
    for folder in folders:
        for path in rule_paths(folder):
            rule_id = rule_id_of(path, folder)
            if rule_id in compiled:
                raise RuleError(path, None, "文件", f"规则 {rule_id} 已存在", "请换一个文件名")
            compiled[rule_id] = _compile(path, rule_id, _family(path, folder), parser)
    cues = Cues.register(table)
    return Ruleset(
        rules=tuple(compiled[rule_id] for rule_id in sorted(compiled)),
        automaton=table.automaton(),
        cues=cues,
        version=_version(folders),
    )


def rule_paths(folder: Path) -> Iterable[Path]:
    """The rule files of a folder, lexicon files aside."""
    return (path for path in sorted(folder.rglob("*.yaml")) if path.relative_to(folder).parts[0] != _LEXICON)


def rule_id_of(path: Path, folder: Path) -> str:
    """The id of a rule file: its path; ``classifier/<label>`` for a rule that a classifier decides.

    The findings of a classifier are known by its label in every family (DESIGN 4.1).
    """
    parts = path.relative_to(folder).with_suffix("").parts
    return "/".join(parts[1:] if parts[1:2] == (_CLASSIFIER,) else parts)


def rule_path(compiled: CompiledRule, folder: Path) -> Path:
    """Where the file of a rule stands in a folder of rules, if it is there."""
    inside = compiled.id.startswith(f"{_CLASSIFIER}/")
    return folder / (f"{compiled.family}/{compiled.id}.yaml" if inside else f"{compiled.id}.yaml")


def _compile(path: Path, rule_id: str, family: str, parser: PatternParser) -> CompiledRule:
    file = YamlFile(path)
    try:
        rule = Rule.model_validate(file.data)
    except ValidationError as error:
        raise _schema_error(file, error, []) from error
    checker_type = CHECKERS.get(rule.checker)
    if checker_type is None:
        raise file.error(["checker"], f"没有检查器“{rule.checker}”", f"可用的有：{'、'.join(CHECKERS)}")
    _check_templates(file, rule)
    try:
        checker = checker_type(checker_type.Spec.model_validate(rule.match), parser)
    except ValidationError as error:
        raise _schema_error(file, error, ["match"]) from error
    except PatternError as error:
        raise file.error(
            ["match", *error.field], str(error), "请改正后用 reviewer rules test 检查"
        ) from error
    return CompiledRule(
        id=rule_id,
        family=family,
        rule=rule,
        checker=checker,
        heeds_polarity=checker_type.heeds_polarity and rule.polarity == "heeded",
    )


def _family(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).parts
    return parts[2] if parts[0] == _PACKS and len(parts) > 3 else parts[0]


def _check_templates(file: YamlFile, rule: Rule) -> None:
    for field in ("message", "suggestion"):
        if not Template(getattr(rule, field)).is_valid():
            raise file.error([field], "占位符写法有误", "占位符写作 ${quote}，单独的 $ 写作 $$")


def _schema_error(file: YamlFile, error: ValidationError, prefix: list[str | int]) -> RuleError:
    first = error.errors()[0]
    field = [*prefix, *first["loc"]]
    if first["type"] == "extra_forbidden":
        return file.error(field, "没有这个字段", "请对照 rules/README.md 的字段表改正或删除")
    if first["type"] == "missing":
        return file.error(field, "缺少这个字段", "请按 rules/README.md 补写")
    return file.error(field, f"内容不合要求（{_expected(first)}）", "请对照 rules/README.md 改正")


def _expected(fault: ErrorDetails) -> str:
    """What ought to stand there; faults that the table lacks are told as the validator tells them."""
    words = _EXPECTED.get(fault["type"], fault["msg"])
    context = fault.get("ctx", {})
    allowed = str(context.get("expected", context.get("pattern", "")))
    choices = allowed.replace(" or ", "、").replace(", ", "、")
    return words.format(choices=choices.replace("'", "")) if "{choices}" in words else words


def _version(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
