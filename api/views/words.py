"""Types of what people write."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


def _without_control_characters(value: str) -> str:
    if any(not (c.isprintable() or c in "\n\t\r　") for c in value):
        raise ValueError("不能含有控制字符")
    return value


def _written(value: str) -> str:
    if not value.strip():
        raise ValueError("不能为空")
    return _without_control_characters(value)


Words = Annotated[str, StringConstraints(max_length=4_000), AfterValidator(_without_control_characters)]
WrittenWords = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4_000),
    AfterValidator(_written),
    Field(examples=["请核对"]),
]
