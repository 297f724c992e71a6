"""How an audit is run, and the place of its results."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from corpora.context import RULES, load_context
from reviewer.extraction.limits import Limits
from reviewer.review import ReviewContext

# A scan costs seconds a page: in a batch fewer pages are read than at a desk, the rest is reported.
OCR_PAGES = 20
AUDIT_LIMITS = Limits(ocr_pages=OCR_PAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettings:
    """What a worker needs to load the same context as every other worker.

    Attributes:
        as_of: Date at which the law is asked.
        classifiers: Whether trained classifiers take part.
        families: Families to run; empty means all.
        region: Division code where the user says it.
        extra_rules: A deployment's own folder of rules.
        base: Folder with ``rules`` and, where it has one, ``laws`` in place of what ships.
        limits: What reading one file may cost.
        seconds: Longest time for one file, reading and review together.
        attempts: How often a file may end its worker before it is parked (存疑搁置).
    """

    as_of: date
    classifiers: bool = True
    families: frozenset[str] = frozenset()
    region: str | None = None
    extra_rules: Path | None = None
    base: Path | None = None
    limits: Limits = field(default_factory=lambda: AUDIT_LIMITS)
    seconds: float = 300.0
    attempts: int = 3

    def load(self) -> ReviewContext:
        """Rules, catalogue and models, once a process."""
        return load_context(
            today=self.as_of,
            classifiers=self.classifiers,
            region=self.region,
            families=self.families,
            extra_rules=self.extra_rules,
            rules=self.base / "rules" if self.base else RULES,
            laws=self.base / "laws" if self.base and (self.base / "laws").is_dir() else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFolder:
    """The folder of results (``--out``); what is unfinished in it begins with ``_``."""

    path: Path

    @property
    def documents(self) -> Path:
        """Rows of documents, one Parquet file a batch."""
        return self.path / "documents"

    @property
    def findings(self) -> Path:
        """Rows of findings, one Parquet file a batch."""
        return self.path / "findings"

    @property
    def plan(self) -> Path:
        """Which file belongs to which batch."""
        return self.path / "plan.jsonl"

    @property
    def run(self) -> Path:
        """Settings, versions and cost of the run."""
        return self.path / "run.json"

    @property
    def progress(self) -> Path:
        """How far the run is, for whoever watches from outside."""
        return self.path / "progress.json"

    @property
    def lock(self) -> Path:
        """Held while a run writes."""
        return self.path / ".lock"

    @property
    def decisions(self) -> Path:
        """What officers decided in ledgers that were imported, one line each, in order."""
        return self.path / "decisions.jsonl"

    def part(self, kind: str, batch: str) -> Path:
        """The finished Parquet file of a batch; kind is ``documents`` or ``findings``."""
        return self.path / kind / f"part-{batch}.parquet"

    def journal(self, batch: str) -> Path:
        """What a batch has got done so far."""
        return self.documents / f"_part-{batch}.jsonl"
