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
READ_BEFORE = 0.93
"""What a share counted on text that its author has read is worth on text that nobody has.

Measured on six batches of clauses and three of whole documents on fair competition: of their findings
464 of 505 were right at first sight, before anything was mended (the card of
``fair_competition_probes`` has them one by one); of those found after mending, 575 of 581.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRule:
    """The findings of a rule in labelled text.

    Attributes:
        right: Those that are right, in text that its author has not read.
        counted: All that were judged there.
        read_right: Those that are right in text that was read while writing rules.
        read_counted: All that were judged there.
    """

    right: int
    counted: int
    read_right: int = 0
    read_counted: int = 0

    @property
    def confidence(self) -> float | None:
        """0-1, rounded to 2 places; the rule of succession, so that 20 of 20 does not promise 1.

        Text that was read counts only where there is too little that was not, and for less.
        """
        if self.counted >= LEAST_COUNTED:
            return round((self.right + 1) / (self.counted + 2), 2)
        counted = self.counted + self.read_counted
        if counted < LEAST_COUNTED:
            return None
        return round(READ_BEFORE * (self.right + self.read_right + 1) / (counted + 2), 2)


def read_counts(path: Path = FILE) -> Mapping[str, CountedRule]:
    """What was counted, by rule id.

    Raises:
        CorpusError: The file is missing or damaged.
    """
    try:
        rules = json.loads(path.read_text(encoding="utf-8"))["rules"]
        return {
            rule: CountedRule(
                right=int(counts["right"]),
                counted=int(counts["counted"]),
                read_right=int(counts.get("read_right", 0)),
                read_counted=int(counts.get("read_counted", 0)),
            )
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
