"""The five reports of the project, read and built once for all tests of the site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, sync_playwright

from generator.model import Report
from generator.pipeline import process_all, write_all
from generator.site import inputs
from generator.site.site import Site
from generator.store import DataFolder, save
from tests.site.browsing import Watched
from tests.site.long_report import WRITTEN, long_text, read
from tests.site.server import serving
from tests.site.shoot import FLAGS

ROOT = Path(__file__).resolve().parents[2]
URL = "https://example.org/mingzhang/"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the five reports, parsed and checked."""
    folder = tmp_path_factory.mktemp("mingzhang") / "data"
    shutil.copytree(ROOT / "data" / "reports", folder / "reports")
    run = process_all(DataFolder(folder))
    write_all(run, DataFolder(folder))
    assert not run.left_out
    return folder


@pytest.fixture(scope="session")
def site(data: Path) -> Site:
    return inputs.load_site(data, ROOT / "content", URL)


@pytest.fixture(scope="session")
def reports(site: Site) -> tuple[Report, ...]:
    return site.archive.reports


def build_into(out: Path, data: Path) -> Path:
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out), site_url=URL, strict=True)
    config.plugins["mingzhang"].config["data_dir"] = str(data)
    build(config)
    return out


@pytest.fixture(scope="session")
def built(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    return build_into(tmp_path_factory.mktemp("built") / "site", data)


@pytest.fixture(scope="session")
def base(built: Path) -> Iterator[str]:
    """The address of the served site, under a sub-path, without a trailing slash."""
    with serving(built) as address:
        yield address


CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of the site."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium: apt-get install chromium fonts-wqy-microhei")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def tabled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of two reports with tables: a written one, and one as long as they come."""
    folder = tmp_path_factory.mktemp("tabled")
    text = folder / "long.txt"
    text.write_text(long_text(), encoding="utf-8")
    for one in (read(WRITTEN), read(text)):
        save(one, folder / "data/parsed" / f"{one.id}.yaml")
    return build_into(folder / "site", folder / "data")


@pytest.fixture(scope="session")
def tabled_base(tabled: Path) -> Iterator[str]:
    with serving(tabled) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, base: str) -> Iterator[Watched]:
    one = Watched(browser, base, viewport={"width": 1280, "height": 900})
    yield one
    one.context.close()
