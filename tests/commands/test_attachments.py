"""Attachments: filed beside their report, read with it, and never a reason to lose it."""

from pathlib import Path

import pytest
import yaml

from generator import pipeline
from generator.commands import LEFT_OUT, OK
from generator.store import DataFolder, load, permalinks, versions
from tests.commands.conftest import GOOD, draft, file

ID = "410803/gov-office/2022-budget"
PROSE = "地区=410803\n年度=2022\n类别=budget\n部门=gov-office\nbasic=2\n"
TABLES = "project=3\ntotal=5\n"
OTHER = "project=4\ntotal=6\n"


@pytest.fixture
def empty(data: DataFolder) -> DataFolder:
    (data.reports / f"{ID}.txt").unlink()
    return data


def names(data: DataFolder) -> list[str]:
    return sorted(p.name for p in (data.reports / ID).parent.iterdir())


def figures(data: DataFolder) -> dict[str, str]:
    return {f.concept: str(f.value) for f in load(data.parsed_file(ID)).reading.facts}


def added(command, tmp_path: Path, tables: str = TABLES, *more: str):  # type: ignore[no-untyped-def]
    return command("add", draft(tmp_path, PROSE), "--attach", draft(tmp_path, tables, "预算 表.xls"), *more)


def test_a_report_in_two_files_is_one_report(command, empty: DataFolder, tmp_path: Path) -> None:
    status, _, err = added(command, tmp_path, TABLES, "--retrieved", "2024-03-01")
    assert status == OK, err
    stem = "2022-budget"
    assert names(empty) == [f"{stem}.1.meta.yaml", f"{stem}.1.xls", f"{stem}.meta.yaml", f"{stem}.txt"]
    report = load(empty.parsed_file(ID))
    assert figures(empty) == {"expenditure.basic": "2", "expenditure.project": "3", "expenditure.total": "5"}
    (attachment,) = report.source.attachments
    assert (attachment.name, attachment.path) == ("预算 表.xls", f"reports/{ID}.1.xls")
    assert report.source.text[attachment.start :].startswith("附件1：预算 表.xls\nproject=3")
    assert "附件1 预算 表.xls 已归档到" in err


def test_what_is_filed_is_what_parse_prints(command, empty: DataFolder, tmp_path: Path) -> None:
    tables = draft(tmp_path, TABLES, "预算 表.xls")
    _, out, _ = command("parse", draft(tmp_path, PROSE), "--attach", tables, "--year", 2022)
    added(command, tmp_path)
    printed, filed = yaml.safe_load(out), yaml.safe_load(empty.parsed_file(ID).read_text("utf-8"))
    assert printed["facts"] == filed["facts"]
    assert printed["report"]["source"]["attachments"][0]["path"] == "预算 表.xls"
    assert (
        printed["report"]["source"]["attachments"][0]["sha256"]
        == filed["report"]["source"]["attachments"][0]["sha256"]
    )


def test_an_attachment_can_follow_later(command, empty: DataFolder, tmp_path: Path) -> None:
    complete = draft(tmp_path, PROSE + "project=3\ntotal=5\n")
    assert command("add", complete)[0] == OK
    status, _, err = command(
        "add", draft(tmp_path, "basic=2\n", "表.txt"), "--attachment-of", ID, "--url", "https://example.org/a"
    )
    assert status == OK, err
    report = load(empty.parsed_file(ID))
    assert [a.url for a in report.source.attachments] == ["https://example.org/a"]
    assert len(report.reading.facts) == 4
    status, _, err = command("add", draft(tmp_path, "basic=2\n", "表.txt"), "--attachment-of", ID)
    assert (status, "内容相同" in err) == (LEFT_OUT, True)
    command("add", draft(tmp_path, "basic=2.0\n", "表.txt"), "--attachment-of", ID)
    assert [a.number for a in empty.attachments(ID)] == [1, 2]


def test_an_attachment_of_nothing_is_refused(command, empty: DataFolder, tmp_path: Path) -> None:
    before = sorted(empty.path.rglob("*"))
    status, _, err = command("add", draft(tmp_path, TABLES, "表.txt"), "--attachment-of", ID)
    assert (status, "表.txt" in err, "还没有归档" in err) == (LEFT_OUT, True, True)
    for flag in (("--amend",), ("--attach", draft(tmp_path, TABLES))):
        status, _, err = command("add", draft(tmp_path, TABLES, "表.txt"), "--attachment-of", ID, *flag)
        assert (status, str(flag[0]) in err) == (LEFT_OUT, True)
    assert sorted(empty.path.rglob("*")) == before


def test_the_second_file_of_a_report_hears_how_to_add_it(command, data: DataFolder, tmp_path: Path) -> None:
    _, _, err = command("add", draft(tmp_path, PROSE + TABLES.replace("5", "6")))
    assert f"--attachment-of {data and ID}" in err
    assert "--amend" in err


