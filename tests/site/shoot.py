"""Screenshots of a built site for looking at: `python -m tests.site.shoot SITE OUT PATH…`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.site.server import serving

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def shoot(site: Path, out: Path, paths: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with serving(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for path in paths:
            for name, width, scheme in (
                ("desktop", 1280, "light"),
                ("phone", 390, "light"),
                ("dark", 1280, "dark"),
            ):
                page = browser.new_page(
                    viewport={"width": width, "height": 900},
                    color_scheme=scheme,  # type: ignore[arg-type]
                )
                page.goto(base + path)
                page.wait_for_timeout(300)
                label = path.strip("/").replace("/", "_") or "home"
                page.screenshot(path=str(out / f"{label}-{name}.png"), full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or ["/"])
