"""All data in one SQLite file, with the same tables and columns as the CSV files.

The same rows give the same bytes: a fixed page size, one order of writing, no times, and the version of
the SQLite library, which it writes into the header, left out. What recurs is kept once; the view
`figures` puts it back together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from generator import vocabulary

Row = Mapping[str, str]
_TYPES = {"integer": "INTEGER", "number": "REAL"}
_AS_PRINTED = {"value"}
"""Numbers kept as text, whose printed digits a floating-point number would lose."""
_OF_QUANTITY = ("id", "scope", "concept", "measure", "cofog")
_OF_MENTION = ("value", "unit", "yuan", "year", "where", "start", "end")
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


def sqlite_bytes(
    reports: Iterable[Row], figures: Iterable[Row], findings: Iterable[Row], cofog: Iterable[Row]
) -> bytes:
    """A complete SQLite database of these rows, whose keys are the fields of `vocabulary/fields.yaml`."""
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA page_size = 4096")
    database.execute("PRAGMA encoding = 'UTF-8'")
    for name, rows, key in (
        ("reports", reports, ', report_row INTEGER PRIMARY KEY, UNIQUE ("report")'),
        ("findings", findings, ', PRIMARY KEY ("report", "id")'),
        ("cofog", cofog, ', PRIMARY KEY ("code")'),
    ):
        columns = fields(name)
        _create(database, name, name, columns, key)
        _insert(database, name, columns, rows)
    _figures(database, figures)
    database.commit()
    database.execute("VACUUM")
    content = bytearray(database.serialize())
    database.close()
    content[_LIBRARY_VERSION] = bytes(4)
    return bytes(content)


def _figures(database: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """What recurs is kept once: quantities over all reports, names and sentences as texts."""
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
    texts: dict[str, int] = {}
    marks = ", ".join("?" for _ in range(len(_OF_MENTION) + 5))
    database.executemany(
        f"INSERT INTO mentions VALUES ({marks})",
        (
            [
                reports[row["report"]][0],
                quantities.setdefault(tuple(row[column] for column in _OF_QUANTITY), len(quantities) + 1),
                texts.setdefault(row["name"], len(texts) + 1),
                texts.setdefault(row["quote"], len(texts) + 1),
                *(row[column] or None for column in _OF_MENTION),
                row["url"].removeprefix(reports[row["report"]][1]).removesuffix(row["id"]),
            ]
            for row in rows
        ),
    )
    marks = ", ".join("?" for _ in range(len(_OF_QUANTITY) + 1))
    database.executemany(
        f"INSERT INTO quantities VALUES ({marks})",
        ((number, *(value or None for value in values)) for values, number in quantities.items()),
    )
    database.executemany(
        "INSERT INTO texts VALUES (?, ?)", ((number, text) for text, number in texts.items())
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
