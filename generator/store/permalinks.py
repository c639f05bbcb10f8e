"""Addresses are promises: `data/permalinks.txt` lists every one ever published, and only grows.

An address is a site path with its anchor, without host and sub-path: `/410803/gov-office/2022/`,
`/410803/gov-office/2022/#expenditure.basic`. One that is no longer made needs an entry in
`data/redirects.yaml`, which covers its anchors too:

    - from: /410803/gov-office/2022/
      to: /410803/government-office/2022/
      date: 2024-03-01
    - from: /410803/gov-office/2021/
      gone: 应发布单位要求撤下，原件见……       # a tombstone page says this
      date: 2024-03-01

A department-year lies on several pages, and each hands on an anchor that stands on another of them. An
anchor may therefore move between them without an entry: a figure that only a table printed, once the text
of an amended report prints it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.store.entry import Entry, read_entries
from generator.store.folder import DataFolder
from generator.store.problems import DataProblem

_BEHIND = ("figures/", "tables/", "source/")
"""The pages behind a department-year's own that share its anchors."""

_FIELDS = ("from", "to", "gone", "date")
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Redirect:
    """What became of an address: moved `to` another one, or `gone` with the reason in Chinese."""

    origin: str
    to: str | None
    gone: str | None
    date: str


class LostAddresses(DataProblem):
    """Addresses that were published once and that the build would no longer make."""

    def __init__(self, file: Path | str, lost: Collection[str]) -> None:
        self.lost = sorted(lost)
        shown = "、".join(self.lost[:_SHOWN]) + ("……" if len(self.lost) > _SHOWN else "")
        super().__init__(
            file,
            f"有 {len(self.lost)} 个发布过的地址将会失效：{shown}",
            "请恢复这些页面，或在 data/redirects.yaml 里登记它们的去向（to 新地址，或 gone 说明）",
        )


def read(data: DataFolder) -> frozenset[str]:
    """Every address ever published."""
    if not data.permalinks.exists():
        return frozenset()
    return frozenset(line for line in data.permalinks.read_text(encoding="utf-8").splitlines() if line)


def read_redirects(data: DataFolder) -> list[Redirect]:
    """The redirects and tombstones. Raises DataProblem."""
    if not data.redirects.exists():
        return []
    return [_redirect(entry) for entry in read_entries(data.redirects, _FIELDS)]


def _redirect(entry: Entry) -> Redirect:
    redirect = Redirect(entry.text("from"), entry.optional("to"), entry.optional("gone"), entry.date("date"))
    if (redirect.to is None) == (redirect.gone is None):
        raise entry.problem("没有说清去向", "to（新地址）和 gone（撤下的说明）请写其中一个")
    for name, address in (("from", redirect.origin), ("to", redirect.to)):
        if address is not None and not address.startswith("/"):
            raise entry.problem(f"“{address}”不是站内地址", "请以 / 开头，如 /410803/gov-office/2022/", name)
    return redirect


def check(published: Collection[str], data: DataFolder) -> None:
    """Raise LostAddresses where an address promised earlier is neither published nor redirected.

    A redirect must lead to a published address, directly or through other redirects.
    """
    moved = {redirect.origin: redirect for redirect in read_redirects(data)}
    pages = {address.partition("#")[0] for address in published}
    lost = [
        address
        for address in read(data).difference(published)
        if not _is_kept(address, moved, published, pages)
    ]
    if lost:
        raise LostAddresses(data.permalinks, lost)


def _is_kept(
    address: str, moved: dict[str, Redirect], published: Collection[str], pages: Collection[str]
) -> bool:
    seen: set[str] = set()
    while address not in seen:
        seen.add(address)
        redirect = moved.get(address) or moved.get(address.partition("#")[0])
        if redirect is None:
            return address in published or address in pages or _is_handed_on(address, published)
        if redirect.to is None:
            return True
        address = redirect.to
    return False  # the redirects lead in a circle


def _is_handed_on(address: str, published: Collection[str]) -> bool:
    """Whether the anchor stands on another page of the same department-year."""
    page, _, anchor = address.partition("#")
    own = next((page.removesuffix(behind) for behind in _BEHIND if page.endswith(f"/{behind}")), page)
    return bool(anchor) and any(f"{own}{behind}#{anchor}" in published for behind in ("", *_BEHIND))


def append(published: Iterable[str], data: DataFolder) -> int:
    """Add the addresses not listed yet, sorted, at the end; the number of them. Nothing is removed."""
    new = sorted(set(published) - read(data))
    broken = [address for address in new if not address.startswith("/") or "\n" in address]
    if broken:
        raise ValueError(f"not an address: {broken[0]!r}")
    if new:
        data.permalinks.parent.mkdir(parents=True, exist_ok=True)
        with data.permalinks.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{address}\n" for address in new)
    return len(new)