@pytest.mark.parametrize("flags", [(), ("--attachment-of", ID)])
def test_an_unreadable_attachment_is_not_filed(
    flags: tuple[str, ...], command, data: DataFolder, tmp_path: Path
) -> None:
    before = {p: p.read_bytes() for p in data.path.rglob("*") if p.is_file()}
    bad = draft(tmp_path, b"", "空.xls")
    arguments = (bad, *flags) if flags else (draft(tmp_path, PROSE), "--attach", bad, "--amend")
    status, _, err = command("add", *arguments)
    assert (status, "空.xls" in err, "请重新下载" in err) == (LEFT_OUT, True, True)
    assert {p: p.read_bytes() for p in data.path.rglob("*") if p.is_file()} == before


def test_the_same_file_is_not_taken_twice(command, empty: DataFolder, tmp_path: Path) -> None:
    same = draft(tmp_path, PROSE, "again.txt")
    status, _, err = command("add", draft(tmp_path, PROSE), "--attach", same)
    assert (status, "again.txt" in err, names(empty)) == (LEFT_OUT, True, [])


def test_amending_keeps_the_old_attachments(command, empty: DataFolder, tmp_path: Path) -> None:
    added(command, tmp_path)
    assert added(command, tmp_path)[0] == LEFT_OUT, "the same files again"
    assert added(command, tmp_path, OTHER)[0] == LEFT_OUT, "another attachment is another report"
    status, _, err = added(command, tmp_path, OTHER, "--amend")
    assert status == OK, err
    assert figures(empty)["expenditure.total"] == "6"
    kept = sorted(p for p in (empty.versions / ID).iterdir() if p.name.startswith("received-"))
    assert [p.name.partition(".")[2] for p in kept] == ["1.meta.yaml", "1.xls", "meta.yaml", "txt"]
    assert kept[1].read_text("utf-8") == TABLES
    status, _, _ = command("add", draft(tmp_path, GOOD), "--amend")
    assert (status, empty.attachments(ID)) == (OK, [])


def test_published_figures_stay_readable_when_an_attachment_follows(
    command, data: DataFolder, tmp_path: Path
) -> None:
    command("parse")
    permalinks.append(["/410803/gov-office/2022/"], data)
    old = load(data.parsed_file(ID))
    command("add", draft(tmp_path, "basic=2.0\n", "表.txt"), "--attachment-of", ID)
    assert [load(path) for path in versions.kept(data, ID)] == [old]


# --- all reports -------------------------------------------------------------------------------


def test_an_unreadable_attachment_does_not_lose_the_report(data: DataFolder) -> None:
    file(data, f"{ID}.1.xls", b"")
    for run in (pipeline.process_all(data), pipeline.process_all(data)):  # afresh, and from the cache
        report = next(r for r in run.reports if r.id == ID)
        assert len(report.reading.facts) == 3
        (left_out,) = run.left_out
        assert f"{ID}.1.xls：文件是空的" in left_out.message
        assert "请重新下载" in left_out.message


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["{id}.1.xls", "{id}.1.pdf"], "附件编号 1 已由 2022-budget.1.pdf 占用"),
        (["{id}.2.xls"], "缺少附件 1"),
        (["410803/gov-office/2019-final.1.xls"], "旁边却没有它的报告"),
        (["{id}.0.xls"], "存放的位置不对"),
        (["{id}.1.meta.yaml"], "旁边没有对应的报告文件"),
    ],
)
def test_what_does_not_fit_is_named_with_its_cure(extra: list[str], said: str, data: DataFolder) -> None:
    for name in extra:
        file(data, name.format(id=ID), "" if name.endswith("yaml") else "basic=2\nnote=1\n")
    run = pipeline.process_all(data)
    assert ID in [report.id for report in run.reports]
    (left_out,) = run.left_out
    assert said in left_out.message
    assert "请" in left_out.message


def test_a_changed_attachment_is_read_again(data: DataFolder) -> None:
    place = file(data, f"{ID}.1.xls", "basic=2.0\n")
    pipeline.process_all(data)
    place.write_text("basic=2.00\n")
    place.with_name("2022-budget.1.meta.yaml").write_text("title: 附表.xls\n", "utf-8")
    report = next(r for r in pipeline.process_all(data).reports if r.id == ID)
    assert str(report.reading.facts[-1].value) == "2.00"
    assert report.source.attachments[0].name == "附表.xls"
    place.rename(place.with_suffix(".csv"))
    report = next(r for r in pipeline.process_all(data).reports if r.id == ID)
    assert report.source.attachments[0].path == f"reports/{ID}.1.csv"


def test_parse_names_an_attachment_it_cannot_read(command, tmp_path: Path) -> None:
    status, out, err = command("parse", draft(tmp_path, GOOD), "--attach", tmp_path / "没有.xls")
    assert status == LEFT_OUT
    assert len(yaml.safe_load(out)["facts"]) == 3
    assert "没有.xls" in err
