"""The command line as its users meet it: what is printed where, and with which status."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator import sources
from generator.commands import ERRORS, LEFT_OUT, OK, WARNINGS
from generator.commands.check import exit_status
from generator.commands.formats import text
from generator.model import Paragraph, Quote, Report
from generator.store import DataFolder, load, versions
from tests.commands.conftest import BAD_SUM, GOOD, draft, file

# --- parse -------------------------------------------------------------------------------------


def test_parse_file_prints_yaml_and_nothing_else(command, tmp_path: Path) -> None:
    status, out, err = command("parse", draft(tmp_path, GOOD), "--year", 2023, "--jurisdiction", "360104")
    document = yaml.safe_load(out)
    assert (status, err) == (OK, "")
    assert document["report"]["id"] == "360104/gov-office/2023-budget"
    assert document["report"]["jurisdiction"]["city"] == "南昌市"
    assert document["report"]["source"]["path"] == "draft.txt"


@pytest.mark.parametrize("content", [b"", "crash"])
def test_parse_names_a_file_it_cannot_read(content: str | bytes, command, tmp_path: Path) -> None:
    status, out, err = command("parse", draft(tmp_path, content))
    assert (status, out) == (LEFT_OUT, "")
    assert "draft.txt" in err


def test_parse_names_a_file_that_is_not_there(command, tmp_path: Path) -> None:
    status, _, err = command("parse", tmp_path / "absent.txt")
    assert status == LEFT_OUT
    assert "absent.txt" in err


def test_parse_all_writes_and_sums_up(command, data: DataFolder) -> None:
    file(data, "410803/finance/2022-budget.txt", GOOD + "spare=7\n")
    status, out, err = command("parse")
    assert (status, out) == (OK, "")
    assert err.splitlines()[-1] == "3 份报告（3 份解析结果有变化），9 个数，另有 1 个未能命名，1 条核对提示"
    assert len(data.parsed_files()) == 3


def test_parse_all_says_what_it_left_out(command, data: DataFolder) -> None:
    file(data, "410803/finance/2022-budget.txt", b"")
    status, _, err = command("parse")
    assert status == LEFT_OUT
    assert "finance/2022-budget.txt：文件是空的。请重新下载" in err
    assert "1 项未能使用" in err.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [("--year", "24"), ("--jurisdiction", "4108"), ("--kind", "预算"), ("--department", "政府办")],
)
def test_a_mistyped_option_is_refused(arguments: tuple[str, str], command, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        command("parse", draft(tmp_path, GOOD), *arguments)
    assert caught.value.code == 2


# --- check -------------------------------------------------------------------------------------


def test_check_file_is_readable(command, tmp_path: Path) -> None:
    status, out, _ = command("check", draft(tmp_path, BAD_SUM))
    assert status == ERRORS
    assert "【不吻合】FT-A02-1" in out
    assert "算式：2 + 3 ≠ 6" in out
    assert "原文第 7 行第 7 字：total=6" in out


def test_a_list_is_quoted_once(sample: Report) -> None:
    (finding,) = sample.findings
    spans = [(0, 5), (0, 12), (0, 12), (3, 8), (13, 20)]
    quotes = tuple(Quote(sample.source.text[a:b], (a, b)) for a, b in spans)
    shown = text.render([replace(sample, findings=(replace(finding, quotes=quotes),))])
    assert [line.split("：")[1] for line in shown.splitlines() if "原文" in line] == [
        "基本支出554.18万元",
        "占72.30%",
    ]


def test_a_paginated_report_is_quoted_by_page(sample: Report) -> None:
    source = replace(sample.source, paragraphs=(Paragraph(1, 0, 30, page=7),))
    assert "原文第 7 页：基本支出554.18万元" in text.render([replace(sample, source=source)])


def test_check_passes_what_adds_up(command, tmp_path: Path) -> None:
    status, out, _ = command("check", draft(tmp_path, GOOD))
    assert status == OK
    assert "1 项规则：通过 1" in out


def test_check_json(command, tmp_path: Path) -> None:
    _, out, _ = command("check", draft(tmp_path, BAD_SUM), "--format", "json")
    (row,) = json.loads(out)
    assert row["report"]["id"] == "410803/gov-office/2022-budget"
    assert [finding["id"] for finding in row["findings"]] == ["FT-A02-1"]


def test_check_github_escapes_what_would_end_the_command(command, tmp_path: Path) -> None:
    _, out, _ = command("check", draft(tmp_path, BAD_SUM, "a,b.txt"), "--format", "github")
    assert out == (
        "::error file=a%2Cb.txt,title=FT-A02-1,line=7,col=7"
        "::基本支出与项目支出之和%0A与合计不符，100%25（2 + 3 ≠ 6）\n"
    )


def test_check_sarif_points_into_the_text(command, tmp_path: Path) -> None:
    _, out, _ = command("check", draft(tmp_path, BAD_SUM), "--format", "sarif")
    (run,) = json.loads(out)["runs"]
    (result,) = run["results"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("FT-A02", "基本加项目")
    assert (result["ruleId"], result["level"]) == ("FT-A02", "error")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 7, "endLine": 7, "endColumn": 8}


def test_check_all_fails_on_what_it_is_told_to(command) -> None:
    assert command("check")[0] == ERRORS
    assert command("check", "--fail-on", "never")[0] == OK


def test_the_worst_open_note_decides(sample: Report) -> None:
    def with_notes(*notes: tuple[str, str]) -> list[Report]:
        (finding,) = sample.findings
        findings = tuple(replace(finding, severity=s, status=t) for s, t in notes)  # type: ignore[arg-type]
        return [replace(sample, findings=findings)]

    assert exit_status(with_notes()) == OK
    assert exit_status(with_notes(("info", "open"))) == OK
    assert exit_status(with_notes(("warning", "open"), ("info", "open"))) == WARNINGS
    assert exit_status(with_notes(("error", "explained"), ("warning", "open"))) == WARNINGS
    assert exit_status(with_notes(("warning", "open"), ("error", "open"))) == ERRORS
    assert exit_status(with_notes(("warning", "open")), "error") == OK


# --- add ---------------------------------------------------------------------------------------

PLACE = "410803/gov-office/2021-final.txt"
NEW = GOOD.replace("2022", "2021").replace("budget", "final")


def test_add_proposes_with_evidence_and_files(command, data: DataFolder, tmp_path: Path) -> None:
    status, out, err = command(
        "add", draft(tmp_path, NEW), "--url", "https://example.org/1", "--issuer", "区办"
    )
    assert status == OK, err
    assert "年度：2021（正文：“年度=2021”）" in err
    assert "地区：410803 河南省焦作市中站区（正文：“地区=410803”）" in err
    assert (data.reports / PLACE).read_text(encoding="utf-8") == NEW
    report = load(data.parsed_file("410803/gov-office/2021-final"))
    assert (report.provenance.url, report.provenance.issuer) == ("https://example.org/1", "区办")
    assert report.provenance.retrieved is None
    assert "读到 3 个数" in out


def test_add_takes_flags_over_the_text(command, data: DataFolder, tmp_path: Path) -> None:
    arguments = ("--year", 2019, "--kind", "budget", "--department", "finance", "--jurisdiction", "360104")
    status, _, err = command("add", draft(tmp_path, NEW), *arguments)
    assert status == OK
    assert "年度：2019（由参数指定）" in err
    assert (data.reports / "360104/finance/2019-budget.txt").exists()


@pytest.mark.parametrize(
    ("line", "name", "flag"),
    [
        ("年度=2021\n", "年度", "--year"),
        ("类别=final\n", "类别", "--kind"),
        ("部门=gov-office\n", "部门", "--department"),
    ],
)
def test_add_never_guesses(
    line: str, name: str, flag: str, command, data: DataFolder, tmp_path: Path
) -> None:
    before = sorted(data.path.rglob("*"))
    status, _, err = command("add", draft(tmp_path, NEW.replace(line, "")))
    assert status == LEFT_OUT
    assert f"看不出{name}" in err
    assert flag in err
    assert sorted(data.path.rglob("*")) == before


def test_add_says_that_a_file_is_no_report_before_it_asks_whose_it_is(command, tmp_path: Path) -> None:
    status, _, err = command("add", draft(tmp_path, "今天天气很好。\n", "新 闻.txt"))
    assert (status, "新 闻.txt：没有读到" in err, "看不出" in err) == (LEFT_OUT, True, False)


def test_a_misleading_suffix_is_put_right(
    command, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web page called .xls is filed as the page it is; one of the usual suffixes stays."""
    read = sources.read
    monkeypatch.setattr(sources, "read", lambda path: replace(read(path), format="html"))
    assert command("add", draft(tmp_path, NEW, "报告.XLS"))[0] == OK
    assert (data.reports / "410803/gov-office/2021-final.html").exists()
    assert command("add", draft(tmp_path, NEW.replace("2021", "2020"), "报告.HTM"))[0] == OK
    assert (data.reports / "410803/gov-office/2020-final.htm").exists()


