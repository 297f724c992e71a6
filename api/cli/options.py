"""Values of options, checked; a wrong one names those there are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from reviewer.extraction.limits import Limits, limits_from

AsJson = Annotated[bool, typer.Option("--json", help="每行一个 JSON 对象，供程序使用")]
"""For commands that list things; without it columns are separated by tabs."""

_REGION = re.compile(r"\d{2}(?:\d{2}){0,2}")


def one_of(value: str, allowed: Iterable[str]) -> str:
    """The value, if it is one of those allowed.

    Raises:
        typer.BadParameter: It is not.
    """
    names = list(allowed)
    if value not in names:
        raise typer.BadParameter(f"没有取值“{value}”，可用的有：{'、'.join(names)}")
    return value


def read_limits() -> Limits:
    """What reading one file may cost, as the environment says.

    Raises:
        typer.BadParameter: A variable holds no positive number.
    """
    try:
        return limits_from(os.environ)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def parse_day(value: str | None) -> date | None:
    """A date such as 2026-11-23.

    Raises:
        typer.BadParameter: It is no date.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"“{value}”不是日期，请写成 2026-11-23 的形式") from error


def parse_region(value: str | None) -> str | None:
    """A division code (行政区划代码) of 2, 4 or 6 digits.

    Raises:
        typer.BadParameter: It is none.
    """
    if value is not None and not _REGION.fullmatch(value):
        raise typer.BadParameter(f"“{value}”不是行政区划代码，请写成 440300 的形式")
    return value
