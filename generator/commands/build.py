"""`build`: parse everything, then build the site. The old site stands until the new one is whole."""

from __future__ import annotations

import argparse
import shutil
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands import LEFT_OUT, OK, options
from generator.commands.console import say
from generator.commands.parse import parse_all
from generator.store import DataFolder, DataProblem, permalinks

if TYPE_CHECKING:
    from generator.site import plain_pages

HELP = "解析全部报告并生成网站"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="站点配置（默认 mkdocs.yml）")
    parser.add_argument(
        "--site", type=Path, default=Path("site"), metavar="DIR", help="写到哪里（默认 site）"
    )
    parser.add_argument("--no-parse", action="store_true", help="直接用已有的 data/parsed/")
    parser.add_argument(
        "--promise",
        action="store_true",
        help="发布用：把网站的全部地址记入 data/permalinks.txt，从此不得失效",
    )
    options.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """What was left out of parsing does not keep the rest from being published, but shows in the status."""
    data = options.data_folder(args)
    status = OK if args.no_parse else parse_all(data)
    try:
        made_plain = build_site(args.config, args.site, data, promise=args.promise)
    except DataProblem as problem:
        say(f"网站没有生成：{problem}")
        return LEFT_OUT
    for page in made_plain:
        say(
            f"{page.address}：生成这一页时程序出错（{type(page.error).__name__}: {page.error}），"
            "暂以只有数字和原文的页面代替。请把这行信息提交到项目的问题区；其他页面不受影响。"
        )
        say("".join(traceback.format_exception(page.error)).rstrip())
    say(f"网站在 {args.site}/")
    return LEFT_OUT if made_plain else status


def build_site(
    config: Path, site: Path, data: DataFolder, *, promise: bool = False
) -> Sequence[plain_pages.MadePlain]:
    """Build beside the present site, and put the new one in its place once it keeps every promise.

    Returns the pages on which the program failed and that were made plain. Raises DataProblem, and leaves
    the present site as it is, where something stands in the way; a published address that would be lost
    is such a thing.
    """
    # What renders pages takes a third of a second to import: only the commands that need it pay for it.
    from generator.site.promises import LISTING

    if site.exists() and any(site.iterdir()) and not (site / "index.html").exists():
        raise DataProblem(site, "里面不是网站，不会清空它", "请用 --site 另指定一个文件夹")
    new, old = (site.with_name(f".{site.name}.{name}") for name in ("building", "replaced"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        made_plain = _run_mkdocs(config, new, data)
        made = (new / LISTING).read_text(encoding="utf-8").splitlines()
        permalinks.check(set(made), data)
        if site.exists():
            site.rename(old)
        new.rename(site)
    finally:
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
    if promise:
        permalinks.append(made, data)
    return made_plain


def _run_mkdocs(config: Path, site: Path, data: DataFolder) -> Sequence[plain_pages.MadePlain]:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from generator.site.plugin import MingzhangPlugin

    try:
        settings = load_config(str(config), site_dir=str(site.resolve()))
        settings.plugins["mingzhang"].config["data_dir"] = str(data.path.resolve())
        settings.plugins.on_startup(command="build", dirty=False)
        try:
            build(settings)
        finally:
            settings.plugins.on_shutdown()
        plugin = settings.plugins["mingzhang"]
        assert isinstance(plugin, MingzhangPlugin)
        return plugin.made_plain
    except MkDocsException as error:
        raise _behind(error) or DataProblem(config, str(error), "请检查站点配置") from error


def _behind(error: BaseException | None) -> DataProblem | None:
    """The problem that MkDocs wrapped into its own errors, if there is one."""
    while error is not None and not isinstance(error, DataProblem):
        error = error.__cause__ or error.__context__
    return error
