"""The view that is matched: the document's text with spelling tricks taken out.

Full-width forms, CJK radicals, compatibility ideographs and traditional characters are folded one to one;
zero-width characters and blanks between Han characters are left out. Offsets of the view
are carried back to `Document.text`, which itself never changes.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from reviewer.document import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_INVISIBLE_CHARACTERS = re.compile(f"[{_INVISIBLE}]+")
_GAP = re.compile(f"[ {_INVISIBLE}]+")
_CLOSED_UP = re.compile(f"[{_HAN}，。；：、（）《》“”]")
_MANY = 40


# Radicals that PDF fonts use for the character itself and that NFKC leaves alone.
_RADICALS = dict(
    zip(
        "⺃⺅⺉⺒⺓⺝⺟⺠⺫⺼⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻳",
        "乚亻刂巳幺月母民目月虎西见角贝车長镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟",
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
    table = _simplified() | {ord(radical): character for radical, character in _RADICALS.items()}
    # A lone surrogate is no character: what matches the view could not take it.
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    ranges = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFF01, 0xFF5F), (0x2F800, 0x2FA20), (0x2000, 0x200B))
    for first, last in ranges:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code) and chr(code) not in kept:
                table[code] = folded
    return table


_TABLE = _fold_table()
_TABLE_CHARACTERS = frozenset(map(chr, _TABLE))
# Characters beyond U+FFFF would make the class slow for all others: they are asked for as a range.
_FOLDABLE = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_TABLE) if code <= 0xFFFF) + "]")
_FOLDABLE_BEYOND = re.compile("[\U0002f800-\U0002fa1f]")


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
    folded = text.replace("\u3000", " ").replace("\u00a0", " ")
    foldable = {*_FOLDABLE.findall(folded), *_FOLDABLE_BEYOND.findall(folded)} & _TABLE_CHARACTERS
    if len(foldable) > _MANY:
        folded = folded.translate(_TABLE)
    else:
        # A few replacements are several times faster than a table that every character goes through.
        for character in foldable:
            folded = folded.replace(character, _TABLE[ord(character)])
    kept: list[str] = []
    cuts: list[int] = []
    shifts: list[int] = []
    returns: list[int] = []
    position = removed = 0
    for start, end in _dropped_ranges(folded):
        kept.append(folded[position:start])
        cuts.append(start - removed)
        removed += end - start
        shifts.append(removed)
        returns.append(end)
        position = end
    if not cuts:
        return FoldedText(folded)
    kept.append(folded[position:])
    return FoldedText("".join(kept), tuple(cuts), tuple(shifts), tuple(returns))


def _dropped_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Zero-width characters anywhere, and blanks that stand between two Chinese characters."""
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        if start > 0 and end < len(text) and _closed_up(text[start - 1]) and _closed_up(text[end]):
            yield start, end
        elif text[start] != " " or end - start > 1:
            yield from (match.span() for match in _INVISIBLE_CHARACTERS.finditer(text, start, end))


def _closed_up(character: str) -> bool:
    """Whether a blank beside the character is of no account."""
    return "\u4e00" <= character <= "\u9fff" or _CLOSED_UP.match(character) is not None
