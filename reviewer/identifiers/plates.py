"""Vehicle plates (机动车号牌, GA 36): a province, a letter, five characters, six for electric cars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.identifiers.surroundings import Surroundings

_PLATE = re.compile(
    r"""
    # The province first: a class at the beginning is found ten times faster than a look behind.
    [京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼](?<![0-9A-Za-z梯].)\ ?[A-HJ-NP-Z]
    (?P<gap>\ ?[·•.\-—]?\ ?)
    (?: [A-HJ-NP-Z0-9]{4}[挂学警港澳]
      | [DF][A-HJ-NP-Z0-9][0-9]{4}
      | [DF](?=(?:[A-Z]*[0-9]){3})[A-HJ-NP-Z0-9]{5}
      | [0-9]{5}[DF]
      | [A-HJ-NP-Z0-9]{5}
    )
    (?![A-Za-z0-9*×\-])
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d.*\d", re.DOTALL)
# 粤A12345号 may be a licence; 鄂A12345号牌, 号车 are plates.
_NUMBERED = re.compile(r"号(?![牌车])|应急")
# 云A·A0001—A9999 is a range of numbers that are given out.
_RANGE = re.compile(r"\s*[-—－~～至到]+\s*[A-Z]?·?[A-Z0-9]{3,5}(?![\u4e00-\u9fff]\d)")
# 公务用车 sold or registered are the office's.
_OFFICIAL = re.compile(r"公务用?车|公车|执法车|特种车辆|消防车|救护车|环卫车|公交车")
_VEHICLE = re.compile(r"车|牌|驾|停放|肇事")


def find_plates(around: Surroundings) -> Iterator[tuple[int, int]]:
    """Plates of private vehicles, as view ranges; those of the police are no person's."""
    for match in _PLATE.finditer(around.view):
        plate = match[0]
        if plate.endswith("警") or not _DIGIT.search(plate):
            continue
        sentence = around.sentence(match.start(), match.end())
        if _NUMBERED.match(around.view, match.end()) and not _VEHICLE.search(sentence):
            continue
        if _OFFICIAL.search(sentence):
            continue
        if _RANGE.match(around.view, match.end()):
            continue
        yield match.span()
