"""The catalogues of words: complete in every language, and nothing asked for is missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.pages.messages import LANGUAGES, messages_of
from reviewer.decision import Conclusion, ReasonCode, Verdict

WEB = Path(__file__).resolve().parents[3] / "api" / "web"
_CALL = re.compile(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""")
_SCRIPT_CALL = re.compile(r"""\bword\(\s*["']([\w.]+)["']\s*[,)]""")


def _words(code: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((WEB / "messages" / f"{code}.json").read_text(encoding="utf-8"))
    return words


def test_all_languages_have_the_same_keys_and_values() -> None:
    """Also the values that are put in place."""
    first, *others = (_words(code) for code in LANGUAGES)

    for other in others:
        assert other.keys() == first.keys()
        for key, words in first.items():
            assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", other[key])), key


@pytest.mark.parametrize(
    ("folder", "call", "prefix"), [("templates", _CALL, ""), ("static", _SCRIPT_CALL, "js.")]
)
def test_every_key_asked_for_is_there(folder: str, call: re.Pattern[str], prefix: str) -> None:
    """Templates and scripts ask for nothing that no catalogue holds."""
    known = _words("zh")
    asked = {
        (path.name, key)
        for path in (WEB / folder).iterdir()
        for key in call.findall(path.read_text(encoding="utf-8"))
    }

    assert asked
    assert [pair for pair in sorted(asked) if prefix + pair[1] not in known] == []


def test_what_the_library_names_has_words() -> None:
    """Verdicts, reasons and conclusions, on the page and in scripts."""
    known = _words("zh")
    wanted = [f"verdict.{verdict.value}" for verdict in Verdict]
    wanted += [f"reason.{code.value}" for code in ReasonCode]
    wanted += [f"js.{key}" for key in wanted] + [f"conclusion.{value.value}" for value in Conclusion]

    assert [key for key in wanted if key not in known] == []


def test_an_unknown_language_is_the_first() -> None:
    """A cookie that somebody made up changes nothing."""
    assert messages_of("xx").language == "zh"
    assert messages_of(None).html_language == "zh-CN"
