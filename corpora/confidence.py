"""How sure a finding of each rule is: cases counted on labelled corpora that its author did not tune it on.

``models/confidence.json`` holds for each rule how many of its findings were judged and how many of
them were right; ``reviewer evaluate confidence --write`` counts them anew. What is judged, and
on which corpora, stands in the file itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpora.labelled import CorpusError

FILE = Path(__file__).parent / "models" / "confidence.json"
LEAST_COUNTED = 20
"""With fewer cases a rule has no confidence (未校准)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRule:
    """The findings of a rule in labelled text.

    Attributes:
        right: Those that are right.
        counted: All that were judged.
    """

    right: int
    counted: int

    @property
    def confidence(self) -> float | None:
        """0-1, rounded to 2 places; the rule of succession, so that 20 of 20 does not promise 1."""
        if self.counted < LEAST_COUNTED:
            return None
        return round((self.right + 1) / (self.counted + 2), 2)


def read_counts(path: Path = FILE) -> Mapping[str, CountedRule]:
    """What was counted, by rule id.

    Raises:
        CorpusError: The file is missing or damaged.
    """
    try:
        rules = json.loads(path.read_text(encoding="utf-8"))["rules"]
        return {
            rule: CountedRule(right=int(counts["right"]), counted=int(counts["counted"]))
            for rule, counts in rules.items()
        }
    except OSError as error:
        raise CorpusError(f"置信度文件 {path} 不能读取：{error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(
            f"置信度文件 {path} 已损坏，请用 reviewer evaluate confidence --write 重新生成"
        ) from error


def load_confidences(path: Path = FILE) -> Mapping[str, float]:
    """How sure a finding is, by rule id, for the rules of which enough cases were counted.

    Raises:
        CorpusError: The file is missing or damaged.
    """
    sure = {rule: counted.confidence for rule, counted in read_counts(path).items()}
    return {rule: confidence for rule, confidence in sure.items() if confidence is not None}
