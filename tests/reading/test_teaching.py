"""docs/teaching.md tells the truth: its example is unread before the edit it shows, and read after it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import vocabulary
from generator.model import Hints
from generator.reading import read
from tests.conftest import ROOT
from tests.reading.reports import as_source
from tests.reading.test_cases import line

PAGE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"<!-- teaching: (\w+) -->\n```\w*\n(.*?)```", PAGE, re.S))
COMMAND = next(line for line in re.findall(r"```sh\n(.*?)\n```", PAGE) if "example.txt" in line)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the program beside the example, to be edited as the page says."""
    shutil.copytree(
        ROOT / "generator",
        tmp_path / "generator",
        ignore=shutil.ignore_patterns("__pycache__", "templates", "*.js", "*.css"),
    )
    (tmp_path / "example.txt").write_text(PARTS["report"], encoding="utf-8")
    return tmp_path


def run(project: Path) -> Any:
    words = shlex.split(COMMAND)
    assert words[0] == "python"
    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=project, capture_output=True, check=True, timeout=60
    )
    return yaml.safe_load(done.stdout)


def test_the_example_is_unread_and_then_read(project: Path) -> None:
    before = run(project)
    wanted = yaml.safe_load(PARTS["before"])["unnamed"]
    assert [{key: row[key] for key in ("value", "unit", "quote")} for row in before["unnamed"]] == wanted

    ((concept, edited),) = yaml.safe_load(PARTS["edit"]).items()
    current = vocabulary.data("concepts")[concept]
    (new,) = set(edited["terms"]) - set(current["terms"])
    assert {key: edited[key] for key in ("zh", "en", "unit")} == {
        key: current[key] for key in ("zh", "en", "unit")
    }
    file = project / "generator" / "vocabulary" / "concepts.yaml"
    text = file.read_text(encoding="utf-8")
    at = text.index("terms: [", text.index(f"\n{concept}:\n")) + len("terms: [")
    file.write_text(f"{text[:at]}{new}, {text[at:]}", encoding="utf-8")

    after = run(project)
    (case,) = yaml.safe_load(PARTS["case"])
    got = [f"{row['id']} {row['value']} {row['unit']}" for row in after["facts"]]
    assert got[-len(case["facts"]) :] == case["facts"]
    assert not after["unnamed"]
    reasons = {row["id"]: row.get("reason") for row in after["facts"]}
    assert case["reason"].items() <= reasons.items()


def test_the_case_fails_without_the_edit() -> None:
    (case,) = yaml.safe_load(PARTS["case"])
    facts = read(as_source(case["text"]), Hints(kind="budget", year=2024)).facts
    assert [line(fact) for fact in facts] != case["facts"]


def test_every_file_it_names_exists() -> None:
    section = PAGE.partition("## 改哪个文件")[2]
    for name in set(re.findall(r"`([a-z_]+\.yaml)`", section)):
        assert (ROOT / "generator" / "vocabulary" / name).exists(), name
    for name in set(re.findall(r"`([a-z_]+\.py)`", section)):
        assert (ROOT / "generator" / "reading" / name).exists(), name
    for path in set(re.findall(r"`((?:tests|generator|data)/[\w/.]*)`", PAGE)):
        assert (ROOT / path).exists(), path
    kinds = set(re.findall(r"`([a-z]+)`", PAGE.partition("`phrases.yaml` 里，")[2].partition("\n")[0]))
    assert len(kinds) > 5
    assert kinds <= set(vocabulary.data("phrases"))
