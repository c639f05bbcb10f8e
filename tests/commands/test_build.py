"""Building the site: promises are kept, and the old site stands until the new one is whole."""

from pathlib import Path

import pytest

from generator.commands import LEFT_OUT, OK, build
from generator.site.plain_pages import MadePlain
from generator.site.promises import LISTING
from generator.store import DataFolder, DataProblem, permalinks
from tests.commands.conftest import file

PAGE = "/410803/gov-office/2022/"


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The pages and anchors that the fake MkDocs makes, with their content."""
    content = {"/": "home", PAGE: "figures", f"{PAGE}#expenditure.basic": ""}

    def make(config: Path, site: Path, data: DataFolder) -> list[MadePlain]:  # noqa: ARG001 (the signature of the real one)
        for address in content:
            if "#" not in address:
                path = site / address.strip("/") / "index.html"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content[address], encoding="utf-8")
        (site / LISTING).write_text("".join(f"{address}\n" for address in content), encoding="utf-8")
        return []

    monkeypatch.setattr(build, "_run_mkdocs", make)
    return content


def test_only_a_promise_is_written_down(data: DataFolder, tmp_path: Path, pages: dict[str, str]) -> None:
    build.build_site(Path("mkdocs.yml"), tmp_path / "site", data)
    assert not data.permalinks.exists()
    build.build_site(Path("mkdocs.yml"), tmp_path / "site", data, promise=True)
    assert permalinks.read(data) == set(pages)


def test_a_lost_address_leaves_the_old_site(data: DataFolder, tmp_path: Path, pages: dict[str, str]) -> None:
    site = tmp_path / "site"
    build.build_site(Path("mkdocs.yml"), site, data, promise=True)
    pages["/"] = "new home"
    del pages[f"{PAGE}#expenditure.basic"]
    with pytest.raises(permalinks.LostAddresses, match=r"#expenditure\.basic"):
        build.build_site(Path("mkdocs.yml"), site, data)
    assert (site / "index.html").read_text(encoding="utf-8") == "home"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "site"}


def test_a_page_that_is_gone_is_gone(data: DataFolder, tmp_path: Path, pages: dict[str, str]) -> None:
    site = tmp_path / "site"
    build.build_site(Path("mkdocs.yml"), site, data)
    del pages[PAGE]
    del pages[f"{PAGE}#expenditure.basic"]
    build.build_site(Path("mkdocs.yml"), site, data)
    assert {path.name for path in site.iterdir()} == {"index.html", LISTING}


@pytest.mark.usefixtures("pages")
def test_a_folder_that_is_no_site_is_not_emptied(data: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(DataProblem, match="--site"):
        build.build_site(Path("mkdocs.yml"), tmp_path / "home", data)
    assert (tmp_path / "home" / "letters.txt").exists()


@pytest.mark.usefixtures("pages")
def test_a_left_out_report_shows_in_the_status_of_a_whole_site(
    data: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from generator.__main__ import parser

    file(data, "410803/finance/2022-budget.txt", b"")
    arguments = ["build", "--site", str(tmp_path / "site"), "--data", str(data.path)]
    assert build.run(parser().parse_args(arguments)) == LEFT_OUT
    assert (tmp_path / "site" / "index.html").exists()
    assert "finance/2022-budget.txt" in capsys.readouterr().err
    (data.reports / "410803/finance/2022-budget.txt").unlink()
    assert build.run(parser().parse_args(arguments)) == OK


def test_a_configuration_that_is_missing_is_named(data: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"absent\.yml"):
        build.build_site(tmp_path / "absent.yml", tmp_path / "site", data)


def test_serve_hands_over_to_mkdocs(monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.__main__ import parser

    called: list[dict[str, object]] = []
    monkeypatch.setattr("mkdocs.commands.serve.serve", lambda **options: called.append(options))
    args = parser().parse_args(["serve", "--address", "127.0.0.1:8123"])
    assert args.run(args) == OK
    assert called == [{"config_file": "mkdocs.yml", "dev_addr": "127.0.0.1:8123"}]
