"""Sentences with invented people, places and organisations, for training names (姓名、地名、机构).

Every sentence is made from a frame, or from a clause of another corpus of the project, with names
drawn anew; nobody and nothing in it exists. Frames, clauses, words and the stems of places and
organisations of the test are others than those of the training.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

from reviewer.classifiers.words import cut_words
from reviewer.language.given_names import COMMON_SURNAMES, GIVEN_CHARACTERS
from reviewer.language.surnames import COMPOUND_SURNAMES, RARE_SURNAMES, SURNAMES

FOLDER = Path(__file__).parent.parent / "documents" / "names"
_CORPORA = ("fair_competition_clauses", "setting_power", "fair_competition_policies")
_FEWEST, _MOST, _MOST_CLAUSES = 8, 60, 4_000
PERSON, PLACE, ORGANISATION = "PERSON", "PLACE", "ORGANISATION"
_SLOT = re.compile(r"\{(\w+)\}")
_COMPOUND, _DOTTED, _SHORT, _RARE = 0.04, 0.04, 0.3, 0.12
_CHANCE_OF_SECOND, _WITHOUT_NAME = 0.45, 0.35
_SLOTS = ("{P}", "{P}", "{P}", "{L}", "{O}")
_MADE_UP = 0.6
_STEM_CHARACTERS = (
    "东西南北中上下大小新老长宁平安泰和兴昌盛隆丰裕康乐福寿江河湖海溪泉潭湾岭山峰岗坪坝塘桥津渡关口"
    "金银铜铁石玉松柏柳杨桃李梅兰竹桂荷龙凤虎马牛羊鹿鹤鹏云霞风雨雷雪霜春夏秋冬红黄蓝白黑青紫文武"
)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name in a sentence: offsets and what it names."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """A sentence with the names in it."""

    text: str
    spans: tuple[NamedSpan, ...]


class Frames:
    """The frames and words of one part of the corpus.

    Args:
        part: ``train``, ``test`` or ``exposures``, a file of the folder.
        seed: The same seed gives the same sentences.
        background: Share of sentences made from clauses of other corpora.
        plain: Share of frames without a name.
    """

    def __init__(self, part: str, seed: int, *, background: float = 0.5, plain: float = 0.15) -> None:
        read = yaml.safe_load((FOLDER / f"{part}.yaml").read_text(encoding="utf-8"))
        self._frames: list[str] = read["frames"]
        self._plain: list[str] = read["plain"]
        self._words: dict[str, list[str]] = {name: str(text).split() for name, text in read["words"].items()}
        self._random = Random(seed)  # noqa: S311  # invented names, no secret
        self._surnames, self._given = _names()
        self._background = _background(part) if background else ()
        self._shares = background, plain

    def sentences(self, count: int) -> Iterator[NamedSentence]:
        """So many sentences, some without any name."""
        background, plain = self._shares
        for _ in range(count):
            draw = self._random.random()
            if draw < background:
                yield self._filled(self._within_background())
                continue
            frame = self._random.choice(self._plain if draw > 1 - plain else self._frames)
            if background and self._random.random() < _CHANCE_OF_SECOND:
                frame += self._random.choice(["，", "。", "；", "\n", " "]) + self._random.choice(
                    self._plain if self._random.random() < plain else self._frames
                )
            yield self._filled(frame)

    def _within_background(self) -> str:
        """Words of the project's clauses around a name, which then only its own shape can tell, or alone."""
        tokens = self._random.choice(self._background)
        if self._random.random() < _WITHOUT_NAME:
            return "".join(tokens)
        place = self._random.randint(0, len(tokens))
        slot = self._random.choice(_SLOTS)
        return "".join([*tokens[max(place - 6, 0) : place], slot, *tokens[place : place + 6]])

    def _filled(self, frame: str) -> NamedSentence:
        text, spans, position = "", [], 0
        for slot in _SLOT.finditer(frame):
            text += frame[position : slot.start()]
            position = slot.end()
            words, label = self._slot(slot[1])
            if label:
                spans.append(NamedSpan(len(text), len(text) + len(words), label))
            text += words
        return NamedSentence(text + frame[position:], tuple(spans))

    def _slot(self, name: str) -> tuple[str, str]:
        """The words for a slot, and what they name."""
        named = {
            "P": (self._person, PERSON),
            "L": (self._place, PLACE),
            "O": (self._organisation, ORGANISATION),
        }
        if name in named:
            draw, label = named[name]
            return draw(), label
        number = self._random.randint
        plain = {
            "D": lambda: f"{number(1950, 2026)}年{number(1, 12)}月",
            "N": lambda: str(number(1, 99)),
            "M": lambda: "1" + "".join(str(number(0, 9)) for _ in range(10)),
        }
        return (plain[name]() if name in plain else self._random.choice(self._words[name])), ""

    def _person(self) -> str:
        draw = self._random.random()
        if draw < _DOTTED:
            return self._random.choice(self._words["dotted"])
        surname = self._random.choice(COMPOUND_SURNAMES if draw < _DOTTED + _COMPOUND else self._surnames)
        length = 1 if self._random.random() < _SHORT else 2
        return surname + "".join(self._random.choice(self._given) for _ in range(length))

    def _place(self) -> str:
        words = self._words
        parts = [
            self._stem() + self._random.choice(words["divisions"]),
            self._stem() + self._random.choice(words["towns"]),
        ]
        return self._random.choice([parts[0], parts[1], "".join(parts)])

    def _stem(self) -> str:
        """A word of the list, or two characters that make no word: what matters is what follows it."""
        if self._random.random() < _MADE_UP:
            return "".join(self._random.choice(_STEM_CHARACTERS) for _ in range(2))
        return self._random.choice(self._words["stems"])

    def _organisation(self) -> str:
        words = self._words
        head = self._stem() + self._random.choice(["", *words["divisions"]])
        return head + self._random.choice(words["trades"]) + self._random.choice(words["bodies"])


@cache
def _background(part: str) -> Sequence[Sequence[str]]:
    """Clauses of the project's other corpora cut into words; each part of the corpus has its own."""
    clauses: list[str] = []
    for corpus in _CORPORA:
        for line in (FOLDER.parent / corpus / "documents.jsonl").read_text(encoding="utf-8").splitlines():
            text = str(json.loads(line)["text"])
            clauses += [clause for clause in re.split(r"[。；\n]", text) if _FEWEST < len(clause) < _MOST]
    own = [clause for index, clause in enumerate(clauses) if (index % 4 == 0) == (part == "test")]
    return [cut_words(clause.replace("{", "").replace("}", "")) for clause in own[:_MOST_CLAUSES]]


@cache
def _names() -> tuple[Sequence[str], Sequence[str]]:
    """Surnames and characters of given names; common surnames are drawn more often.

    Both are closed classes that the product knows; what a test must not repeat are whole names,
    which hardly ever come twice.
    """
    surnames = sorted(SURNAMES - RARE_SURNAMES)
    common = [surname for surname in surnames if surname in COMMON_SURNAMES]
    rare = sorted(RARE_SURNAMES)[: max(int(len(surnames) * _RARE), 1)]
    given = sorted(GIVEN_CHARACTERS - set("的了一二三四五六七八九十百千万年月日"))
    return [*surnames, *(common * 4), *rare], given


def split_sentences(part: str, count: int, seed: int) -> list[NamedSentence]:
    """The sentences of a part of the corpus, the same at each call."""
    return list(Frames(part, seed).sentences(count))
