"""Department-years that need not be rendered again, under `.cache/site/`.

A shelf holds the page and the files of each department-year under a key: the hash of everything
they are made from (the parsed reports shown or linked, the program and its templates, the glossary
and the rules). What is on the shelf can therefore not be out of date; deleting it costs time only.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from generator.site.rendering import Heading, RenderedFile, RenderedPage

_META = "page.json"
_BODY = "page-{}.html"


@cache
def program_hash() -> str:
    """A hash over the program: code, templates, vocabulary."""
    digest = hashlib.sha256()
    package = Path(str(files("generator")))
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def key(*parts: object) -> str:
    """The key of what this program renders from these parts; each is told apart by its `repr`."""
    digest = hashlib.sha256(program_hash().encode())
    for part in parts:
        content = repr(part).encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def digest(parsed: Path) -> str:
    """A hash over a parsed report and its text, which stands for both among the parts of a key."""
    return hashlib.sha256(parsed.read_bytes() + parsed.with_suffix(".txt").read_bytes()).hexdigest()


class Shelf:
    """Rendered pages and files by key, in folders. `prune` drops what this build did not use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def get(self, key: str) -> tuple[list[RenderedPage], list[RenderedFile]] | None:
        """The pages and their files, read from disk when they are needed; None where there are none."""
        place = self._folder / key
        try:
            meta = json.loads((place / _META).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        self._used.add(key)
        pages = [
            RenderedPage(
                address=page["address"],
                title=page["title"],
                description=page["description"],
                body=place / page["body"],
                headings=tuple(Heading(*heading) for heading in page["headings"]),
                head=page["head"],
                anchors=tuple(page["anchors"]),
                wide=page["wide"],
            )
            for page in meta["pages"]
        ]
        return pages, [RenderedFile(address, place / name) for address, name in meta["files"]]

    def put(
        self, key: str, pages: Iterable[RenderedPage], made: Iterable[RenderedFile]
    ) -> tuple[list[RenderedPage], list[RenderedFile]]:
        """Store pages with their files, and give them back as they lie on the shelf."""
        place = self._folder / key
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        names = []
        for number, file in enumerate(made):
            name = f"{number}{Path(file.address).suffix}"
            (place / name).write_bytes(file.content)
            names.append((file.address, name))
        bodies = []
        for number, page in enumerate(pages):
            body = _BODY.format(number)
            (place / body).write_text(page.html, encoding="utf-8")
            bodies.append(
                {
                    "address": page.address,
                    "title": page.title,
                    "description": page.description,
                    "body": body,
                    "headings": [(heading.id, heading.title) for heading in page.headings],
                    "head": str(page.head),
                    "anchors": page.anchors,
                    "wide": page.wide,
                }
            )
        meta = {"pages": bodies, "files": names}
        # The meta file comes last: without it a folder counts as not there.
        (place / _META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        found = self.get(key)
        assert found is not None
        return found

    def workplace(self, name: str) -> Path:
        """A folder for files of this build, which their maker fills anew each time."""
        self._used.add(name)
        return self._folder / name

    def prune(self) -> None:
        """Drop what was not used since this shelf was opened."""
        for place in self._folder.glob("*"):
            if place.name not in self._used:
                shutil.rmtree(place, ignore_errors=True)
