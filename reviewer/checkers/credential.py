"""Credentials (口令、密钥、令牌) with their value: whoever reads the document can log in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.people import concept_of, units_with
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import hide

# Between the word and the value: 密码：x, 密码为“x”, password=x, 口令（初始）是 x.
_LINK = (
    r"(?:种子|串|值|编码|内容)?(?:[（(][^（）()\n]{0,8}[)）])?(?:均|统一|都)?(?:默认|初始)?(?:设置|设定|统一设|设|改|修改|初设|变更)?"
    r"(?:为|是|：|:|=|＝|is|\s){1,4}[“\"'‘「]?"
)
_VALUE = re.compile(rf"{_LINK}(?P<value>[!-~]{{4,200}})")
# 初始密码888888: nothing between the word and a value with digits.
_ATTACHED = re.compile(r"(?P<value>(?=[!-~]*\d)[A-Za-z0-9!@#$%^&*_\-.]{4,80})(?![年月日位个条款章号版天次])")
_EMPTY = re.compile(r"(?:均|仍)?(?:为空|空置|为空值|未设置?)")
_DERIVED = re.compile(
    rf"{_LINK}(?P<value>(?:本人|各自|其|个人)?(?:身份证|证件|手机|电话|工号|学号|统一社会信用代码|信用代码|姓名|用户名)[^，。；\n]{{0,10}}?(?:后|末|前)\s?(?:\d|[一二三四六八])\s?位)"
)
# 密码八个8, 口令为六个零: said in words.
_SAID = re.compile(
    r"(?:就)?(?:是|为|：|:)?\s?(?P<value>[一二三四五六七八九十\d]{1,2}个[0-9A-Za-z零一二三四五六七八九])"
)
_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[!-~\s]{0,4000}")
_BEARER = re.compile(r"(?:Authorization\s*[:=：]\s*)?Bearer\s+(?P<value>[A-Za-z0-9\-_.=]{12,})")
_CONNECTION = re.compile(
    r"[A-Za-z][A-Za-z0-9+.:\-]{1,20}://[^\s，。；]{0,80}?(?::(?P<value>[^\s:/@，。]{3,80})@|(?:password|pwd)=(?P<other>[^\s&，。；]{3,80}))"
)
_JSON_TOKEN = re.compile(r"eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)?")
_LATIN_LABEL = re.compile(
    r"(?<![A-Za-z])(?:(?:app|access|secret|api|client|private|encrypt|sign|master|auth)[_\-\s]?(?:key|secret|token|id)(?:[_\-]?(?:id|secret))?|password|passwd|pwd|token|secret|ak|sk)"
    r"(?![A-Za-z])\s*[:=：＝]\s*[\"']?(?P<value>[!-~]{6,200})",
    re.IGNORECASE,
)
# A value that is no secret: a date, a length, an article, a placeholder.
_NO_VALUE = re.compile(
    r"[*＊xX×_.\-]+|\d{1,3}(?:位|个)?|(?:19|20)\d{2}年?|(?:null|none|true|false|http\S*)", re.IGNORECASE
)
# 管理平台：admin / Hik12345+
_ACCOUNT_PAIR = re.compile(
    r"(?<![A-Za-z])(?:admin|root|administrator|guest|system|sa|ops|user|test)\s?[/／|｜,，]\s?(?P<value>(?=[!-~]*\d)[!-~]{5,40})"
)
_TRIM = "，。；、）)】”\"'’」,;"


class CredentialSpec(BaseModel):
    """The ``match`` of a rule on credentials.

    Attributes:
        cues: The concept of Chinese words for secrets that give access.
        forms: The concept of Latin words and marks that such secrets hold (password, PRIVATE KEY, ://).
    """

    model_config = ConfigDict(extra="forbid")

    cues: str
    forms: str


class CredentialChecker:
    """Reports a secret with its value; rules about passwords hold none."""

    Spec = CredentialSpec
    heeds_polarity = False

    def __init__(self, spec: CredentialSpec, parser: PatternParser) -> None:
        self._cues = concept_of(spec.cues, parser)
        self._forms = concept_of(spec.forms, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Secrets in text order; the value is quoted, and masked."""
        view = context.view.text
        position = 0
        for start, end in sorted({*self._labelled(context), *self._formed(context)}):
            if start >= position:
                position = end
                yield Match(start=start, end=end, masked=hide(view[start:end]), continues=context.soft_lines)

    def _labelled(self, context: CheckContext) -> Iterator[Range]:
        view = context.view.text
        for unit in units_with(context, self._cues):
            for start, end in context.occurrences.within(self._cues, *unit):
                limit = _line_end(view, end)
                match = (
                    _VALUE.match(view, end, limit)
                    or _ATTACHED.match(view, end, limit)
                    or _DERIVED.match(view, end, limit)
                    or _SAID.match(view, end, limit)
                )
                empty = _EMPTY.match(view, end, limit)
                if empty is not None:
                    yield start, empty.end()
                value = match.span("value") if match and match.re is _SAID else None
                value = _value(view, match) if match and value is None else value
                if value is not None:
                    yield value

    def _formed(self, context: CheckContext) -> Iterator[Range]:
        view = context.view.text
        for unit in units_with(context, self._forms):
            start = max(view.rfind("\n", max(unit[0] - _REACH, 0), unit[0]) + 1, unit[0] - _REACH, 0)
            # A key goes on over line breaks, to its end mark.
            key = "PRIVATE KEY" in view[slice(*unit)]
            yield from _by_shape(view, start, unit[1] + _LONGEST_KEY if key else _line_end(view, unit[1]))


def _line_end(view: str, offset: int) -> int:
    """End of the line, at most `_REACH` characters on."""
    end = view.find("\n", offset, offset + _REACH)
    return end if end >= 0 else min(offset + _REACH, len(view))


def _value(view: str, match: re.Match[str]) -> Range | None:
    start, end = match.span("value")
    while end > start and view[end - 1] in _TRIM:
        end -= 1
    words = view[start:end]
    if len(words) < _SHORTEST or _NO_VALUE.fullmatch(words):
        return None
    return start, end


_SHORTEST = 4
_REACH, _LONGEST_KEY = 200, 4_000


def _by_shape(view: str, start: int, end: int) -> Iterator[Range]:
    """Secrets that show by their form: key blocks, tokens, connection strings, key=value."""
    for pattern in (_KEY_BLOCK, _JSON_TOKEN):
        for match in pattern.finditer(view, start, end):
            yield match.start(), match.start() + len(match[0].rstrip())
    for match in _BEARER.finditer(view, start, end):
        yield match.span("value")
    for match in _CONNECTION.finditer(view, start, end):
        yield match.span("other" if match["value"] is None else "value")
    for match in _ACCOUNT_PAIR.finditer(view, start, end):
        yield match.span("value")
    for match in _LATIN_LABEL.finditer(view, start, end):
        value = _value(view, match)
        if value is not None:
            yield value
