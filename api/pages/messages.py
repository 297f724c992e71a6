"""What the pages say, one catalogue a language: Chinese first, English on request.

Findings, rules and laws stay in Chinese in both: they are quoted into official papers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = {"zh": "中文", "en": "English"}
"""Languages by code, each named in itself; the first is the default."""

COOKIE = "language"
_FOLDER = Path(__file__).parent.parent / "web" / "messages"
# Keys that scripts read; they are handed to the browser with the page.
_SCRIPT_PREFIX = "js."


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The words of one language."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, values put in place.

        Raises:
            KeyError: The catalogue lacks the key: a fault of ours that tests find.
        """
        return self.words[key].format(**values) if values else self.words[key]

    @property
    def html_language(self) -> str:
        """For the attribute ``lang``."""
        return "zh-CN" if self.language == "zh" else self.language

    def for_scripts(self) -> dict[str, str]:
        """The words that scripts need, by key without prefix."""
        return {
            key.removeprefix(_SCRIPT_PREFIX): words
            for key, words in self.words.items()
            if key.startswith(_SCRIPT_PREFIX)
        }


@cache
def messages_of(language: str | None) -> Messages:
    """The catalogue of a language; the default one for an unknown code."""
    code = language if language in LANGUAGES else next(iter(LANGUAGES))
    words = json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return Messages(language=code, words=words)
