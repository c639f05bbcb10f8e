"""The MkDocs plugin: puts the site's own pages, as ready HTML, among the hand-written ones.

It touches little of MkDocs: `File.generated`, a `Page` subclass, `get_toc`, and the navigation's
rule that pages outside it need no warning. Everything else is plain rendering (`pages`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from generator.site import inputs
from generator.site.assets import interactive_files
from generator.site.pages import build_all
from generator.site.promises import promised
from generator.site.rendering import Heading, RenderedPage
from generator.store import DataFolder, DataProblem, permalinks

_NO_DATE = "1970-01-01"
"""Pages carry no build date: the same commit builds the same bytes."""


_INDENTATION = re.compile(r"\s*\n\s*")


class MingzhangConfig(Config):  # type: ignore[no-untyped-call]
    data_dir = config_options.Type(str, default="data")
    """The data folder, relative to mkdocs.yml."""


class ReadyPage(Page):
    """A page whose HTML is there already: MkDocs neither reads nor converts Markdown for it."""

    def __init__(self, rendered: RenderedPage, file: File, config: MkDocsConfig) -> None:
        super().__init__(str(escape(rendered.title)), file, config)
        self._rendered = rendered
        self.update_date = _NO_DATE

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        self.markdown = ""
        hidden = ["navigation"] if self._rendered.headings else ["navigation", "toc"]
        self.meta = {
            "title": str(escape(self._rendered.title)),
            "description": str(escape(self._rendered.description)),
            "head": self._rendered.head,
            "hide": hidden,
            "wide": self._rendered.wide,
            "address": self._rendered.address,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        self.content = str(self._rendered.html)
        self.toc = get_toc([_toc_token(heading) for heading in self._rendered.headings])
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
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        root = Path(config.config_file_path).parent
        data = root / self.config.data_dir
        try:
            site = inputs.load_site(data, Path(config.docs_dir), config.site_url or "/")
            rendered = build_all(site)
            permalinks.check(set(promised(rendered.pages)), DataFolder(data))
        except DataProblem as problem:
            raise PluginError(str(problem)) from problem
        for page in rendered.pages:
            source = f"{page.address.rstrip('/') or 'index'}.md"
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            _replace(files, file)
            ReadyPage(page, file, config)
        for item in [*rendered.files, *interactive_files()]:
            _replace(files, File.generated(config, item.address, content=item.content))
        return files

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Without the theme's indentation, which is a tenth of a page. Preformatted text is kept."""
        return output if "<pre" in output else _INDENTATION.sub("\n", output)

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:  # noqa: ARG002
        page.update_date = _NO_DATE
        return page


def _replace(files: Files, file: File) -> None:
    if existing := files.get_file_from_path(file.src_uri):
        files.remove(existing)
    files.append(file)
