"""The view that is matched: the document's text with spelling tricks taken out.

Full-width forms, CJK radicals, compatibility ideographs and traditional characters are folded one to one;
zero-width characters and blanks between Han characters are left out. Offsets of the view
are carried back to `Document.text`, which itself never changes.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from reviewer.document import Span

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_INVISIBLE = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F)),
    *((0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0x115F, 0x1160), (0x3164, 0x3164), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0xE0000, 0xE01EF)),
)
_BLANKS = " \u3000\u00a0"
_CLOSED_UP_SIGNS = "，。；：、（）《》“”"
# What a character is; one may be several.
_BLANK, _HIDDEN, _CLOSED_UP, _FOLDABLE = 1, 2, 4, 8
_CODES = 0xE01F0
_MANY = 40

Integers = NDArray[np.intp]


# Radicals that PDF fonts use for the character itself and that NFKC leaves alone.
_RADICALS = dict(
    zip(
        "⺃⺅⺉⺒⺓⺝⺟⺠⺫⺼⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻳",
        "乚亻刂巳幺月母民目月虎西见角贝车長镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟",
        strict=True,
    )
)


# Letters of other scripts that look like those of numbers and codes.
_LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTXaeopcyxABEZHIKMNOPTYX",
        strict=True,
    )
)


def _simplified() -> dict[int, str]:
    """Traditional characters with the simplified one that stands for each (OpenCC's TSCharacters).

    Those that simplified texts use as well (乾, 著, 於) are left alone: they are in GB 2312.
    """
    listed = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in listed.splitlines())
    return {
        ord(traditional): simplified
        for traditional, simplified, *_ in pairs
        if len(traditional) == 1 and not _in_gb2312(traditional) and _in_gb2312(simplified)
    }


def _in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _fold_table() -> dict[int, str]:
    """One-to-one folding: NFKC where it gives one character, full-width ASCII, traditional characters.

    Chinese punctuation that has a full-width ASCII twin (，：；！？（）) keeps its Chinese form,
    and the ASCII form is left alone: which of them stands in the text may matter to a check.
    """
    kept = set("，：；！？（）")
    table = _simplified()
    table |= {ord(form): character for form, character in (_RADICALS | _LOOK_ALIKES).items()}
    for first in (0x0660, 0x06F0):  # the digits of Arabic and Persian
        table |= {first + value: str(value) for value in range(10)}
    table |= dict.fromkeys((0x202F, 0x205F, 0x2800), " ")
    # A lone surrogate is no character: what matches the view could not take it.
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    ranges = (
        (0x1D400, 0x1D800),
        (0x2E80, 0x2FE0),
        (0xF900, 0xFB00),
        (0xFF01, 0xFF5F),
        (0x2F800, 0x2FA20),
        (0x2000, 0x200B),
    )
    for first, last in ranges:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code) and chr(code) not in kept:
                table[code] = folded
    return table


def _character_kinds(table: Mapping[int, str]) -> NDArray[np.uint8]:
    """What each code point below `_CODES` is; the last place stands for all beyond."""
    kinds = np.zeros(_CODES + 1, np.uint8)
    for ranges, kind in ((_HAN, _CLOSED_UP), (_INVISIBLE, _HIDDEN)):
        for first, last in ranges:
            kinds[first : last + 1] = kind
    kinds[list(map(ord, _BLANKS))] = _BLANK
    kinds[list(map(ord, _CLOSED_UP_SIGNS))] = _CLOSED_UP
    # A character that is folded is what it becomes.
    kinds[list(table)] = kinds[list(map(ord, table.values()))] | _FOLDABLE
    return kinds


_TABLE = _fold_table()
_KINDS = _character_kinds(_TABLE)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded view of a text.

    Attributes:
        text: The view.
        cuts: View offsets at which characters of the source were left out, ascending.
        shifts: How many characters were left out up to and including each cut.
        returns: Source offset of the first character kept after each cut, ascending.
    """

    text: str
    cuts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    returns: tuple[int, ...] = ()

    def source_offset(self, offset: int) -> int:
        """Offset in the source of the character at an offset of the view."""
        if not self.cuts:
            return offset
        index = bisect_right(self.cuts, offset) - 1
        return offset + (self.shifts[index] if index >= 0 else 0)

    def source_span(self, start: int, end: int) -> Span:
        """Span in the source of a non-empty range of the view; blanks at its borders stay out."""
        return Span(self.source_offset(start), self.source_offset(end - 1) + 1)

    def view_offset(self, offset: int) -> int:
        """Offset in the view of a source offset; one that was left out gives the next that was kept."""
        if not self.cuts:
            return offset
        low = bisect_right(self.returns, offset)
        before = offset - (self.shifts[low - 1] if low else 0)
        return min(before, self.cuts[low]) if low < len(self.cuts) else before

    def view_offsets(self, offsets: list[int]) -> list[int]:
        """`view_offset` of many source offsets at once."""
        if not self.cuts:
            return offsets
        low = np.searchsorted(self.returns, offsets, side="right")
        before = np.asarray(offsets) - np.concatenate(([0], self.shifts))[low]
        limits = np.concatenate((self.cuts, [np.iinfo(np.int64).max]))[low]
        found: list[int] = np.minimum(before, limits).tolist()
        return found


def fold(text: str) -> FoldedText:
    """Fold a text for matching; linear in its length."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _KINDS[np.minimum(codes, len(_KINDS) - 1)]
    if not (kinds & (_BLANK | _HIDDEN | _FOLDABLE)).any():
        return FoldedText(text)
    foldable = np.unique(codes[(kinds & _FOLDABLE) > 0]).tolist()
    folded = text.replace("\u3000", " ").replace("\u00a0", " ")
    if len(foldable) > _MANY:
        folded = folded.translate(_TABLE)
    else:
        # A few replacements are several times faster than a table that every character goes through.
        for code in foldable:
            folded = folded.replace(chr(code), _TABLE[code])
    starts, ends = _dropped_ranges(kinds)
    if not starts.size:
        return FoldedText(folded)
    removed = np.cumsum(ends - starts)
    keeps = zip([0, *ends.tolist()], [*starts.tolist(), len(folded)], strict=True)
    return FoldedText(
        "".join([folded[start:end] for start, end in keeps]),
        tuple((ends - removed).tolist()),
        tuple(removed.tolist()),
        tuple(ends.tolist()),
    )


def _dropped_ranges(kinds: NDArray[np.uint8]) -> tuple[Integers, Integers]:
    """Zero-width characters anywhere, and blanks that stand between two Chinese characters."""
    gaps = np.flatnonzero(kinds & (_BLANK | _HIDDEN))
    starts, ends = _runs(gaps)
    closed_up = np.append(kinds & _CLOSED_UP, 0) > 0
    # A gap at the beginning looks at the place added at the end, which is no character.
    between = closed_up[starts - 1] & closed_up[ends]
    dropped = np.repeat(between, ends - starts) | (kinds[gaps] & _HIDDEN > 0)
    return _runs(gaps[dropped])


def _runs(places: Integers) -> tuple[Integers, Integers]:
    """Starts and ends of the runs of places that follow each other."""
    breaks = np.flatnonzero(np.diff(places) > 1)
    starts = places[np.concatenate(([0], breaks + 1))] if places.size else places
    ends = places[np.concatenate((breaks, [-1]))] + 1 if places.size else places
    return starts, ends
