"""Building the site: promises are kept, and the old site stands until the new one is whole."""

from pathlib import Path

import pytest

from generator.commands import LEFT_OUT, OK, build
from generator.store import DataFolder, DataProblem, permalinks
from generator.store.published import addresses
from tests.commands.conftest import file

PAGE = """<html><body id="__top"><h2 id="sec-figures">数字</h2>
<tr id="expenditure.basic"><td data-id="x">1</td></tr><p id="p-1"></p><p id="p-12"></p><p id="p-3"></p>
<mark id="s-7"></mark><section id="FT-A02-1"></section><tr id="a&amp;b@2021"></tr></body></html>"""


def made(folder: Path, **pages: str) -> Path:
    for address, content in pages.items():
        path = folder / address.strip("/") / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the fake MkDocs makes."""
    content = {"/": "home", "/410803/gov-office/2022/": PAGE}
    monkeypatch.setattr(build, "_run_mkdocs", lambda _, site: made(site, **content) and None)
    return content


def test_the_addresses_are_pages_figures_findings_and_the_last_paragraph(
    tmp_path: Path, pages: dict[str, str]
) -> None:
    page = "/410803/gov-office/2022/"
    assert addresses(made(tmp_path, **pages, **{"/rules/": PAGE, f"{page}v/0123456789ab/": PAGE})) == {
        "/",
        "/rules/",
        page,
        f"{page}v/0123456789ab/",
        f"{page}#expenditure.basic",
        f"{page}#FT-A02-1",
        f"{page}#a&b@2021",
        f"{page}#p-12",
    }


@pytest.mark.usefixtures("pages")
def test_only_a_promise_is_written_down(data: DataFolder, tmp_path: Path) -> None:
    build.build_site(Path("mkdocs.yml"), tmp_path / "site", data)
    assert not data.permalinks.exists()
    build.build_site(Path("mkdocs.yml"), tmp_path / "site", data, promise=True)
    assert permalinks.read(data) == addresses(tmp_path / "site")


def test_a_lost_address_leaves_the_old_site(data: DataFolder, tmp_path: Path, pages: dict[str, str]) -> None:
    site = tmp_path / "site"
    build.build_site(Path("mkdocs.yml"), site, data, promise=True)
    pages["/"] = "new home"
    pages["/410803/gov-office/2022/"] = PAGE.replace("expenditure.basic", "expenditure.project")
    with pytest.raises(permalinks.LostAddresses, match=r"#expenditure\.basic"):
        build.build_site(Path("mkdocs.yml"), site, data)
    assert (site / "index.html").read_text(encoding="utf-8") == "home"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "site"}


def test_a_page_that_is_gone_is_gone(data: DataFolder, tmp_path: Path, pages: dict[str, str]) -> None:
    site = tmp_path / "site"
    build.build_site(Path("mkdocs.yml"), site, data)
    del pages["/410803/gov-office/2022/"]
    build.build_site(Path("mkdocs.yml"), site, data)
    assert [path.name for path in site.iterdir()] == ["index.html"]


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
