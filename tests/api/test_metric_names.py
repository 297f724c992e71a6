"""Metrics are named as prometheus.io/docs/practices/naming asks, and no label can tell a document."""

from __future__ import annotations

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.api.serving import service

_LABELS = frozenset({"method", "route", "status", "state", "version", "ruleset", "catalogue", "le"})
_UNITS = ("_seconds", "_bytes", "_ratio", "_total", "_info")


def test_metrics_bear_prefix_and_base_unit_and_no_ids(tmp_path: Path) -> None:
    """One prefix, base units, counters in _total; a route is its template, never its path."""
    with service(tmp_path, workers=0, classifiers=False) as client:
        client.get("/api/v1/reviews/an-id-of-a-review")
        page = client.get("/metrics").text

    families = list(text_string_to_metric_families(page))
    labels = {name for family in families for sample in family.samples for name in sample.labels}
    counters = [sample.name for family in families if family.type == "counter" for sample in family.samples]
    timed = [family.name for family in families if family.type == "histogram"]
    assert families
    assert all(family.name.startswith("reviewer_") for family in families)
    assert all(family.documentation for family in families)
    assert labels <= _LABELS
    assert all(name.endswith(("_total", "_created")) for name in counters)
    assert all(name.endswith("_seconds") for name in timed)
    assert any(family.name == "reviewer_build_info" for family in families)
    assert not any(
        unit in family.name and not family.name.endswith(_UNITS)
        for family in families
        for unit in ("_ms", "_kb", "_mb")
    )
    assert "an-id-of-a-review" not in page
