"""YAML with the line of every field, so that an error can name the line its author must mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from reviewer.errors import RuleError

FieldPath = Sequence[str | int]


class _DoubleKey(Exception):
    """A key that stands twice in one mapping."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, in C where it is built in, that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise _DoubleKey(str(key.value), key.start_mark.line + 1)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


class YamlFile:
    """A parsed YAML file.

    Attributes:
        path: The file.
        data: Its content as plain Python values.

    Raises:
        RuleError: The file is not UTF-8, not YAML, or names a key twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
            self.data: Any = yaml.load(self._text, Loader=_Loader)  # noqa: S506  # a subclass of the safe loader
        except UnicodeDecodeError as error:
            raise RuleError(path, None, "文件", "不是 UTF-8 编码", "请另存为 UTF-8") from error
        except _DoubleKey as error:
            raise RuleError(path, error.line, error.key, "同一字段写了两次", "请合并为一处") from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise RuleError(
                path,
                line,
                "文件",
                f"YAML 格式有误（{error.problem}）",
                "请检查缩进、冒号与引号；以 { 开头的模式须加引号",
            ) from error
        except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
            # A day or number that is none, a list as a key, a control character: the loader lets them fall.
            raise RuleError(
                path,
                None,
                "文件",
                "YAML 中有不能使用的值（如不存在的日期、过大的数、控制字符）",
                "请改正，或者给该值加引号",
            ) from error

    def line(self, field: FieldPath) -> int | None:
        """1-based line of a field; of the nearest field above it where it is missing."""
        # Only an error asks for lines: the tree of nodes is made then.
        node = yaml.compose(self._text, Loader=yaml.SafeLoader)
        line = node.start_mark.line + 1 if node else None
        for step in field:
            child = _child(node, step)
            if child is None:
                return line
            node = child
            line = node.start_mark.line + 1
        return line

    def error(self, field: FieldPath, problem: str, remedy: str) -> RuleError:
        """A `RuleError` at a field of this file."""
        return RuleError(self.path, self.line(field), dotted(field), problem, remedy)


def dotted(field: FieldPath) -> str:
    """A field path as people write it: ``match.any_of[0]``."""
    text = ""
    for step in field:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "文件"


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None
