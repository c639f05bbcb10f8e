"""Addresses and published figures: nothing that was promised is lost without a word."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator.model import Report
from generator.store import DataFolder, DataProblem, load, permalinks, save, versions

PAGE = "/410803/gov-office/2022/"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def redirects(data: DataFolder, content: str) -> None:
    data.path.mkdir(exist_ok=True)
    data.redirects.write_text(content, encoding="utf-8")


def test_addresses_are_only_ever_added(data: DataFolder) -> None:
    assert permalinks.append({PAGE, f"{PAGE}#expenditure.basic"}, data) == 2
    before = data.permalinks.read_bytes()
    assert permalinks.append({PAGE}, data) == 0
    assert data.permalinks.read_bytes() == before
    assert permalinks.append({"/"}, data) == 1
    assert data.permalinks.read_bytes() == before + b"/\n"


def test_a_lost_address_stops_the_build(data: DataFolder) -> None:
    permalinks.append({PAGE, f"{PAGE}#expenditure.basic"}, data)
    permalinks.check({PAGE, f"{PAGE}#expenditure.basic", "/new/"}, data)
    with pytest.raises(permalinks.LostAddresses, match=r"permalinks\.txt.*1 个.*redirects\.yaml") as caught:
        permalinks.check({PAGE}, data)
    assert caught.value.lost == [f"{PAGE}#expenditure.basic"]


@pytest.mark.parametrize(
    ("entries", "kept"),
    [
        ("- {from: /a/, to: /b/, date: 2024-03-01}", True),
        ("- {from: /a/, gone: 应发布单位要求撤下, date: 2024-03-01}", True),
        ("- {from: /a/, to: /c/, date: 2024-03-01}\n- {from: /c/, to: /b/, date: 2024-03-02}", True),
        ("- {from: /a/, to: /nowhere/, date: 2024-03-01}", False),
        ("- {from: /a/, to: /c/, date: 2024-03-01}\n- {from: /c/, to: /a/, date: 2024-03-02}", False),
        ("- {from: '/a/#x', to: '/b/', date: 2024-03-01}", False),
    ],
)
def test_a_redirect_or_a_tombstone_keeps_the_promise(entries: str, kept: bool, data: DataFolder) -> None:
    permalinks.append({"/a/", "/a/#x"}, data)
    redirects(data, entries)
    if kept:
        permalinks.check({"/b/"}, data)
    else:
        with pytest.raises(permalinks.LostAddresses):
            permalinks.check({"/b/"}, data)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{from: /a/, date: 2024-03-01}", "没有说清去向"),
        ("{from: /a/, to: /b/, gone: x, date: 2024-03-01}", "没有说清去向"),
        ("{from: /a/, to: 'https://example.org', date: 2024-03-01}", "字段 to.*站内地址"),
        ("{from: /a/, to: /b/}", "date"),
    ],
)
def test_a_slip_in_the_redirects_is_named(entry: str, said: str, data: DataFolder) -> None:
    redirects(data, f"- {entry}\n")
    with pytest.raises(DataProblem, match=rf"redirects\.yaml.*{said}"):
        permalinks.read_redirects(data)


def test_the_data_version_follows_the_figures_and_nothing_else(sample: Report) -> None:
    version = versions.figures_hash(sample)
    assert len(version) == 12
    assert versions.figures_hash(replace(sample, findings=(), checks=())) == version
    fact, *others = sample.reading.facts
    changed = replace(fact, value=Decimal("554.180"))
    reading = replace(sample.reading, facts=(changed, *others))
    assert versions.figures_hash(replace(sample, reading=reading)) != version


def test_a_kept_version_can_be_read_and_is_never_written_again(sample: Report, data: DataFolder) -> None:
    parsed = data.parsed_file(sample.id)
    save(sample, parsed)
    assert versions.keep(parsed, data, sample.id, unless=versions.figures_hash(sample)) is None
    version = versions.keep(parsed, data, sample.id)
    assert version is not None
    assert load(version) == sample
    assert versions.kept(data, sample.id) == [version]
    before = version.stat().st_mtime_ns
    versions.keep(parsed, data, sample.id)
    assert version.stat().st_mtime_ns == before


def test_a_received_file_moves_with_its_sidecar(sample: Report, data: DataFolder) -> None:
    report = data.reports / "410803/gov-office/2022-budget.txt"
    report.parent.mkdir(parents=True)
    for content in ("first", "second"):
        report.write_text(content, encoding="utf-8")
        report.with_name("2022-budget.meta.yaml").write_text(f"issuer: {content}\n", encoding="utf-8")
        versions.keep_received(report, data, sample.id)
    names = sorted(path.name.partition(".")[2] for path in (data.versions / sample.id).iterdir())
    assert names == ["meta.yaml", "meta.yaml", "txt", "txt"]
    assert versions.kept(data, sample.id) == []
