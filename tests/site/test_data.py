"""The public tables: CSV, SQLite and their description say the same, and say it in the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator import vocabulary
from generator.site import data_pages, database
from generator.site.site import Site
from generator.vocabulary import cofog

PARSERS = {
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "string": str,
}


def rows(built: Path, table: str) -> list[dict[str, str]]:
    text = (built / "data" / f"{table}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def package(built: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((built / "data/datapackage.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture
def connection(built: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{built / 'data/mingzhang.sqlite'}?mode=ro", uri=True)


def test_the_description_holds_for_every_row(built: Path, package: dict[str, Any]) -> None:
    tables = {resource["name"]: rows(built, resource["name"]) for resource in package["resources"]}
    assert list(tables) == list(data_pages.TABLES)
    for resource in package["resources"]:
        content = (built / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        schema, table = resource["schema"], tables[resource["name"]]
        assert [field["name"] for field in schema["fields"]] == list(table[0])
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


def test_amounts_say_their_unit_and_fiscal_type(package: dict[str, Any]) -> None:
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert (fields["yuan"]["columnType"], fields["yuan"]["unit"]) == ("value", "CNY")
    assert fields["year"]["columnType"] == "date:fiscal-year"
    assert fields["cofog"]["columnType"].startswith("functional-classification:cofog:")


def test_the_database_holds_what_the_csv_holds(built: Path, connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table in data_pages.TABLES:
        columns = database.fields(table)
        names = ", ".join(f'"{column}"' for column in columns)
        stored = connection.execute(f'SELECT {names} FROM "{table}"').fetchall()
        wanted = rows(built, table)
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


def test_the_database_has_the_same_bytes_and_no_trace_of_the_library(site: Site) -> None:
    def again() -> bytes:
        files = {file.address: file.content for file in data_pages.data(site)[1]}
        return files["data/mingzhang.sqlite"]

    first = again()
    assert first == again()
    assert first.startswith(b"SQLite format 3\0")
    assert first[96:100] == bytes(4)


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
