"""Write what the checker finds on the labelled corpus where tools/score.py can read it.

usage: python -m tests.checking.measure CORPUS OUT [--read]

With --read the facts are the reader's own; otherwise they are the labelled ones.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import yaml

from generator import checking
from tests.checking import labelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, label, file in labelled.labels(args.corpus):
        if args.only not in name:
            continue
        source = labelled.source_of(file)
        began = time.perf_counter()
        found = labelled.read(label, source)
        took = time.perf_counter() - began
        if not args.read:
            found = labelled.with_labelled_facts(label, source, found)
        began = time.perf_counter()
        checks, findings = checking.check(source, found)
        checked = time.perf_counter() - began
        for finding in findings:
            for quote in finding.quotes:
                assert source.text[slice(*quote.span)] == quote.text, (name, finding.id, quote)
        rows = {
            "facts": [
                {"id": f.id, "value": str(f.value), "unit": f.unit, "where": f.where, "quote": f.quote}
                for f in found.facts
            ],
            "findings": [
                {
                    "id": f.id, "group": f.group, "rule": f.rule, "severity": f.severity,
                    "formula": f.formula, "message": f.message, "figures": list(f.figures),
                    "quotes": [q.text for q in f.quotes],
                    "suggestion": f.suggestion,
                }
                for f in findings
            ],
            "checks": [{"rule": c.rule, "outcome": c.outcome, "why": c.why} for c in checks],
        }  # fmt: skip
        (args.out / f"{name}.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False))
        print(
            f"{name:45} read {1000 * took:7.1f} ms  check {1000 * checked:7.1f} ms  {len(findings)} findings"
        )


if __name__ == "__main__":
    main()
