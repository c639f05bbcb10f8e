"""In CI nothing is skipped: the hook of conftest.py, tried on a test that skips itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SKIPS = "import pytest\ndef test_it(): pytest.skip('{reason}')\n"


def outcome(folder: Path, reason: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(
        "from tests.conftest import pytest_runtest_makereport, pytest_terminal_summary\n", encoding="utf-8"
    )
    (folder / "test_it.py").write_text(SKIPS.format(reason=reason), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "MINGZHANG_CORPUS")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_skip_is_said_loudly(tmp_path: Path) -> None:
    result = outcome(tmp_path, "no browser")
    assert result.returncode == 0
    assert "1 TESTS DID NOT RUN" in result.stdout


@pytest.mark.parametrize(
    ("reason", "environment", "fails"),
    [
        ("no browser", {"CI": "true"}, True),
        ("no corpus: set it", {"CI": "true"}, True),
        ("no corpus: set it", {"CI": "true", "MINGZHANG_CORPUS": "none"}, False),
        ("no browser", {"CI": "true", "MINGZHANG_CORPUS": "none"}, True),
    ],
)
def test_a_skip_fails_in_ci(reason: str, environment: dict[str, str], fails: bool, tmp_path: Path) -> None:
    result = outcome(tmp_path, reason, **environment)
    assert (result.returncode == 1) == fails, result.stdout
    if fails:
        assert "nothing may be" in result.stdout
