"""Sidecars, corrections and replies: every slip a person can make is named with file, place and cure."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Report
from generator.store import DataFolder, DataProblem
from generator.store.corrections import apply_corrections, read_corrections
from generator.store.permalinks import read_redirects
from generator.store.replies import apply_replies, read_replies, unmatched
from generator.store.sidecar import Sidecar, read_sidecar, write_sidecar
from generator.store.testimony import read_testimony

CORRECTION = """\
report: 410803/gov-office/2022-budget
fact: expenditure.basic
expect: "554.18"
value: "554.13"
reason: 脚注号被读进了数字
date: 2024-03-01
"""
REPLY = """\
finding: FT-A02-1
report: 410803/gov-office/2022-budget
department: 区政府办公室
date: 2024-03-01
status: explained
text: 另有上缴上级支出 1.00 万元。
"""


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "one.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- sidecars ----------------------------------------------------------------------------------


def test_a_sidecar_of_comments_registers_nothing(tmp_path: Path) -> None:
    assert read_sidecar(written(tmp_path, "# nothing known\n")) == Sidecar()
    assert read_sidecar(tmp_path / "absent.meta.yaml") == Sidecar()


def test_dates_are_kept_as_precise_as_they_are_known(tmp_path: Path) -> None:
    sidecar = read_sidecar(
        written(tmp_path, "published: 2024-03-01\nretrieved: '2024-04'\nurl: https://example.org/a?b=1\n")
    )
    assert sidecar == Sidecar(published="2024-03-01", retrieved="2024-04", url="https://example.org/a?b=1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("publisehd: 2024-03-01", r"publisehd.*是不是想写“published”"),
        ("published: 2023-02-30", r"字段 published.*2024-03-01"),
        ("published: '2023-02-30'", r"字段 published.*不是日期"),
        ("published: 三月一日", r"字段 published.*不是日期"),
        ("published: 2024年3月", r"字段 published.*不是日期"),
        ("url: www.example.org", r"字段 url.*https://"),
        ("url: 'javascript:alert(1)'", r"字段 url.*不是网址"),
        ("issuer: ''", r"字段 issuer.*不要留空"),
        ("issuer: [甲, 乙]", r"字段 issuer.*不是文字"),
        ("- issuer: 甲", r"字段: 值"),
        ("issuer: 甲: 乙", r"第 1 行.*YAML"),
        ("issuer: !!python/object/apply:os.system ['true']", r"YAML"),
        ("发布单位".encode("gb18030"), r"UTF-8"),
        ("issuer: " + "[" * 100_000, r"YAML"),
        ("issuer: 1" + "0" * 5000, r"YAML"),
        ("? [a]\n: b", r"YAML|不认得字段"),
        ("x: &a [1]\ny: [*a, *a]", r"不认得字段"),
        ("#" * 2_000_000, r"1 MB"),
    ],
)
def test_a_slip_in_a_sidecar_is_named(content: str | bytes, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, content)
    # A day that is not in the calendar already fails in YAML's own date reader.
    if content == "published: 2023-02-30":
        said = "YAML|不是日期"
    with pytest.raises(DataProblem, match=rf"one\.yaml(?s:.)*(?:{said})"):
        read_sidecar(path)


def test_a_written_sidecar_is_read_back_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "2022-budget.meta.yaml"
    sidecar = Sidecar(issuer="区政府: 办公室", published="2024-03-01", url="https://example.org/#a")
    write_sidecar(path, sidecar)
    assert read_sidecar(path) == sidecar
    with pytest.raises(FileExistsError):
        write_sidecar(path, Sidecar())


# --- corrections ---------------------------------------------------------------------------------


def test_a_correction_sets_the_value(sample: Report, tmp_path: Path) -> None:
    corrections = read_corrections(written(tmp_path, CORRECTION))
    reading = apply_corrections(sample.reading, sample.source.text, corrections)
    assert [fact.value for fact in reading.facts] == [Decimal("554.13"), Decimal("72.30")]
    assert reading.facts[0].id == "expenditure.basic"


def test_a_corrected_name_makes_a_new_id(sample: Report, tmp_path: Path) -> None:
    content = CORRECTION.replace('value: "554.13"', "scope: fiscal\nconcept: expenditure.project\nyear: 2021")
    reading = apply_corrections(
        sample.reading, sample.source.text, read_corrections(written(tmp_path, content))
    )
    assert reading.facts[0].id == "fiscal.expenditure.project@2021"
    assert reading.facts[0].value == Decimal("554.18")


def test_a_misread_figure_is_dropped_by_its_place(sample: Report, tmp_path: Path) -> None:
    content = CORRECTION.replace("fact: expenditure.basic", "span: [4, 10]").replace(
        'value: "554.13"', "drop: true"
    )
    reading = apply_corrections(
        sample.reading, sample.source.text, read_corrections(written(tmp_path, content))
    )
    assert [fact.id for fact in reading.facts] == ["expenditure.basic.share"]


@pytest.mark.parametrize(
    ("before", "after"),
    [('expect: "554.18"', 'expect: "554.19"'), ("fact: expenditure.basic", "fact: expenditure.project")],
)
def test_a_guard_that_does_not_hold_is_loud(before: str, after: str, sample: Report, tmp_path: Path) -> None:
    corrections = read_corrections(written(tmp_path, CORRECTION.replace(before, after)))
    with pytest.raises(DataProblem, match=r"one\.yaml.*(原文变了|没有).*expect"):
        apply_corrections(sample.reading, sample.source.text, corrections)


def test_a_changed_source_trips_the_guard(sample: Report, tmp_path: Path) -> None:
    """The text now says 555.18, and so does the fact: the correction was for another text."""
    corrections = read_corrections(written(tmp_path, CORRECTION))
    text = sample.source.text.replace("554.18", "555.18")
    fact = replace(sample.reading.facts[0], value=Decimal("555.18"), quote="基本支出555.18万元")
    reading = replace(sample.reading, facts=(fact, *sample.reading.facts[1:]))
    with pytest.raises(DataProblem, match=r"现在是“555\.18”，不是“554\.18”"):
        apply_corrections(reading, text, corrections)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("reason: 脚注号被读进了数字\n", "", "缺少字段“reason”"),
        ("date: 2024-03-01", "date: 昨天", "字段 date"),
        ("report: 410803/gov-office/2022-budget", "report: 中站区", "字段 report"),
        ("fact: expenditure.basic\n", "", "没有说更正哪一个数"),
        ('value: "554.13"\n', "", "没有说怎样更正"),
        ('value: "554.13"', 'value: "约五百"', "字段 value"),
        ('value: "554.13"', "value: 554.10", "引号"),
        ("fact: expenditure.basic", "span: [10, 4]", "字段 span"),
        ("date: 2024-03-01", "date: 2024-03-01\nbecause: x", "because"),
    ],
)
def test_a_slip_in_a_correction_is_named(before: str, after: str, said: str, tmp_path: Path) -> None:
    assert before in CORRECTION
    path = written(tmp_path, CORRECTION.replace(before, after))
    with pytest.raises(DataProblem, match=rf"one\.yaml.*{said}"):
        read_corrections(path)


def test_the_place_of_a_slip_in_a_list_is_its_number(tmp_path: Path) -> None:
    item = "- " + CORRECTION.replace("\n", "\n  ").rstrip()
    path = written(tmp_path, f"{item}\n{item.replace('554.13', 'x')}\n")
    with pytest.raises(DataProblem, match="第 2 条，字段 value"):
        read_corrections(path)


# --- replies -------------------------------------------------------------------------------------


def test_a_reply_sets_the_status_of_its_finding(sample: Report, tmp_path: Path) -> None:
    replies = read_replies(written(tmp_path, REPLY))
    assert [finding.status for finding in apply_replies(sample.findings, replies)] == ["explained"]
    assert unmatched(sample.findings, replies) == []


def test_the_latest_reply_counts(sample: Report, tmp_path: Path) -> None:
    first, second = (
        "- " + text.replace("\n", "\n  ").rstrip()
        for text in (REPLY.replace("explained", "withdrawn").replace("2024-03-01", "2024-05-01"), REPLY)
    )
    replies = read_replies(written(tmp_path, f"{first}\n{second}\n"))
    assert apply_replies(sample.findings, replies)[0].status == "withdrawn"


def test_a_reply_to_a_vanished_finding_is_kept_and_said(sample: Report, tmp_path: Path) -> None:
    replies = read_replies(written(tmp_path, REPLY.replace("FT-A02-1", "FT-A02-9")))
    assert apply_replies(sample.findings, replies) == sample.findings
    assert [reply.finding for reply in unmatched(sample.findings, replies)] == ["FT-A02-9"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("status: explained", "status: open", "字段 status.*explained、corrected、withdrawn"),
        ("text: 另有上缴上级支出 1.00 万元。\n", "", "缺少字段“text”"),
        ("department: 区政府办公室\n", "", "缺少字段“department”"),
    ],
)
def test_a_slip_in_a_reply_is_named(before: str, after: str, said: str, tmp_path: Path) -> None:
    assert before in REPLY
    with pytest.raises(DataProblem, match=rf"one\.yaml.*{said}"):
        read_replies(written(tmp_path, REPLY.replace(before, after)))


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    data.replies.mkdir()
    (data.replies / "bad.yaml").write_text("status: maybe\n", encoding="utf-8")
    (data.replies / "good.yaml").write_text(REPLY, encoding="utf-8")
    testimony = read_testimony(data)
    assert [reply.finding for reply in testimony.replies["410803/gov-office/2022-budget"]] == ["FT-A02-1"]
    assert [Path(problem.file).name for problem in testimony.problems] == ["bad.yaml"]


# --- anything at all -------------------------------------------------------------------------------

SCALAR = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=20)
    | st.dates()
    | st.sampled_from(["2024-03-01", "410803/gov-office/2022-budget", "https://example.org/", "explained"])
)
VALID = {
    "sidecar": "issuer: 甲\nurl: https://example.org\npublished: 2024-03-01\nlicence: 乙\n",
    "corrections": CORRECTION + "unit: 元\nyear: 2021\nscope: all\nby: 丙\n",
    "replies": REPLY + "url: https://example.org\n",
    "redirects": "from: /a/\nto: /b/\ndate: 2024-03-01\n",
}


def read_any(kind: str, path: Path) -> object:
    if kind == "redirects":
        return read_redirects(DataFolder(path.parent))
    return {"sidecar": read_sidecar, "corrections": read_corrections, "replies": read_replies}[kind](path)


@pytest.mark.parametrize("kind", VALID)
@given(st.data())
def test_whatever_is_written_is_read_or_named(kind: str, data: st.DataObject) -> None:
    """Nothing but a DataProblem, whatever a field holds: any other error would end the whole run."""
    row = yaml.safe_load(VALID[kind])
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(row)), SCALAR | st.lists(SCALAR), max_size=2))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "redirects.yaml"
        path.write_text(yaml.safe_dump({**row, **changed}, allow_unicode=True), encoding="utf-8")
        if not changed:
            assert read_any(kind, path)
        with suppress(DataProblem):
            read_any(kind, path)


@given(st.binary(max_size=60) | st.text(st.sampled_from("a:-? []{}&*!|>'\"%@`\n#,"), max_size=40))
def test_whatever_bytes_are_read_or_named(content: bytes | str) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder), content)
        for read in (read_sidecar, read_corrections, read_replies):
            with suppress(DataProblem):
                read(path)
