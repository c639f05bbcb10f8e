"""All data in one SQLite file, with the same tables and columns as the CSV files.

The same rows give the same bytes: a fixed page size, one order of writing, no times, and the version of
the SQLite library, which it writes into the header, left out. What recurs is kept once; the view
`figures` puts it back together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from generator import vocabulary

Row = Mapping[str, str]
_TYPES = {"integer": "INTEGER", "number": "REAL"}
_AS_PRINTED = {"value"}
"""Numbers kept as text, whose printed digits a floating-point number would lose."""
_OF_QUANTITY = ("id", "scope", "concept", "measure", "cofog")
_OF_MENTION = ("value", "unit", "yuan", "year", "where", "start", "end")
_KEYS = {
    "reports": ', report_row INTEGER PRIMARY KEY, UNIQUE ("report")',
    "findings": ', PRIMARY KEY ("report", "id")',
    "cofog": ', PRIMARY KEY ("code")',
    "parts": ', PRIMARY KEY ("path")',
}
"""What is unique in a table, as SQL after its columns."""
_LIBRARY_VERSION = slice(96, 100)
"""SQLITE_VERSION_NUMBER in the header: https://sqlite.org/fileformat.html#the_database_header"""


def fields(table: str) -> Sequence[str]:
    return tuple(vocabulary.data("fields")[table])


def _kind(table: str, field: str) -> str:
    if field in _AS_PRINTED:
        return "TEXT"
    return _TYPES.get(vocabulary.data("fields")[table][field].get("type", "string"), "TEXT")


def _create(database: sqlite3.Connection, name: str, table: str, columns: Sequence[str], key: str) -> None:
    said = ", ".join(f'"{column}" {_kind(table, column)}' for column in columns)
    database.execute(f'CREATE TABLE "{name}" ({said}{key})')


def _insert(database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    # An empty field of the CSV is a value that is not there.
    marks = ", ".join("?" for _ in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    database.executemany(
        f'INSERT INTO "{name}" ({listed}) VALUES ({marks})',
        ([row[column] or None for column in columns] for row in rows),
    )


def write(target: Path, tables: Mapping[str, Iterable[Row]], figures: Iterable[Row] | None) -> int:
    """Write a complete SQLite database of these rows, whose keys are the fields of `vocabulary/fields.yaml`.

    The rows of `figures` stand report by report, and one report is held at a time; without them the
    database has the other tables only. Returns the number of figures. Raises ValueError where a figure is
    of a report that is not among the reports, or what should be there once is there twice.
    """
    target.unlink(missing_ok=True)
    database = sqlite3.connect(target, isolation_level=None)
    try:
        # Nobody reads it before it is whole, and one that is not is thrown away.
        for setting in ("page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        for name, rows in tables.items():
            columns = fields(name)
            _create(database, name, name, columns, _KEYS[name])
            _insert(database, name, columns, rows)
        count = 0 if figures is None else _figures(database, figures)
        database.execute("COMMIT")
        database.execute("VACUUM")
    except sqlite3.IntegrityError as error:
        raise ValueError(str(error)) from error
    finally:
        database.close()
    with target.open("r+b") as file:
        file.seek(_LIBRARY_VERSION.start)
        file.write(bytes(_LIBRARY_VERSION.stop - _LIBRARY_VERSION.start))
    return count


class _Texts:
    """Texts and their numbers. Names recur over all reports, sentences within theirs: they are forgotten."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._quotes: dict[str, int] = {}
        self._count = 0
        self._new: list[tuple[int, str]] = []

    def name(self, text: str) -> int:
        return self._number(self._names, text)

    def quote(self, text: str) -> int:
        return self._number(self._quotes, text)

    def _number(self, known: dict[str, int], text: str) -> int:
        if text not in known:
            self._count += 1
            known[text] = self._count
            self._new.append((self._count, text))
        return known[text]

    def next_report(self) -> list[tuple[int, str]]:
        """Forget the sentences; what is new since the last call."""
        new, self._new, self._quotes = self._new, [], {}
        return new


def _figures(database: sqlite3.Connection, rows: Iterable[Row]) -> int:
    """What recurs is kept once: quantities and names over all reports, sentences within one."""
    described = ", ".join(f'"{column}" TEXT' for column in _OF_QUANTITY)
    database.execute(f"CREATE TABLE quantities (quantity INTEGER PRIMARY KEY, {described})")
    database.execute("CREATE TABLE texts (text INTEGER PRIMARY KEY, said TEXT NOT NULL)")
    own = ", ".join(f'"{column}" {_kind("figures", column)}' for column in _OF_MENTION)
    database.execute(
        "CREATE TABLE mentions (report_row INTEGER, quantity INTEGER, name INTEGER, quote INTEGER, "
        f"{own}, place TEXT)"
    )
    reports = {row[0]: row[1:] for row in database.execute("SELECT report, report_row, url FROM reports")}
    quantities: dict[tuple[str, ...], int] = {}
    texts = _Texts()
    count = 0
    marks = ", ".join("?" for _ in range(len(_OF_MENTION) + 5))
    for report, group in groupby(rows, key=lambda row: row["report"]):
        if report not in reports:
            raise ValueError(f"reports.csv 里没有 {report}")
        number, url = reports[report]
        mentions = [
            (
                number,
                quantities.setdefault(tuple(row[column] for column in _OF_QUANTITY), len(quantities) + 1),
                texts.name(row["name"]),
                texts.quote(row["quote"]),
                *(row[column] or None for column in _OF_MENTION),
                row["url"].removeprefix(url).removesuffix(row["id"]),
            )
            for row in group
        ]
        database.executemany(f"INSERT INTO mentions VALUES ({marks})", mentions)
        database.executemany("INSERT INTO texts VALUES (?, ?)", texts.next_report())
        count += len(mentions)
    marks = ", ".join("?" for _ in range(len(_OF_QUANTITY) + 1))
    database.executemany(
        f"INSERT INTO quantities VALUES ({marks})",
        ((number, *(value or None for value in values)) for values, number in quantities.items()),
    )
    database.execute("CREATE INDEX mentions_by_quantity ON mentions (quantity)")
    database.execute("CREATE INDEX quantities_by_id ON quantities (id)")
    sources = {
        "report": "r.report",
        "name": "n.said",
        "quote": "q.said",
        "url": "r.url || m.place || k.id",
        **{column: f'k."{column}"' for column in _OF_QUANTITY},
        **{column: f'm."{column}"' for column in _OF_MENTION},
    }
    whole = ", ".join(f'{sources[column]} AS "{column}"' for column in fields("figures"))
    database.execute(
        f"CREATE VIEW figures AS SELECT {whole} FROM mentions m JOIN quantities k USING (quantity) "
        "JOIN reports r USING (report_row) "
        "JOIN texts n ON n.text = m.name JOIN texts q ON q.text = m.quote"
    )
    return count
