"""Parsed reports on disk: exact, stable, and not touched without need."""

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from generator.model import Report
from generator.store import DataProblem, dump, load, save
from tests.store.strategies import reports


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reports())
def test_any_report_comes_back_exactly(report: Report) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2024-budget.yaml"
        save(report, path)
        again = load(path)
    assert again == report
    for one, other in zip(again.reading.facts, report.reading.facts, strict=True):
        assert one.value.as_tuple() == other.value.as_tuple(), "9.10 and 9.1 are different prints"


@given(reports())
def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert dump(report) == dump(report)


def test_a_file_that_has_not_changed_is_not_written(sample: Report, tmp_path: Path) -> None:
    path = tmp_path / "410803" / "2024-budget.yaml"
    assert save(sample, path) is True
    before = path.stat().st_mtime_ns, path.with_suffix(".txt").stat().st_mtime_ns
    assert save(sample, path) is False
    assert (path.stat().st_mtime_ns, path.with_suffix(".txt").stat().st_mtime_ns) == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["2024-budget.txt", "2024-budget.yaml"]


def test_the_document_is_the_one_described(sample: Report) -> None:
    document = yaml.safe_load(dump(sample))
    assert list(document) == [
        "schema",
        "report",
        "facts",
        "unnamed",
        "glossary",
        "outline",
        "gaps",
        "tables",
        "masks",
        "checks",
        "findings",
        "layout",
    ]
    assert document["schema"] == 1
    assert document["report"]["jurisdiction"] == {
        "code": "410803",
        "name": "中站区",
        "province": "河南省",
        "city": "焦作市",
    }
    assert document["facts"][1] == {
        "id": "expenditure.basic.share",
        "scope": "all",
        "concept": "expenditure.basic",
        "measure": "share",
        "value": "72.30",
        "unit": "%",
        "year": 2022,
        "where": "text",
        "quote": "占72.30%",
        "span": [14, 19],
    }
    assert document["findings"][0]["quotes"] == [{"quote": "基本支出554.18万元", "span": [0, 12]}]


@pytest.mark.parametrize(
    "content",
    ["", "schema: 2\n", "schema: 1\n", "- a\n", "schema: [\n", "schema: 1\nreport: {source: {path: x}}\n"],
)
def test_a_foreign_file_is_named_with_its_cure(content: str, tmp_path: Path) -> None:
    path = tmp_path / "2024-budget.yaml"
    path.write_text(content, encoding="utf-8")
    path.with_suffix(".txt").write_text("", encoding="utf-8")
    with pytest.raises(DataProblem, match=r"2024-budget\.yaml.*重新生成"):
        load(path)


def test_a_missing_text_is_named(sample: Report, tmp_path: Path) -> None:
    path = tmp_path / "2024-budget.yaml"
    save(sample, path)
    path.with_suffix(".txt").unlink()
    with pytest.raises(DataProblem, match=r"2024-budget\.txt.*不存在"):
        load(path)
