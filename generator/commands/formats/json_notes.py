"""For programs: the checks and findings of each report as they stand in its YAML."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.model import Report
from generator.store.document import to_document


def render(reports: Sequence[Report]) -> str:
    """A JSON list, one object per report: `report`, `unnamed`, `checks`, `findings`."""
    kept = ("report", "unnamed", "checks", "findings")
    documents = [to_document(report) for report in reports]
    rows = [{name: document[name] for name in kept} for document in documents]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
