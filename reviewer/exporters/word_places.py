"""Where findings stand in a docx: the stretches of runs that hold a span, and what a comment can hang on.

Word takes comments in the body and its tables only. What stands elsewhere (headers, footers,
notes, text boxes, automatic numbers) is commented at the nearest paragraph of the body.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reviewer.document import Document, RunOrigin, RunPlace, Span
from reviewer.exporters.word_package import WordPackage
from reviewer.exporters.word_runs import StoryRuns, Stretch
from reviewer.extraction.docx_parts import W
from reviewer.extraction.docx_runs import TEXT_BOX

_NOTES = (("footnote", W + "footnoteReference"), ("endnote", W + "endnoteReference"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some characters of the text in a run of a story.

    Attributes:
        span: In `Document.text`.
        label: The story's label.
        stretch: The characters in the run.
    """

    span: Span
    label: str
    stretch: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """What of the body stands for a passage that takes no comment.

    Attributes:
        element: A run, or a paragraph where the whole of it is meant.
        reason: Why the comment stands there, in Chinese.
    """

    element: etree._Element
    reason: str


class WordPlaces:
    """Looks places up in the parts of a package, before anything in them is changed.

    Args:
        document: The document as read from the same file.
        package: The file.
    """

    def __init__(self, document: Document, package: WordPackage) -> None:
        self._document = document
        self._members = package.story_members()
        self._package = package
        self._stories: dict[str, StoryRuns] = {}
        self._starts = [segment.start for segment in document.segments]
        self.main_label = next(label for label, name in self._members.items() if name == package.main)
        self.body = package.root(package.main)

    def found(self, span: Span) -> list[Found]:
        """The stretches that hold a span; characters that no run holds are left out."""
        return list(self._found(span))

    def story(self, label: str) -> StoryRuns | None:
        """The runs of a story, None where the file has no such part."""
        member = self._members.get(label)
        if label not in self._stories and member is not None:
            root = self._package.root(member)
            if root is not None:
                self._stories[label] = StoryRuns(root)
        return self._stories.get(label)

    def story_root(self, label: str) -> etree._Element | None:
        """The tree of a story."""
        member = self._members.get(label)
        return self._package.root(member) if member is not None else None

    def cut(self) -> None:
        """Cut all runs that were marked."""
        for story in self._stories.values():
            story.cut()

    def takes_comments(self, found: Found) -> bool:
        """Whether Word lets a comment stand at a stretch."""
        return found.label == self.main_label and not _in_text_box(found.stretch.run)

    def nearby(self, span: Span) -> Nearby | None:
        """The nearest of the body to a passage that takes no comment; None in a body without paragraphs."""
        place = self._run_place(span)
        if place is not None and place.part == self.main_label:
            paragraph = self._paragraph(place)
            if paragraph is not None:
                box = _outside_text_box(paragraph)
                return (
                    Nearby(element=box, reason="文本框")
                    if box is not None
                    else Nearby(element=paragraph, reason="自动编号或者公式")
                )
        title = self.title_paragraph()
        if place is None:
            return Nearby(element=title, reason="") if title is not None else None
        reference = self._note_reference(place)
        if reference is not None:
            return Nearby(element=reference, reason="脚注或者尾注")
        return Nearby(element=title, reason=_story_words(place.part)) if title is not None else None

    def title_paragraph(self, title: Span | None = None) -> etree._Element | None:
        """The paragraph of the title, else the first of the body that has text."""
        place = self._run_place(title) if title is not None else None
        if place is not None and place.part == self.main_label:
            found = self._paragraph(place)
            if found is not None and not _in_text_box(found):
                return found
        paragraphs = list(self.body.iter(W + "p")) if self.body is not None else []
        outside = [paragraph for paragraph in paragraphs if not _in_text_box(paragraph)]
        with_text = (p for p in outside if any(t.text and t.text.strip() for t in p.iter(W + "t")))
        return next(with_text, outside[0] if outside else None)

    def _found(self, span: Span) -> Iterator[Found]:
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        segments = self._document.segments
        for segment in map(segments.__getitem__, range(index, len(segments))):
            if segment.start >= span.end:
                return
            start, end = max(segment.start, span.start), min(segment.end, span.end)
            if start >= end or not isinstance(segment.origin, RunOrigin):
                continue
            place = segment.origin.place(start - segment.start, end - segment.start)
            story = self.story(place.part)
            stretch = story.stretch(place, end - start) if story is not None else None
            if stretch is not None:
                yield Found(span=Span(start, end), label=place.part, stretch=stretch)

    def _run_place(self, span: Span) -> RunPlace | None:
        places = self._document.places(Span(span.start, max(span.end, span.start + 1)))
        return next((place for place in places if isinstance(place, RunPlace)), None)

    def _paragraph(self, place: RunPlace) -> etree._Element | None:
        story = self.story(place.part)
        return story.paragraph(place.paragraph) if story is not None else None

    def _note_reference(self, place: RunPlace) -> etree._Element | None:
        """The run of the body that refers to the note in which a place is."""
        paragraph = self._paragraph(place)
        if paragraph is None or self.body is None:
            return None
        for kind, mark in _NOTES:
            note = next(paragraph.iterancestors(W + kind), None)
            if note is not None:
                identifier = note.get(W + "id")
                marks = (found for found in self.body.iter(mark) if found.get(W + "id") == identifier)
                runs = (found.getparent() for found in marks)
                return next((run for run in runs if run is not None and run.tag == W + "r"), None)
        return None


def _in_text_box(element: etree._Element) -> bool:
    return next(element.iterancestors(TEXT_BOX), None) is not None


def _outside_text_box(paragraph: etree._Element) -> etree._Element | None:
    """The run of the body that holds the text box of a paragraph, None for a paragraph in none."""
    boxes = list(paragraph.iterancestors(TEXT_BOX))
    return next(boxes[-1].iterancestors(W + "r"), None) if boxes else None


def _story_words(label: str) -> str:
    return "页脚" if label.lower().startswith("footer") else "页眉"
