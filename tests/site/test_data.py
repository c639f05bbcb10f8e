"""The public tables: CSV, SQLite and their description say the same, and say it in the same bytes.

The figures lie in a file for each province and year: the files add up to all figures, keep their addresses,
and change only with the reports they are of.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator import vocabulary
from generator.__main__ import main, parser
from generator.model import Fact, Report
from generator.site import data_pages, data_tables, database, downloads
from generator.site.pages import build_all
from generator.site.promises import promised
from generator.site.site import Site, assemble
from generator.store import DataFolder, permalinks
from generator.vocabulary import cofog
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL

PARSERS = {
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "string": str,
}


def unpacked(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")


def rows(folder: Path, *paths: str) -> list[dict[str, str]]:
    return [row for path in paths for row in csv.DictReader(io.StringIO(unpacked(folder / path), newline=""))]


def paths(resource: dict[str, Any]) -> list[str]:
    return [resource["path"]] if isinstance(resource["path"], str) else resource["path"]


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def archive(*reports: Report) -> Site:
    return assemble(reports, ROOT / "content", URL)


def one(code: str, year: int | None, *facts: Fact, **more: Any) -> Report:
    return report(facts or (fact("income.total", "100"),), code=code, year=year, **more)


@pytest.fixture(scope="module")
def package(built: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((built / "data/datapackage.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture
def connection(built: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{built / 'data/mingzhang.sqlite'}?mode=ro", uri=True)


def test_the_description_holds_for_every_row(built: Path, package: dict[str, Any]) -> None:
    data = built / "data"
    tables = {resource["name"]: rows(data, *paths(resource)) for resource in package["resources"]}
    assert list(tables) == list(data_tables.TABLES)
    for resource in package["resources"]:
        if isinstance(resource["path"], str):
            content = (data / resource["path"]).read_bytes()
            assert resource["bytes"] == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        schema, table = resource["schema"], tables[resource["name"]]
        for path in paths(resource):
            header = next(csv.reader(io.StringIO(unpacked(data / path))))
            assert [field["name"] for field in schema["fields"]] == header
        for field in schema["fields"]:
            for row in table:
                if row[field["name"]] not in schema["missingValues"]:
                    PARSERS[field["type"]](row[field["name"]])
        for foreign in schema.get("foreignKeys", ()):
            there = {row[foreign["reference"]["fields"]] for row in tables[foreign["reference"]["resource"]]}
            assert {row[foreign["fields"]] for row in table} - {""} <= there
        if key := schema.get("primaryKey"):
            names = [key] if isinstance(key, str) else key
            assert len({tuple(row[name] for name in names) for row in table}) == len(table)


def test_the_description_is_as_the_standard_has_it(package: dict[str, Any]) -> None:
    """https://specs.frictionlessdata.io/: data-package, tabular-data-resource, table-schema, patterns."""
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names) >= 1
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        assert resource["profile"] == "tabular-data-resource"
        assert resource["encoding"] == "utf-8"
        for path in paths(resource):
            assert re.fullmatch(r"(?!\.)[\w-]+(/[\w-]+)*\.csv(\.gz)?", path), "no absolute path, none upwards"
            assert path.endswith(".gz") == (resource.get("compression") == "gz")
        schema = resource["schema"]
        fields = [field["name"] for field in schema["fields"]]
        assert len(set(fields)) == len(fields)
        assert {field["type"] for field in schema["fields"]} <= PARSERS.keys()
        assert set(schema) <= {"fields", "missingValues", "primaryKey", "foreignKeys"}
        key = schema.get("primaryKey", [])
        assert set([key] if isinstance(key, str) else key) <= set(fields)
        for foreign in schema.get("foreignKeys", ()):
            assert foreign["fields"] in fields
            assert foreign["reference"]["resource"] in names


def test_the_parts_add_up_to_all_figures(built: Path, reports: tuple[Report, ...]) -> None:
    data = built / "data"
    parts = rows(data, "parts.csv")
    assert [part["path"] for part in parts] == sorted(
        path.relative_to(data).as_posix() for path in (data / "figures").iterdir()
    )
    whole = rows(data, "figures.csv")
    assert whole == rows(data, *(part["path"] for part in parts))
    assert len(whole) == sum(len(report.reading.facts) for report in reports)
    listed = {report["report"]: report for report in rows(data, "reports.csv")}
    assert sum(int(part["reports"]) for part in parts) == len(listed)
    for part in parts:
        content = (data / part["path"]).read_bytes()
        assert int(part["bytes"]) == len(content)
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
        assert int(part["bytes_unpacked"]) == len(gzip.decompress(content))
        here = rows(data, part["path"])
        assert int(part["rows"]) == len(here)
        for row in here:
            of = listed[row["report"]]
            assert (of["code"][:2] + "0000", of["year"]) == (part["province"], part["year"])


