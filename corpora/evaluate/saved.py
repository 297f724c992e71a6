"""A measurement as JSON, for machines and for comparing two states of the rules. It holds no text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from corpora.evaluate.bootstrap import Share
from corpora.evaluate.cases import Case, Label
from corpora.evaluate.outcomes import Figure, Hit, MeasuredSet, Measurement, Outcome
from corpora.labelled import CorpusError
from reviewer.finding import FindingOrigin, Severity
from reviewer.report import Versions


def measurement_object(measurement: Measurement) -> dict[str, Any]:
    """The measurement with figures and, case by case, what was expected and found."""
    versions = measurement.versions
    return {
        "subject": measurement.subject,
        "as_of": measurement.as_of.isoformat(),
        "versions": {
            "rules": versions.rules,
            "catalogue": versions.catalogue,
            "models": versions.models,
            "software": versions.software,
        },
        "sets": [_set_object(measured) for measured in measurement.sets],
    }


def save_measurement(measurement: Measurement, path: Path) -> None:
    """Write a measurement as JSON.

    Raises:
        CorpusError: The file cannot be written.
    """
    text = json.dumps(measurement_object(measurement), ensure_ascii=False, indent=1) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"文件 {path} 不能写入：{error.strerror}") from error


def load_measurement(path: Path) -> Measurement:
    """Read what `save_measurement` wrote.

    Raises:
        CorpusError: The file cannot be read or is something else.
    """
    try:
        return _measurement(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CorpusError(f"文件 {path} 不能读取：{error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"文件 {path} 不是 reviewer evaluate --save 写成的结果") from error


def _set_object(measured: MeasuredSet) -> dict[str, Any]:
    return {
        "name": measured.name,
        "figures": [
            {
                "name": figure.name,
                "value": None if figure.share.value is None else figure.share.value * figure.per,
                "right": figure.share.right,
                "total": figure.share.total,
                "lower": figure.share.lower * figure.per,
                "upper": figure.share.upper * figure.per,
                "per": figure.per,
                "unit": figure.unit,
            }
            for figure in measured.figures
        ],
        "outcomes": [_outcome_object(outcome) for outcome in measured.outcomes],
        "characters": dict(measured.characters),
        "notes": list(measured.notes),
    }


def _outcome_object(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    return {
        "id": case.id,
        "document": case.document,
        "label": case.label,
        "counted": case.counted,
        "expected": list(case.expected),
        "found": [
            {"rule": hit.rule, "kinds": list(hit.kinds), "severity": hit.severity, "origin": hit.origin}
            for hit in outcome.hits
        ],
    }


def _measurement(value: dict[str, Any]) -> Measurement:
    return Measurement(
        subject=value["subject"],
        as_of=date.fromisoformat(value["as_of"]),
        versions=Versions(**value["versions"]),
        sets=tuple(_set(each) for each in value["sets"]),
    )


def _set(value: dict[str, Any]) -> MeasuredSet:
    return MeasuredSet(
        name=value["name"],
        figures=tuple(_figure(each) for each in value["figures"]),
        outcomes=tuple(_outcome(each) for each in value["outcomes"]),
        characters=tuple(value["characters"].items()),
        notes=tuple(value["notes"]),
    )


def _figure(value: dict[str, Any]) -> Figure:
    per = value["per"]
    share = Share(
        right=value["right"],
        total=value["total"],
        lower=value["lower"] / per,
        upper=value["upper"] / per,
    )
    return Figure(name=value["name"], share=share, per=per, unit=value["unit"])


def _outcome(value: dict[str, Any]) -> Outcome:
    case = Case(
        id=value["id"],
        document=value["document"],
        text="",
        label=Label(value["label"]),
        expected=tuple(value["expected"]),
        counted=value["counted"],
    )
    hits = tuple(
        Hit(
            rule=each["rule"],
            kinds=tuple(each["kinds"]),
            severity=Severity(each["severity"]),
            origin=FindingOrigin(each["origin"]),
        )
        for each in value["found"]
    )
    return Outcome(case=case, hits=hits)
