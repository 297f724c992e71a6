"""The officer's own docx with Word comments at the exact characters and fixes as tracked changes.

A copy is written: parts that get no comment and no change keep their bytes. Comments and
changes that are there already stay. doc, wps, rtf and odt are annotated in their conversion to
docx; of everything else a docx is made from the text. What a person rejected is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from hashlib import sha256

from lxml import etree

from reviewer.decision import Verdict
from reviewer.document import Span
from reviewer.errors import UnreadableDocument
from reviewer.exporters.decided import decision_of
from reviewer.exporters.entry import Entry, ExportOptions, Reviewed, Unreviewed
from reviewer.exporters.word_changes import Change, ChangeWriter, changes_between
from reviewer.exporters.word_comments import CommentWriter
from reviewer.exporters.word_notes import finding_comment, summary_comment
from reviewer.exporters.word_package import WordPackage
from reviewer.exporters.word_places import Found, WordPlaces
from reviewer.exporters.word_runs import is_plain, text_of
from reviewer.exporters.word_text import text_docx
from reviewer.extraction.docx_parts import W
from reviewer.extraction.limits import Limits
from reviewer.extraction.office import convert
from reviewer.extraction.sniff import MediaType
from reviewer.finding import Finding

_WORD_TYPES = frozenset({MediaType.DOCX, MediaType.DOCM})
_CONVERTED_TYPES = frozenset({MediaType.DOC, MediaType.WORKS, MediaType.RTF, MediaType.ODT})


def export_docx(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """One docx an input."""
    for entry in entries:
        if isinstance(entry, Unreviewed):
            raise UnreadableDocument(entry.name, "文件未能读取，没有可以批注的内容", entry.error)
        yield annotated_docx(entry, options)


def annotated_docx(entry: Reviewed, options: ExportOptions) -> bytes:
    """The document as a docx with its findings as comments."""
    own = _own_docx(entry)
    if own is not None:
        return _Annotator(entry, own, options).annotate()
    content, document = text_docx(entry.document)
    return _Annotator(replace(entry, document=document), content, options).annotate()


def mended_docx(entry: Reviewed, fingerprints: Set[str]) -> tuple[bytes, frozenset[str]]:
    """The file as a docx in which fixes stand in place of the words they replace, without comments.

    Args:
        entry: Report, document and the bytes of the file.
        fingerprints: Of the findings whose fixes are wanted.

    Returns:
        The copy, and the fingerprints of the fixes that are in it: one that overlaps another, or would
        strike out more than text, is left.

    Raises:
        UnreadableDocument: The file is not one that can be written as a docx.
    """
    own = _own_docx(entry)
    if own is None:
        name = entry.document.name
        raise UnreadableDocument(name, "不能在这种文件中直接替换文字", "请在原文件中修改后上传修改稿")
    return _Annotator(entry, own, ExportOptions()).mend(fingerprints)


def _own_docx(entry: Reviewed) -> bytes | None:
    """The file as a docx in which the places of the document hold; None where there is none."""
    media_type = entry.document.media_type
    if entry.content is None or sha256(entry.content).hexdigest() != entry.document.digest:
        return None
    if media_type in _WORD_TYPES:
        return entry.content
    if media_type in _CONVERTED_TYPES:
        try:
            return convert(entry.content, entry.document.name, MediaType(media_type), Limits())
        except UnreadableDocument:
            return None
    return None


@dataclass(slots=True, kw_only=True)
class _Note:
    """A finding on its way into the file.

    Attributes:
        number: Its number in the report.
        finding: The finding.
        found: Where its words stand.
        changes: What its fix changes, with the stretches that give way.
    """

    number: int
    finding: Finding
    found: list[Found]
    changes: list[tuple[Change, list[Found]]] = field(default_factory=list)


class _Annotator:
    def __init__(self, entry: Reviewed, content: bytes, options: ExportOptions) -> None:
        self._report, self._document, self._options = entry.report, entry.document, options
        self._package = WordPackage(content, entry.document.name, Limits())
        self._places = WordPlaces(entry.document, self._package)
        self._moment = options.written_at or datetime.combine(entry.report.as_of, time())
        self._writers: dict[str, ChangeWriter] = {}

    def annotate(self) -> bytes:
        """The copy with comments and changes."""
        findings = list(enumerate(self._report.findings, 1))
        shown = [(number, finding) for number, finding in findings if not self._is_rejected(finding)]
        notes = [self._note(number, finding) for number, finding in shown]
        self._plan_changes(notes)
        self._places.cut()
        self._drop_unsafe_changes(notes)
        macros = self._package.drop_macros()
        comments = CommentWriter(self._package, self._options.author, self._moment)
        title = self._places.title_paragraph(self._title_span())
        if title is not None:
            summary = summary_comment(
                self._report,
                self._options,
                left_out=len(findings) - len(shown),
                signed=self._package.signed,
                macros=macros,
            )
            comments.add_to_paragraph(title, summary)
        for note in notes:
            self._comment(note, comments)
        for note in notes:
            for change, stretches in note.changes:
                self._write_change(note, change, stretches)
        return self._package.to_bytes()

    def mend(self, fingerprints: Set[str]) -> tuple[bytes, frozenset[str]]:
        """The copy with the wanted fixes as plain text, and which of them it holds."""
        wanted = [f for f in enumerate(self._report.findings, 1) if f[1].fingerprint in fingerprints]
        notes = [self._note(number, finding) for number, finding in wanted]
        self._plan_changes(notes)
        self._places.cut()
        self._drop_unsafe_changes(notes)
        self._package.drop_macros()
        for note in notes:
            for change, stretches in note.changes:
                self._write_change(note, change, stretches)
        for writer in self._writers.values():
            writer.accept()
        mended = frozenset(note.finding.fingerprint for note in notes if note.changes)
        return self._package.to_bytes(), mended

    def _is_rejected(self, finding: Finding) -> bool:
        decision = decision_of(finding, self._options)
        return decision is not None and decision.verdict is Verdict.REJECTED

    def _title_span(self) -> Span | None:
        title = self._report.profile.title
        return title.span if title is not None else None

    def _note(self, number: int, finding: Finding) -> _Note:
        found = self._places.found(finding.span)
        for item in found:
            self._mark(item)
        return _Note(number=number, finding=finding, found=found)

    def _mark(self, item: Found) -> None:
        story = self._places.story(item.label)
        if story is not None:
            story.mark(item.stretch)

    # --- comments ---------------------------------------------------------------------------

    def _comment(self, note: _Note, comments: CommentWriter) -> None:
        runs = [run for item in note.found if self._places.takes_comments(item) for run in self._pieces(item)]
        tracked = bool(note.changes)
        if runs:
            text = finding_comment(note.number, note.finding, self._options, elsewhere="", tracked=tracked)
            comments.add(runs[0], runs[-1], text)
            return
        nearby = self._places.nearby(note.finding.span)
        if nearby is None:
            return
        text = finding_comment(
            note.number, note.finding, self._options, elsewhere=nearby.reason, tracked=tracked
        )
        if nearby.element.tag == W + "p":
            comments.add_to_paragraph(nearby.element, text)
        else:
            comments.add(nearby.element, nearby.element, text)

    def _pieces(self, item: Found) -> list[etree._Element]:
        story = self._places.story(item.label)
        return story.pieces(item.stretch) if story is not None else []

    # --- tracked changes --------------------------------------------------------------------

    def _plan_changes(self, notes: Sequence[_Note]) -> None:
        """Mark what fixes change; of two that overlap the first is written, the other only told."""
        taken_to = 0  # findings come in document order
        for note in notes:
            finding = note.finding
            free = finding.span.start >= taken_to
            if finding.fix is None or not free or self._is_settled(finding) or not self._is_whole(note):
                continue
            taken_to = finding.span.end
            for change in changes_between(finding.quote, finding.fix):
                start = finding.span.start
                kept_from = change.start - (change.start == change.end)
                stretches = self._places.found(Span(start + kept_from, start + change.end))
                for item in stretches:
                    self._mark(item)
                note.changes.append((change, stretches))

    def _is_settled(self, finding: Finding) -> bool:
        """Whether a person decided that the words stay: an exemption or a deferral."""
        decision = decision_of(finding, self._options)
        return decision is not None and decision.verdict is not Verdict.ACCEPTED

    def _is_whole(self, note: _Note) -> bool:
        """Whether runs of one story outside text boxes hold all characters of the quote."""
        found = note.found
        length = sum(len(item.span) for item in found)
        one_story = len({item.label for item in found}) == 1
        boxed = any(
            next(item.stretch.run.iterancestors(W + "txbxContent"), None) is not None for item in found
        )
        return one_story and not boxed and length == len(note.finding.span)

    def _drop_unsafe_changes(self, notes: Sequence[_Note]) -> None:
        """A change that would strike out more than text, or other text, is only told."""
        for note in notes:
            for change, stretches in note.changes:
                runs = [run for item in stretches for run in self._pieces(item)]
                start = change.start - (change.start == change.end)
                expected = note.finding.quote[start : change.end]
                if not all(is_plain(run) for run in runs) or len(text_of(runs)) != len(expected):
                    note.changes = []
                    break

    def _write_change(self, note: _Note, change: Change, stretches: Sequence[Found]) -> None:
        label = stretches[0].label
        if label not in self._writers:
            root = self._places.story_root(label)
            if root is None:
                return
            self._writers[label] = ChangeWriter(root, self._options.author, self._moment)
        runs = [run for item in stretches for run in self._pieces(item)]
        only_inserts = change.start == change.end
        self._writers[label].replace([] if only_inserts else runs, change.text, after=runs[-1])
