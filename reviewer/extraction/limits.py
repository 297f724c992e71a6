"""What reading one file may cost. Beyond a limit the report says which limit and what was not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds for one file.

    Attributes:
        file_bytes: Size of the file itself.
        pages: Pages that are read; further ones are reported as unread.
        members: Files in a container (docx, ofd, xlsx, zip).
        member_bytes: Unpacked size of one member.
        unpacked_bytes: Unpacked size of all members together.
        ratio: Unpacked over packed size of a member above 1 MiB.
        characters: Code points of text; the rest is reported as unread.
        cells: Cells of a spreadsheet or table file.
        pixels: Pixels of one image given to OCR.
        ocr_pages: Pages that OCR reads in one document.
        seconds: Wall time of the child process that extracts.
        memory_bytes: Resident memory of that child.
    """

    file_bytes: int = 100 * MEBIBYTE
    pages: int = 3_000
    members: int = 10_000
    member_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 512 * MEBIBYTE
    ratio: int = 200
    characters: int = 20_000_000
    cells: int = 1_000_000
    pixels: int = 40_000_000
    ocr_pages: int = 200
    seconds: float = 55.0
    memory_bytes: int = 1_400 * MEBIBYTE


def limits_from(environment: Mapping[str, str]) -> Limits:
    """The limits of an installation: ``REVIEWER_LIMIT_SECONDS``, ``REVIEWER_LIMIT_PAGES`` and so on.

    Messages about a limit send the user to the administrator, who raises it there.

    Raises:
        ValueError: A variable holds no positive number; told in Chinese.
    """
    given: dict[str, Any] = {}
    for field in fields(Limits):
        variable = f"REVIEWER_LIMIT_{field.name.upper()}"
        value = environment.get(variable, "")
        if value:
            given[field.name] = _positive(variable, value, whole=isinstance(field.default, int))
    return Limits(**given)


def _positive(variable: str, value: str, *, whole: bool) -> float:
    try:
        number = int(value) if whole else float(value)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise ValueError(f"环境变量 {variable} 应当是大于零的{'整数' if whole else '数'}，不能是“{value}”")
    return number
