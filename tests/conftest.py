"""What tests share: a small report, the corpus, and the rule that CI skips nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import settings

from generator.model import (
    Check,
    CheckInstance,
    Fact,
    Finding,
    Identity,
    Paragraph,
    Provenance,
    Quote,
    Reading,
    Report,
    SourceText,
    UnnamedFigure,
)

NO_CORPUS = "no corpus"
# A busy machine is no failure, and CI must find the same examples every time.
settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("project")
ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skipped test is a failure: what was not run there was run nowhere.

    `MINGZHANG_CORPUS=none` says that the corpus cannot be had, and exempts what needs it.
    """
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if NO_CORPUS in reason and os.environ.get("MINGZHANG_CORPUS") == "none":
            return report
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped in CI, where nothing may be ({reason})"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section(f"{len(skipped)} TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(
            "The reasons are listed above. `make test` installs what they need, or says how."
        )


def find_corpus() -> Path | None:
    """The shared corpus of real reports: `MINGZHANG_CORPUS`, or `shared/corpus` above this one."""
    named = os.environ.get("MINGZHANG_CORPUS")
    places = [Path(named)] if named else [folder / "shared" / "corpus" for folder in ROOT.parents]
    return next((place for place in places if (place / "labels").is_dir()), None)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus folder; the test is skipped, loudly, where there is none."""
    place = find_corpus()
    if place is None:
        pytest.skip(
            "no corpus: set MINGZHANG_CORPUS to the folder that holds excerpts/, labels/ and reports/"
        )
    return place


@pytest.fixture
def sample() -> Report:
    """A report small enough to be read at a glance: 基本支出, its share, a note, an unnamed figure."""
    text = "基本支出554.18万元，占72.30%。其他12个。"

    def fact(id: str, measure: str, value: str, unit: str, quote: str, span: tuple[int, int]) -> Fact:
        return Fact(
            id=id,
            scope="all",
            concept="expenditure.basic",
            measure=measure,
            value=Decimal(value),
            unit=unit,
            year=2022,
            where="text",
            quote=quote,
            span=span,
        )

    provenance = Provenance("reports/410803/gov-office/2022-budget.txt", "0" * 64, "txt")
    basic = "基本支出554.18万元"
    return Report(
        provenance=provenance,
        source=SourceText(provenance.path, provenance.sha256, "txt", text, (Paragraph(1, 0, len(text)),)),
        reading=Reading(
            identity=Identity(
                title="2022年部门预算",
                code="410803",
                place="中站区",
                province="河南省",
                city="焦作市",
                department="gov-office",
                department_name="区政府办公室",
                year=2022,
                kind="budget",
                unit="万元",
            ),
            outline=(),
            gaps=(),
            facts=(
                fact("expenditure.basic", "value", "554.18", "万元", basic, (4, 10)),
                fact("expenditure.basic.share", "share", "72.30", "%", "占72.30%", (14, 19)),
            ),
            unnamed=(UnnamedFigure(Decimal(12), "个", "其他12个", (23, 25)),),
            glossary=(),
        ),
        checks=(
            Check("FT-A02", "flagged", "", (CheckInstance("flagged", "1 + 1 = 3", ("expenditure.basic",)),)),
            Check("FT-A03", "not_computable", "没有功能分类"),
        ),
        findings=(
            Finding(
                id="FT-A02-1",
                group="1",
                rule="FT-A02",
                severity="error",
                formula="1 + 1 = 3",
                message="基本支出与项目支出之和与合计不符",
                figures=("expenditure.basic",),
                quotes=(Quote(basic, (0, 12)),),
                difference="1.00万元",
                tolerance="0.01万元",
            ),
        ),
    )
