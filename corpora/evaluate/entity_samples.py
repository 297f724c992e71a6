"""A public sample of named entities that a developer has at hand, in the usual BIO or BMES format.

One character and its tag a line, with a blank line between sentences, as MSRA NER, the Weibo set
and most others are handed round. Such a file stays outside the project: it is read, counted, and
nothing of it is kept or printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora.labelled import CorpusError
from corpora.train.entity_sentences import ORGANISATION, PERSON, PLACE, NamedSentence, NamedSpan

_LABELS = {
    "PER": PERSON,
    "PERSON": PERSON,
    "NAME": PERSON,
    "NR": PERSON,
    "LOC": PLACE,
    "GPE": PLACE,
    "PLACE": PLACE,
    "ADDRESS": PLACE,
    "SCENE": PLACE,
    "NS": PLACE,
    "ORG": ORGANISATION,
    "ORGANIZATION": ORGANISATION,
    "ORGANISATION": ORGANISATION,
    "COMPANY": ORGANISATION,
    "GOVERNMENT": ORGANISATION,
    "NT": ORGANISATION,
}
_GOES_ON = frozenset("IMEL")
_TWO_COLUMNS = 2


def read_sample(path: Path) -> list[NamedSentence]:
    """The sentences of a sample; names of other sorts (works, positions, dates) are left out.

    Raises:
        CorpusError: A file that cannot be read, or a line that is no character with its tag.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是 UTF-8"
        raise CorpusError(f"文件 {path} 不能读取：{reason}") from error
    sentences = [_sentence(tagged) for tagged in _blocks(path.name, lines)]
    if not sentences:
        raise CorpusError(f"文件 {path} 中没有句子；应为每行一个字和标签（如“张 B-PER”），句子之间空一行")
    return sentences


def _blocks(name: str, lines: list[str]) -> Iterator[list[tuple[str, str]]]:
    """The characters of each sentence with their tags."""
    tagged: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        columns = line.split()
        if not columns or columns[0] == "-DOCSTART-":
            if tagged:
                yield tagged
            tagged = []
            continue
        if len(columns) == 1 and columns[0] == "O":
            columns = [" ", "O"]  # the character was a blank
        if len(columns) < _TWO_COLUMNS or not (columns[-1] == "O" or columns[-1][1:2] in ("-", "_")):
            raise CorpusError(f"{name}:{number} 应为一个字和它的标签，例如“张 B-PER”")
        tagged.append((columns[0], columns[-1]))
    if tagged:
        yield tagged


def _sentence(tagged: list[tuple[str, str]]) -> NamedSentence:
    text, spans = "", []
    start, label = 0, ""
    for words, tag in [*tagged, ("", "O")]:
        # Some sets say after the sort how it is named: 国 B-GPE.NAM.
        sort = tag[2:].split(".")[0].upper() if tag != "O" else ""
        goes_on = bool(label) and tag[0] in _GOES_ON and sort == label
        if label and not goes_on:
            if label in _LABELS:
                spans.append(NamedSpan(start, len(text), _LABELS[label]))
            label = ""
        if sort and not goes_on:
            start, label = len(text), sort
        text += words
    return NamedSentence(text, tuple(spans))
