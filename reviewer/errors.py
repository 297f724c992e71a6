"""Errors that reach a person: what is wrong, where, and what to do about it."""

from __future__ import annotations

from pathlib import Path


class ReviewError(Exception):
    """Root of every error that this library raises on purpose."""


class UnreadableDocument(ReviewError):
    """An input that cannot be read at all; nothing of it was reviewed.

    Attributes:
        name: File name as the user gave it.
        reason: What is wrong, in Chinese, without document text.
        remedy: What the user can do, in Chinese.
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(f"{name}：{reason}。{remedy}")
        self.name = name
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str, str]]:
        """Extraction runs in a child process: the error must survive the way back."""
        return (UnreadableDocument, (self.name, self.reason, self.remedy))


class RuleError(ReviewError):
    """A rule, lexicon or pack file that its author must mend; the start is refused.

    Attributes:
        path: The file.
        line: 1-based line of the faulty field, or None where it is not known.
        field: Dotted path of the field, such as ``match.any_of[0]``.
        problem: What is wrong, in Chinese.
        remedy: What to write instead, in Chinese.
    """

    def __init__(self, path: Path | str, line: int | None, field: str, problem: str, remedy: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place} 字段 {field}：{problem}。{remedy}")
        self.path = Path(path)
        self.line = line
        self.field = field
        self.problem = problem
        self.remedy = remedy


class TemplateError(ReviewError):
    """A form whose template an office must mend: a placeholder without meaning or in the wrong place.

    Attributes:
        placeholder: Its name, without braces.
    """

    def __init__(self, placeholder: str, problem: str, remedy: str) -> None:
        super().__init__(f"模板中的占位符 {{{{{placeholder}}}}}：{problem}。{remedy}")
        self.placeholder = placeholder


class CatalogueError(ReviewError):
    """A law catalogue (法规目录) that does not follow its schema."""


class ModelError(ReviewError):
    """A trained model that is missing, damaged, or made for other software."""
