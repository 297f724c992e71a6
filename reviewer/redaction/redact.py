"""`redact`: a copy of a file without the values that must not be published (脱敏副本).

Read, find, hide, and read the copy again: the second review says whether anything is left.
What finds is handed in, so that redaction knows neither rules nor engine.
"""

from __future__ import annotations

import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import ModuleType

from reviewer.document import Document, SourcePlace, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from reviewer.extraction.office import convert
from reviewer.extraction.sniff import MediaType, sniff
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.redaction.pseudonyms import Pseudonyms
from reviewer.redaction.stretches import MASKABLE, MaskStyle, Stretch, collect_stretches
from reviewer.redaction.sweep import Sweep

Find = Callable[[Document], Sequence[Finding]]
"""The findings of the family ``disclosure`` in a document."""
Redactor = Callable[[bytes, Document, Sequence[Stretch], Sweep, Limits], bytes]

REDACTORS: dict[MediaType, str] = {
    MediaType.DOCX: "docx:redact_docx",
    MediaType.DOCM: "docx:redact_docx",
    MediaType.XLSX: "spreadsheet:redact_xlsx",
    MediaType.XLSM: "spreadsheet:redact_xlsx",
    MediaType.PDF: "pdf:redact_pdf",
    MediaType.HTML: "html:redact_html",
    MediaType.CSV: "plain:redact_csv",
    MediaType.TEXT: "plain:redact_text",
}
_SUFFIXES = {
    MediaType.DOCX: ".docx", MediaType.DOCM: ".docm", MediaType.XLSX: ".xlsx", MediaType.XLSM: ".xlsm",
    MediaType.PDF: ".pdf", MediaType.HTML: ".html", MediaType.CSV: ".csv", MediaType.TEXT: ".txt",
}  # fmt: skip
_CONVERTED = {
    **dict.fromkeys((MediaType.DOC, MediaType.WORKS, MediaType.RTF, MediaType.ODT), MediaType.DOCX),
    **dict.fromkeys((MediaType.XLS, MediaType.ODS), MediaType.XLSX),
}
_REMEDIES = {
    MediaType.OFD: "请用版式软件把 OFD 导出为 PDF，或者用原来的 Word 文件遮盖后重新生成 OFD",
    MediaType.ZIP: "请解压后逐个遮盖",
}
_SCAN_REMEDY = "请在原件上遮盖后重新扫描，或者用可以复制文字的版本遮盖"
_MOST_ROUNDS = 5
_SHORTEST_NUMBER = 7
_STREAM = re.compile(rb"stream\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """One value that was hidden; the value itself is not among it.

    Attributes:
        kind: Kind of the finding.
        rule: Rule of the finding.
        places: Where it stood in the file; empty for what no reader sees (comments, properties).
        length: Its characters.
        kept: How many of them still stand there.
    """

    kind: str
    rule: str
    places: tuple[SourcePlace, ...]
    length: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedCopy:
    """The copy, and what a second review says of it.

    Attributes:
        data: The copy.
        media_type: Its type: docx for a doc, which was converted first.
        masked: What was hidden.
        remaining: Findings of the copy: what words cannot mend, such as a mark of secrecy.
        repeated: How many values the bytes of the copy still hold in places that are not text.
        unread: What of the original was not read, and may hold values that nobody has looked for.
        rounds: How often the file was gone through.
    """

    data: bytes
    media_type: MediaType
    masked: tuple[Masked, ...]
    remaining: tuple[Finding, ...]
    repeated: int
    unread: tuple[Unread, ...]
    rounds: int

    @property
    def suffix(self) -> str:
        """Ending of the copy's name."""
        return _SUFFIXES[self.media_type]

    @property
    def clean(self) -> bool:
        """Whether the second review found nothing."""
        return not self.remaining and not self.repeated


def redact(
    data: bytes,
    name: str,
    find: Find,
    *,
    style: MaskStyle = MaskStyle.KEEP,
    kinds: AbstractSet[str] = MASKABLE,
    limits: Limits | None = None,
) -> RedactedCopy:
    """Make a copy of a file without its personal values and secrets.

    Args:
        data: The file.
        name: Its name as the user gave it.
        find: Finds what must not be published in a document.
        style: How values are hidden. What the second review still finds is then hidden wholly.
        kinds: Kinds that are hidden.
        limits: What reading may cost.

    Raises:
        UnreadableDocument: A file that cannot be read, or of a format that cannot be redacted.
    """
    limits = limits or Limits()
    data, media_type = _redactable(data, name, limits)
    run = _Run(
        name=name, find=find, style=style, kinds=kinds & MASKABLE, limits=limits, media_type=media_type
    )
    return run.go(data)


def _redactable(data: bytes, name: str, limits: Limits) -> tuple[bytes, MediaType]:
    media_type = sniff(data, name)
    target = _CONVERTED.get(media_type)
    if target is not None:
        return convert(data, name, media_type, limits), target
    if media_type not in REDACTORS:
        reason = f"{media_type.name} 文件不能直接生成脱敏副本"
        raise UnreadableDocument(name, reason, _REMEDIES.get(media_type, _SCAN_REMEDY))
    return data, media_type


class _Run:
    """One file on its way."""

    def __init__(
        self,
        *,
        name: str,
        find: Find,
        style: MaskStyle,
        kinds: AbstractSet[str],
        limits: Limits,
        media_type: MediaType,
    ) -> None:
        self._name, self._find, self._style = name, find, style
        self._kinds, self._limits, self._media_type = kinds, limits, media_type
        self._pseudonyms = Pseudonyms()
        self._stretches: list[Stretch] = []
        self._masked: list[Masked] = []

    def go(self, data: bytes) -> RedactedCopy:
        """Hide and read again until nothing is left to hide."""
        unread: tuple[Unread, ...] | None = None
        for rounds in range(_MOST_ROUNDS + 1):
            document = extract(data, self._name, self._limits)
            unread = document.unread if unread is None else unread
            self._refuse_unread(document)
            findings = self._find(document)
            style = self._style if rounds == 0 else MaskStyle.ALL
            shown = self._shown(document, findings, style)
            unseen = self._unseen(data, document, style)
            if (not shown and not unseen) or rounds == _MOST_ROUNDS:
                break
            self._note(document, shown)
            self._note(None, unseen)
            data = self._hide(data, document, shown)
        return RedactedCopy(
            data=data,
            media_type=self._media_type,
            masked=tuple(self._masked),
            remaining=tuple(findings),
            repeated=len(list(_repeated(data, Sweep(self._stretches).values))),
            unread=unread or (),
            rounds=rounds,
        )

    def _refuse_unread(self, document: Document) -> None:
        """A file of which nothing was read has no places to hide anything at."""
        if not document.text and document.unread:
            first = document.unread[0]
            raise UnreadableDocument(self._name, f"{first.part}：{first.reason}", _SCAN_REMEDY)

    def _shown(self, document: Document, findings: Sequence[Finding], style: MaskStyle) -> list[Stretch]:
        chosen = [finding for finding in findings if finding.kind in self._kinds]
        return list(collect_stretches(document, chosen, style, self._pseudonyms))

    def _unseen(self, data: bytes, document: Document, style: MaskStyle) -> list[Stretch]:
        """Values in comments, deleted words and properties: their words count, they have no places."""
        texts = [note.text for note in document.notes if note.kind in ("comment", "deletion")]
        side_texts = getattr(_module(self._media_type), "side_texts", None)
        if side_texts is not None:
            texts += side_texts(data, self._name, self._limits)
        side = document_from_text("\n".join(texts), self._name, passage=True)
        return self._shown(side, self._find(side), style) if texts else []

    def _hide(self, data: bytes, document: Document, shown: Sequence[Stretch]) -> bytes:
        redactor: Redactor = getattr(_module(self._media_type), REDACTORS[self._media_type].partition(":")[2])
        return redactor(data, document, shown, Sweep(self._stretches), self._limits)

    def _note(self, document: Document | None, stretches: Sequence[Stretch]) -> None:
        """Remember what is hidden; places only of what stands in the text."""
        self._stretches += stretches
        for stretch in stretches:
            same = len(stretch.text) == len(stretch.replacement)
            pairs = zip(stretch.text, stretch.replacement, strict=True) if same else ()
            self._masked.append(
                Masked(
                    kind=stretch.kind,
                    rule=stretch.rule,
                    places=document.places(stretch.span) if document is not None else (),
                    length=len(stretch.text),
                    kept=sum(old == new and old.isalnum() for old, new in pairs),
                )
            )


def _module(media_type: MediaType) -> ModuleType:
    return importlib.import_module(f"{__package__}.{REDACTORS[media_type].partition(':')[0]}")


def _repeated(data: bytes, values: Sequence[str]) -> Iterator[str]:
    """Numbers that the bytes of a copy still hold: in embedded files, pictures' data, odd streams."""
    numbers = [value for value in values if value.isascii() and len(value) >= _SHORTEST_NUMBER]
    streams = list(_streams(data)) if numbers else []
    for number in numbers:
        spellings = [number.encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be")]
        if any(spelling in stream for stream in streams for spelling in spellings):
            yield number


def _streams(data: bytes) -> Iterator[bytes]:
    """The contents of a file: members of a zip, streams of a PDF, or the bytes themselves."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                content = package.read(member)
                yield from _streams(content) if content.startswith(b"PK") else (content,)
    elif data.startswith(b"%PDF"):
        for begin in _STREAM.finditer(data):
            try:
                yield zlib.decompressobj().decompress(data[begin.end() :])
            except zlib.error:
                continue  # not compressed this way: a picture, whose bytes are in the file as such