def test_add_asks_for_a_short_name_it_does_not_have(command, data: DataFolder, tmp_path: Path) -> None:
    """Departments of a kind that no slug is known for must not all be filed as one."""
    status, _, err = command("add", draft(tmp_path, NEW.replace("gov-office", "unknown")))
    assert (status, "看不出部门" in err, "--department" in err) == (LEFT_OUT, True, True)
    assert not list(data.reports.rglob("*unknown*"))


def test_add_files_an_unnamed_place_as_such(command, data: DataFolder, tmp_path: Path) -> None:
    status, _, err = command("add", draft(tmp_path, NEW.replace("地区=410803\n", "")))
    assert status == OK
    assert "未注明地区" in err
    assert (data.reports / "000000/gov-office/2021-final.txt").exists()


def test_add_refuses_to_overwrite(command, data: DataFolder, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in data.reports.rglob("*.txt")}
    status, _, err = command("add", draft(tmp_path, GOOD))
    assert (status, "内容相同" in err) == (LEFT_OUT, True)
    status, _, err = command("add", draft(tmp_path, BAD_SUM))
    assert (status, "--amend" in err) == (LEFT_OUT, True)
    assert {path: path.read_bytes() for path in data.reports.rglob("*.txt")} == before


def test_an_amended_report_replaces_the_old_one_which_is_kept(
    command, data: DataFolder, tmp_path: Path
) -> None:
    command("parse")
    old = load(data.parsed_file("410803/gov-office/2022-budget"))
    status, _, err = command("add", draft(tmp_path, BAD_SUM, "amended.html"), "--amend")
    assert status == OK, err
    folder = data.versions / "410803/gov-office/2022-budget"
    assert (data.reports / "410803/gov-office/2022-budget.html").read_text(encoding="utf-8") == BAD_SUM
    assert not (data.reports / "410803/gov-office/2022-budget.txt").exists()
    assert [path.read_text(encoding="utf-8") for path in folder.glob("received-*.txt")] == [GOOD]
    assert [load(path) for path in versions.kept(data, "410803/gov-office/2022-budget")] == [old]


@pytest.mark.parametrize("content", [b"", "crash"])
def test_add_changes_nothing_when_the_file_cannot_be_read(
    content: bytes | str, command, data: DataFolder, tmp_path: Path
) -> None:
    before = sorted(data.path.rglob("*"))
    status, _, err = command("add", draft(tmp_path, content), "--amend", "--year", 2022, "--kind", "budget")
    assert (status, "draft.txt" in err) == (LEFT_OUT, True)
    assert sorted(data.path.rglob("*")) == before


def test_add_says_which_registered_fact_is_wrong(command, tmp_path: Path) -> None:
    status, _, err = command("add", draft(tmp_path, NEW), "--url", "www.example.org")
    assert status == LEFT_OUT
    assert "命令行参数（字段 url）" in err


def test_add_asks_when_someone_is_there(
    command, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty answer takes the proposal; one that is no year is asked for again."""
    answers = iter(["", "finance", "前年", "2020", ""])
    monkeypatch.setattr("generator.commands.add.interactive", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    status, _, err = command("add", draft(tmp_path, NEW))
    assert status == OK
    assert "“前年”不是年度" in err
    assert (data.reports / "410803/finance/2020-final.txt").exists()
