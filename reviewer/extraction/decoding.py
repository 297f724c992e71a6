"""The encoding of a text that does not name it, or names it wrongly.

Chinese offices write UTF-8, GB18030 (with its older parts GBK and GB2312) and, from
Notepad and old exports, UTF-16 with or without its mark. Guessing starts with what can be
proved: a byte order mark, then strict UTF-8; the others are judged by how ordinary the
characters are that they yield.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reviewer.errors import UnreadableDocument

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# GB18030 reads all of these; pages that declare them often use characters beyond them.
_GB_NAMES = frozenset({"gb2312", "gbk", "gb18030", "cp936", "hz", "euc-cn", "x-gbk", "gb_2312-80"})
# Encoding, and the character set whose characters are ordinary in it. GB 2312 tells GBK from
# Big5; UTF-16 without its mark may hold traditional characters, and bad guesses score 0.3 in GBK.
_CANDIDATES = {"gb18030": "gb2312", "utf-16-le": "gbk", "utf-16-be": "gbk"}
_DOUBTFUL = ["gb18030", "big5", "big5hkscs", "cp1252", "shift_jis", "euc_jp", "euc_kr"]
_SAMPLE_CHARACTERS = 20_000
_SAMPLE_BYTES = 100_000
_ORDINARY_SHARE = 0.9
_DAMAGED_SHARE = 0.02
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x9f]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A text with the encoding it was read in.

    Attributes:
        text: The code points, without byte order mark.
        encoding: Python's name of the encoding.
        damaged: True where bytes that the encoding does not know became U+FFFD.
    """

    text: str
    encoding: str
    damaged: bool = False


def decode_text(data: bytes, name: str, declared: str | None = None) -> DecodedText:
    """Decode bytes whose encoding is not known.

    Args:
        data: The bytes of a text.
        name: File name, for the error.
        declared: Encoding that the text itself names (html); tried after UTF-8, because a
            page that is valid UTF-8 beyond ASCII is UTF-8 whatever it says.

    Raises:
        UnreadableDocument: No encoding yields text: the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    if b"\x00" not in data:
        text = _strict(data, "utf-8")
        if text is not None:
            return DecodedText(text=text, encoding="utf-8")
    decoded = _decode_declared(data, declared) or _decode_ordinary(data) or _decode_doubtful(data)
    decoded = decoded or _decode_damaged(data)
    if decoded is None:
        raise UnreadableDocument(
            name, "无法识别文字编码，文件可能不是文本", "请另存为 UTF-8 编码的文本后再提交"
        )
    return decoded


def control_share(text: str) -> float:
    """Share of control characters that no text holds, 0-1: the mark of a binary file."""
    return len(_CONTROL.findall(text)) / max(len(text), 1)


def _decode_marked(data: bytes, encoding: str) -> DecodedText:
    text = _strict(data, encoding)
    if text is not None:
        return DecodedText(text=text, encoding=encoding)
    return DecodedText(text=data.decode(encoding, "replace"), encoding=encoding, damaged=True)


def _decode_declared(data: bytes, declared: str | None) -> DecodedText | None:
    name = (declared or "").strip().lower()
    if not name or name.startswith("utf"):
        return None
    encoding = "gb18030" if name in _GB_NAMES else name
    try:
        text = _strict(data, encoding)
    except LookupError:
        return None
    return None if text is None else DecodedText(text=text, encoding=encoding)


def _decode_ordinary(data: bytes) -> DecodedText | None:
    """The candidate whose characters are the most ordinary, if they are ordinary at all."""
    samples: dict[str, str] = {}
    for encoding in _CANDIDATES:
        if encoding == "gb18030" or len(data) % 2 == 0:
            sample = _strict(data[: 2 * _SAMPLE_CHARACTERS], encoding, final=False)
            samples |= {encoding: sample} if sample else {}
    for encoding in sorted(samples, key=lambda candidate: -_ordinary_share(samples[candidate], "gb2312")):
        if _ordinary_share(samples[encoding], _CANDIDATES[encoding]) >= _ORDINARY_SHARE:
            text = _strict(data, encoding)
            if text is not None:
                return DecodedText(text=text, encoding=encoding)
    return None


def _ordinary_share(text: str, character_set: str) -> float:
    """Share of characters that the set holds; control characters count against it."""
    ordinary = len(text.encode(character_set, "ignore").decode(character_set))
    return (ordinary - len(_CONTROL.findall(text))) / len(text)


def _decode_doubtful(data: bytes) -> DecodedText | None:
    """Traditional Chinese and foreign encodings, by charset-normalizer; NUL is in none of them."""
    if b"\x00" in data:
        return None
    import charset_normalizer  # noqa: PLC0415 - 40 ms that few files need

    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES], cp_isolation=_DOUBTFUL).best()
    text = _strict(data, best.encoding) if best else None
    if best is None or text is None or control_share(text) > _DAMAGED_SHARE:
        return None
    return DecodedText(text=text, encoding=best.encoding)


def _decode_damaged(data: bytes) -> DecodedText | None:
    """A text with a few bad bytes is still a text; the caller reports what was lost."""
    texts = {encoding: data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")}
    encoding = min(texts, key=lambda candidate: texts[candidate].count(_REPLACEMENT))
    text = texts[encoding]
    lost = text.count(_REPLACEMENT) / max(len(text), 1)
    if lost > _DAMAGED_SHARE and text.count(_REPLACEMENT) > 1:
        return None
    return DecodedText(text=text, encoding=encoding, damaged=True)


def _strict(data: bytes, encoding: str, *, final: bool = True) -> str | None:
    """The text, or None; with ``final`` off the bytes may end within a character."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, final)
    except UnicodeDecodeError:
        return None
