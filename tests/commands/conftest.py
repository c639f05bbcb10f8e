"""A data folder, and layers that read one made-up grammar: tests of the pipeline need no real reports.

The fake report is lines of `NAME=VALUE`; the fake rule flags a `total` that is not the sum of the others.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from generator import checking, reading, sources
from generator.__main__ import main
from generator.model import (
    Check,
    Evidence,
    Fact,
    Finding,
    Hints,
    Identity,
    Paragraph,
    Quote,
    Reading,
    Report,
    SourceText,
    UnnamedFigure,
)
from generator.store import DataFolder
from generator.vocabulary import divisions

Run = tuple[int, str, str]
GOOD = "地区=410803\n年度=2022\n类别=budget\n部门=gov-office\nbasic=2\nproject=3\ntotal=5\n"
BAD_SUM = GOOD.replace("total=5", "total=6")


def fake_source(path: Path) -> SourceText:
    data = path.read_bytes() if path.exists() else b""
    if not data:
        raise sources.UnreadableSource(path, "文件是空的", "请重新下载或另存这份报告")
    if b"crash" in data:
        raise RuntimeError("boom")
    text = data.decode("utf-8")
    sha256 = hashlib.sha256(data).hexdigest()
    return SourceText(str(path), sha256, path.suffix[1:], text, (Paragraph(1, 0, len(text)),))


def fake_reading(source: SourceText, hints: Hints = Hints()) -> Reading:
    facts, unnamed, known = [], [], {}
    for line in re.finditer(r"([^=\n]+)=(\S+)", source.text):
        name, value = line.groups()
        if name in ("basic", "project", "total"):
            fact = {"id": f"expenditure.{name}", "concept": f"expenditure.{name}", "value": Decimal(value)}
            facts.append(
                Fact(
                    **fact,
                    scope="all",
                    measure="value",
                    unit="万元",
                    year=hints.year,
                    where="text",
                    quote=line[0],
                    span=line.span(2),
                )
            )
        elif value.isdigit() and name not in ("地区", "年度"):
            unnamed.append(UnnamedFigure(Decimal(value), "", line[0], line.span(2)))
        else:
            known[name] = (value, Evidence("text", line[0], line.span()))
    code = hints.code or known.get("地区", ("000000",))[0]
    division = divisions.lookup(code)
    year = hints.year or (int(known["年度"][0]) if "年度" in known else None)
    names = {"地区": "code", "年度": "year", "类别": "kind", "部门": "department"}
    identity = Identity(
        title="",
        code=code,
        place=division.name if division else "未注明地区",
        province=division.province if division else None,
        city=division.city if division else None,
        department=hints.department or known.get("部门", ("unknown",))[0],
        department_name="",
        year=year,
        kind=hints.kind or known.get("类别", (None,))[0],
        unit="万元",
        evidence={names[name]: evidence for name, (_, evidence) in known.items()},
    )
    return Reading(identity, (), (), tuple(facts), tuple(unnamed), ())


def fake_check(  # the signature is the contract
    source: SourceText,  # noqa: ARG001
    read: Reading,
    archive: checking.Archive | Sequence[Report] = (),
) -> tuple[tuple[Check, ...], tuple[Finding, ...]]:
    value = {fact.concept.rpartition(".")[2]: fact for fact in read.facts}
    if value["total"].value == value["basic"].value + value["project"].value:
        identity = read.identity
        pair = (value["total"], value["basic"])
        archive = checking.Archive.of(archive)
        others = archive.ratios(identity.kind, identity.id, "one", lambda _: (Decimal(1), pair))
        return (Check("FT-A02", "passed", f"另有{len(others)}份"),), ()
    total = value["total"]
    finding = Finding(
        id="FT-A02-1",
        group="1",
        rule="FT-A02",
        severity="error",
        formula=f"{value['basic'].value} + {value['project'].value} ≠ {total.value}",
        message="基本支出与项目支出之和\n与合计不符，100%",
        figures=(total.id,),
        quotes=(Quote(total.quote, total.span),),
    )
    return (Check("FT-A02", "flagged"),), (finding,)


@pytest.fixture(autouse=True)
def layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "read", fake_source)
    monkeypatch.setattr(reading, "read", fake_reading)
    monkeypatch.setattr(checking, "check", fake_check)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """A data folder with one good report and one whose sum is off."""
    folder = DataFolder(tmp_path / "data")
    file(folder, "410803/gov-office/2022-budget.txt", GOOD)
    file(folder, "360104/gov-office/2024-budget.txt", BAD_SUM)
    return folder


def file(data: DataFolder, name: str, content: str | bytes) -> Path:
    """Put a report, or anything else, below `reports/`."""
    path = data.reports / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def command(data: DataFolder, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command on the data folder: its status, standard output and standard error."""

    def call(name: str, *arguments: object) -> Run:
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.stderr", err)
        monkeypatch.setattr("sys.stdin", io.StringIO())
        status = main([name, *map(str, arguments), "--data", str(data.path)])
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
        return status, texts[0], texts[1]

    return call


def draft(tmp_path: Path, content: str | bytes, name: str = "draft.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
