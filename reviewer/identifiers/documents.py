"""Numbers of passports, permits, social security cards and other papers of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.identifiers.labels import Label
from reviewer.identifiers.runs import Run
from reviewer.identifiers.surroundings import Surroundings

_PASSPORT = r"[A-Z]{1,2}\d{7,8}|1[45]\d{7}|[A-Z]\d{8}|\d{9}"
_SHAPES = {
    Label.PASSPORT: _PASSPORT,
    Label.EXIT_PERMIT: r"[A-Z]{1,2}\d{7,8}",
    Label.HOME_PERMIT: r"[HMhm]\d{8}(?:\d{2})?",
    Label.TAIWAN_PERMIT: r"\d{8}(?:\d{2})?[A-Z]?|\d{10}[A-Z]",
    Label.RESIDENCE_PERMIT: r"[A-Z]{3}\d{12}|9\d{16}[\dXx]|[1-8]\d{16}[\dXx]|[A-Z]{0,2}\d{8,20}",
    Label.OFFICER_CARD: r"\d{6,9}",
    Label.SOCIAL_CARD: r"[A-Za-z]{0,3}\d{7,18}[\dXx]?",
    Label.DRIVING_LICENCE: r"\d{12}|\d{17}[\dXx]",
    Label.MARRIAGE: r"[JLBHX]?\d{6}\d{4}\d{6,8}|[A-Z]{0,4}\d{6,16}",
    Label.BIRTH: r"[A-Z]\d{9}",
    Label.PUPIL: r"[GJLgjl]?\d{17}[\dXx]|[GJLgjl]?\d{10,19}",
    Label.PREFERENCE_CARD: r"[A-Za-z]{0,3}\d{6,18}[\dXx]?",
    Label.DISABILITY_CARD: r"\d{17}[\dXx]\d{2}(?:[Bb]\d)?|\d{17}[\dXx]|[A-Z]?\d{6,12}",
    # 证件号码 may be that of any paper.
    Label.ID_CARD: r"[EGDSPHMCWT][A-Z]?\d{7,8}|[HM]\d{10}|[A-Z]{3}\d{12}",
}
_NUMBERS = {label: re.compile(shape) for label, shape in _SHAPES.items()}
_MARRIAGE_NUMBER = re.compile(r"[JLB]\d{6}")
_OFFICER_WORDS = re.compile(r"[\u4e00-\u9fff]{1,3}字第\s?\d{5,12}\s?号")
_OFFICER_CONTEXT = re.compile(r"证件号|军官|士兵|警官|文职|武警|军人|义务兵|士官|证件|证号")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ONE_NUMBER = frozenset({" ", "-", "·"})


def is_document_number(run: Run, around: Surroundings) -> bool:
    """Whether a run is the number of a personal paper that its words or column head name."""
    if _is_marriage_number(run):
        return True
    label = around.label(run.start, run.end)
    shape = _NUMBERS.get(label) if label is not None else None
    # A mobile number after such a number is no further one: 社保编号H410882019931，139 3912 7706.
    if shape is None or _MOBILE.fullmatch(run.compact) or not set(run.separators) <= _ONE_NUMBER:
        return False
    return shape.fullmatch(run.compact) is not None


def _is_marriage_number(run: Run) -> bool:
    """结婚证字号: J, six digits of the registry, the year, six digits."""
    return (
        run.groups == (7, 4, 6)
        and set(run.separators) == {"-"}
        and _MARRIAGE_NUMBER.fullmatch(run.compact[:7]) is not None
    )


def officer_cards(around: Surroundings) -> Iterator[tuple[int, int]]:
    """Numbers such as 军字第2034567号 where an officer's card (军官证) is spoken of."""
    position = around.view.find("字第")
    while position >= 0:
        match = _OFFICER_WORDS.search(around.view, max(position - 3, 0), position + 17)
        if match is not None:
            start = _after_label(around.view, match.start(), position)
            if _OFFICER_CONTEXT.search(around.before(start)):
                yield start, match.end()
        position = around.view.find("字第", position + 2)


def _after_label(view: str, start: int, end: int) -> int:
    """The first of the characters before 字第 that belongs to the number: not 号 or 为 of the label."""
    for offset in range(end - 1, start - 1, -1):
        if view[offset] in "号为是证件：:":
            return offset + 1
    return start
