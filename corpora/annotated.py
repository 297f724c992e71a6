"""Annotated sources: texts that people write and label in one file, made into a labelled corpus.

Two corpora are written in this way: whole policy documents and single clauses. A source is easy
to write and to review by eye; the files that `corpora.labelled` loads are built from it with
``python -m corpora.annotated``, and a test compares the two.

Documents::

    ### fcp001 normative train｜title
    A paragraph. A clause of it；{V10.2,9.2 reason}another clause。{L reason}

Titles, addressees and signatures of documents are no clauses to classify: they stay in the text
and in `read_sources`, not in the files of the corpus.

Single clauses, grouped by the document that they are thought to stand in::

    ### fcc001 tender train｜title
    @heading｜lead-in｜paragraph before
    V10.2｜text｜reason

V is a violation, R depends on facts outside the text, L is lawful. What follows the letter are
the items of the regulation, main one first. Clauses without a mark are lawful by default.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.annotated_context import Context, ContextReader, kind_of_line
from corpora.labelled import FOLDER, CorpusError

POLICIES, CLAUSES = "fair_competition_policies", "fair_competition_clauses"
LABELS = {"V": "violation", "R": "risk", "L": "lawful"}
"""Letter of a mark -> label."""

_HEAD = re.compile(r"### (\S+) (\S+) (train|validation|test)｜(.+)")
_MARK = re.compile(r"\{([VRL])([\d.,]*) ([^{}]+)\}")
_SINGLE = re.compile(r"([VRL])([\d.,]*)｜([^｜]+)｜([^｜]+)")
_ENDS = "。；！？"
_OPENING, _CLOSING = "（《“‘(", "）》”’)"
_DEFAULTS = {
    "heading": "标题，不设待遇或者限制",
    "lead_in": "引出下文的话，本身不设待遇或者限制",
    "formal": "版头、主送、落款等程式文字",
    "text": "目标、职责、程序等一般内容，不涉及第八条至第十一条的情形",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedClause:
    """A clause with its label.

    Attributes:
        id: Id of its document and a running number.
        text: The clause.
        start: Offset in the text of the document; 0 for single clauses.
        label: ``violation``, ``risk`` or ``lawful``.
        items: Items of the regulation, main one first; empty for lawful clauses.
        reason: Why, in one line of Chinese.
        context: What surrounds it.
    """

    id: str
    text: str
    start: int
    label: str
    items: tuple[str, ...]
    reason: str
    context: Context


@dataclass(slots=True, kw_only=True)
class AnnotatedDocument:
    """A document, or a group of clauses thought to stand in one.

    Attributes:
        id: Unique in its corpus.
        kind: Value of its `DocumentKind`.
        split: ``train``, ``validation`` or ``test``.
        title: Its title.
        text: Its paragraphs, one a line; empty for groups of single clauses.
        clauses: Its clauses in order.
    """

    id: str
    kind: str
    split: str
    title: str
    text: str = ""
    clauses: list[AnnotatedClause] = field(default_factory=list)


def read_sources(folder: Path, *, single: bool) -> list[AnnotatedDocument]:
    """Read the annotated sources of a corpus, in the order of their file names.

    Args:
        folder: Folder with the ``.txt`` files.
        single: Whether they hold single clauses, not documents.

    Raises:
        CorpusError: A line that does not follow the format; the message says which.
    """
    read = _read_single if single else _read_document
    documents = []
    for path in sorted(folder.glob("*.txt")):
        for place, head, lines in _blocks(path):
            document = _document(place, head)
            read(place, document, lines)
            documents.append(document)
    return documents


def build(name: str, folder: Path = FOLDER) -> dict[str, str]:
    """The files of a corpus as they follow from its sources: file name -> content."""
    documents = read_sources(folder / name / "source", single=name == CLAUSES)
    clauses = [
        (document, clause) for document in documents for clause in document.clauses if not _is_frame(clause)
    ]
    splits = {
        split: [document.id for document in documents if document.split == split]
        for split in ("train", "validation", "test")
    }
    files = {
        "documents.jsonl": _jsonl(_sample(document, clause) for document, clause in clauses),
        "labels.jsonl": _jsonl(_label(clause) for _, clause in clauses),
        "splits.json": json.dumps(splits, ensure_ascii=False, indent=1) + "\n",
    }
    if name == POLICIES:
        files["texts.jsonl"] = _jsonl(
            {"id": document.id, "kind": document.kind, "title": document.title, "text": document.text}
            for document in documents
        )
    return files


def _blocks(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    head, place = "", ""
    lines: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("### "):
            if head:
                yield place, head, lines
            head, lines, place = line, [], f"{path.name}:{number}"
        elif line.strip():
            lines.append(line.strip())
    if head:
        yield place, head, lines


def _document(place: str, head: str) -> AnnotatedDocument:
    match = _HEAD.fullmatch(head)
    if not match:
        raise CorpusError(f"{place} 的文件头应为：### 编号 文种 划分｜标题")
    name, kind, split, title = match.groups()
    return AnnotatedDocument(id=name, kind=kind, split=split, title=title)


def _read_single(place: str, document: AnnotatedDocument, lines: list[str]) -> None:
    context = Context()
    for line in lines:
        if line.startswith("@"):
            heading, lead_in, before = [*line[1:].split("｜"), "", ""][:3]
            context = Context(heading=heading, lead_in=lead_in, before=before)
            continue
        match = _SINGLE.fullmatch(line)
        if not match:
            raise CorpusError(f"{place} 之后的这一行不合格式：{line[:20]}")
        letter, items, text, reason = match.groups()
        document.clauses.append(_clause(document, text, 0, (letter, items, reason), context))


def _read_document(place: str, document: AnnotatedDocument, lines: list[str]) -> None:
    paragraphs = [_split(place, line) for line in lines]
    texts = ["".join(text for text, _ in pieces) for pieces in paragraphs]
    document.text = "\n".join(texts)
    reader = ContextReader(texts)
    position = 0
    for number, pieces in enumerate(paragraphs):
        contexts = reader.contexts(number, [text for text, _ in pieces])
        for (text, mark), context in zip(pieces, contexts, strict=True):
            kind = kind_of_line(text, whole=len(pieces) == 1)
            chosen = mark or ("L", "", _DEFAULTS[kind])
            document.clauses.append(_clause(document, text, position, chosen, context))
            position += len(text)
        position += 1  # the line break


def _clause(
    document: AnnotatedDocument, text: str, start: int, mark: tuple[str, str, str], context: Context
) -> AnnotatedClause:
    letter, items, reason = mark
    if (letter == "L") == bool(items):
        raise CorpusError(f"{document.id}：违规和存疑的条款写明项，合法的不写：{text[:20]}")
    return AnnotatedClause(
        id=f"{document.id}-{len(document.clauses):03d}",
        text=text,
        start=start,
        label=LABELS[letter],
        items=tuple(items.split(",")) if items else (),
        reason=reason,
        context=context,
    )


def _split(place: str, line: str) -> list[tuple[str, tuple[str, str, str] | None]]:
    """Cut a paragraph at 。；！？ outside brackets, with the mark that follows each piece."""
    pieces: list[tuple[str, tuple[str, str, str] | None]] = []
    start = position = depth = 0
    while position < len(line):
        character = line[position]
        depth += (character in _OPENING) - (character in _CLOSING)
        position += 1
        mark = _MARK.match(line, position)
        if mark or (character in _ENDS and depth <= 0) or position == len(line):
            pieces.append((line[start:position], mark.groups() if mark else None))  # type: ignore[arg-type]
            start = position = mark.end() if mark else position
            depth = 0
    if any("{" in text or "}" in text for text, _ in pieces):
        raise CorpusError(f"{place} 之后有不合格式的标记：{line[:20]}")
    return pieces


def _is_frame(clause: AnnotatedClause) -> bool:
    return clause.reason in (_DEFAULTS["heading"], _DEFAULTS["formal"])


def _sample(document: AnnotatedDocument, clause: AnnotatedClause) -> dict[str, Any]:
    context = clause.context
    record = {"id": clause.id, "document": document.id, "text": clause.text, "kind": document.kind}
    parts = {
        "heading": context.heading,
        "lead_in": context.lead_in,
        "before": context.before,
        "after": context.after,
    }
    return record | {key: value for key, value in parts.items() if value}


def _label(clause: AnnotatedClause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "labels": list(clause.items),
        "label": clause.label,
        "reason": clause.reason,
        "start": clause.start,
    }


def _jsonl(records: Iterator[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def main() -> None:
    """Write the files of both corpora beside their sources."""
    for name in (POLICIES, CLAUSES):
        for file, content in build(name).items():
            (FOLDER / name / file).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