def test_a_new_report_changes_the_files_of_its_province_and_year_only(tmp_path: Path) -> None:
    there = [one("410803", 2022), one("410803", 2023), one("360104", 2022), one("000000", None)]
    for name, reports in (("before", there), ("after", [*there, one("411002", 2022)])):
        data_tables.write(archive(*reports), tmp_path / name)
    before, after = (contents(tmp_path / name / "figures") for name in ("before", "after"))
    assert sorted(before) == [
        "000000-0000.csv.gz", "360000-2022.csv.gz", "410000-2022.csv.gz", "410000-2023.csv.gz",
    ]  # fmt: skip
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["410000-2022.csv.gz"]


def test_the_same_reports_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    reports = [one("410803", 2022), one("100000", 2023), one("360104", 2022), one("411002", 2022)]
    data_tables.write(archive(*reports), tmp_path / "a")
    data_tables.write(archive(*reversed(reports)), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    packed = (tmp_path / "a/figures/100000-2023.csv.gz").read_bytes()
    assert packed[3:8] == bytes(5), "neither a name nor a time"


def test_a_part_has_its_address_whatever_else_there_is(tmp_path: Path) -> None:
    """Also where everything together is too much for one file."""
    site = archive(one("410803", 2022), one("360104", 2022))
    small = data_tables.write(site, tmp_path / "small")
    large = data_tables.write(site, tmp_path / "large", whole=100)
    assert small.whole
    assert not large.whole
    first, second = contents(tmp_path / "small"), contents(tmp_path / "large")
    assert first.keys() == second.keys()
    assert sorted(name for name in first if first[name] != second[name]) == [
        "figures.csv",
        "mingzhang.sqlite",
    ]


def test_the_addresses_of_the_files_are_promised(built: Path) -> None:
    promised = (built / "permalinks.txt").read_text(encoding="utf-8").splitlines()
    here = {f"/{path.relative_to(built).as_posix()}" for path in (built / "data").rglob("*.*z")}
    assert len(here) == len(list((built / "data/figures").iterdir()))
    assert here | {"/data/figures.csv", "/data/mingzhang.sqlite"} <= set(promised)


def test_a_file_that_is_no_longer_made_stops_the_build_unless_it_is_said_why(tmp_path: Path) -> None:
    left = build_all(archive(one("410803", 2022)))
    data = DataFolder(tmp_path)
    permalinks.append(["/data/figures/410000-2022.csv.gz", "/data/figures/410000-2021.csv.gz"], data)
    with pytest.raises(permalinks.LostAddresses) as stopped:
        permalinks.check(set(promised(left.pages, left.files)), data)
    assert stopped.value.lost == ["/data/figures/410000-2021.csv.gz"]
    data.redirects.write_text(
        "- from: /data/figures/410000-2021.csv.gz\n  gone: 应发布单位要求撤下\n  date: 2024-03-01\n",
        encoding="utf-8",
    )
    permalinks.check(set(promised(left.pages, left.files)), data)


def test_beyond_the_limit_the_old_addresses_lead_to_the_parts(tmp_path: Path) -> None:
    data_tables.write(archive(one("410803", 2022), one("360104", 2022)), tmp_path, whole=100)
    assert (tmp_path / "figures.csv").read_bytes() == (tmp_path / "parts.csv").read_bytes()
    small = sqlite3.connect(tmp_path / "mingzhang.sqlite")
    assert small.execute("SELECT path FROM parts").fetchall() == [
        ("figures/360000-2022.csv.gz",), ("figures/410000-2022.csv.gz",),
    ]  # fmt: skip
    assert small.execute("SELECT count(*) FROM reports").fetchone() == (2,)
    with pytest.raises(sqlite3.OperationalError, match="no such table: figures"):
        small.execute("SELECT * FROM figures")


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_is_what_one_file_may_be(over: int, tmp_path: Path) -> None:
    site = archive(one("410803", 2022), one("360104", 2022))
    data_tables.write(site, tmp_path / "all")
    size = (tmp_path / "all/figures.csv").stat().st_size
    assert data_tables.write(site, tmp_path / "limited", whole=size - over).whole == (not over)


def test_an_archive_without_reports_has_its_tables_too(tmp_path: Path) -> None:
    _, files = data_pages.data(archive(), tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert "figures" not in [resource["name"] for resource in described["resources"]]
    assert {"data/figures.csv", "data/mingzhang.sqlite", "data/parts.csv"} <= {file.address for file in files}


def test_the_page_says_what_is_in_one_file_and_what_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = archive(*(one(f"{code}0101", year) for code in range(11, 66) for year in range(2010, 2026)))
    page, _ = data_pages.data(site, tmp_path)
    assert len(page.html.encode()) < 150_000
    tree = html.fromstring(page.html)
    links = tree.xpath("//ul[@class='parts']//a/@href")
    assert len(links) == 55 * 16
    assert all((tmp_path / link).is_file() for link in links)
    assert not tree.xpath("//details[ul or .//ul]/@open")
    files = set(tree.xpath("//a[@download]/@href"))
    assert {"figures.csv", "reports.csv", "findings.csv", "mingzhang.sqlite", "datapackage.json"} <= files
    monkeypatch.setitem(data_tables.write.__kwdefaults__, "whole", 1000)
    page, _ = data_pages.data(site, tmp_path)
    assert "全部数字，一个文件" not in page.html
    assert "现在是数字文件的清单" in page.html


def test_a_report_is_forgotten_once_it_is_written(tmp_path: Path) -> None:
    """Ten times the reports take no ten times the memory."""

    def peak(count: int) -> int:
        facts = [fact(f"project.{n}", "1", quote=f"{n}" * 200) for n in range(100)]
        site = archive(*(one("410803", 2022, *facts, department=f"bureau-{n}") for n in range(count)))
        for page in site.archive.pages:  # kept with the archive, and not by the tables
            for part in page.parts:
                assert page.where(part).tabled == frozenset()
        tracemalloc.start()
        data_tables.write(site, tmp_path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(80) < 2 * peak(8)


def test_amounts_say_their_unit_and_fiscal_type(package: dict[str, Any]) -> None:
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert (fields["yuan"]["columnType"], fields["yuan"]["unit"]) == ("value", "CNY")
    assert fields["year"]["columnType"] == "date:fiscal-year"
    assert fields["cofog"]["columnType"].startswith("functional-classification:cofog:")


def test_the_database_holds_what_the_csv_holds(built: Path, connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table in data_tables.TABLES:
        columns = database.fields(table)
        names = ", ".join(f'"{column}"' for column in columns)
        stored = connection.execute(f'SELECT {names} FROM "{table}"').fetchall()
        wanted = rows(built / "data", f"{table}.csv")
        assert len(stored) == len(wanted)
        shown = sorted(tuple("" if v is None else str(v) for v in row) for row in stored)
        printed = sorted(tuple(row[column] for column in columns) for row in wanted)
        for one, other in zip(shown, printed, strict=True):
            for column, a, b in zip(columns, one, other, strict=True):
                same = a == b or b == f"'{a}" or (column == "yuan" and Decimal(a) == Decimal(b))
                assert same, (table, column, a, b)


def test_the_example_on_the_page_runs(built: Path, connection: sqlite3.Connection) -> None:
    page = (built / "data/index.html").read_text(encoding="utf-8")
    query = re.search(r"<code>(SELECT.*?;)</code>", page, re.S)
    assert query
    found = connection.execute(query[1]).fetchall()
    assert [(row[0], row[3], row[4]) for row in found if row[0] == "中站区"] == [("中站区", "765.68", "万元")]
    assert found[0][5].startswith("https://")


def test_the_database_has_no_trace_of_the_library(built: Path) -> None:
    content = (built / "data/mingzhang.sqlite").read_bytes()
    assert content.startswith(b"SQLite format 3\0")
    assert content[96:100] == bytes(4)


def test_export_makes_the_database_of_the_site(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.sqlite"
    assert main(["export", "--sqlite", str(target), "--from", str(built / "data")]) == 0
    assert target.read_bytes() == (built / "data/mingzhang.sqlite").read_bytes()


def test_export_takes_some_provinces_too(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "data", tmp_path / "data")
    for part in (tmp_path / "data/figures").iterdir():
        if part.name != "410000-2022.csv.gz":
            part.unlink()
    assert main(["export", "--sqlite", str(tmp_path / "one.sqlite"), "--from", str(tmp_path / "data")]) == 0
    made = sqlite3.connect(tmp_path / "one.sqlite")
    assert made.execute("SELECT DISTINCT report FROM figures").fetchall() == [
        ("410803/gov-office/2022-budget",)
    ]
    assert made.execute("SELECT count(*) FROM reports").fetchone() == (5,)


@pytest.mark.parametrize("harm", ["missing", "cut off", "not a table", "no such report", "no folder"])
def test_export_says_what_is_wrong_and_leaves_what_was_there(
    harm: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, target = tmp_path / "data", tmp_path / "all.sqlite"
    shutil.copytree(built / "data", data)
    target.write_bytes(b"earlier")
    part = data / "figures/410000-2022.csv.gz"
    match harm:
        case "missing":
            (data / "reports.csv").unlink()
        case "cut off":
            part.write_bytes(part.read_bytes()[:500])
        case "not a table":
            part.write_bytes(b"<html>404</html>")
        case "no such report":
            part.write_bytes(
                gzip.compress(gzip.decompress(part.read_bytes()).replace(b"410803/", b"410899/"))
            )
        case "no folder":
            target = tmp_path / "nowhere" / "all.sqlite"
    assert main(["export", "--sqlite", str(target), "--from", str(data)]) == 4
    assert "没有合成" in capsys.readouterr().err
    assert (tmp_path / "all.sqlite").read_bytes() == b"earlier"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "'=1+1", "''=1+1", "'", "'a", "-5", "'-5", "-5.20", "-五", "+1", "@x", "\t1", "a\nb\r\nc",
        '"', "", "，" * 200_000,
    ],
)  # fmt: skip
def test_what_is_written_is_read_back(text: str) -> None:
    out = io.StringIO()
    downloads.write_csv(out, ("a", "b"), [{"a": text, "b": "1"}])
    written = out.getvalue()
    assert list(downloads.read_csv(io.StringIO(written[1:], newline=""))) == [{"a": text, "b": "1"}]
    cell = next(csv.reader(io.StringIO(written[1:].partition("\r\n")[2], newline="")))[0]
    assert cell[:1] not in ("=", "+", "@", "\t")
    assert cell[:1] != "-" or Decimal(cell) < 0


def test_the_json_of_a_report_has_the_addresses_of_the_csv(built: Path) -> None:
    checked = 0
    for path in built.glob("[0-9]*/*/[0-9]*/*.json"):
        if path.with_suffix(".csv").exists():
            facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
            csv_rows = rows(path.parent, path.with_suffix(".csv").name)
            assert [(f["id"], f["url"]) for f in facts] == [(row["id"], row["url"]) for row in csv_rows]
            assert all(f["url"].startswith(URL) and f["url"].endswith(f"#{f['id']}") for f in facts)
            checked += len(facts)
    assert checked > 300


def test_the_recipe_for_pandas_is_for_these_files(built: Path) -> None:
    """What the page tells readers to run names files and columns that are there."""
    page = (built / "data/index.html").read_text(encoding="utf-8")
    recipes = re.findall(r"<pre.*?</pre>", page, re.S)
    text = " ".join(recipes)
    assert f"{URL}data/" in text.replace("&quot;", '"')
    for name in re.findall(r"[\w/]+\.csv\b", text):
        assert (built / "data" / name).is_file()
    command = re.search(r"python -m generator (export[^<]*)", text)
    assert command
    assert parser().parse_args(command[1].split()).source == Path("data")


@pytest.mark.parametrize(
    ("concept", "division"),
    [
        ("expenditure.function.205", "09"),
        ("expenditure.function.2050201", "09"),
        ("expenditure.basic.function.2010301", "01"),
        ("expenditure.function.20807", "04"),
        ("expenditure.function.2080701", "04"),
        ("expenditure.function.2080501", "10"),
        ("expenditure.function.231", None),
        ("expenditure.economic.301", None),
        ("expenditure.total", None),
    ],
)
def test_functions_have_their_division(concept: str, division: str | None) -> None:
    found = cofog.division_of(concept)
    assert (found.code if found else None) == division


def test_every_class_of_functions_is_assigned_or_said_to_have_no_division() -> None:
    classes = {code for code in vocabulary.data("classifications")["function"] if len(code) == 3}
    assigned = vocabulary.data("cofog")["functions"]
    assert classes <= set(assigned)
    assert {code for code in assigned.values() if code} <= set(cofog.divisions())
    assert len(cofog.divisions()) == 10
