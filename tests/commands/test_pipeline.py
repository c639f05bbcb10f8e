"""All reports: what is written, what is kept, and what one bad report may not do to the others."""

from pathlib import Path

import pytest

from generator import reading
from generator.model import Hints, Reading, SourceText
from generator.pipeline import Run, process, process_all, write_all
from generator.store import DataFolder, load, permalinks, versions
from tests.commands.conftest import BAD_SUM, GOOD, fake_reading, file

FIRST = "410803/gov-office/2022-budget"
SECOND = "360104/gov-office/2024-budget"
REPLY = f"""\
report: {SECOND}
finding: FT-A02-1
department: 区政府办公室
date: 2024-03-01
status: explained
text: 另有其他支出。
"""
CORRECTION = f"""\
report: {SECOND}
fact: expenditure.total
expect: "6"
value: "5"
reason: 原文为 5
date: 2024-03-01
"""


def run(data: DataFolder) -> Run:
    done = process_all(data)
    write_all(done, data)
    return done


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def put(folder: Path, name: str, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")


def test_every_report_is_read_and_checked_against_the_others(data: DataFolder) -> None:
    done = run(data)
    assert [report.id for report in done.reports] == [SECOND, FIRST]
    assert done.left_out == []
    assert [check.why for report in done.reports for check in report.checks] == ["", "另有1份"]
    assert [len(report.findings) for report in done.reports] == [1, 0]
    assert load(data.parsed_file(FIRST)) == done.reports[1]


def test_parsing_twice_gives_the_same_bytes_and_writes_nothing(data: DataFolder) -> None:
    assert sorted(run(data).changed) == sorted([FIRST, SECOND])
    before = snapshot(data.path)
    times = {path: path.stat().st_mtime_ns for path in data.parsed.rglob("*")}
    assert run(data).changed == []
    assert snapshot(data.path) == before
    assert {path: path.stat().st_mtime_ns for path in data.parsed.rglob("*")} == times


def test_the_bytes_do_not_depend_on_the_cache(data: DataFolder) -> None:
    run(data)
    with_cache = snapshot(data.parsed)
    for cached in (data.path.parent / ".cache").rglob("*"):
        if cached.is_file():
            cached.write_bytes(b"broken")
    run(data)
    assert snapshot(data.parsed) == with_cache


def test_a_single_file_gives_what_all_together_give(data: DataFolder) -> None:
    done = run(data)
    single = process(data.reports / f"{FIRST}.txt", Hints(), data)
    assert single == done.reports[1]


def test_paths_are_published_without_their_folder(data: DataFolder, tmp_path: Path) -> None:
    assert run(data).reports[0].provenance.path == f"reports/{SECOND}.txt"
    outside = tmp_path / "somewhere" / "draft.txt"
    outside.parent.mkdir()
    outside.write_text(GOOD, encoding="utf-8")
    report = process(outside, Hints(), data)
    assert (report.provenance.path, report.source.path) == ("draft.txt", "draft.txt")


def test_the_place_of_a_file_is_its_identity(data: DataFolder) -> None:
    """The text says 410803; whoever filed it in another place knew better."""
    file(data, "500151/finance/2023-final.txt", GOOD)
    report = next(r for r in run(data).reports if r.id.startswith("500151"))
    identity = report.reading.identity
    assert identity.id == "500151/finance/2023-final"
    assert (identity.place, identity.province, identity.city) == ("铜梁区", "重庆市", None)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("410803/a/2022-budget.txt", b"", "文件是空的.*重新下载"),
        ("410803/a/2022-budget.txt", "crash", r"程序在这份报告上出错（RuntimeError: boom）.*问题区"),
        ("410803/a/2022-预算.txt", GOOD, "存放的位置不对.*generator add"),
        ("410803/gov-office/2022-budget.html", GOOD, "同一份报告.*--amend"),
        ("410803/a/2022-budget.meta.yaml", "issuer: 甲", "旁边没有对应的报告文件"),
        ("410803/gov-office/2022-budget.meta.yaml", "issued: 甲", "issued.*issuer"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_others_go_on(
    name: str, content: str | bytes, said: str, data: DataFolder
) -> None:
    file(data, name, content)
    done = run(data)
    assert SECOND in [report.id for report in done.reports]
    assert len(done.left_out) == 1
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(done.left_out[0].message)
    assert Path(name).name in done.left_out[0].message or "2022-budget" in done.left_out[0].message


def test_an_unexpected_error_comes_with_its_traceback(data: DataFolder) -> None:
    file(data, "410803/a/2022-budget.txt", "crash")
    assert "RuntimeError: boom" in run(data).left_out[0].details


def test_a_correction_is_made_before_checking(data: DataFolder) -> None:
    put(data.corrections, "one.yaml", CORRECTION)
    assert run(data).reports[0].findings == ()


def test_a_correction_whose_guard_fails_stops_its_report_only(data: DataFolder) -> None:
    put(data.corrections, "one.yaml", CORRECTION.replace('"6"', '"7"'))
    done = run(data)
    assert [report.id for report in done.reports] == [FIRST]
    assert "one.yaml" in done.left_out[0].message


def test_a_reply_sets_the_status(data: DataFolder) -> None:
    put(data.replies, "one.yaml", REPLY)
    assert run(data).reports[0].findings[0].status == "explained"


def test_a_rebuild_never_touches_what_people_wrote(data: DataFolder) -> None:
    put(data.replies, "one.yaml", REPLY)
    put(data.replies, "vanished.yaml", REPLY.replace("A02-1", "A02-9"))
    put(data.corrections, "one.yaml", CORRECTION)
    put(data.corrections, "bad.yaml", "report: nowhere\n")
    permalinks.append({"/"}, data)
    people = [data.replies, data.corrections, data.reports]
    before = [snapshot(folder) for folder in people], data.permalinks.read_bytes()
    done = run(data)
    file(data, f"{SECOND}.txt", BAD_SUM.replace("basic=2", "basic=9"))
    before[0][2][f"{SECOND}.txt"] = BAD_SUM.replace("basic=2", "basic=9").encode()
    run(data)
    assert ([snapshot(folder) for folder in people], data.permalinks.read_bytes()) == before
    assert any("FT-A02-9" in notice for notice in done.notices)


def test_published_figures_stay_readable_when_they_change(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = run(data).reports[1]
    permalinks.append({"/410803/gov-office/2022/"}, data)

    def better(source: SourceText, hints: Hints = Hints()) -> Reading:
        return fake_reading(SourceText(source.path, source.sha256, "txt", source.text[:-8], ()), hints)

    monkeypatch.setattr(reading, "read", better)
    monkeypatch.setattr("generator.store.cache.program_hash", lambda: "another program")
    monkeypatch.setattr("generator.checking.check", lambda *_: ((), ()))
    done = run(data)
    kept = versions.kept(data, FIRST)
    assert [load(path) for path in kept] == [earlier]
    assert kept[0].stem == versions.figures_hash(earlier)
    assert versions.kept(data, SECOND) == [], "its page was never published"
    assert any(FIRST in notice for notice in done.notices)


def test_a_parsed_report_whose_source_is_gone_is_said(data: DataFolder) -> None:
    run(data)
    (data.reports / f"{FIRST}.txt").unlink()
    done = run(data)
    assert data.parsed_file(FIRST).exists()
    assert any(FIRST in notice for notice in done.notices)
