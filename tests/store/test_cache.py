"""The binary cache: the same report, sooner; never an outdated one, never one that is broken."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.model import Report
from generator.store import DataProblem, load, save
from generator.store.cache import Cache, key


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def parsed(sample: Report, tmp_path: Path) -> Path:
    path = tmp_path / "2022-budget.yaml"
    save(sample, path)
    return path


def test_what_is_remembered_is_what_would_be_loaded(cache: Cache, parsed: Path, sample: Report) -> None:
    assert cache.load(parsed) == cache.load(parsed) == load(parsed) == sample


def test_a_changed_file_is_read_again(cache: Cache, parsed: Path, sample: Report) -> None:
    cache.load(parsed)
    changed = replace(sample, findings=())
    save(changed, parsed)
    assert cache.load(parsed) == changed
    parsed.with_suffix(".txt").write_text("另一个原文", encoding="utf-8")
    assert cache.load(parsed).source.text == "另一个原文"


def test_a_missing_text_is_no_hit(cache: Cache, parsed: Path) -> None:
    cache.load(parsed)
    parsed.with_suffix(".txt").unlink()
    with pytest.raises(DataProblem):
        cache.load(parsed)


@pytest.mark.parametrize("content", [b"", b"broken", b"\x80\x05K\x01."])
def test_a_broken_or_foreign_entry_is_a_miss(
    content: bytes, cache: Cache, parsed: Path, sample: Report, tmp_path: Path
) -> None:
    cache.load(parsed)
    (entry,) = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    entry.write_bytes(content)
    assert cache.load(parsed) == sample


def test_another_program_has_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key("parsed", b"x")
    assert key("parsed", b"x") == before
    assert key("parsedx", b"") != before, "parts must not run into one another"
    monkeypatch.setattr("generator.store.cache.program_hash", lambda: "another program")
    assert key("parsed", b"x") != before
