"""Words of a text, by jieba's dictionary."""

from __future__ import annotations

from functools import cache
from typing import Any

_LONG = 3


@cache
def _tokenizer() -> Any:
    """Jieba's tokenizer with its own dictionary, filled here.

    Jieba itself would keep the dictionary as a marshal file in the shared temporary folder and
    load it from there, where another user of the machine may have put one. So it is read from
    the package each time (about a second, once a process), and nothing is written.
    """
    import jieba  # noqa: PLC0415  heavy, and only some models count words

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def cut_words(text: str) -> list[str]:
    """All words of a text in order; together they are the text."""
    words: list[str] = _tokenizer().lcut(text)
    return words


def within_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends inside a longer word of the dictionary: 纪守法 of 遵纪守法."""
    position = 0
    for word in _tokenizer().lcut(text, HMM=False):
        after = position + len(word)
        if len(word) >= _LONG and (position < start < after or position < end < after):
            return True
        position = after
    return False


def split_words(text: str) -> list[str]:
    """The words of a text of two characters or more, in order; single characters are no terms."""
    return [word for word in _tokenizer().lcut(text) if len(word) > 1 and "\n" not in word]
