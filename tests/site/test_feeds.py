"""What machines read of the site: the feed, the sitemap, robots.txt, the cards of shared links."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree, html

from generator.model import Finding
from generator.site import feeds
from generator.site.site import Site, assemble
from generator.store.corrections import Correction
from generator.store.replies import Reply
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed(site: Site) -> etree._Element:
    return etree.fromstring(feeds.atom(site).content)


def text(node: etree._Element, name: str) -> str:
    found = node.find(f"{ATOM}{name}")
    assert found is not None, name
    return found.text or ""


def test_the_feed_is_valid_atom(site: Site) -> None:
    """RFC 4287: what a feed and an entry must have, dates of RFC 3339, unique ids."""
    root = feed(site)
    assert root.tag == f"{ATOM}feed"
    assert text(root, "title")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{URL}feed.xml"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(site.archive.reports)
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for node in (root, *entries):
        assert urlsplit(text(node, "id")).scheme == "https"
        assert datetime.fromisoformat(text(node, "updated")).tzinfo is not None
    dates = [text(entry, "updated") for entry in entries]
    assert dates == sorted(dates, reverse=True)
    assert text(root, "updated") == dates[0]


def test_the_feed_leads_to_pages_that_are_there(site: Site, built: Path) -> None:
    for entry in feed(site).findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        address = (link.get("href") or "").removeprefix(URL)
        assert (built / address / "index.html").is_file()


def answered() -> Site:
    finding = Finding(
        id="FT-A01-1", group="1", rule="FT-A01", severity="error", formula="1 = 2", message="不符",
        figures=(), quotes=(),
    )  # fmt: skip
    one = report([fact("expenditure.total", "100")], findings=[finding])
    reply = Reply(
        file="a", place="1", finding="FT-A01-1", report=one.id, department="某局", date="2024-05-01",
        status="explained", text="附表 <另有> 一项。",
    )  # fmt: skip
    correction = Correction(
        file="a", place="1", report=one.id, fact="expenditure.total", span=None, expect="100",
        changes={"value": "101"}, drop=False, reason="脚注号", date="2024-06-01",
    )  # fmt: skip
    return assemble([one], ROOT / "content", URL, replies=[reply], corrections=[correction])


def test_replies_and_corrections_are_news() -> None:
    entries = feed(answered()).findall(f"{ATOM}entry")
    assert [text(entry, "updated")[:10] for entry in entries[:2]] == ["2024-06-01", "2024-05-01"]
    assert text(entries[1], "title").startswith("提示有变动：")
    assert "附表 <另有> 一项。" in text(entries[1], "summary")
    link = entries[1].find(f"{ATOM}link")
    assert link is not None
    assert (link.get("href") or "").endswith("/410803/some-bureau/2024/#FT-A01-1")


def test_changed_figures_are_a_new_entry() -> None:
    def ids(value: str) -> list[str]:
        site = assemble([report([fact("expenditure.total", value)])], ROOT / "content", URL)
        return [text(entry, "id") for entry in feed(site).findall(f"{ATOM}entry")]

    assert ids("100") == ids("100")
    assert ids("100") != ids("101")


def test_the_sitemap_lists_every_page_once_and_nothing_else(built: Path) -> None:
    root = etree.parse(str(built / "sitemap.xml")).getroot()
    listed = [node.text or "" for node in root.iter(f"{SITEMAP}loc")]
    pages = {
        f"{URL}{path.parent.relative_to(built).as_posix()}/".replace("/./", "/")
        for path in built.rglob("index.html")
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == pages
    assert "lastmod" not in (built / "sitemap.xml").read_text(encoding="utf-8")


def test_robots_may_read_everything_and_are_told_of_the_sitemap(built: Path) -> None:
    lines = (built / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines == ["User-agent: *", "Allow: /", f"Sitemap: {URL}sitemap.xml"]


def test_every_page_has_a_card_for_sharing(built: Path) -> None:
    for path in sorted(built.rglob("index.html")):
        tree = html.fromstring(path.read_bytes())
        card = dict(
            zip(
                tree.xpath("//meta[@property]/@property"),
                tree.xpath("//meta[@property]/@content"),
                strict=True,
            )
        )
        assert len(tree.xpath("//meta[@property='og:title']")) == 1, path
        assert card["og:url"] == tree.xpath("string(//link[@rel='canonical']/@href)")
        assert card["og:title"] in tree.xpath("string(//title)")
        assert card.get("og:description") or tree.xpath("string(//meta[@name='description']/@content)")
        image = card["og:image"].removeprefix(URL)
        size = (built / image).read_bytes()[16:24]
        assert (int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")) == (1200, 630)
