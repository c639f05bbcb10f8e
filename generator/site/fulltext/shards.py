"""The full-text index in shards, each remembered under `.cache/search/` until one of its pages changes.

A department's pages lie in one shard, chosen by the hash of its address: a new report indexes that
shard again and no other. The reader's browser merges the shards when it searches.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.site import addresses
from generator.site.fulltext import documents, pagefind
from generator.site.fulltext.documents import Subject
from generator.site.fulltext.pagefind import IndexingError, Pagefind
from generator.site.rendering import RenderedFile, RenderedPage
from generator.site.site import Site
from generator.store.files import write_if_changed

log = logging.getLogger(__name__)

FOLDER = "assets/fulltext"
SHARDS = 8
"""A new report costs an eighth of the index; a search asks eight indexes. Changing it costs one rebuild."""

_LISTING = "shards.json"
_ONLY_FIRST = ("pagefind.js", "pagefind-worker.js", "wasm.*")
"""The searching program, which only the first shard needs to bring."""

_MISSING = "这次生成的网站没有全文搜索（%s）。按名称搜索不受影响；联网后再运行 make site 即可补上。"


def index(site: Site, pages: Iterable[RenderedPage], folder: Path) -> list[RenderedFile]:
    """The files of the full-text search, which lie under `folder`.

    Without Pagefind, and where it fails, there is a listing of no shards: the log says so, and the
    search page does.
    """
    tool = pagefind.installed()
    shards: Mapping[str, Path] = {}
    if tool is None:
        log.warning(_MISSING, "没有装上 Pagefind")
    else:
        try:
            shards = _Shelf(folder, tool).shards(_subjects(site), {page.address: page for page in pages})
        except IndexingError as problem:
            log.warning(_MISSING, f"Pagefind：{problem}")
    listing = folder / _LISTING
    write_if_changed(listing, json.dumps({"shards": list(shards)}))
    files = [RenderedFile(f"{FOLDER}/{_LISTING}", listing)]
    for number, (name, place) in enumerate(shards.items()):
        for path in _published(place, first=number == 0):
            files.append(RenderedFile(f"{FOLDER}/{name}/{path.relative_to(place).as_posix()}", path))
    return files


def _subjects(site: Site) -> Iterator[Subject]:
    for page in site.archive.pages:
        lineage = "" if page.code == "000000" else " ".join(p.name for p in site.archive.lineage(page.code))
        yield Subject(
            page.address,
            f"{page.code}/{page.slug}",
            page.title,
            lineage,
            str(page.year or ""),
            tuple(part.kind_name for part in page.parts),
        )


def shard_of(department: str) -> str:
    """The shard of a department, by its address `CODE/SLUG`."""
    return str(int.from_bytes(hashlib.sha256(department.encode()).digest()[:8], "big") % SHARDS)


def _published(place: Path, *, first: bool) -> list[Path]:
    of_program = {path for pattern in _ONLY_FIRST for path in place.glob(pattern)}
    return sorted(path for path in place.rglob("*") if path.is_file() and (first or path not in of_program))


class _Shelf:
    """Documents and indexes of earlier builds, with what each was made from."""

    def __init__(self, folder: Path, tool: Pagefind) -> None:
        self._folder = folder
        self._tool = tool
        self._made_by = _digest(Path(documents.__file__).read_bytes(), tool.version.encode())
        self._remembered: dict[str, str] = {}
        """Document or index, by its path below `folder` -> the digest of what it was made from."""
        self._now: dict[str, str] = {}

    def shards(self, subjects: Iterable[Subject], pages: Mapping[str, RenderedPage]) -> dict[str, Path]:
        """The indexes, in order, of all pages; only what changed is made again. Raises IndexingError."""
        manifest = self._folder / "manifest.json"
        try:
            self._remembered = json.loads(manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._remembered = {}
        # Until it is written again: what a build that is cut short leaves behind is not trusted.
        manifest.unlink(missing_ok=True)
        members: dict[str, list[Subject]] = defaultdict(list)
        for subject in subjects:
            members[shard_of(subject.department)].append(subject)
        found = {}
        try:
            for name in sorted(members):
                found[name] = self._shard(name, members[name], pages)
        finally:
            write_if_changed(manifest, json.dumps(self._now, indent=0, sort_keys=True))
        for kind in ("documents", "index"):
            for place in (self._folder / kind).glob("*"):
                if place.name not in found:
                    shutil.rmtree(place)
        return found

    def _shard(self, name: str, subjects: list[Subject], pages: Mapping[str, RenderedPage]) -> Path:
        source, target = self._folder / "documents" / name, self._folder / "index" / name
        kept = [self._document(source, subject, _pages_of(subject, pages)) for subject in subjects]
        for path in set(source.rglob("*.html")) - set(kept):
            path.unlink()
        digest = _digest(
            self._made_by.encode(), *(part for path in sorted(kept) for part in _named(path, source))
        )
        key = target.relative_to(self._folder).as_posix()
        if self._remembered.get(key) != digest or not target.exists():
            shutil.rmtree(target, ignore_errors=True)
            self._tool.index(source, target)
            log.info("全文索引：第 %s 片，%d 页", name, len(kept))
        self._now[key] = digest
        return target

    def _document(self, source: Path, subject: Subject, content: Mapping[str, str]) -> Path:
        path = source / subject.address / "index.html"
        key = path.relative_to(self._folder).as_posix()
        parts = (part.encode() for entry in content.items() for part in entry)
        digest = _digest(self._made_by.encode(), repr(subject).encode(), *parts)
        if self._remembered.get(key) != digest or not path.exists():
            write_if_changed(path, documents.document(subject, content))
        self._now[key] = digest
        return path


def _pages_of(subject: Subject, pages: Mapping[str, RenderedPage]) -> dict[str, str]:
    """The page of a department-year and the pages behind it that are searched, by their address below it."""
    address = subject.address
    behind = (addresses.figures, addresses.source, addresses.tables)
    found = (address, *(page(address) for page in behind))
    return {page.removeprefix(address): pages[page].html for page in found if page in pages}


def _named(path: Path, below: Path) -> tuple[bytes, bytes]:
    return path.relative_to(below).as_posix().encode(), path.read_bytes()


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
