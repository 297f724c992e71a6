"""Facts about real files as this version reads and reviews them: counts and hashes, never their text.

``python -m tests.reliability.corpus`` writes them for the release that is being made; the next one is
compared with them by test 7. The files stand in ``REVIEWER_SHARED`` (or ``../shared``) and are not ours.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from corpora.context import load_context
from reviewer.errors import UnreadableDocument
from reviewer.extraction.child import extract_in_child
from reviewer.extraction.limits import Limits
from reviewer.review import ReviewContext, review

FACTS = Path(__file__).with_name("corpus_facts.json")
_SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[3] / "shared"))
_NO_DOCUMENTS = {"index.jsonl"}
_AS_OF = date(2026, 11, 24)
# Scans are left to the tests of OCR, which is not installed everywhere.
_LIMITS = Limits(ocr_pages=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What became of one file.

    Attributes:
        state: ``read``, ``partly``, ``refused`` or ``crashed``.
        text: Hash of the text.
        findings: Rule and shortened fingerprint of each.
    """

    state: str
    characters: int = 0
    text: str = ""
    findings: tuple[str, ...] = ()


def corpus_files() -> list[Path]:
    """The files, in order; none where there is no such folder."""
    found = (_SHARED / "samples").rglob("*")
    return sorted(path for path in found if path.is_file() and path.name not in _NO_DOCUMENTS)


def is_damaged(path: Path) -> bool:
    """Whether a file is one of those that are malformed on purpose."""
    return "malformed" in path.parts


def corpus_context() -> ReviewContext:
    """The rules of this version at a fixed date."""
    return load_context(today=_AS_OF, classifiers=False)


def key_of(path: Path) -> str:
    """What a file is known by: its content, not its name."""
    return sha256(path.read_bytes()).hexdigest()[:16]


def facts_of(path: Path, context: ReviewContext) -> Facts:
    """Read and review one file."""
    try:
        document = extract_in_child(path, limits=_LIMITS)
    except UnreadableDocument as error:
        return Facts(state="crashed" if error.reason.startswith(("解析程序", "解析时出错")) else "refused")
    report = review(document, context)
    return Facts(
        state="read" if report.complete else "partly",
        characters=len(document.text),
        text=sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        findings=tuple(f"{finding.rule} {finding.fingerprint[4:16]}" for finding in report.findings),
    )


def saved_facts() -> tuple[str, dict[str, Facts]]:
    """Version and facts of the last release."""
    saved = json.loads(FACTS.read_text(encoding="utf-8"))
    files = {
        key: Facts(**{**facts, "findings": tuple(facts["findings"])}) for key, facts in saved["files"].items()
    }
    return saved["version"], files


def _write() -> None:
    context = corpus_context()
    files = {key_of(path): asdict(facts_of(path, context)) for path in corpus_files()}
    saved = {"version": version("reviewer"), "files": files}
    FACTS.write_text(json.dumps(saved, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
