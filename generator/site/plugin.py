"""The MkDocs plugin: puts the site's own pages, as ready HTML, among the hand-written ones.

It touches little of MkDocs: `File.generated`, a `Page` subclass, `get_toc`, and the navigation's
rule that pages outside it need no warning. Everything else is plain rendering (`pages`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from generator.site import fulltext, inputs, styles
from generator.site.assets import interactive_files
from generator.site.pages import build_all
from generator.site.plain_pages import MadePlain
from generator.site.promises import promised
from generator.site.rendering import Heading, RenderedPage
from generator.site.shelf import Shelf
from generator.site.slim import slim
from generator.store import DataFolder, DataProblem, permalinks

_NO_DATE = "1970-01-01"
"""Pages carry no build date: the same commit builds the same bytes."""


class MingzhangConfig(Config):  # type: ignore[no-untyped-call]
    data_dir = config_options.Type(str, default="data")
    """The data folder, relative to mkdocs.yml."""


class ReadyPage(Page):
    """A page whose HTML is there already: MkDocs neither reads nor converts Markdown for it."""

    def __init__(self, rendered: RenderedPage, file: File, config: MkDocsConfig) -> None:
        super().__init__(str(escape(rendered.title)), file, config)
        self.rendered = rendered
        self.update_date = _NO_DATE

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        self.markdown = ""
        hidden = ["navigation"] if self.rendered.headings else ["navigation", "toc"]
        self.meta = {
            "title": str(escape(self.rendered.title)),
            "description": str(escape(self.rendered.description)),
            "head": self.rendered.head,
            "hide": hidden,
            "wide": self.rendered.wide,
            "address": self.rendered.address,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        # Filled in just before the page is written, so that not all of them are held at once.
        self.content = ""
        self.toc = get_toc([_toc_token(heading) for heading in self.rendered.headings])
        self.present_anchor_ids = set()


def _toc_token(heading: Heading) -> Any:
    return {
        "level": 2,
        "id": heading.id,
        "name": str(escape(heading.title)),
        "html": str(escape(heading.title)),
        "data-toc-label": "",
        "children": [],
    }


class MingzhangPlugin(BasePlugin[MingzhangConfig]):  # type: ignore[no-untyped-call]
    made_plain: Sequence[MadePlain] = ()
    """After a build: the pages on which the program failed."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        root = Path(config.config_file_path).parent
        data = root / self.config.data_dir
        try:
            site = inputs.load_site(data, Path(config.docs_dir), config.site_url or "/")
            made_plain: list[MadePlain] = []
            rendered = build_all(site, Shelf(data.resolve().parent / ".cache" / "site"), made_plain)
            self.made_plain = made_plain
            permalinks.check(set(promised(rendered.pages, rendered.files)), DataFolder(data))
        except DataProblem as problem:
            raise PluginError(str(problem)) from problem
        for page in rendered.pages:
            source = f"{page.address.rstrip('/') or 'index'}.md"
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            _replace(files, file)
            ReadyPage(page, file, config)
        full_text = fulltext.index(site, rendered.pages, data.resolve().parent / ".cache" / "search")
        for item in [*rendered.files, *interactive_files(), *full_text]:
            if isinstance(item.body, Path):
                file = File.generated(config, item.address, abs_src_path=str(item.body))
            else:
                file = File.generated(config, item.address, content=item.body)
            _replace(files, file)
        _style_sheets(files, config)
        return files

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: Callable[..., Any],  # noqa: ARG002
    ) -> LiveReloadServer:
        parsed = Path(config.config_file_path).parent / self.config.data_dir / "parsed"
        if parsed.is_dir():
            server.watch(str(parsed))
        return server

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        if isinstance(page, ReadyPage):
            page.content = page.rendered.html
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """In fewer bytes: the theme's indentation alone is a tenth of a page."""
        page.content = ""
        return slim(output)

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:  # noqa: ARG002
        page.update_date = _NO_DATE
        return page


def _style_sheets(files: Files, config: MkDocsConfig) -> None:
    """Put each style sheet of the site as served in the place of the one that was written."""
    for file in files.css_files():
        if file.src_dir == config.docs_dir and file.inclusion != InclusionLevel.EXCLUDED:
            content = styles.served(Path(config.docs_dir) / file.src_uri)
            _replace(files, File.generated(config, file.src_uri, content=content))


def _replace(files: Files, file: File) -> None:
    if existing := files.get_file_from_path(file.src_uri):
        files.remove(existing)
    files.append(file)
