"""The sample draft that ships with the project."""

from __future__ import annotations

from pathlib import Path

# A county's incentive policy, invented, with planted problems beside lawful look-alikes.
SAMPLE = Path(__file__).parent / "county_incentives.docx"
