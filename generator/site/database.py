"""All data in one SQLite file, with the same tables and columns as the CSV files.

The same rows give the same bytes: a fixed page size, one order of writing, no times, and the version of
the SQLite library, which it writes into the header, left out. Sentences that several figures stand in
are kept once (`quotes`); the view `figures` puts them back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from generator import vocabulary

Row = Mapping[str, str]
_TYPES = {"integer": "INTEGER", "number": "REAL"}
_AS_PRINTED = {"value"}
"""Numbers kept as text, whose printed digits a floating-point number would lose."""
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
    database.executemany(
        f'INSERT INTO "{name}" VALUES ({marks})',
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
        ("reports", reports, ', PRIMARY KEY ("report")'),
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
    columns = [column for column in fields("figures") if column not in {"quote", "url"}]
    database.execute("CREATE TABLE quotes (quote_id INTEGER PRIMARY KEY, quote TEXT NOT NULL)")
    _create(database, "mentions", "figures", columns, ', "quote_id" INTEGER, "prefix" TEXT')
    quotes: dict[str, int] = {}
    marks = ", ".join("?" for _ in range(len(columns) + 2))
    database.executemany(
        f"INSERT INTO mentions VALUES ({marks})",
        (
            [
                *(row[column] or None for column in columns),
                quotes.setdefault(row["quote"], len(quotes) + 1),
                row["url"].partition("#")[2].removesuffix(row["id"]),
            ]
            for row in rows
        ),
    )
    database.executemany(
        "INSERT INTO quotes VALUES (?, ?)", ((number, text) for text, number in quotes.items())
    )
    database.execute("CREATE INDEX mentions_by_concept ON mentions (concept, measure, scope)")
    whole = ", ".join(f'm."{column}"' for column in columns)
    database.execute(
        f"CREATE VIEW figures AS SELECT {whole}, q.quote, r.url || '#' || m.prefix || m.id AS url "
        "FROM mentions m JOIN quotes q USING (quote_id) JOIN reports r USING (report)"
    )
