"""The real layers on the real reports, through the command line as users run it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator import pipeline
from generator.store import DataFolder, load
from generator.store.versions import figures_hash
from tests.conftest import ROOT

SEEDS = {
    "000000/gov-office/2023-budget",
    "140404/gov-office/2021-final",
    "360104/gov-office/2024-budget",
    "410803/gov-office/2022-budget",
    "500151/gov-office/2024-budget",
}
LEFT_OUT = 4


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The five reports with four that cannot be used beside them and one in GB18030, parsed once."""
    folder = DataFolder(tmp_path_factory.mktemp("project") / "data")
    shutil.copytree(ROOT / "data" / "reports", folder.reports)
    seed = (folder.reports / "410803/gov-office/2022-budget.txt").read_text(encoding="utf-8")
    for department, content in {
        "empty": b"",
        "binary": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "poem": "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n".encode(),
        "gb": seed.encode("gb18030"),
    }.items():
        path = folder.reports / "410803" / department / "2022-budget.txt"
        path.parent.mkdir()
        path.write_bytes(content)
    folder.reports.joinpath("410803/gov-office/2022-budget.meta.yaml").write_text(
        "url: https://example.org/1\n", encoding="utf-8"
    )
    result = run("parse", "--data", folder.path)
    assert result.returncode == LEFT_OUT, result.stderr
    folder.path.joinpath("said").write_text(result.stderr, encoding="utf-8")
    return folder


def parsed_ids(data: DataFolder) -> set[str]:
    return {path.relative_to(data.parsed).with_suffix("").as_posix() for path in data.parsed_files()}


def test_what_can_be_read_is_published(data: DataFolder) -> None:
    assert parsed_ids(data) == SEEDS | {"410803/gb/2022-budget"}


def test_what_cannot_be_read_is_named_with_a_cure(data: DataFolder) -> None:
    said = (data.path / "said").read_text(encoding="utf-8")
    named = [line for line in said.splitlines() if line.startswith("未能使用")]
    assert len(named) == 3
    for department in ("empty", "binary", "poem"):
        (line,) = [line for line in named if f"410803/{department}/2022-budget.txt" in line]
        assert "请" in line, f"no cure: {line}"


def test_the_encoding_makes_no_difference(data: DataFolder) -> None:
    utf8 = load(data.parsed_file("410803/gov-office/2022-budget"))
    gb = load(data.parsed_file("410803/gb/2022-budget"))
    assert gb.source.text == utf8.source.text
    assert figures_hash(gb) == figures_hash(utf8)


def test_parsing_again_changes_nothing(data: DataFolder) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in data.parsed.rglob("*.*")}
    assert run("parse", "--data", data.path).returncode == LEFT_OUT
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_one_file_prints_what_is_kept(data: DataFolder) -> None:
    name = "360104/gov-office/2024-budget"
    result = run("parse", data.reports / f"{name}.txt", "--data", data.path)
    assert result.stdout.encode() == data.parsed_file(name).read_bytes()
    assert result.stderr == ""


def test_spans_point_at_what_was_printed(data: DataFolder) -> None:
    for path in data.parsed_files():
        report = load(path)
        for fact in report.reading.facts:
            start, end = fact.span
            assert 0 <= start < end <= len(report.source.text), f"{path.name}: {fact.id}"


def test_money_is_never_a_float(data: DataFolder) -> None:
    for path in data.parsed_files():
        for fact in yaml.safe_load(path.read_text(encoding="utf-8"))["facts"]:
            assert isinstance(fact["value"], str)


def test_no_machine_path_is_published(data: DataFolder) -> None:
    for path in data.parsed_files():
        assert str(data.path.parent) not in path.read_text(encoding="utf-8")


def test_many_cores_give_the_same(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    for worth in (1, 1000):
        monkeypatch.setattr(pipeline, "_WORTH_A_POOL", worth)
        monkeypatch.setattr(pipeline.os, "cpu_count", lambda: 2)
        shutil.rmtree(data.path.parent / ".cache")
        done = pipeline.process_all(data)
        results.append((done.reports, done.left_out, done.notices))
    assert results[0] == results[1]
    assert len(results[0][0]) == len(SEEDS) + 1


def test_the_committed_results_are_those_of_this_program(data: DataFolder) -> None:
    """A change to the parser must show as a diff of data/parsed: run `make parse` and commit it."""
    committed = DataFolder(ROOT / "data")
    again = run("parse", "--data", committed_copy(committed, data.path.parent / "copy"))
    assert again.returncode == 0, again.stderr
    for report_id in sorted(SEEDS):
        fresh = DataFolder(data.path.parent / "copy").parsed_file(report_id).read_bytes()
        same = committed.parsed_file(report_id).read_bytes() == fresh
        assert same, f"{report_id} is out of date: run `make parse` and commit data/parsed"


def test_a_promised_address_is_not_lost(data: DataFolder) -> None:
    """The real site, promised, then built without one of its reports: refused, and the old one stands."""
    place = data.path.parent / "promised"
    copy = DataFolder(committed_copy(DataFolder(ROOT / "data"), place / "data"))
    build = ("build", "--data", copy.path, "--site", place / "site")
    first = run(*build, "--promise")
    assert first.returncode == 0, first.stderr
    page = place / "site" / "410803" / "gov-office" / "2022" / "index.html"
    assert page.exists()
    assert "/410803/gov-office/2022/#expenditure.basic" in copy.permalinks.read_text(encoding="utf-8").split()
    for path in (
        *copy.reports.glob("410803/gov-office/2022-*"),
        copy.parsed_file("410803/gov-office/2022-budget"),
    ):
        path.unlink()
    second = run(*build)
    assert second.returncode == LEFT_OUT
    assert "/410803/gov-office/2022/" in second.stderr
    assert "redirects.yaml" in second.stderr
    assert page.exists()
    gone = [line for line in copy.permalinks.read_text(encoding="utf-8").split() if "#" not in line]
    copy.redirects.write_text(
        "".join(
            f"- {{from: {address}, gone: 应发布单位要求撤下, date: 2024-03-01}}\n"
            for address in gone
            if address.startswith(("/41", "/glossary/t-", "/data/figures/41"))
        ),
        encoding="utf-8",
    )
    third = run(*build)
    assert third.returncode == 0, third.stderr
    assert "应发布单位要求撤下" in page.read_text(encoding="utf-8")


def committed_copy(data: DataFolder, place: Path) -> Path:
    """Reports and what people wrote about them, without what was parsed."""
    for folder in (data.reports, data.corrections, data.replies):
        if folder.exists():
            shutil.copytree(folder, place / folder.name)
    return place
